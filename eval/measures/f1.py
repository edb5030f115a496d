"""Character F1: harmonic mean of precision and recall over the bag of characters.

F1 = 2PR / (P + R), P = overlap / |answer|, R = overlap / |reference|, the best reference counts.
Source: Rajpurkar et al. 2016 (SQuAD), by character as DRCD does (Shao et al. 2018).
"""

from __future__ import annotations

from collections import Counter

from eval.cases import Case
from eval.measures.exact_match import references
from eval.measures.tally import NOTHING, Tally, once
from eval.normalise import normalised_answer
from eval.predictions import Prediction


def overlap_f1(said: str, reference: str) -> float:
    """F1 of two strings in [0, 1]; two empty ones agree.

    >>> round(overlap_f1("市民政局", "民政局"), 4)
    0.8571
    """
    common = (Counter(said) & Counter(reference)).total()
    longest = len(said) + len(reference)
    return 2 * common / longest if longest else 1.0


def f1(case: Case, prediction: Prediction) -> Tally:
    """The best F1 over the references; only of answerable questions."""
    wanted = references(case)
    said = "" if prediction.abstained else normalised_answer(prediction.answer)
    return once(max(overlap_f1(said, one) for one in wanted)) if wanted else NOTHING
