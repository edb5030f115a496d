"""Abstention as detection of the unanswerable: precision and recall.

precision = abstained on the unanswerable / abstained; recall = abstained on the unanswerable /
unanswerable (its complement is the share of the unanswerable that were answered);
over-abstention = abstained on the answerable / answerable.
Source: Rajpurkar et al. 2018 (SQuAD 2.0, unanswerable questions); van Rijsbergen 1979.
"""

from __future__ import annotations

from eval.cases import Case
from eval.measures.tally import NOTHING, Tally, once
from eval.predictions import Prediction


def abstention_precision(case: Case, prediction: Prediction) -> Tally:
    """Of abstentions: 1 on an unanswerable question, 0 on an answerable one."""
    if case.answerable is None or not prediction.abstained:
        return NOTHING
    return once(not case.answerable)


def abstention_recall(case: Case, prediction: Prediction) -> Tally:
    """Of unanswerable questions: 1 where the assistant abstained."""
    return once(prediction.abstained) if case.answerable is False else NOTHING


def over_abstention(case: Case, prediction: Prediction) -> Tally:
    """Of answerable questions: 1 where the assistant abstained. Less is better."""
    return once(prediction.abstained) if case.answerable else NOTHING
