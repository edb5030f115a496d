"""The risk-coverage curve: the share of wrong answers when only the surest are given.

At the i surest of n answers: coverage = i / n, risk = wrong among them / i; answers of equal
confidence enter together. AURC is the mean risk over all n. Source: El-Yaniv and Wiener 2010
(JMLR 11); Geifman and El-Yaniv 2017 (arXiv:1705.08500).
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby


def risk_coverage(answers: Iterable[tuple[float, bool]]) -> list[tuple[float, float]]:
    """Points (coverage, risk), surest first, from (confidence, right) of each answer.

    >>> risk_coverage([(0.9, True), (0.5, False), (0.9, True), (0.2, True)])
    [(0.5, 0.0), (0.75, 0.3333333333333333), (1.0, 0.25)]
    """
    ordered = sorted(answers, key=lambda answer: -answer[0])
    points, seen, wrong = [], 0, 0
    for _, tied in groupby(ordered, key=lambda answer: answer[0]):
        outcomes = [right for _, right in tied]
        seen, wrong = seen + len(outcomes), wrong + outcomes.count(False)
        points.append((seen / len(ordered), wrong / seen))
    return points


def area_under_risk(points: Iterable[tuple[float, float]]) -> float:
    """AURC of such points, in [0, 1]; less is better."""
    area = before = 0.0
    for coverage, risk in points:
        area, before = area + risk * (coverage - before), coverage
    return area
