"""Citations: whether they hold the gold strings, and come from the documents that bear the answer.

fully cited = for every gold group that the evidence states, a citation from an evidence document
whose quote holds one of its strings; asked of right answers only (the scorer's rule).
recall, precision: after Gao et al. 2023, ALCE (arXiv:2305.14627), with gold strings for the
entailment model: recall = groups supported / groups due; precision = supporting citations / all.
"""

from __future__ import annotations

from eval.cases import Case
from eval.measures.right import right
from eval.measures.tally import NOTHING, Tally, once, share
from eval.normalise import holds_any, normalise
from eval.predictions import Prediction, Quoted


def groups_due(case: Case) -> list[tuple[str, ...]]:
    """The gold groups that an evidence quote states; what is counted cannot be quoted."""
    quotes = [normalise(e.quote) for e in case.evidence]
    return [group for group in case.gold if any(holds_any(quote, group) for quote in quotes)]


def fully_cited(case: Case, prediction: Prediction) -> Tally:
    """1 where a right answer has all its groups cited, 0 where one is not."""
    if not case.answerable or right(case, prediction) != once(1):
        return NOTHING
    quotes = _quotes(case, prediction)
    return once(all(any(holds_any(q, group) for q in quotes) for group in groups_due(case)))


def citation_recall(case: Case, prediction: Prediction) -> Tally:
    """Gold groups that a citation supports, of those due; an abstention supports none."""
    due, quotes = groups_due(case), _quotes(case, prediction)
    return share(sum(any(holds_any(q, group) for q in quotes) for group in due), len(due))


def citation_precision(case: Case, prediction: Prediction) -> Tally:
    """Citations that support a gold group, of all; only of answers to answerable questions."""
    due = groups_due(case)
    if not due or prediction.abstained:
        return NOTHING
    supporting = sum(any(holds_any(q, group) for group in due) for q in _quotes(case, prediction))
    return share(supporting, len(prediction.citations))


def _quotes(case: Case, prediction: Prediction) -> list[str]:
    """Normalised quotes from the evidence documents."""
    cited = [c for c in prediction.citations if _bears(case, c)]
    return [normalise(c.quote) for c in cited]


def _bears(case: Case, citation: Quoted) -> bool:
    """Whether a citation is from an evidence document; evidence may leave its document open."""
    name = citation.source.replace("\\", "/").rsplit("/", 1)[-1]
    return any(name.startswith(e.doc) for e in case.evidence)
