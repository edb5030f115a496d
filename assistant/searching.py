"""Search for a reader: fields that a question asks for, then the passages nearest to its words."""

from __future__ import annotations

from assistant.answering import article, ledger, metadata, records
from assistant.answering.bench import Bench
from assistant.answering.draft import Draft
from assistant.asking.letters import LETTER
from assistant.asking.question import Question
from assistant.confidence import too_doubtful
from assistant.finding.evidence import query_of
from assistant.finding.scope import limits_mask
from index.hits import Hit
from index.retriever import POOL, Query, Retriever, put_first

MEANING = 2.0  # weight of a letter's vector: so many words meet many replies by chance

# Ways to an answer that look a field up: who leads, which number, which article.
FIELD_WAYS = (article.answer, metadata.answer, ledger.answer, records.answer)


def search(bench: Bench, words: str, k: int, threshold: float) -> list[Hit]:
    """The k best passages, best first.

    Passages with the very words before all others, whatever place or year these name; then the
    ones that state the fields asked for; then those found by words and vectors, of which such as
    are of another place or year than the words name count less. The asker's limits always hold.
    """
    retriever, limits = bench.retriever, bench.question.limits
    limited = limits_mask(limits, retriever) if limits else None
    if bench.scope.reason or not bench.question.terms:
        return retriever.search(words, k=k, allowed=limited)
    query = _query(bench.question, words, retriever)
    ranked = retriever.rank(query, max(k, POOL), limited, preferred=bench.scope.allowed)
    first = retriever.holding(words, limited) or _stated(bench, threshold)
    return retriever.hits(put_first(first, ranked)[:k])


def _query(question: Question, words: str, retriever: Retriever) -> Query:
    """What the index is asked: of a long text all it says, with all forms of what it asks.

    The story often names what a reply is about, and the sentences that ask only ask for one.
    """
    query = query_of(question, retriever)
    if len(words) < LETTER or question.english:
        return query
    told = dict(retriever.query(words).terms)
    return Query(words, tuple((told | dict(query.terms)).items()), MEANING)


def _stated(bench: Bench, threshold: float) -> list[int]:
    """Passages whose fields answer the question, none where it asks for no field."""
    for way in FIELD_WAYS:
        draft = way(bench)
        if isinstance(draft, Draft) and not too_doubtful(draft, bench, threshold):
            places = {
                (s.document.id, s.start): s.document
                for statement in draft.statements
                for s in statement.supports
            }
            numbers = [bench.retriever.number_at(d, at) for (_, at), d in places.items()]
            return list(dict.fromkeys(numbers))
    return []
