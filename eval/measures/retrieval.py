"""Recall@k, reciprocal rank and nDCG@10 of the evidence, computed by ir-measures (trec_eval).

A ranking of passages is read as a ranking of evidence: a passage stands for the evidence whose
quote it is the first to hold (of several, one after another), else for something irrelevant. So
recall@k is the share of the evidence found in k passages. nDCG: Järvelin and Kekäläinen 2002.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, lru_cache, partial
from typing import Any

from eval.cases import Case
from eval.measures.tally import NOTHING, Tally, once
from eval.predictions import Prediction

DEPTHS = (1, 3, 5, 10)
NAMES = (*(f"R@{k}" for k in DEPTHS), "RR", "nDCG@10")


def as_evidence(ranking: Sequence[Sequence[int]]) -> list[str]:
    """Names of what each rank stands for: "e2" for evidence 2, "-5" for nothing, at rank 5.

    >>> as_evidence([[], [0], [0, 1]])
    ['-0', 'e0', 'e1']
    """
    names: list[str] = []
    for rank, held in enumerate(ranking):
        new = [f"e{i}" for i in held if f"e{i}" not in names]
        names += new or [f"-{rank}"]
    return names


@lru_cache(maxsize=256)
def retrieval_values(ranking: tuple[tuple[int, ...], ...], evidence: int) -> dict[str, float]:
    """All measures (NAMES) of one ranking for a case with so many quotes of evidence."""
    names = as_evidence(ranking)
    run = {"q": {name: float(-rank) for rank, name in enumerate(names)}}
    wanted = {"q": {f"e{i}": 1 for i in range(evidence)}}
    if not names:
        return dict.fromkeys(NAMES, 0.0)
    return {str(measure): value for measure, value in _calculate(wanted, run).items()}


@cache
def _measures() -> list[Any]:
    import ir_measures

    return [ir_measures.parse_measure(name) for name in NAMES]


def _calculate(wanted: dict[str, dict[str, int]], run: dict[str, dict[str, float]]) -> Any:
    import ir_measures

    return ir_measures.calc_aggregate(_measures(), wanted, run)


def _one(name: str, case: Case, prediction: Prediction) -> Tally:
    if not case.evidence or prediction.ranking is None:
        return once(0) if case.evidence and prediction.error else NOTHING
    return once(retrieval_values(prediction.ranking, len(case.evidence))[name])


def retrieval_measure(name: str) -> Callable[[Case, Prediction], Tally]:
    """The measure of that name; it applies to cases with evidence."""
    return partial(_one, name)
