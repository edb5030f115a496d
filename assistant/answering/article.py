"""Articles asked for by number: 《…》第十二条规定了什么."""

from __future__ import annotations

from assistant.answering.bench import Bench
from assistant.answering.draft import Draft, Statement, passage_support, support_of
from assistant.answering.wording import shown
from assistant.finding.evidence import Candidate, candidates_of
from assistant.finding.matching import match
from corpus.fold import squeeze
from corpus.lines import number
from corpus.records import NUMBER, Document, Passage

WHOLE = 280  # characters of an article that is given whole
_SAYS = 0.3  # share of the topic that one sentence of a long article must say to stand for it


def answer(bench: Bench) -> Draft | str | None:
    """The article or its sentence that is asked for, or the reason that the law has no such."""
    question = bench.question
    if not question.number.endswith("条"):
        return None
    document = _law(bench)
    if document is None:
        return None
    wanted = number(question.number.strip("第条"))
    article = _article(document, wanted, bench)
    if article is None:
        return f"《{document.title}》没有{question.number}"
    statement = _statement(article, document, bench)
    return Draft((statement,), "structured", 0.95)


def _law(bench: Bench) -> Document | None:
    """The document with numbered articles whose title fits the question best."""
    with_articles = {d.id: d for p, d in bench.passages if p.locator.startswith("第")}
    named = [d for d in bench.retriever.documents
             if bench.question.limits.admit_document(d)
             and any(t in squeeze(d.title)[0] for t in bench.question.titles)]  # fmt: skip
    options = named or list(with_articles.values())
    return max(options, key=lambda d: (_fit(d, bench), d.source), default=None)


def _fit(document: Document, bench: Bench) -> float:
    title = squeeze(document.title)[0]
    return sum(t.weight * match(t, title) for t in bench.question.terms)


def _article(document: Document, wanted: int, bench: Bench) -> Passage | None:
    for n in bench.retriever.numbers_of(document):
        passage = bench.retriever.passage(n)
        label = passage.field(NUMBER)
        text = label.text.replace(" ", "") if label else ""
        if text.startswith("第") and text.endswith("条") and number(text.strip("第条")) == wanted:
            return passage
    return None


def _statement(article: Passage, document: Document, bench: Bench) -> Statement:
    question = bench.question
    if len(article.text) <= WHOLE:
        return Statement(shown(article.text, question), (passage_support(article, document),))
    best: Candidate = max(
        candidates_of(question, article, document), key=lambda c: (c.own, -c.start)
    )
    if best.own < _SAYS:
        text = shown(article.text[:WHOLE].rsplit("。", 1)[0] + "。", question)
        return Statement(text, (passage_support(article, document),))
    return Statement(shown(best.text, question), (support_of(best),))
