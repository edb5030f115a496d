"""Marks and citations: each support gets a number, each statement the marks of its supports."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.bench import Bench
from assistant.answering.draft import Draft, Statement, Support
from assistant.answers import Answer, Citation
from assistant.verify import CHECKS


def cited(statements: Sequence[Statement], draft: Draft, bench: Bench, withheld: int = 0) -> Answer:
    """The answer with its citations, marks numbered in the order of the text."""
    order: dict[tuple[str, int, int], Citation] = {}
    parts = []
    for statement in statements:
        marks = []
        for support in statement.supports:
            key = (support.document.id, support.start, support.end)
            if key not in order:
                order[key] = citation(support, len(order) + 1)
            marks.append(f"[{order[key].marker}]")
        parts.append(statement.text + "".join(dict.fromkeys(marks)))
    checks = (*CHECKS, *((f"withheld:{withheld}",) if withheld else ()))
    question = bench.question
    return Answer(
        question=question.text, text="".join(parts), abstained=False, reason=None,
        mode=draft.mode, citations=tuple(order.values()), checks=checks,
        carried=question.carried, mended=question.mended, table=draft.table,
        confidence=round(draft.confidence, 4),
    )  # fmt: skip


def citation(support: Support, marker: int) -> Citation:
    """A support as a citation; its quote is the slice itself, so it is verbatim."""
    document = support.document
    page = support.passage.page
    return Citation(marker, document.source, document.title, support.locator, support.quote,
                    support.start, support.end, page, support.passage, document)  # fmt: skip
