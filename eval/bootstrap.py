"""Percentile bootstrap over questions (Efron 1979; Efron and Tibshirani 1993, chapter 13).

Each resample draws as many questions as there are, with replacement; a measure is then the ratio
of its sums, so that shares of quotes and means over questions are treated alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from eval.measures.tally import Tally

RESAMPLES = 1000
LEVEL = 0.95
Interval = tuple[float, float]


def intervals(
    tallies: Mapping[str, Sequence[Tally]], *, seed: int = 0, resamples: int = RESAMPLES
) -> dict[str, Interval]:
    """The 95 % interval of each measure, all over the same resamples; only of measures that apply.

    Args:
        tallies: for each measure one tally a question, in one order of questions.
    """
    names = [name for name, column in tallies.items() if any(total for _, total in column)]
    if not names:
        return {}
    hits = np.array([[t[0] for t in tallies[name]] for name in names]).T
    totals = np.array([[t[1] for t in tallies[name]] for name in names]).T
    values = np.empty((resamples, len(names)))
    for i, weights in enumerate(_weights(len(hits), seed, resamples)):
        sums = weights @ totals
        values[i] = np.divide(weights @ hits, sums, out=np.full(len(names), np.nan), where=sums > 0)
    return {name: _middle(values[:, i]) for i, name in enumerate(names)}


def difference_interval(
    differences: Sequence[float], *, seed: int = 0, resamples: int = RESAMPLES
) -> Interval:
    """The 95 % interval of the mean of paired differences."""
    paired: dict[str, Sequence[Tally]] = {"": [(value, 1.0) for value in differences]}
    return intervals(paired, seed=seed, resamples=resamples)[""]


def _weights(questions: int, seed: int, resamples: int) -> Iterator[NDArray[np.float64]]:
    """How often each question is drawn in each resample."""
    random = np.random.default_rng(seed)
    drawn = (random.integers(questions, size=questions) for _ in range(resamples))
    return (np.bincount(d, minlength=questions).astype(np.float64) for d in drawn)


def _middle(values: NDArray[np.float64]) -> Interval:
    tail = (1 - LEVEL) / 2
    low, high = np.nanquantile(values, [tail, 1 - tail])
    return float(low), float(high)
