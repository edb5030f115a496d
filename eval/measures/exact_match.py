"""Exact match: the normalised answer is one of the gold strings (Rajpurkar et al. 2016, SQuAD).

Where there are several gold groups, the reference is one string of each, in their order.
"""

from __future__ import annotations

from itertools import islice, product

from eval.cases import Case
from eval.measures.tally import NOTHING, Tally, once
from eval.normalise import normalise, normalised_answer
from eval.predictions import Prediction

MOST_REFERENCES = 64


def references(case: Case) -> list[str]:
    """The normalised references: that in free words, else one string of each group, 64 at most."""
    if case.reference:
        return [normalise(case.reference)]
    if not case.gold:
        return []
    choices = islice(product(*case.gold), MOST_REFERENCES)
    return [normalise("".join(chosen)) for chosen in choices]


def exact_match(case: Case, prediction: Prediction) -> Tally:
    """1 where the answer is a reference; only of answerable questions."""
    wanted = references(case)
    said = "" if prediction.abstained else normalised_answer(prediction.answer)
    return once(said in wanted) if wanted else NOTHING
