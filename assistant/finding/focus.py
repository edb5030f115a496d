"""Which documents a question speaks of: by the words of their titles, or by the conversation."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.asking.question import Question
from assistant.finding.matching import match
from corpus.fold import squeezed
from corpus.records import Document

TITLE_BONUS = 0.3  # added to a sentence's score in a document that the question names by title
CONTEXT_BONUS = 0.2  # … in the document that answered the question before
_NAMED = 0.3  # share of the topic that a title must say to be meant
_RIVALS = 0.7  # titles that say so much of what the best title says are meant as well


def focus(
    question: Question, documents: Sequence[Document], *, rivals: float = _RIVALS
) -> dict[str, float]:
    """What is added to the score of sentences, by document id; documents not meant are absent."""
    bonus = {d: CONTEXT_BONUS for d in question.context}
    shares = {d.id: _title_share(question, d) for d in documents}
    best = max(shares.values(), default=0.0)
    if best < _NAMED:
        return bonus
    meant = [d for d, share in shares.items() if share >= rivals * best]
    if len(meant) * 2 > len(shares) > 2:
        return bonus  # words that most titles have single none of them out
    for document in meant:
        bonus[document] = bonus.get(document, 0.0) + TITLE_BONUS * shares[document]
    return bonus


def _title_share(question: Question, document: Document) -> float:
    """Share of the topic's weight that a title says; 1 where it is named in 《》 or by number."""
    title = squeezed(document.title)
    if document.number and any(squeezed(document.number) in n for n in question.numbers):
        return 1.0
    if any(t in title for t in question.titles):
        return 1.0
    total = sum(t.weight for t in question.terms)
    return sum(t.weight * match(t, title) for t in question.terms) / total if total else 0.0
