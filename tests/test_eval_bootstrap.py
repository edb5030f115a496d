"""Intervals: seeded, of the right width, over ratios of sums."""

import numpy as np
import pytest
from scipy import stats

from eval.bootstrap import difference_interval, intervals


def test_the_same_seed_gives_the_same_interval_and_another_seed_another() -> None:
    column = [(float(i % 3 == 0), 1.0) for i in range(100)]
    once, again = (intervals({"m": column}, seed=1) for _ in "ab")
    assert once == again
    assert once != intervals({"m": column}, seed=2)


def test_the_interval_of_a_share_is_near_the_normal_one() -> None:
    column = [(float(i < 60), 1.0) for i in range(200)]
    low, high = intervals({"m": column}, resamples=4000)["m"]
    half = stats.norm.ppf(0.975) * np.sqrt(0.3 * 0.7 / 200)
    assert low == pytest.approx(0.3 - half, abs=0.01)
    assert high == pytest.approx(0.3 + half, abs=0.01)


def test_the_interval_agrees_with_scipy_on_a_mean() -> None:
    values = np.random.default_rng(4).normal(3, 1, 80)
    theirs = stats.bootstrap((values,), np.mean, method="percentile", n_resamples=4000,
                             random_state=np.random.default_rng(0)).confidence_interval  # fmt: skip
    low, high = difference_interval(list(values), resamples=4000)
    assert (low, high) == pytest.approx((theirs.low, theirs.high), abs=0.02)


def test_a_measure_that_applies_to_nothing_has_no_interval() -> None:
    assert intervals({"a": [(0.0, 0.0)] * 5, "b": [(1.0, 1.0)] * 5}) == {"b": (1.0, 1.0)}
    assert intervals({}) == {}
