"""Answers over all records: which matters a unit leads or is responsible for, with the count."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answering.bench import Bench
from assistant.answering.draft import (
    Draft,
    Statement,
    Support,
    field_support,
    matter_support,
    passage_support,
    rule_support,
)
from assistant.answering.points import label, points
from assistant.answering.records import WHOLE
from assistant.answering.wording import brief, shown, unit_names
from assistant.answers import Table
from assistant.asking.followup import PARTS
from assistant.asking.question import RESPONSIBLE, Question
from assistant.finding.matching import match
from corpus.fold import squeezed
from corpus.records import DEADLINE, LEAD, NUMBER, Document, Field, Passage
from corpus.records import RESPONSIBLE as RESPONSIBLE_FIELD

_LEADS = re.compile(r"(?:来|共同|单独)?(?:牵头|主管|负责)")
_SUPPORTS = re.compile(r"(?:来|共同)?(?:配合|协办|参与|协助|(?:作为|为|是)责任)")
_LEVELS = "省市区县州"
_TOGETHER = re.compile(r"一起|一同|共同|联合|合作|都有份|同时|\bboth\b|\btogether\b|jointly")
_TAKES_PART = re.compile(r"参与|参加|配合|協助|协助|takes? part|support")
SHARED = "共同承担"
_VERBS = {LEAD: "牵头", SHARED: "共同承担的有"}
ROOM = 780  # characters of an answer that lists
SHOWN = 40  # records written out; all of them are in the table
DOCUMENTS = 20  # documents whose records are written out

Record = tuple[Passage, Document, Field]


@dataclass(frozen=True, slots=True)
class Part:
    """The records of one document in which one unit has one role."""

    unit: str
    role: str
    document: Document
    records: list[Record]
    name: str = ""  # as documents print it, where that is known

    def printed(self, bench: Bench) -> str:
        """The unit as the first record prints it."""
        return self.name or _named(self.unit, "", self.records[0][2], bench)


def answer(bench: Bench) -> Draft | None:
    """The records of the named units, None when the question does not ask for records."""
    question = bench.question
    if not question.asks("items"):
        return None
    parts = _parts(bench) if question.units else _of_place(bench)
    if not parts:
        return None
    records = [r for part in parts for r in part.records]
    several = len({p.unit for p in parts}) > 1
    statements: list[Statement] = []
    for part in parts[:DOCUMENTS]:
        lines = _lines(part.records, len(records), question)
        statements += points(_opening(part, bench), lines, question, below=bool(statements))
    statements += _rest(parts[DOCUMENTS:], question)
    table = (
        _units_table(parts, bench)
        if several
        else records_table([(p, d) for p, d, _ in records], bench)
    )
    return Draft(tuple(statements), "structured", 1.0, table=table)


def _rest(parts: Sequence[Part], question: Question) -> list[Statement]:
    """What is left to the table where very many documents have records of a unit."""
    if not parts:
        return []
    count = sum(len(p.records) for p in parts)
    if question.english:
        return [Statement(f"\n{count} more items of {len(parts)} documents are in the table.", ())]
    return [Statement("\n" + shown(f"另有{len(parts)}份文件中的{count}项,见表。", question), ())]


def _parts(bench: Bench) -> list[Part]:
    """The records by unit and document; those of both roles where two units are given one each."""
    question = bench.question
    roles = _roles(question)
    if len(roles) == 2:
        (lead, both), (unit, role) = sorted(roles.items(), key=lambda r: r[1] != LEAD)
        found = _records(bench, lead, both)
        ids = {p.id for p, _, _ in _records(bench, unit, role)}
        return _by_document(lead, both, [r for r in found if r[0].id in ids])
    if len(question.units) > 1 and _TOGETHER.search(squeezed(question.text)):
        return _shared(bench)
    role = RESPONSIBLE_FIELD if _responsible_asked(question) else LEAD
    out = []
    for unit in dict.fromkeys(question.units):
        records = _narrowed(_records(bench, unit, role), question)
        held = role
        if not records and role == LEAD:
            held = RESPONSIBLE_FIELD
            records = _narrowed(_records(bench, unit, held), question)
        out += _by_document(unit, held, records)
    return out


def _of_place(bench: Bench) -> list[Part]:
    """The records of the government of a district or zone (某开发区负责哪些事), if one is named."""
    question = bench.question
    place = question.places[-1] if question.places else None
    if place is None or place.level not in PARTS or question.terms:
        return []
    roles = (RESPONSIBLE_FIELD,) if _responsible_asked(question) else (LEAD, RESPONSIBLE_FIELD)
    for role in roles:
        named = {v: bench.know.gazetteer.find(v) for v in bench.retriever.columns[role].values}
        wanted = [v for v, found in named.items() if [m.place for m in found] == [place]]
        held = bench.having(role, wanted) if wanted else ()
        records = [(p, d, f) for p, d in held if (f := p.field(role)) is not None]
        if records:
            unit = max(wanted, key=len)
            return [replace(p, name=unit) for p in _by_document(unit, role, records)]
    return []


def _shared(bench: Bench) -> list[Part]:
    """The records that all the units named have a part in, under the name of the first."""
    units = list(dict.fromkeys(bench.question.units))
    held = [{r[0].id: r for role in (RESPONSIBLE_FIELD, LEAD) for r in _records(bench, u, role)}
            for u in units]  # fmt: skip
    ids = set.intersection(*(set(h) for h in held))
    found = sorted((r for i, r in held[0].items() if i in ids),
                   key=lambda r: (r[1].source, r[0].start))  # fmt: skip
    return _by_document(units[0], SHARED, found)


def _roles(question: Question) -> dict[str, str]:
    """The roles that the words right after the units give them (甲局牵头、乙局配合)."""
    text = squeezed(question.text)
    roles = {}
    for unit, printed in zip(question.units, question.printed, strict=False):
        after = text.partition(squeezed(printed))[2]
        if _LEADS.match(after):
            roles[unit] = LEAD
        elif _SUPPORTS.match(after):
            roles[unit] = RESPONSIBLE_FIELD
    return roles if set(roles.values()) == {LEAD, RESPONSIBLE_FIELD} else {}


def _by_document(unit: str, role: str, records: list[Record]) -> list[Part]:
    documents = {d.id: d for _, d, _ in records}
    return [Part(unit, role, d, [r for r in records if r[1].id == d.id])
            for d in documents.values()]  # fmt: skip


def _responsible_asked(question: Question) -> bool:
    text = question.text.lower()
    if _TAKES_PART.search(text):
        return True
    return question.asks(RESPONSIBLE) and not any(
        w in text for w in ("牵头", "牽頭", "lead", "led")
    )


def _records(bench: Bench, unit: str, role: str) -> list[Record]:
    column = bench.retriever.columns[role]
    wanted = [v for v in column.values if bench.know.units.canonical(v) == unit]
    out = []
    asked = dict(zip(bench.question.units, bench.question.printed, strict=False)).get(unit, "")
    for passage, document in bench.having(role, wanted) if wanted else ():
        field = passage.field(role)
        if field and _named(unit, asked, field, bench):
            out.append((passage, document, field))
    return out


def _named(unit: str, asked: str, field: Field, bench: Bench) -> str:
    """The unit as a field prints it, "" where it is not there; 省财政厅 is not 市财政局."""
    level = asked[:1] if asked[:1] in _LEVELS else ""
    for value in field.values:
        other = value[:1] if value[:1] in _LEVELS else ""
        if bench.know.units.canonical(value) == unit and (not level or not other or level == other):
            return value
    return ""


def _narrowed(records: list[Record], question: Question) -> list[Record]:
    """Only the records of the topic named beside the unit, where some are of it."""
    titles = " ".join({squeezed(d.title) for _, d, _ in records})
    terms = [t for t in question.terms if match(t, titles) < 0.5]
    if not terms:
        return records
    best = max(terms, key=lambda t: t.weight)
    of_topic = [r for r in records if match(best, squeezed(r[0].text)) >= 0.8]
    return of_topic if 0 < len(of_topic) < len(records) else records


def _opening(part: Part, bench: Bench) -> Statement:
    question = bench.question
    unit, count = shown(part.printed(bench), question), len(part.records)
    title = f"《{shown(part.document.title, question)}》"
    if part.role == SHARED:
        unit = unit_names(tuple(question.printed), question, bench.know.units)
    if question.english:
        verb = "leads" if part.role == LEAD else "is responsible for"
        return Statement(f"{unit} {verb} {count} items in {title}: ", ())
    verb = _VERBS.get(part.role, "作为责任单位的有")
    return Statement(shown(f"{title}中,{unit}{verb}{count}项:", question), ())


def _lines(records: list[Record], total: int, question: Question) -> list[Statement]:
    """The records of one part, as many and as long as its share of the room allows."""
    room = max(14, ROOM // max(1, min(total, SHOWN)) - 6)
    most = SHOWN if total <= SHOWN else max(3, SHOWN * len(records) // total)
    lines = []
    for passage, document, field in records[:most]:
        matter = passage.subject
        number = passage.field(NUMBER)
        text = brief(matter.text if matter else passage.text, min(room, 60))
        numbered = label(number.text, question) if number else ""
        supports = _supports(passage, document, field, matter)
        lines.append(Statement(f"{numbered}{shown(text, question)}", supports))
    return lines


def _supports(
    passage: Passage, document: Document, field: Field, matter: Field | None
) -> tuple[Support, ...]:
    whole = passage.kind != "row" and passage.end - passage.start <= WHOLE
    rule = rule_support(field, passage, document)
    if whole or matter is None:
        return (passage_support(passage, document), *rule)
    own = field_support(field, passage, document)
    return (matter_support(matter, passage, document), own, *rule)


def _units_table(parts: list[Part], bench: Bench) -> Table:
    """How many records each unit has in each document."""
    question = bench.question
    rows = []
    for part in parts:
        role = "lead" if part.role == LEAD else "responsible"
        cells = (unit_names((part.printed(bench),), question, bench.know.units),
                 shown(part.document.title, question),
                 role if question.english else shown(part.role, question))  # fmt: skip
        rows.append((*cells, str(len(part.records))))
    head = ("单位", "文件", "身份", "项数")
    english = ("Unit", "Document", "Role", "Items")
    columns = english if question.english else tuple(shown(h, question) for h in head)
    return Table(columns, tuple(rows), numeric=3, unit="" if question.english else "项")


def records_table(records: Sequence[tuple[Passage, Document]], bench: Bench) -> Table:
    """Records with their number, matter, units and time limit."""
    question = bench.question
    rows = []
    for passage, document in records:
        fields = [passage.field(n) for n in (LEAD, RESPONSIBLE_FIELD, DEADLINE)]
        cells = [passage.field(NUMBER), passage.subject, *fields]
        rows.append((
            document.title,
            *(shown(c.text, question) if c and c.name not in (LEAD, RESPONSIBLE_FIELD)
              else unit_names(c.values, question, bench.know.units) if c else "" for c in cells),
        ))  # fmt: skip
    head = ("文件", "序号", "事项", "牵头单位", "责任单位", "完成时限")
    english = ("Document", "No.", "Matter", "Lead unit", "Responsible units", "Deadline")
    return Table(english if question.english else head, tuple(rows))
