"""A sentence clause by clause: which says most of a question, and which others stand near it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.finding.evidence import Candidate
from assistant.finding.features import pairs_asked
from corpus.fold import squeezed

BEFORE, AFTER = 160, 100  # characters of the passage around a sentence
SHORT = 80  # characters up to which a sentence is about one thing in all its clauses
ALIKE = 0.7  # clauses that say so much of what the best one says are about the question, too
_ENDS = re.compile(r"[;。!?]|:(?!\d\d)|,(?!\d{3})")  # no clock (22:00), no thousands (1,200)


@dataclass(frozen=True, slots=True)
class Clauses:
    """The clauses of a sentence and of what stands around it, squeezed.

    Attributes:
        each: in the order of the text.
        about: numbers of those of the sentence that say most of the question; all of them where
            none does, or where it is short.
    """

    each: Sequence[str]
    about: Sequence[int]

    def near(self, before: int, after: int) -> list[str]:
        """The clauses about the question, with so many before and after each."""
        wanted = {i for at in self.about for i in range(at - before, at + after + 1)}
        return [text for i, text in enumerate(self.each) if i in wanted]


def clauses_of(candidate: Candidate, asked: str) -> Clauses:
    """The clauses of a candidate and around it; words beside the asking one count twice.

    Args:
        asked: the question, squeezed.
    """
    passage = candidate.passage
    start, end = candidate.start - passage.start, candidate.end - passage.start
    before, own, after = (
        [clause for clause in _ENDS.split(squeezed(text)) if clause]
        for text in (
            passage.text[max(0, start - BEFORE) : start],
            passage.text[start:end],
            passage.text[end : end + AFTER],
        )
    )
    pairs, beside = pairs_asked(asked)
    said = [sum(1 + (p in beside) for p in pairs if p in clause) for clause in own]
    least = 0 if end - start <= SHORT else ALIKE * max(said, default=0)
    about = [len(before) + i for i, share in enumerate(said) if share >= least]
    return Clauses([*before, *own, *after], about)
