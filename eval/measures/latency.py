"""Latency percentiles in milliseconds, linearly interpolated (Hyndman and Fan 1996, type 7)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

PERCENTILES = (50, 90, 95, 99)


def latency(milliseconds: Sequence[float]) -> dict[str, float]:
    """p50, p90, p95, p99, the mean and the longest; empty where nothing was timed."""
    if not milliseconds:
        return {}
    values = {f"p{p}": float(np.percentile(milliseconds, p)) for p in PERCENTILES}
    values |= {"mean": float(np.mean(milliseconds)), "max": max(milliseconds)}
    return {name: round(value, 3) for name, value in values.items()}
