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

    They are items of one list or clauses of one sentence (…的,每餐2元;…的,每餐4元), and no word of
    the question tells them apart.
    """
    out = [best]
    for other in candidates:
        same = other.passage.id == best.passage.id and other.start != best.start
        if same and _beside(other, best) and states(other, question):
            before = best.text if other.start > best.start else ""
            if all(_said_as_well(t, other.text, best.text, before) for t in question.terms):
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


def _said_as_well(term: Term, text: str, best: str, before: str) -> bool:
    """Whether a clause says a term as well as the best does, or takes it from that before."""
    said = match(term, squeezed(text))
    if not is_amount(term):
        said = max(said, match(term, squeezed(before)))
    return said >= match(term, squeezed(best))
