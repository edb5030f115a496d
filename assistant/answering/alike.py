"""Sentences side by side that answer alike, for cases that the question does not tell apart."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.stating import states
from assistant.asking.amounts import is_amount
from assistant.asking.question import Question, Term
from assistant.finding.evidence import Candidate
from assistant.finding.matching import match
from corpus.fold import squeezed

ALIKE_ROOM = 160  # characters of clauses that answer alike, each with what announces it


def alike(best: Candidate, candidates: Sequence[Candidate], question: Question) -> list[Candidate]:
    """The sentence with those beside it that say the same of other cases, in the text's order.

    They are items of one list, clauses of one sentence (…的,每餐2元;…的,每餐4元) or rows of one
    table, and no word of the question tells them apart.
    """
    out = [best]
    for other in candidates:
        if other.start == best.start or not states(other, question):
            continue
        rows = _row_beside(other, best)
        if rows or (other.passage.id == best.passage.id and _beside(other, best)):
            before = best.text if other.start > best.start and not rows else ""
            if all(_said_as_well(t, other, best.text, before) for t in question.terms):
                out.append(other)
    out.sort(key=lambda c: c.start)
    return out if sum(len(c.said) for c in out) <= ALIKE_ROOM else [best]


def _beside(one: Candidate, other: Candidate) -> bool:
    """Whether two are items of one announced list, or clauses of one sentence in prose."""
    if one.intro is not None or other.intro is not None:
        return one.intro == other.intro
    if one.passage.kind == "row":
        return False
    start, end = sorted((one, other), key=lambda c: c.start)
    between = one.document.text[start.start : end.start]
    return "。" not in between and between.rstrip().endswith((";", "\uff1b"))


def _row_beside(one: Candidate, other: Candidate) -> bool:
    """Whether two are whole rows of one table, whose place tells what both are of."""
    a, b = one.passage, other.passage
    whole = one.text == a.text and other.text == b.text
    if a.kind != "row" or b.kind != "row" or not whole or a.id == b.id:
        return False
    under = a.doc_id == b.doc_id and a.path == b.path and a.region == b.region
    return under and [f.label for f in a.fields] == [f.label for f in b.fields]


def _said_as_well(term: Term, one: Candidate, best: str, before: str) -> bool:
    """Whether a clause says a term as well as the best does, or takes it from what is before."""
    said = match(term, squeezed(one.text))
    if not is_amount(term):
        said = max(said, match(term, squeezed(before)), match(term, squeezed(one.said)))
    return said >= match(term, squeezed(best))
