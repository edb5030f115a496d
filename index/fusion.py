"""Fusion of the legs: what either leg finds is scored by both, and the two scores are added.

A convex combination of scores brought to one scale (Bruch, Gai & Ingber 2023, "An Analysis of
Fusion Functions for Hybrid Retrieval", which finds it better than reciprocal ranks).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

DENSE = 1.0  # weight of the dense leg beside a lexical leg that knows every term
HEADING = 0.7  # a heading says what is below it, not the thing itself
ELSEWHERE = 0.6  # a passage of another place or year than a search names

Scores = NDArray[np.float32]


def blend(lexical: Scores, dense: Scores, known: float, weight: float = DENSE) -> Scores:
    """Scores of passages from both legs, each of shape (passages,).

    Each leg's scores are divided by its best, and what is below 0 counts as 0: no term was found,
    or the vectors point apart. Likenesses lie close together, so the words decide where they can.

    Args:
        known: share of the query's terms that the corpus has: what the lexical leg cannot read
            it cannot judge either.
        weight: of the dense leg beside a lexical leg that knows every term.

    >>> blend(np.array([4, 0, 2], np.float32), np.array([0, 0.25, 0.5], np.float32), 1.0).tolist()
    [1.0, 0.5, 1.5]
    """
    total = np.zeros(len(lexical), dtype=np.float32)
    for scores, share in ((lexical, known), (dense, weight)):
        if len(scores) and scores.max() > 0:
            total += share * np.maximum(scores, 0) / scores.max()
    return total
