"""Whether anything of a document was lost: every character in a passage or a listed exclusion."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.records import Document, Passage, Span


@dataclass(frozen=True, slots=True)
class Coverage:
    """Characters that are not white space: in all, in passages, excluded by reason; the gaps."""

    total: int
    covered: int
    excluded: tuple[tuple[str, int], ...]
    gaps: tuple[Span, ...]

    @property
    def share(self) -> float:
        """Share of characters in a passage or an exclusion, 1.0 where nothing is lost."""
        missing = self.total - self.covered - sum(n for _, n in self.excluded)
        return 1.0 if not self.total else 1.0 - missing / self.total


def coverage(document: Document, passages: Sequence[Passage]) -> Coverage:
    """Account for every character of `document.text` that is not white space."""
    text = document.text
    spans = [(p.start, p.end, "") for p in passages]
    spans += [(e.start, e.end, e.reason) for e in document.exclusions]
    spans.sort()
    counts: Counter[str] = Counter()
    gaps: list[Span] = []
    position = 0
    for start, end, reason in spans:
        _gap(text, position, start, gaps)
        start = max(start, position)
        if end > start:
            counts[reason] += _ink(text[start:end])
            position = end
    _gap(text, position, len(text), gaps)
    covered = counts.pop("", 0)
    return Coverage(_ink(text), covered, tuple(sorted(counts.items())), tuple(gaps))


def _ink(text: str) -> int:
    return len("".join(text.split()))


def _gap(text: str, start: int, end: int, gaps: list[Span]) -> None:
    piece = text[start:end]
    if piece.strip():
        left = start + len(piece) - len(piece.lstrip())
        gaps.append(Span(left, start + len(piece.rstrip())))
