"""A passage's time limits and quantities as typed values, and its JSON form that shows them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from corpus.deadlines import Deadline, deadlines, limits
from corpus.quantities import Quantity, cell_quantity, quantities
from corpus.records import DEADLINE, NUMBER, UNIT_FIELDS, Document, Field, Passage


def deadlines_of(passage: Passage, year: str = "") -> tuple[Deadline, ...]:
    """The time limits of a passage, with offsets of the document.

    Those of its field where it has one, read with the document's `year`, else those that its
    text states by a date.
    """
    field = passage.field(DEADLINE)
    if field is None:
        found, at = tuple(limits(passage.text)), passage.start
    else:
        found, at = deadlines(_printed(field, passage), year=year), field.start
    return tuple(replace(x, start=x.start + at, end=x.end + at) for x in found)


def quantities_of(passage: Passage) -> tuple[Quantity, ...]:
    """The quantities of a passage, with offsets of the document; its own number is none."""
    number = passage.field(NUMBER)
    found = [
        replace(q, start=q.start + passage.start, end=q.end + passage.start)
        for q in quantities(passage.text)
    ]
    if number is not None:
        found = [q for q in found if not number.start <= q.start < number.end]
    found += _cells(passage) if passage.kind == "row" else ()
    return tuple(sorted(found, key=lambda q: q.start))


def _cells(passage: Passage) -> Iterator[Quantity]:
    for field in passage.fields:
        if field.name in (NUMBER, DEADLINE, *UNIT_FIELDS):
            continue
        found = cell_quantity(_printed(field, passage), field.label)
        if found is not None:
            yield replace(found, start=found.start + field.start, end=found.end + field.start)


def _printed(field: Field, passage: Passage) -> str:
    return passage.text[field.start - passage.start : field.end - passage.start]


def passage_line(passage: Passage, document: Document) -> dict[str, Any]:
    """The JSON form of a passage (`minsheng corpus show --json`), a contract."""
    fields: dict[str, Any] = {
        f.name: list(f.values) if f.name in UNIT_FIELDS else f.text for f in passage.fields
    }
    return {
        "id": passage.id,
        "doc_id": passage.doc_id,
        "source": document.source,
        "title": document.title,
        "issuer": document.issuer,
        "region": passage.region or document.region,
        "level": document.level,
        "date": document.date,
        "number": document.number,
        "kind": passage.kind,
        "path": [h.text for h in passage.path],
        "fields": fields,
        "deadlines": [_deadline(x, document) for x in deadlines_of(passage, document.year)],
        "quantities": [_quantity(q, document) for q in quantities_of(passage)],
        "text": passage.text,
        "start": passage.start,
        "end": passage.end,
        "page": passage.page,
    }


def _deadline(found: Deadline, document: Document) -> dict[str, Any]:
    return {
        "text": document.text[found.start : found.end],
        "first": found.first.isoformat() if found.first else None,
        "last": found.last.isoformat() if found.last else None,
        "every": found.every,
        "lasting": found.lasting,
        "start": found.start,
        "end": found.end,
    }


def _quantity(found: Quantity, document: Document) -> dict[str, Any]:
    whole = found.number == found.number.to_integral_value()
    return {
        "text": document.text[found.start : found.end],
        "number": int(found.number) if whole else float(found.number),
        "unit": found.unit,
        "comparator": found.sign,
        "words": list(found.words),
        "counts": found.counts,
        "start": found.start,
        "end": found.end,
    }
