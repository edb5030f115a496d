"""Tally: what one question adds to a measure, (hits, out of); a run's value is the ratio of sums.

So a share of quotes and a mean over questions are summed, resampled and compared in one way.
"""

from __future__ import annotations

from functools import lru_cache

Tally = tuple[float, float]
NOTHING: Tally = (0.0, 0.0)  # the measure does not apply to this question


def once(value: float) -> Tally:
    """One question's own value."""
    return _tally(float(value), 1.0)


def share(hits: int, total: int) -> Tally:
    """So many of so many things within one question."""
    return _tally(float(hits), float(total))


@lru_cache(maxsize=4096)
def _tally(hits: float, total: float) -> Tally:
    """One object for equal tallies: a run of many questions holds few different ones."""
    return hits, total
