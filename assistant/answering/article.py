"""Articles asked for by number: 《…》第十二条规定了什么."""

from __future__ import annotations

import re

from assistant.answering.bench import Bench
from assistant.answering.draft import Draft, Statement, passage_support, support_of
from assistant.answering.wording import shown
from assistant.finding.evidence import Candidate, candidates_of
from assistant.finding.matching import match
from corpus.fold import squeezed
from corpus.lines import number
from corpus.records import NUMBER, Document, Passage
from corpus.titles import spoken_title
from index.retriever import Retriever

LONGEST_TITLE = 60  # characters of a title that are looked for in a question
FEWEST = 5  # items that run on from here are cited as articles
_BRACKETED = re.compile(r"[(\uff08]([一二三四五六七八九十百]+)[)\uff09]")
_BETWEEN = re.compile(r"[的里中内]?(规定)?[的里中内,、]*$")  # 劳动法的第三条, 劳动法规定的第三条
WHOLE = 280  # characters of an article that is given whole
_SAYS = 0.3  # share of the topic that one sentence of a long article must say to stand for it


def answer(bench: Bench) -> Draft | str | None:
    """The article or its sentence that is asked for, or the reason that the law has no such."""
    question = bench.question
    if not question.number.endswith("条"):
        return None
    document = _law(bench)
    if document is None:
        return None
    wanted = number(question.number.strip("第条"))
    article = articles(document, bench.retriever).get(wanted)
    if article is None:
        return f"《{document.title}》没有{question.number}"
    statement = _statement(article, document, bench)
    return Draft((statement,), "structured", 0.95)


def _law(bench: Bench) -> Document | None:
    """The law whose title stands right before the number, else the one that fits best."""
    called = _called(bench)
    if called:
        return max(called, key=lambda d: _rank(d, bench))
    question = bench.question
    named = [d for d in bench.retriever.documents
             if question.limits.admit_document(d)
             and any(t in squeezed(d.title) for t in question.titles)]  # fmt: skip
    near = {d.id: d for _, d in bench.passages}
    documents = named or [d for d in near.values() if articles(d, bench.retriever)]
    return max(
        documents,
        key=lambda d: (_fit(d, bench), d.id in question.context, _is_law(d, bench), d.source),
        default=None,
    )


def _called(bench: Bench) -> list[Document]:
    """Documents with articles whose title, the longest there is, the question says before 第…条.

    《红十字会法》第三条 and 社会法红十字会法第三条 both mean that law, whatever else stands before.
    """
    question = bench.question
    before = squeezed(question.text).partition(question.number)[0]
    said = spoken_title(_BETWEEN.sub("", before))
    for i in range(max(0, len(said) - LONGEST_TITLE), len(said) - 1):
        found = [d for d in bench.retriever.titled.get(said[i:], ())
                 if question.limits.admit_document(d) and articles(d, bench.retriever)]  # fmt: skip
        if found:
            return found
    return []


def _rank(document: Document, bench: Bench) -> tuple[bool, bool, str, str]:
    """Of several versions of one law that before which is in force, then the latest."""
    in_force = not bench.register.standing(document).state
    told = document.id in bench.question.context
    latest = document.effective or document.date or document.published
    return in_force, told, latest, document.source


def _fit(document: Document, bench: Bench) -> float:
    title = squeezed(document.title)
    return sum(t.weight * match(t, title) for t in bench.question.terms)


def _is_law(document: Document, bench: Bench) -> bool:
    return any(p.text.startswith("第") for p in articles(document, bench.retriever).values())


def articles(document: Document, retriever: Retriever) -> dict[int, Passage]:
    """A document's articles (第十七条) by number.

    Where it has none, the items (十七) that run on through all of its headings, each number once:
    people cite them as articles.
    """
    found: dict[int, Passage] = {}
    items: list[tuple[int, Passage]] = []
    for n in retriever.numbers_of(document):
        passage = retriever.passage(n)
        label = passage.field(NUMBER)
        text = label.text.replace(" ", "") if label else ""
        if text.startswith("第") and text.endswith("条"):
            found.setdefault(number(text.strip("第条")), passage)
        elif bracketed := _BRACKETED.fullmatch(text):
            items.append((number(bracketed[1]), passage))
    numbers = [n for n, _ in items]
    running = len(numbers) >= FEWEST and numbers == list(range(1, len(numbers) + 1))
    return found or (dict(items) if running else {})


def _statement(article: Passage, document: Document, bench: Bench) -> Statement:
    question = bench.question
    if len(article.text) <= WHOLE:
        return Statement(shown(article.text, question), (passage_support(article, document),))
    best: Candidate = max(
        candidates_of(question, article, document), key=lambda c: (c.own, -c.start)
    )
    if best.own < _SAYS:
        text = shown(article.text[:WHOLE].rsplit("。", 1)[0] + "。", question)
        return Statement(text, (passage_support(article, document),))
    return Statement(shown(best.text, question), (support_of(best),))
