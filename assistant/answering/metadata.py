"""Answers about a document itself: number, dates, issuer, addressees, title."""

from __future__ import annotations

import re

import numpy as np

from assistant.answering.article import articles
from assistant.answering.bench import Bench
from assistant.answering.draft import Draft, Statement, Support, passage_at
from assistant.answering.wording import shown
from assistant.asking.question import Question, Term
from assistant.finding.focus import focus
from assistant.finding.matching import match
from corpus.fold import squeezed
from corpus.records import NUMBER, Document, Field

# Fields that answer for another when a document does not state it.
_INSTEAD = {"成文日期": ("印发日期", "发布日期"), "施行日期": (), "失效日期": ()}
_SAME = 0.5  # how far a document's title must say the title that a question names
_OWN = {"期号", "条数"}  # only of the document itself, never of what it speaks of
_CONTENTS = 0.5  # more of the topic said by a sentence than by the title
_PUBLISHED = re.compile(r"(发布|公布|公开)(日期|时间)")
_SEVERAL = re.compile(r"分别|各|两(个|份|部)|\bboth\b|respectively")
_ENGLISH = {"文号": "document number", "成文日期": "date", "发文机关": "issued by",
            "主送机关": "addressed to", "标题": "title", "施行日期": "in force from",
            "失效日期": "valid until", "印发日期": "issued on",
            "发布日期": "published on", "期号": "issue"}  # fmt: skip


def answer(bench: Bench) -> Draft | None:
    """The fields asked for, of the documents that the question speaks of; None if not asked."""
    question = bench.question
    if not question.metadata:
        return None
    documents = _documents(bench)
    contents = not set(question.metadata) <= _OWN  # what the document speaks of may be meant
    if documents and contents and _about_contents(documents[0], bench):
        return None
    statements = [s for d in documents if (s := _statement(d, bench)) is not None]
    if not statements:
        return None
    return Draft(tuple(statements), "structured", _confidence(bench, documents[0]))


def _about_contents(document: Document, bench: Bench) -> bool:
    """Whether a sentence says so much more of the topic than the title that it is meant.

    由哪个部门制定 may be asked of a procedure that the document speaks of.
    """
    best = max((c.own for c in bench.candidates[:5] if "《" not in c.text), default=0.0)
    return best > _named(document, bench) + _CONTENTS


def _statement(document: Document, bench: Bench) -> Statement | None:
    """The fields of one document in a sentence, None where it lacks one of several."""
    question = bench.question
    parts, supports = [], []
    for name in question.metadata:
        field = _articles(document, bench) if name == "条数" else _field(document, name, question)
        if field is None and len(question.metadata) > 1:
            return None  # a sentence may say all of them (自…起施行,有效期5年)
        if field is None:
            continue
        printed = document.text[field.start : field.end]
        value = shown(printed if field.name.endswith("日期") else field.text, question)
        label = _ENGLISH.get(field.name, field.name)
        label = label if question.english else shown(field.name, question)
        parts.append(f"{label}: {value}" if question.english else f"{label}:{value}")
        supports.append(_support(document, field, bench))
    if not parts:
        return None
    title = f"《{shown(document.title, question)}》"
    if question.english:
        return Statement(f"{title}; {'; '.join(parts)}.", tuple(supports))
    return Statement(f"{title}的{';'.join(parts)}。", tuple(supports))


def _articles(document: Document, bench: Bench) -> Field | None:
    """The label of the last article (第二十二条) or running item ((二十)), which counts them."""
    found = articles(document, bench.retriever)
    last = found[max(found)].field(NUMBER) if found else None
    if last is None:
        return None
    told = f"最后一条是{last.text}" if last.text.endswith("条") else f"编号到{last.text}"
    return Field("条数", last.text, (told,), last.start, last.end)


def _documents(bench: Bench) -> list[Document]:
    """The document meant; several where the question sets some side by side."""
    allowed = np.unique(bench.retriever.document_of[bench.scope.allowed])
    documents = [bench.retriever.documents[i] for i in allowed]
    for title in bench.question.titles:
        named = Term(title, ((title, 1.0),), 1.0)
        documents = [d for d in documents if match(named, squeezed(d.title)) >= _SAME]
    years = bench.question.years
    if "期号" in bench.question.metadata:  # only gazettes and bulletins have one
        documents = [d for d in documents if any(f.name == "期号" for f in d.meta)]
    dated = [d for d in documents if d.year in years] or documents
    ranked = sorted(dated, key=lambda d: (-_fit(d, bench), d.source))
    meant = focus(bench.question, ranked, rivals=0.5)
    if _SEVERAL.search(bench.question.text):
        both = [d for d in ranked if meant.get(d.id, 0.0) > 0]
        return both[:3] or ranked[:1]
    return ranked[:1]


def _named(document: Document, bench: Bench) -> float:
    """Share of the topic that the title says."""
    title = squeezed(document.title)
    terms = bench.question.terms
    total = sum(t.weight for t in terms) or 1.0
    return sum(t.weight * match(t, title) for t in terms) / total


def _fit(document: Document, bench: Bench) -> float:
    bonus = bench.meant.get(document.id, 0.0)
    return (
        _named(document, bench)
        + bonus
        + 0.2 * sum(d.id == document.id for _, d in bench.passages[:5]) / 5
    )


def _confidence(bench: Bench, document: Document) -> float:
    """Sure when a place, a year or the title singles the document out."""
    question = bench.question
    if question.places or question.years:
        return 0.9
    return min(0.9, 0.3 + _fit(document, bench))


def _field(document: Document, name: str, question: Question) -> Field | None:
    asked = squeezed(question.text)
    wants = "印发日期" if name == "成文日期" and "印发" in asked else name
    if name == "成文日期" and _PUBLISHED.search(asked):
        name, wants = "发布日期", name
    for option in (name, wants, *_INSTEAD.get(name, ())):
        field = next((f for f in document.meta if f.name == option), None)
        if field is not None:
            return field
    return None


def _support(document: Document, field: Field, bench: Bench) -> Support:
    passage = passage_at(document, field.start, bench.retriever)
    return Support(passage, document, field.start, field.end, field.label or field.name)
