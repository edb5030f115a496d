"""How sure a sentence answers: what the trees of confidence look at.

They are trained also on questions whose sentence or passage was taken away (eval/train_ranker.py),
so that a sentence on the same matter that does not say what is asked is told from one that does.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.finding.features import NAMES as FEATURES

_OWN = (  # of the sentence itself, see features.py
    "coverage", "own", "with_before", "likeness", "pairs", "pairs_pool", "single", "run", "left",
    "right", "fits", "top_passage", "passage_rank", "asked_length", "length",
)  # fmt: skip
NAMES = ("share", "best_other", "lead", "lead_of_passage", *_OWN)
LIKELY = 0.4  # from here on the same holds in running text, which the trees learned from
FIRMLY = 0.8  # from here on no other sentence of running text is preferred for its form
SURE = 0.7  # from here on a sentence answers, although it says few words of the question
_COLUMNS = [FEATURES.index(name) for name in _OWN]


def sureness_rows(
    rows: NDArray[np.float32], shares: NDArray[np.float64], passages: Sequence[str]
) -> NDArray[np.float32]:
    """What the trees of confidence see of each candidate, shape (candidates, len(NAMES)).

    Beside its features: what the ranker gives it, the best of the others, and how far it is
    before the best other, and before the best of another passage.

    Args:
        rows: features, shape (candidates, features).
        shares: of the learned ranker, shape (candidates,).
        passages: ids of the candidates' passages.
    """
    best_other = _best_but(shares, list(range(len(shares))))
    elsewhere = _best_but(shares, passages)
    seen = (shares, best_other, shares - best_other, shares - elsewhere)
    return np.column_stack([*seen, rows[:, _COLUMNS]]).astype(np.float32)


def _best_but(shares: NDArray[np.float64], groups: Sequence[object]) -> NDArray[np.float64]:
    """For each candidate the greatest share outside its group, 0 where there is none."""
    order = np.argsort(-shares, kind="stable")
    first = groups[order[0]]
    other = next((float(shares[i]) for i in order if groups[i] != first), 0.0)
    top = float(shares[order[0]])
    return np.array([other if g == first else top for g in groups])
