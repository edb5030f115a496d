"""Answer containment: gold groups with a string in the answer, of all gold groups.

After "accuracy" of RGB (Chen et al. 2024, arXiv:2309.01431), here by group and number-safe.
"""

from __future__ import annotations

from eval.cases import Case
from eval.measures.tally import Tally, share
from eval.normalise import holds_any, normalised_answer
from eval.predictions import Prediction


def containment(case: Case, prediction: Prediction) -> Tally:
    """Groups contained, of the case's groups; an abstention contains none."""
    text = "" if prediction.abstained else normalised_answer(prediction.answer)
    return share(sum(holds_any(text, group) for group in case.gold), len(case.gold))
