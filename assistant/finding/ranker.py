"""The learned ranker: the sentences that rules put first, ordered anew with what trees say.

Trained by `minsheng train-ranker` (eval/train_ranker.py); evaluated with numpy alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.asking.question import Question
from assistant.finding.evidence import LIKENED, Candidate, sentences
from assistant.finding.features import NAMES, features
from assistant.finding.sureness import NAMES as SURENESS
from assistant.finding.sureness import sureness_rows
from assistant.finding.trees import shipped
from index.retriever import Retriever

LEARNED = 1.0  # weight of what the trees say beside the score by rules


def best_sentences(
    question: Question,
    retriever: Retriever,
    ranked: Sequence[tuple[int, float]],
    bonus: Mapping[str, float],
) -> list[Candidate]:
    """Sentences of the ranked passages, best first by rules and trees together.

    `bonus` is added to the scores of a document's sentences, by document id.
    """
    ordered = sentences(question, retriever, ranked, bonus)
    head, tail = ordered[:LIKENED], ordered[LIKENED:]
    if not head or question.english:  # the trees compare characters
        return ordered
    rows = features(question, head, retriever)
    shares = shipped("ranker", NAMES).scores(rows)
    seen = sureness_rows(rows, shares, [c.passage.id for c in head])
    sure = shipped("confidence", SURENESS).scores(seen)
    judged = [
        replace(c, score=c.score + LEARNED * share, sure=p)
        for c, share, p in zip(head, shares.tolist(), sure.tolist(), strict=True)
    ]
    return [*sorted(judged, key=lambda c: (-c.score, c.document.source, c.start)), *tail]
