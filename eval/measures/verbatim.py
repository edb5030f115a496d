"""Verbatim rate: quotes that are the document's own characters at the place cited, of all quotes.

verbatim = #{citations: document.text[start:end] == quote} / #citations. Looked up in the document
while it is at hand (eval/observe.py), never in the assistant's word for it.
"""

from __future__ import annotations

from eval.cases import Case
from eval.measures.tally import Tally, share
from eval.predictions import Prediction


def verbatim(case: Case, prediction: Prediction) -> Tally:
    """Verbatim quotes of those that could be looked up."""
    seen = [c.verbatim for c in prediction.citations if c.verbatim is not None]
    return share(sum(seen), len(seen))
