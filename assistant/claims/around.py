"""What stands right around a figure or date: tells which one of the grounds a sentence repeats.

A sentence that takes over the words around a figure but has another one there has changed it, even
where that other figure stands elsewhere in the grounds, said of something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

REACH = 24  # characters on either side that are compared
CLEARLY = 3  # characters that a rival must have more in common
ENOUGH = 6  # characters in common that are no chance
_ASIDE = re.compile(r"[^\w¦]+")  # ¦ stands for a date: two of one length are alike


@dataclass(frozen=True, slots=True)
class Around:
    """The letters and digits before (nearest first) and after a place of a text."""

    before: str
    after: str

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Around:
        """What stands around text[start:end], blanks and marks left out."""
        before = _ASIDE.sub("", text[max(0, start - 2 * REACH) : start])
        return cls(before[::-1][:REACH], _ASIDE.sub("", text[end : end + 2 * REACH])[:REACH])

    def like(self, other: Around) -> int:
        """How many characters both have in common right around the place."""
        return _common(self.before, other.before) + _common(self.after, other.after)


def replaced(own: Around, same: Iterable[Around], rivals: Iterable[Around]) -> bool:
    """Whether the words around are clearly those of a rival, not of one that is the same."""
    best = max((own.like(r) for r in rivals), default=0)
    return best >= ENOUGH and best >= CLEARLY + max((own.like(s) for s in same), default=0)


def _common(one: str, other: str) -> int:
    for at, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return at
    return min(len(one), len(other))
