"""What a language model says of answers, only on demand (`--judge`) and only beside the rule.

judged right = answers that the model calls right / answers that it gave a verdict on;
agreement = verdicts that are the rule's (measures/right.py) / verdicts where the rule has one: a
judge that agrees too seldom is not to be believed. Source: Zheng et al. 2023 (arXiv:2306.05685).
"""

from __future__ import annotations

from eval.cases import Case
from eval.measures.right import judge
from eval.measures.tally import NOTHING, Tally, once
from eval.predictions import Prediction


def judged_right(case: Case, prediction: Prediction) -> Tally:
    """1 where the model called the answer right."""
    return NOTHING if prediction.judged is None else once(prediction.judged)


def judge_agreement(case: Case, prediction: Prediction) -> Tally:
    """1 where the model's verdict is the rule's."""
    ruled = judge(case, prediction).right
    if prediction.judged is None or ruled is None:
        return NOTHING
    return once(prediction.judged == ruled)
