"""Answers over all records: which matters a unit leads or is responsible for, with the count."""

from __future__ import annotations

from assistant.answering.bench import Bench
from assistant.answering.draft import (
    Draft,
    Statement,
    Support,
    field_support,
    matter_support,
    passage_support,
)
from assistant.answering.records import WHOLE
from assistant.answering.wording import brief, shown, unit_names
from assistant.answers import Table
from assistant.asking.question import RESPONSIBLE, Question
from assistant.finding.matching import match
from corpus.fold import squeeze
from corpus.records import DEADLINE, LEAD, MATTER, NUMBER, Document, Field, Passage
from corpus.records import RESPONSIBLE as RESPONSIBLE_FIELD

ROOM = 780  # characters of an answer that lists
SHOWN = 40  # records written out; all of them are in the table

Record = tuple[Passage, Document, Field]


def answer(bench: Bench) -> Draft | None:
    """The records of the named units, None when the question does not ask for records."""
    question = bench.question
    if not question.units or not question.asks("items"):
        return None
    role = RESPONSIBLE_FIELD if _responsible_asked(question) else LEAD
    records = _narrowed(_records(bench, role), question)
    if not records and role == LEAD:
        role = RESPONSIBLE_FIELD
        records = _narrowed(_records(bench, role), question)
    if not records:
        return None
    statements = [_opening(records, role, bench), *_lines(records, question)]
    return Draft(tuple(statements), "structured", 1.0, table=_table_of(records, bench))


def _responsible_asked(question: Question) -> bool:
    text = question.text.lower()
    return question.asks(RESPONSIBLE) and not any(
        w in text for w in ("牵头", "牽頭", "lead", "led")
    )


def _records(bench: Bench, role: str) -> list[Record]:
    wanted = set(bench.question.units)
    out = []
    for passage, document in bench.allowed():
        field = passage.field(role)
        if field and wanted & {bench.know.units.canonical(v) for v in field.values}:
            out.append((passage, document, field))
    return out


def _narrowed(records: list[Record], question: Question) -> list[Record]:
    """Only the records of the topic named beside the unit, where some are of it."""
    titles = " ".join({squeeze(d.title)[0] for _, d, _ in records})
    terms = [t for t in question.terms if match(t, titles) < 0.5]
    if not terms:
        return records
    best = max(terms, key=lambda t: t.weight)
    of_topic = [r for r in records if match(best, squeeze(r[0].text)[0]) >= 0.8]
    return of_topic if 0 < len(of_topic) < len(records) else records


def _opening(records: list[Record], role: str, bench: Bench) -> Statement:
    question = bench.question
    canonical = bench.know.units.canonical
    named = [v for _, _, f in records for v in f.values if canonical(v) in question.units]
    unit = shown(named[0], question)
    titles = list(dict.fromkeys(d.title for _, d, _ in records))
    title = "、".join(f"《{shown(t, question)}》" for t in titles[:2])
    if question.english:
        verb = "leads" if role == LEAD else "is responsible for"
        return Statement(f"{unit} {verb} {len(records)} items in {title}: ", ())
    verb = "牵头" if role == LEAD else "作为责任单位的有"
    return Statement(shown(f"{title}中,{unit}{verb}{len(records)}项:", question), ())


def _lines(records: list[Record], question: Question) -> list[Statement]:
    room = max(14, ROOM // max(1, min(len(records), SHOWN)) - 6)
    lines = []
    for passage, document, field in records[:SHOWN]:
        matter = passage.field(MATTER)
        number = passage.field(NUMBER)
        text = brief(matter.text if matter else passage.text, min(room, 60))
        label = f"{number.text} " if number else ""
        supports = _supports(passage, document, field, matter)
        lines.append(Statement(f"{label}{shown(text, question)};", supports))
    return lines


def _supports(
    passage: Passage, document: Document, field: Field, matter: Field | None
) -> tuple[Support, ...]:
    whole = passage.kind != "row" and passage.end - passage.start <= WHOLE
    if whole or matter is None:
        return (passage_support(passage, document),)
    return (matter_support(matter, passage, document), field_support(field, passage, document))


def _table_of(records: list[Record], bench: Bench) -> Table:
    question = bench.question
    rows = []
    for passage, document, _ in records:
        cells = [passage.field(n) for n in (NUMBER, MATTER, LEAD, RESPONSIBLE_FIELD, DEADLINE)]
        rows.append((
            document.title,
            *(shown(c.text, question) if c and c.name not in (LEAD, RESPONSIBLE_FIELD)
              else unit_names(c.values, question, bench.know.units) if c else "" for c in cells),
        ))  # fmt: skip
    head = ("文件", "序号", "事项", "牵头单位", "责任单位", "完成时限")
    english = ("Document", "No.", "Matter", "Lead unit", "Responsible units", "Deadline")
    return Table(english if question.english else head, tuple(rows))
