"""What answers a question from a table: rows, what is told of them, and what both are made from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.tabular.columns import Column, value_of
from assistant.tabular.mentions import group_name
from assistant.tabular.reading import Reading
from assistant.tabular.table import Row

_MANY = re.compile(r"最[多少]")
_COUNTING = frozenset("个名人户家所套间条处座张件项")
_COUNTED = r"(?:中|里|里面)?(?:一共|总共|共|有)*(?:多少|几)[个位名项家]?人?(?:[?]|$)"
_OF_ROWS = frozenset({"phone", "address", "time"})  # kinds of cells that say little without the row
MOST_ROWS = 30  # rows that an answer names


@dataclass(frozen=True)
class Solution:
    """Rows that answer, and what of them is told.

    Attributes:
        shown: the columns told of each row beside its name.
        target: the column whose cells answer, where that is not the one that names rows.
        opening: words before the rows, by the kind of answer: "count", "sum", "difference", "".
        value: the figure that the opening tells (a count, a sum, a difference).
        unit: of that figure.
        order: the figure by which rows were chosen, as the question words it, or "".
    """

    reading: Reading
    rows: tuple[Row, ...]
    shown: tuple[Column, ...] = ()
    target: Column | None = None
    opening: str = ""
    value: Decimal | None = None
    unit: str = ""


def figures_asked(reading: Reading) -> Column | None:
    """The column of figures that is asked for; the only one where none is named."""
    asked = next((c for c in reading.asked if c.numeric), None)
    if asked is not None:
        return asked
    if any(c != reading.table.name for c in reading.asked):
        return None
    numeric = [c for c in reading.table.columns if c.numeric]
    if len(numeric) > 1 and _MANY.search(reading.text):
        numeric = [c for c in numeric if c.unit in _COUNTING]
    return numeric[0] if len(numeric) == 1 else None


def with_values(rows: Sequence[Row], column: Column) -> list[tuple[Decimal, Row]]:
    """The rows that have a figure in a column, each behind it."""
    found = [(value_of(r.text(column.label)), r) for r in rows]
    return [(v[0], r) for v, r in found if v is not None]


def listed(reading: Reading, rows: tuple[Row, ...], shown: tuple[Column, ...]) -> Solution | None:
    """Some rows by their names, counted where that is asked; the asked column's cells instead."""
    if not 0 < len(rows) <= MOST_ROWS:
        return None
    counted = reading.request.counts and not reading.request.which
    clear = reading.wholly and not any(c.numeric for c in reading.table.columns)
    if counted and reading.subject is None and not clear and not _counts_group(reading, rows):
        return None  # what is counted may stand in a cell
    opening = "count" if reading.request.counts else ""
    subject = reading.subject
    if subject is not None and subject.kind in _OF_ROWS and subject not in shown:
        shown = (*shown, subject)
    return Solution(reading, rows, shown, _target(reading), opening, Decimal(len(rows)))


def _counts_group(reading: Reading, rows: Sequence[Row]) -> bool:
    """Whether it is the rows of a group that are counted: 专家委员一共几位."""
    group = re.escape(group_name(rows[0].group))
    return bool(group) and re.search(rf"{group}{_COUNTED}", reading.text) is not None


def _target(reading: Reading) -> Column | None:
    """The column whose things are asked for, where it is not the one that names rows."""
    subject, name = reading.subject, reading.table.name
    if subject is None or subject == name or subject.label in reading.selecting:
        return None
    return subject if subject.kind not in _OF_ROWS else None
