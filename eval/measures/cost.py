"""Cost: tokens that a language model read and wrote for an answer, as its server counts them.

The mean over the questions whose server counts tokens; the share of a price is then plain
arithmetic. Answers without a language model spend none and are not counted.
"""

from __future__ import annotations

from eval.cases import Case
from eval.measures.tally import NOTHING, Tally, once
from eval.predictions import Prediction


def tokens(case: Case, prediction: Prediction) -> Tally:
    """Tokens of one answer (usage.total_tokens of OpenAI's form)."""
    return NOTHING if prediction.tokens is None else once(prediction.tokens)
