"""Figure accuracy: figures in the answer that stand in what it cites, of all figures in it.

accuracy = |figures(answer) ∩ figures(citations)| / |figures(answer)|, each figure once, numerals
folded (eval/numerals.py). A citation states its quote, its title (a year is often the title's) and
its locator (第10项). Numbers of an enumeration at the head of a line of the answer are no figures;
at the head of a quote (2.2024年) the number may be read either way. A count that the assistant
worked out itself stands in no quote, and counts against it.
"""

from __future__ import annotations

import re

from eval.cases import Case
from eval.measures.tally import NOTHING, Tally, share
from eval.normalise import without_marks
from eval.numerals import figures
from eval.predictions import Prediction

_ENUMERATION = re.compile(r"^\s*[(（]?\d+(?:[、)）]|\.(?!\d))", re.MULTILINE)
_HEAD = re.compile(r"^\s*\d+[.．]")


def figure_accuracy(case: Case, prediction: Prediction) -> Tally:
    """Figures supported, of the answer's figures; an abstention states none."""
    if prediction.abstained:
        return NOTHING
    text = _ENUMERATION.sub(" ", without_marks(prediction.answer))
    stated = set(figures(text, counted_only=True))
    shown = [f"{c.quote}\n{c.title}\n{c.locator}" for c in prediction.citations]
    known = {f for text in shown for f in figures(text) + figures(_HEAD.sub("", text))}
    return share(len(stated & known), len(stated))
