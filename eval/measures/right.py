"""Right: every gold group in the answer, nothing forbidden, not abstained, not too long.

Right where the documents hold no answer: the assistant abstained.
Source: the scoring rule of the question form (docs/evaluation.md); eval/normalise.py compares.
"""

from __future__ import annotations

from dataclasses import dataclass

from eval.cases import Case
from eval.measures.tally import NOTHING, Tally, once
from eval.normalise import holds, holds_any, normalised_answer
from eval.predictions import Prediction

LIMIT = 300  # characters of the normalised answer
LIMITS = {"list": 900, "measure": 900, "compare": 700, "content": 600, "responsible": 500}


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an answer is right; else a code (labels.WHYS) and what it is about.

    `right` is None where nothing is known to judge by.
    """

    right: bool | None
    why: str = ""
    detail: str = ""


def judge(case: Case, prediction: Prediction) -> Verdict:
    """The verdict on one answer, with the first reason that makes it wrong."""
    if case.answerable is None or (case.answerable and not case.gold):
        return Verdict(None)
    if prediction.error:
        return Verdict(False, "error", prediction.error)
    if not case.answerable:
        return Verdict(True) if prediction.abstained else Verdict(False, "unanswerable")
    if prediction.abstained:
        return Verdict(False, "abstained")
    text = normalised_answer(prediction.answer)
    if missing := [group for group in case.gold if not holds_any(text, group)]:
        return Verdict(False, "missing", "; ".join(" / ".join(group) for group in missing))
    if bad := [wrong for wrong in case.forbidden if holds(text, wrong)]:
        return Verdict(False, "forbidden", "; ".join(bad))
    limit = LIMITS.get(case.category, LIMIT)
    if len(text) > limit:
        return Verdict(False, "long", f"{len(text)} > {limit}")
    return Verdict(True)


def right(case: Case, prediction: Prediction) -> Tally:
    """1 for a right answer, 0 for a wrong one."""
    verdict = judge(case, prediction).right
    return NOTHING if verdict is None else once(verdict)
