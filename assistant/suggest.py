"""Questions that the corpus can answer: examples for an empty page, and what to ask next."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.bench import Bench
from assistant.answering.wording import brief
from assistant.answers import Answer
from corpus.fold import to_simplified
from corpus.records import DEADLINE, LEAD, MATTER, RESPONSIBLE, Passage
from index.retriever import Retriever

_EXAMPLES = 6
_NEXT = ((LEAD, "由哪个单位牵头?"), (RESPONSIBLE, "责任单位有哪些?"), (DEADLINE, "什么时候完成?"))


def examples_of(retriever: Retriever) -> Sequence[str]:
    """Up to six questions drawn from records of different documents."""
    by_document: dict[int, list[str]] = {}
    for number in retriever.columns["kind"].numbers(("row", "item")).tolist():
        document = int(retriever.document_of[number])
        held = by_document.setdefault(document, [])
        if len(held) < 2:
            question = _question(retriever.passage(number), retriever.documents[document].region)
            if question and (not held or held[0][-6:] != question[-6:]):
                held.append(question)
    columns = zip(*(_padded(q) for q in by_document.values()), strict=True)
    return [q for row in columns for q in row if q][:_EXAMPLES]


def follow_ups(answer: Answer, bench: Bench) -> tuple[str, ...]:
    """Follow-ups that the record just cited can answer and that were not asked."""
    if bench.question.english or not answer.citations:
        return ()
    passage = answer.citations[0].passage
    out = [q for name, q in _NEXT if passage.field(name) and not _asked(name, bench)]
    return tuple(out[:2])


def _asked(name: str, bench: Bench) -> bool:
    kinds = {LEAD: "lead", RESPONSIBLE: "responsible", DEADLINE: "deadline"}
    return bench.question.asks(kinds[name], "items")


def _question(passage: Passage, region: str) -> str:
    matter = passage.field(MATTER)
    if matter is None or not passage.field(LEAD):
        return ""
    name = to_simplified(brief(matter.text, 24))
    if not 5 <= len(name) <= 24 or name.endswith("…"):
        return ""
    place = to_simplified(passage.region or region)
    return f"{place}“{name}”由哪个单位牵头?"


def _padded(questions: list[str]) -> list[str]:
    return [*questions, "", ""][:2]
