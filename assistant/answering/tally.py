"""Counts and dates over all records: how many a document has, who leads most, what is due when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from assistant.answering.bench import Bench
from assistant.answering.draft import Draft, Statement, field_support, matter_support, rule_support
from assistant.answering.ledger import records_table
from assistant.answering.points import label, points
from assistant.answering.wording import brief, shown, unit_names
from assistant.answers import Table
from assistant.asking.question import (
    COUNT,
    DUE,
    EARLIEST,
    FEWEST,
    LATEST,
    RANKING,
    RESPONSIBLE,
    Question,
)
from assistant.finding.matching import match
from assistant.finding.scope import choose_scope
from corpus.deadlines import latest
from corpus.fold import squeezed
from corpus.records import DEADLINE as DEADLINE_FIELD
from corpus.records import LEAD as LEAD_FIELD
from corpus.records import MATTER, NUMBER, Document, Passage
from corpus.records import RESPONSIBLE as RESPONSIBLE_FIELD
from corpus.typed import deadlines_of

_KIND = re.compile(r"任务|事项|措施|项目|实事|工作|\b(items|tasks|projects|measures|matters)\b")
_LASTING = ("长期", "每年", "持续", "常年", "年度")
_SHOWN = 12  # units or records written out; all are in the table
_RIVALS = 0.7  # documents of the place whose titles say so much of the topic count together
_NAMED = 0.5  # how far a document's title or heading must say a word of the topic

Record = tuple[Passage, Document]


def answer(bench: Bench) -> Draft | None:
    """A draft over all records of the document meant, None when none is asked for."""
    question = bench.question
    if question.units or question.metadata:
        return None
    if question.asks(RANKING):
        return _ranking(_records(bench), bench)
    if question.asks(EARLIEST, LATEST):
        return _extreme_due(_records(bench), bench)
    if question.asks(DUE):
        return _due_then(bench)
    if question.asks(COUNT):
        return _count(_records(bench), bench)
    return None


def _records(bench: Bench, *, but: Sequence[str] = ()) -> list[Record]:
    """All records of the document meant, those of the topic where it is not the document's own.

    `but` are words of the topic that the records need not say.
    """
    question = bench.question
    found = [(p, d) for p, d in bench.having("field", (MATTER,)) if _is_record(p)]
    documents = {d.id: d for _, d in found}
    if not documents:
        return []
    fits = {d.id: _fit(d, bench) for d in documents.values()}
    top = max(fits.values())
    best = max(documents.values(), key=lambda d: (fits[d.id], d.date, d.source))
    meant = {
        i for i, d in documents.items() if fits[i] >= _RIVALS * top and d.region == best.region
    }
    found = [(p, d) for p, d in found if d.id in meant]
    title = "".join(squeezed(documents[i].title) for i in meant)
    left = [t for t in question.terms if match(t, title) < _NAMED and t.text not in but]
    if left and question.asks(COUNT) and not _KIND.search(squeezed(question.text)):
        return []  # 幸福食堂有多少个 counts no records
    return [(p, d) for p, d in found if all(match(t, _about(p)) >= _NAMED for t in left)]


def _about(passage: Passage) -> str:
    return squeezed(passage.text + "".join(h.text for h in passage.path))


def _is_record(passage: Passage) -> bool:
    return passage.field(MATTER) is not None and any(
        passage.field(n) for n in (LEAD_FIELD, RESPONSIBLE_FIELD, DEADLINE_FIELD)
    )


def _fit(document: Document, bench: Bench) -> float:
    title = squeezed(document.title)
    said: float = sum(t.weight * match(t, title) for t in bench.question.terms)
    return said + bench.meant.get(document.id, 0.0)


def _titles(records: Sequence[Record], question: Question) -> str:
    """The titles of the documents that the records are of."""
    titles = list(dict.fromkeys(f"《{shown(d.title, question)}》" for _, d in records))
    return (", " if question.english else "、").join(titles[:3])


def _count(records: list[Record], bench: Bench) -> Draft | None:
    """How many records there are, with the first and the last of them."""
    question = bench.question
    if len(records) < 2:
        return None
    title = _titles(records, question)
    if question.english:
        opening = f"{title} lists {len(records)} items, from the first to the last: "
    else:
        opening = shown(f"{title}共列{len(records)}项,首末两项是:", question)
    lines = [_line(r, question) for r in (records[0], records[-1])]
    listed = points(Statement(opening, ()), lines, question)
    return Draft(tuple(listed), "structured", 0.9, table=records_table(records, bench))


def _ranking(records: list[Record], bench: Bench) -> Draft | None:
    """The units by how many records they lead (or are responsible for), most first."""
    question = bench.question
    role = RESPONSIBLE_FIELD if question.asks(RESPONSIBLE) else LEAD_FIELD
    held: dict[str, list[Record]] = {}
    for passage, document in records:
        field = passage.field(role)
        for value in dict.fromkeys(field.values if field else ()):
            held.setdefault(value, []).append((passage, document))
    if len(held) < 2:
        return None
    ordered = sorted(held.items(), key=lambda one: (-len(one[1]), one[0]))
    if question.asks(FEWEST):
        ordered = ordered[::-1]
    top = [o for o in ordered if len(o[1]) == len(ordered[0][1])] or ordered[:1]
    lines = [_unit_line(unit, rows, role, bench) for unit, rows in top[:_SHOWN]]
    # a count over all records stands in none of them: it leads in, the units are what is cited
    title, count = _titles(records, question), len(ordered[0][1])
    verb = "牵头" if role == LEAD_FIELD else "负责"
    if question.english:
        word = "fewest" if question.asks(FEWEST) else "most"
        opening = f"In {title}, the {word} ({count} items each): "
    else:
        word = "最少" if question.asks(FEWEST) else "最多"
        opening = shown(f"{title}中,{verb}{word}({count}项)的是:", question)
    rows = tuple((unit_names((u,), question, bench.know.units), str(len(r))) for u, r in ordered)
    head = ("Unit", "Items") if question.english else ("单位", "项数")
    columns = tuple(shown(h, question) for h in head)
    table = Table(columns, rows, numeric=1, unit="" if question.english else "项")
    listed = points(Statement(opening, ()), lines, question)
    return Draft(tuple(listed), "structured", 0.9, table=table)


def _unit_line(unit: str, records: list[Record], role: str, bench: Bench) -> Statement:
    """A unit, and the fields of its first records that name it."""
    fields = [(f, p, d) for p, d in records if (f := p.field(role)) is not None]
    supports = [s for f, p, d in fields[:3]
                for s in (field_support(f, p, d), *rule_support(f, p, d))]  # fmt: skip
    names = unit_names((unit,), bench.question, bench.know.units)
    return Statement(names, tuple(supports))


def _extreme_due(records: list[Record], bench: Bench) -> Draft | None:
    """The records with the earliest or the latest time limit."""
    question = bench.question
    due = [(day, r) for r in records if (day := _due(*r)) is not None]
    if not due:
        return None
    days = sorted({day for day, _ in due})
    wanted = days[0] if question.asks(EARLIEST) else days[-1]
    chosen = [r for day, r in due if day == wanted]
    lines = [_line(r, question) for r in chosen[:_SHOWN]]
    count = len(chosen)
    if question.english:
        word = "earliest" if question.asks(EARLIEST) else "latest"
        opening = f"The {word} time limit is set for {count} items: "
    else:
        word = "最早" if question.asks(EARLIEST) else "最晚"
        opening = shown(f"完成时限{word}的有{count}项:", question)
    ordered = [r for _, r in sorted(due, key=lambda one: (one[0], one[1][0].start))]
    return Draft(
        tuple(points(Statement(opening, ()), lines, question)), "structured", 0.9,
        table=records_table(ordered, bench),
    )  # fmt: skip


def _due_then(bench: Bench) -> Draft | None:
    """The records that are due in a year, or whose time limit says a word of the topic."""
    question = bench.question
    words = [t for t in question.terms if any(c in t.text for c in _LASTING)]
    whole = replace(question, years=())
    scope = choose_scope(whole, bench.retriever, bench.know.gazetteer)
    but = [t.text for t in question.terms if t in words or t.text.isdigit()]  # 12 of 12月前
    records = _records(replace(bench, question=whole, scope=scope), but=but)
    chosen = [r for r in records if (f := r[0].field(DEADLINE_FIELD)) is not None and (
        str(getattr(_due(*r), "year", "")) in question.years if question.years
        else any(match(t, squeezed(f.text)) >= _NAMED for t in words))]  # fmt: skip
    if not chosen:
        return None
    count = len(chosen)
    opening = f"{count} items: " if question.english else shown(f"共{count}项:", question)
    lines = [_line(r, question) for r in chosen[:_SHOWN]]
    table = records_table(chosen, bench)
    listed = points(Statement(opening, ()), lines, question)
    return Draft(tuple(listed), "structured", 0.9, table=table)


def _due(passage: Passage, document: Document) -> date | None:
    """The last day of a record's time limit."""
    stated = passage.field(DEADLINE_FIELD) is not None
    return latest(deadlines_of(passage, document.year)) if stated else None


def _line(record: Record, question: Question) -> Statement:
    passage, document = record
    matter, number = passage.field(MATTER), passage.field(NUMBER)
    due = passage.field(DEADLINE_FIELD)
    text = shown(brief(matter.text if matter else passage.text, 60), question)
    numbered = label(number.text, question) if number else ""
    supports = [matter_support(matter, passage, document)] if matter else []
    if due is not None and question.asks(EARLIEST, LATEST, DUE):
        text += f"({shown(due.text, question)})"
        supports.append(field_support(due, passage, document))
    return Statement(f"{numbered}{text}", tuple(supports))
