"""Answers about a record that is pointed at: the n-th of a list or table, the one cited before."""

from __future__ import annotations

import re

from assistant.answering.bench import Bench
from assistant.answering.draft import (
    Draft,
    Statement,
    field_support,
    matter_support,
    passage_support,
)
from assistant.answering.records import Found, statement_of
from assistant.answering.wording import brief, shown
from assistant.asking.question import (
    DEADLINE,
    LEAD,
    MEASURES,
    NUMBER,
    PROGRESS,
    RESPONSIBLE,
    TARGET,
)
from assistant.finding.evidence import candidates_of
from assistant.finding.fit import NUMBERING
from assistant.finding.pieces import is_plain_row, row_words
from corpus.fold import fold
from corpus.lines import number
from corpus.records import DEADLINE as DEADLINE_FIELD
from corpus.records import LEAD as LEAD_FIELD
from corpus.records import MATTER, Document, Field, Passage
from corpus.records import MEASURES as MEASURES_FIELD
from corpus.records import NUMBER as NUMBER_FIELD
from corpus.records import PROGRESS as PROGRESS_FIELD
from corpus.records import RESPONSIBLE as RESPONSIBLE_FIELD
from corpus.records import TARGET as TARGET_FIELD

_UNITS = ((LEAD, LEAD_FIELD), (RESPONSIBLE, RESPONSIBLE_FIELD), (DEADLINE, DEADLINE_FIELD))
_CELLS = ((PROGRESS, PROGRESS_FIELD), (TARGET, TARGET_FIELD), (MEASURES, MEASURES_FIELD))
_ENGLISH = {PROGRESS_FIELD: "progress", TARGET_FIELD: "target", MEASURES_FIELD: "measures"}
_ITEM = re.compile(r"第[0-9一二三四五六七八九十百零]+[项条]|\bitem\b")
_HAN = re.compile(r"[一二三四五六七八九十百]+")
_ROOM = 260  # characters of a cell that is given whole

Record = tuple[Passage, Document]


def answer(bench: Bench) -> Draft | None:
    """What is asked of the record pointed at, None where none is."""
    question = bench.question
    record = _by_number(bench) if question.number else _told(bench)
    if record is None:
        return None
    cells = [n for kind, n in _CELLS if question.asks(kind) and record[0].field(n)]
    if cells and not question.asks(NUMBER):
        return Draft((_cell(*record, cells[0], bench),), "structured", 0.9)
    found = _row(*record, bench)
    whole = found is None and question.number and not question.asked
    return _whole(*record, bench) if whole else found


def _whole(passage: Passage, document: Document, bench: Bench) -> Draft | None:
    """All that a short item says which names no units and no time limit (第3项是什么)."""
    if passage.end - passage.start > _ROOM or bench.question.english:
        return None
    words = row_words(passage) if is_plain_row(passage) else passage.text
    text = shown(NUMBERING.sub("", words).strip(), bench.question).rstrip("。;")
    return Draft(
        (Statement(f"{text}。", (passage_support(passage, document),)),), "extractive", 0.9
    )


def _row(passage: Passage, document: Document, bench: Bench) -> Draft | None:
    """The units and the time limit asked for, or all that the record states of them."""
    question = bench.question
    names = [n for kind, n in _UNITS if question.asks(kind)]
    if not names and question.number:
        names = [n for _, n in _UNITS]
    candidates = candidates_of(question, passage, document)
    stated = [n for n in names if passage.field(n) or (n == LEAD_FIELD and len(names) == 1)]
    if not candidates or not any(passage.field(n) for _, n in _UNITS) or not stated:
        return None
    best = max(candidates, key=lambda c: (c.score, -c.start))
    statement = statement_of(Found(passage, document, best), stated, bench)
    return Draft((statement,), "structured", 0.9)


def _by_number(bench: Bench) -> Record | None:
    """The n-th record of the list given before, else the one printed with that number."""
    question = bench.question
    wanted = number(question.number.strip("第条"))
    if 0 < wanted <= len(question.listed) > 1:
        return _passage(question.listed[wanted - 1], bench)
    if not _ITEM.search(fold(question.text)):
        return None
    found = [(p, d) for p, d in bench.having("field", (MATTER,)) if _numbered(p, wanted)]
    meant = [r for r in found if r[1].id in question.context] or [
        r for r in found if r[1].id in bench.meant
    ]
    documents = {d.id for _, d in meant or found}
    return (meant or found)[0] if len(documents) == 1 else None


def _numbered(passage: Passage, wanted: int) -> bool:
    field = passage.field(NUMBER_FIELD)
    label = field.text.strip("(). \uff08\uff09、第项") if field else ""
    plain = label.isdecimal() or _HAN.fullmatch(label) is not None
    return plain and number(label) == wanted


def _told(bench: Bench) -> Record | None:
    """The one record that the answer before cited, where the question has no topic of its own."""
    question = bench.question
    if len(question.listed) != 1 or "topic" not in dict(question.carried):
        return None
    return _passage(question.listed[0], bench)


def _passage(passage_id: str, bench: Bench) -> Record | None:
    return next((r for r in bench.having("field", (MATTER,)) if r[0].id == passage_id), None)


def _cell(passage: Passage, document: Document, name: str, bench: Bench) -> Statement:
    """A cell of the record, cut at the end of a sentence where it is long."""
    question = bench.question
    field, matter = passage.field(name), passage.field(MATTER)
    assert field is not None and matter is not None  # both were asked for above
    what = shown(brief(matter.text, 60), question)
    value = shown(_cut(field), question).rstrip("。;")
    if question.english:
        text = f"“{what}”; {_ENGLISH[name]}: “{value}”."
    else:
        text = shown(f"“{what}”的{field.label}:", question) + f"{value}。"
    supports = (matter_support(matter, passage, document), field_support(field, passage, document))
    return Statement(text, supports)


def _cut(field: Field) -> str:
    text = field.text
    if len(text) <= _ROOM:
        return text
    ends = [m.end() for m in re.finditer(r"[。;\uff1b]", text) if m.end() <= _ROOM]
    return text[: ends[-1]] if ends else brief(text, _ROOM)
