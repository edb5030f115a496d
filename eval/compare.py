"""Two runs over the same questions: which answers flipped, how much each measure moved, and
whether a run fell behind its baseline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import comb
from typing import Any

from eval.bootstrap import Interval, difference_interval
from eval.errors import EvalError
from eval.scores import NAMES, Score

# Measures whose fall fails a build; of the others some trade against each other.
GATED = ("right", "fully_cited", "verbatim", "figure_accuracy", "abstention_precision",
         "abstention_recall")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shift:
    """A measure in both runs, over the questions to which it applies in both."""

    before: float
    after: float
    interval: Interval
    questions: int

    @property
    def difference(self) -> float:
        """How much it rose."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs, paired by question.

    Attributes:
        gained, lost: questions that became right, that became wrong, as scored in the later run.
        p_value: exact McNemar test of gained against lost (McNemar 1947).
        only_before, only_after: questions of one run alone, left out.
    """

    shifts: dict[str, Shift]
    gained: tuple[Score, ...]
    lost: tuple[Score, ...]
    p_value: float
    only_before: int = 0
    only_after: int = 0


def compare(before: Sequence[Score], after: Sequence[Score], *, seed: int = 0) -> Comparison:
    """The paired comparison of two runs.

    Raises:
        EvalError: they have no question in common.
    """
    earlier = {score.id: score for score in before}
    pairs = [(earlier[score.id], score) for score in after if score.id in earlier]
    if not pairs:
        hint = "比较同一题集的两次结果 (runs over the same questions)."
        raise EvalError("两次结果没有相同的题 the two runs have no question in common.", hint=hint)
    shifts = {name: shift for name in NAMES if (shift := _shift(pairs, name, seed))}
    gained = tuple(b for a, b in pairs if b.right and a.right is False)
    lost = tuple(b for a, b in pairs if a.right and b.right is False)
    return Comparison(
        shifts, gained, lost, mcnemar(len(gained), len(lost)),
        only_before=len(before) - len(pairs), only_after=len(after) - len(pairs),
    )  # fmt: skip


def _shift(pairs: Sequence[tuple[Score, Score]], name: str, seed: int) -> Shift | None:
    """Mean of each question's own ratio in both runs, and the interval of their difference."""
    tallies = [(a.tallies.get(name), b.tallies.get(name)) for a, b in pairs]
    ratios = [(s[0] / s[1], t[0] / t[1]) for s, t in tallies if s and t and s[1] and t[1]]
    if not ratios:
        return None
    n = len(ratios)
    before, after = sum(x for x, _ in ratios) / n, sum(y for _, y in ratios) / n
    return Shift(before, after, difference_interval([y - x for x, y in ratios], seed=seed), n)


def mcnemar(gained: int, lost: int) -> float:
    """Two-sided exact p-value that so many flips fall so unevenly by chance.

    >>> mcnemar(1, 5), mcnemar(0, 0)
    (0.21875, 1.0)
    """
    flips = gained + lost
    tail: int = sum(comb(flips, k) for k in range(min(gained, lost) + 1))
    return float(min(1.0, 2 * tail / 2**flips))


def regressions(
    baseline: Mapping[str, Any], current: Mapping[str, Any], *, tolerance: float
) -> list[str]:
    """One line for each gated measure that fell by more than `tolerance` below the baseline.

    A measure of the baseline that the current run no longer yields counts as fallen.
    """
    lines = []
    for name in GATED:
        if name not in baseline["measures"]:
            continue
        due = baseline["measures"][name]["value"]
        now = current["measures"].get(name, {}).get("value")
        if now is None or now < due - tolerance:
            shown = "not measured" if now is None else f"{now:.4f}"
            lines.append(f"{name} {shown}, baseline {due:.4f}, tolerance {tolerance}")
    return lines


def check_same_questions(baseline: Mapping[str, Any], questions: str) -> None:
    """Raise an EvalError where the baseline was measured over other questions."""
    if baseline.get("questions") != questions:
        hint = "用这些题重测基线 (measure the baseline again over these)."
        raise EvalError(
            "基线所用题集不同 the baseline was measured over other questions.", hint=hint
        )
