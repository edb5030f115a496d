"""Hit: a passage found for a query, with its score."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.records import Document, Passage


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found, best first.

    Attributes:
        rank: 1 for the best.
        score: the fused score, comparable within one search only.
    """

    passage: Passage
    document: Document
    rank: int
    score: float
