"""Answer length: characters of the answer as it is compared, without marks and punctuation."""

from __future__ import annotations

from eval.cases import Case
from eval.measures.tally import NOTHING, Tally, once
from eval.normalise import normalised_answer
from eval.predictions import Prediction


def length(case: Case, prediction: Prediction) -> Tally:
    """Characters of an answer; abstentions are not counted."""
    if prediction.abstained or prediction.error:
        return NOTHING
    return once(len(normalised_answer(prediction.answer)))
