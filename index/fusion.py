"""Reciprocal rank fusion (Cormack, Clarke & Büttcher 2009): pure functions, ties by key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

RRF_K = 60  # the constant of the paper


def reciprocal_rank_fusion(
    rankings: Mapping[str, Sequence[str]], weights: Mapping[str, float] | None = None
) -> list[tuple[str, float]]:
    """Fuse rankings of keys; a key's score is the sum of weight / (60 + rank), rank from 1.

    >>> reciprocal_rank_fusion({"a": ["x", "y"], "b": ["y"]})[0][0]
    'y'
    """
    scores: dict[str, float] = {}
    for leg, ranking in rankings.items():
        weight = 1.0 if weights is None else weights.get(leg, 1.0)
        for rank, key in enumerate(ranking, 1):
            scores[key] = scores.get(key, 0.0) + weight / (RRF_K + rank)
    return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))
