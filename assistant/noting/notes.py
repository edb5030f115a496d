"""The notes of an answer, in the order of their weight: force, time limits, source, others.

Notes stand beside the text: they are no part of what was asked, and what they say of today's date
stands in no document. Where they quote one, they cite it as the text does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from assistant.abstain import NEAREST
from assistant.answering.bench import Bench
from assistant.answering.draft import Statement, Support, passage_at, support_of
from assistant.answers import Answer, Citation
from assistant.asking.question import (
    CHAT,
    DEADLINE,
    LEAD,
    OVERRIDE,
    PROGRESS,
    RESPONSIBLE,
    Question,
)
from assistant.cite import citation
from assistant.finding.standing import Standing
from assistant.noting.rivals import from_above, higher, rivals
from assistant.noting.worded import dated, day, named, said, title
from corpus.deadlines import Deadline, limits
from corpus.fold import squeezed
from corpus.records import DEADLINE as DEADLINE_FIELD
from corpus.records import LEAD as LEAD_FIELD
from corpus.records import PROGRESS as PROGRESS_FIELD
from corpus.records import RESPONSIBLE as RESPONSIBLE_FIELD
from corpus.records import Document

_NAMED = 3  # documents that one note names
_PRINTED = 3  # time limits that one note names


def noted(answer: Answer, bench: Bench) -> Answer:
    """The answer with its notes; an abstention only learns what a higher level says."""
    if answer.abstained:
        return _pointed(answer, bench)
    statements = [*_force(answer, bench), *_passed(answer, bench), *_lead_alone(answer, bench),
                  *_source(answer, bench), *rivals(answer, bench)]  # fmt: skip
    notes, citations = [], list(answer.citations)
    for statement in statements:
        marks = "".join(f"[{_marker(s, citations)}]" for s in statement.supports)
        notes.append(statement.text + marks)
    return replace(answer, notes=(*dict.fromkeys(notes), *answer.notes), citations=tuple(citations))


def _marker(support: Support, citations: list[Citation]) -> int:
    """The number of a support among the citations, to which it is added where it is new."""
    for known in citations:
        if (known.document.id, known.start, known.end) == (
            support.document.id, support.start, support.end,
        ):  # fmt: skip
            return known.marker
    citations.append(citation(support, len(citations) + 1))
    return len(citations)


def _force(answer: Answer, bench: Bench) -> Iterator[Statement]:
    """What is no longer, or not yet, in force."""
    for document in _documents(answer.citations):
        standing = bench.register.standing(document)
        if standing.state:
            text = _standing_said(document, standing, bench)
            yield Statement(text, tuple(_stated(*standing.by, bench)) if standing.by else ())


def _stated(document: Document, start: int, end: int, bench: Bench) -> Iterator[Support]:
    passage = passage_at(document, start, bench.retriever)
    yield Support(passage, document, start, end, passage.locator)


def _standing_said(document: Document, standing: Standing, bench: Bench) -> str:
    question = bench.question
    name, since = title(document, question), day(standing.since, question)
    now = day(bench.register.today, question)
    if standing.state == "pending":
        return said(question, f"{name}自{since}起施行,今天({now})尚未施行。",
                    f"{name} comes into force on {since}, not yet today ({now}).")  # fmt: skip
    if standing.state == "expired":
        return said(question, f"注意:{name}的有效期到{since}为止,已经失效。",
                    f"Note: {name} was valid until {since} and is no longer in force.")  # fmt: skip
    if standing.other is None:
        return said(question, f"注意:{name}已标明失效或废止。",
                    f"Note: {name} is marked as repealed.")  # fmt: skip
    by = title(standing.other, question)
    when = said(question, f"自{since}起", f" from {since}") if since else ""
    return said(question, f"注意:{name}已{when}被{by}废止。",
                f"Note: {name} is repealed by {by}{when}.")  # fmt: skip


def _passed(answer: Answer, bench: Bench) -> Iterator[Statement]:
    """Time limits of the answer that lie behind us."""
    question = bench.question
    if question.metadata:
        return
    today = bench.register.today
    gone = [x.printed for x in _limits(answer, question) if x.last and x.last.isoformat() < today]
    printed = list(dict.fromkeys(gone))[:_PRINTED]
    if printed:
        now = day(today, question)
        marked = [f"“{p}”" for p in printed]
        text = said(question, f"所写期限{'、'.join(marked)}已过(今天是{now})。",
                    f"The time limit {', '.join(marked)} has passed (today is {now}).")  # fmt: skip
        yield Statement(text, ())


def _lead_alone(answer: Answer, bench: Bench) -> Iterator[Statement]:
    """That responsible units were asked for and the records cited name who leads alone."""
    question = bench.question
    records = [c.passage for c in answer.citations if c.passage.field(LEAD_FIELD)]
    if question.asks(LEAD) or not question.asks(RESPONSIBLE) or not records:
        return
    if not any(p.field(RESPONSIBLE_FIELD) for p in records):
        text = said(question, "所引条目写明的是牵头单位,没有另列责任单位。",
                    "The records cited name the lead unit alone.")  # fmt: skip
        yield Statement(text, ())


def _limits(answer: Answer, question: Question) -> Iterator[Deadline]:
    yield from limits(answer.text)
    body = squeezed(answer.text)
    for cited in answer.citations:
        field = cited.passage.field(DEADLINE_FIELD)
        if field is not None and question.asks(DEADLINE) and squeezed(field.text) in body:
            yield from limits(field.text, bare=True)


def _source(answer: Answer, bench: Bench) -> Iterator[Statement]:
    """As of which document and date, where the question leaves that open; whose document it is."""
    question = bench.question
    documents = _documents(answer.citations)
    names = _names(documents, question)
    if answer.citations and all(from_above(c, bench) for c in answer.citations):
        place = question.places[-1].name if question.places else "、".join(question.limits.regions)
        yield Statement(
            said(question, f"{place}自己的文件没有写明,以上依据上级文件{names}。",
                 f"No document of {place}'s own states this; it rests on {names}."), (),
        )  # fmt: skip
    elif _state_of_things(answer, question):
        yield Statement(
            said(question, f"以上是{names}所写的情况,此后的变化资料没有写明。",
                 f"This is the state of things as {names} has it; later changes are not stated."),
            (),
        )  # fmt: skip
    elif len(documents) > 1 or _left_open(documents, bench):
        yield Statement(said(question, f"以上依据{names}。", f"This rests on {names}."), ())


def _names(documents: list[Document], question: Question) -> str:
    """The first documents by name, and how many more there are."""
    first, more = documents[:_NAMED], len(documents) - _NAMED
    names = (", " if question.english else "、").join(named(d, question) for d in first)
    if more <= 0:
        return names
    return names + said(question, f"等{len(documents)}份文件", f" and {more} more")


def _state_of_things(answer: Answer, question: Question) -> bool:
    fields = {c.locator.rpartition(" · ")[2] for c in answer.citations}
    return PROGRESS_FIELD in fields or question.asks(PROGRESS)


def _left_open(documents: Iterable[Document], bench: Bench) -> bool:
    """Whether the question names no year and the documents are not of this one."""
    question = bench.question
    if question.years or question.metadata or question.titles or question.limits.years:
        return False
    return any(dated(d)[:4] != bench.register.today[:4] for d in documents if dated(d))


def _pointed(answer: Answer, bench: Bench) -> Answer:
    """An abstention about a place, pointing at what a document of a higher level says."""
    question = bench.question
    found = None if question.asks(CHAT, OVERRIDE) else higher(bench)
    if found is None:
        return answer
    name = named(found.document, question)
    note = said(question, f"上级文件{name}有相近内容,列在相近段落之首,不能当作所问地方的规定。",
                f"A document of a higher level, {name}, speaks of something near; it comes "
                "first among the nearest passages and does not stand for the place asked "
                "about.")  # fmt: skip
    rest = [c for c in answer.nearest if c.start != found.start]
    nearest = [citation(support_of(found), 1),
               *(replace(c, marker=i) for i, c in enumerate(rest[: NEAREST - 1], 2))]  # fmt: skip
    return replace(answer, notes=(note, *answer.notes), nearest=tuple(nearest))


def _documents(citations: Iterable[Citation]) -> list[Document]:
    return list({c.document.id: c.document for c in citations}.values())
