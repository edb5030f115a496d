"""What is asked of a thing that running text speaks of, and does not tell: its reason, day, sum.

The sentence on the thing says most of the question, so neither its words nor the trees tell that
the rest is missing; what is asked for has marks, which must stand near the clause about the thing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.answering.bench import Bench
from assistant.answering.elsewhere import UNSTATED
from assistant.finding.clauses import Clauses, clauses_of
from assistant.finding.evidence import Candidate
from assistant.finding.features import pairs_asked
from corpus.fold import squeezed
from index.expand import read_table

_DATA = Path(__file__).parent / "data" / "told.tsv"
_WHETHER = re.compile(r"是否|有无|有没有|是不是")  # what may be done (能…吗) has words of its own
CONFIRMED = 0.7  # what a sentence covers, and near it of the question's end, that tells whether
AROUND = 1  # clauses before and after the one about the thing that may tell whether


@dataclass(frozen=True, slots=True)
class _Kind:
    """What is asked for, and what tells it, see data/told.tsv."""

    asked: re.Pattern[str]
    told: re.Pattern[str] | None
    before: int
    after: int
    reason: str

    def told_by(self, found: Clauses, question: str) -> bool:
        """Whether a clause near the one about the thing tells it in words that are not asked."""
        if self.told is None:
            return True
        rest = self.asked.sub("", question)  # 什么判决 takes no 判决 away
        marks = (m[0] for text in found.near(self.before, self.after)
                 for m in self.told.finditer(text))  # fmt: skip
        return any(len(mark) == 1 or mark not in rest for mark in marks)


def untold(chosen: Sequence[Candidate], bench: Bench) -> str:
    """Running text speaks of the thing, and near it nothing tells what is asked of it."""
    question, best = bench.question, chosen[0]
    if question.english or question.carried or not best.running:
        return ""
    text = squeezed(question.text)
    if _WHETHER.search(text):
        return "" if any(_confirms(c, text) for c in chosen) else UNSTATED
    kind = next((k for k in _kinds() if k.asked.search(text)), None)
    if kind is None or any(kind.told_by(clauses_of(c, text), text) for c in chosen):
        return ""
    return kind.reason


def _confirms(candidate: Candidate, text: str) -> bool:
    """Whether a sentence says what is asked to be so or not: mostly, and what the question ends in.

    Its end is what somebody is said to do (是否收受贿赂); names alone confirm nothing.
    """
    _, end = pairs_asked(text)
    told = "|".join(clauses_of(candidate, text).near(AROUND, AROUND))
    said = sum(pair in told for pair in end) / len(end) if end else 1.0
    return candidate.coverage + said >= CONFIRMED


@cache
def _kinds() -> tuple[_Kind, ...]:
    """The kinds in the order of the file."""
    return tuple(
        _Kind(re.compile(asked), re.compile(told) if told else None, int(before), int(after), why)
        for _, asked, told, before, after, why in map(_padded, read_table(_DATA))
    )


def _padded(row: Sequence[str]) -> list[str]:
    return [*row, ""][:6]
