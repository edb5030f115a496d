"""A tiny corpus and an assistant over it whose every answer is known; for the tests of eval."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answers import Answer, Citation
from corpus.errors import MinshengError
from corpus.records import Document, Heading, Passage
from eval.cases import Case, Evidence

TEXT = "一、餐饮\n老年食堂由市民政局牵头。\n新建食堂12家,补助3000元。\n二、道路\n修路150公里。"


def document() -> Document:
    return Document(id="d1", source="900_notice.txt", sha256="0", title="2024年民生通知", text=TEXT)


def passage(quote: str, heading: str = "一、餐饮") -> Passage:
    start, at = TEXT.index(quote), TEXT.index(heading)
    path = (Heading(heading, at, at + len(heading)),)
    return Passage(f"p{start}", "d1", "paragraph", path, (), quote, start, start + len(quote))


LEAD = "老年食堂由市民政局牵头。"
NUMBER = "新建食堂12家,补助3000元。"
ROAD = "修路150公里。"


def citation(quote: str, marker: int = 1) -> Citation:
    start, doc = TEXT.index(quote), document()
    return Citation(marker, doc.source, doc.title, "第1段", quote, start, start + len(quote), None,
                    passage(quote), doc)  # fmt: skip


def answer(question: str, text: str, *quotes: str) -> Answer:
    citations = tuple(citation(q, i) for i, q in enumerate(quotes, 1))
    return Answer(question, text, False, None, "extractive", citations, latency_ms=5.0)


def abstention(question: str) -> Answer:
    nearest = (citation(ROAD),)
    return Answer(
        question, "资料没有写明。", True, "没有依据", "extractive", nearest=nearest, latency_ms=2.0
    )


class FakeAssistant:
    """Says what it was given for a question; abstains on others; counts what it is asked."""

    def __init__(self, answers: dict[str, Answer]) -> None:
        self.answers = answers
        self.asked: list[str] = []

    def ask(self, question: str, *, history: Sequence[str] = ()) -> Answer:
        self.asked.append(question)
        if question == "坏":
            raise MinshengError("坏了 broken", hint="再试 (try again)")
        return self.answers.get(question) or abstention(question)


def case(
    name: str, question: str, *gold: list[str], quote: str = "", category: str = "number"
) -> Case:
    evidence = (Evidence("900", quote),) if quote else ()
    groups = tuple(tuple(group) for group in gold)
    return Case(
        name, question, category=category, style="plain", answerable=bool(gold), gold=groups,
        evidence=evidence, file="q.jsonl",
    )  # fmt: skip


CASES = [
    case("lead", "谁牵头", ["市民政局"], quote=LEAD, category="lead"),
    case("number", "几家", ["12家"], quote=NUMBER),
    case("road", "多长", ["150公里"], quote=ROAD),
    case("none", "电话", category="unanswerable"),
    case("broken", "坏", ["好"], quote=LEAD),
]
ANSWERS = {
    "谁牵头": answer("谁牵头", "由市民政局牵头。[1]", LEAD),
    "几家": answer("几家", "新建12家,补助三千元,增长9家。[1]", NUMBER),
    "多长": answer("多长", "修路1500公里。[1]", ROAD),
}


def fake() -> FakeAssistant:
    return FakeAssistant(dict(ANSWERS))
