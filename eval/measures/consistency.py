"""Consistency: questions put twice, in other words or the other script, that are answered alike.

consistency = pairs with the same stance / pairs, a pair being a question and the one that it puts
again (`same_as`). The stance is what an answer commits itself to: an abstention, or which gold
groups it holds; without gold, its whole text as compared. Two faults do not agree, but two wrong
answers do: read it beside the share of right answers.
Source: Elazar et al. 2021 (TACL 9, arXiv:2102.01017), there over single predicted words.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from eval.cases import Case
from eval.measures.tally import NOTHING, Tally, once
from eval.normalise import holds_any, normalised_answer
from eval.predictions import Prediction

CONSISTENCY = "consistency"
FAULT = "fault"


def stance(case: Case, prediction: Prediction) -> str:
    """What the answer commits itself to, in a short form that can be compared."""
    if prediction.error:
        return FAULT
    if prediction.abstained:
        return "abstained"
    text = normalised_answer(prediction.answer)
    if not case.gold:
        return hashlib.sha256(text.encode()).hexdigest()[:16]
    return " ".join(str(i) for i, group in enumerate(case.gold) if holds_any(text, group))


def consistency(same_as: str, own: str, stances: Mapping[str, str]) -> Tally:
    """1 where a question's stance is that of the one it puts again, 0 where it is another."""
    if same_as not in stances:
        return NOTHING
    return once(own == stances[same_as] != FAULT)
