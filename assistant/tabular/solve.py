"""What a table answers: rows within conditions, in an order, added up, compared, or their cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.asking.question import NUMBER
from assistant.tabular.columns import Column, value_of
from assistant.tabular.periods import periods
from assistant.tabular.reading import Reading
from assistant.tabular.table import Row, Table

_ASKS = re.compile(r"怎|吗|为何|多少|几")
MOST_ROWS = 30  # rows that an answer names
FEW = 4  # rows that words of their names alone may select for a look at their cells
LONG_LINE = 360  # … of a labelled line
LONG = 90  # characters of a cell that is told whole
DIRECT = 8  # rows named in full whose cells are told


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


def solve(reading: Reading) -> Solution | None:
    """The rows and cells that answer, None where the table does not say what is asked."""
    for way in (_place, _difference, _extreme, _edge, _bounded, _dated, _sum, _cells, _rows):
        found = way(reading)
        if found is not None:
            return found
    return None


def _figures(reading: Reading) -> Column | None:
    """The column of figures that is asked for; the only one where none is named."""
    asked = next((c for c in reading.asked if c.numeric), None)
    if asked is not None:
        return asked
    numeric = [c for c in reading.table.columns if c.numeric]
    return numeric[0] if len(numeric) == 1 and not reading.asked else None


def _rank_column(table: Table) -> Column | None:
    return next((c for c in table.columns if c.kind == "rank"), None)


def _valued(rows: Sequence[Row], column: Column) -> list[tuple[Decimal, Row]]:
    found = [(value_of(r.text(column.label)), r) for r in rows]
    return [(v[0], r) for v, r in found if v is not None]


def _place(reading: Reading) -> Solution | None:
    """At which place a row stands (双桥镇排第几)."""
    column = _rank_column(reading.table)
    if not (reading.request.which_rank and reading.named and column):
        return None
    return Solution(reading, reading.rows, (column,))


def _difference(reading: Reading) -> Solution | None:
    """By how much two rows differ."""
    column = _figures(reading)
    if not (reading.request.differs and reading.named and column and len(reading.rows) == 2):
        return None
    values = _valued(reading.rows, column)
    if len(values) < 2:
        return None
    gap = abs(values[0][0] - values[1][0])
    return Solution(reading, reading.rows, (column,), None, "difference", gap, column.unit)


def _extreme(reading: Reading) -> Solution | None:
    """The rows with the most or the fewest, among those named or selected."""
    column = _figures(reading)
    if not reading.request.extreme or column is None:
        return None
    if reading.named and len(reading.rows) < 2:
        return None
    valued = _valued(reading.rows, column)
    if len(valued) < 2 or len(valued) * 10 < 7 * len(reading.rows):
        return None
    values = [v for v, _ in valued]
    best = max(values) if reading.request.extreme == "top" else min(values)
    rows = tuple(r for v, r in valued if v == best)
    if reading.named:
        others = tuple(r for v, r in valued if v != best)
        return Solution(reading, (*rows, *others), (column,), None, "most", Decimal(len(rows)))
    return Solution(reading, rows, (column,)) if len(rows) <= FEW else None


def _edge(reading: Reading) -> Solution | None:
    """The rows at a place of the ranking, or at one of its ends."""
    request, table = reading.request, reading.table
    if not request.edge or reading.named or (not request.which and _ASKS.search(reading.text)):
        return None
    figures = next((c for c in reading.asked if c.numeric and c.base in reading.text), None)
    rank = _rank_column(table)
    column = figures or rank
    if column is None:
        return None
    valued = _valued(reading.rows, column)
    if len(valued) * 10 < 9 * len(reading.rows) or len(valued) < request.count_at:
        return None
    best_first = sorted(valued, key=lambda p: p[0], reverse=column is figures)
    ordered = best_first if request.edge == "top" else best_first[::-1]
    at = request.count_at
    limit = ordered[at - 1][0]
    chosen = [r for v, r in ordered if v == limit] if request.only else [r for _, r in ordered[:at]]
    tied = len([v for v, _ in ordered if v == limit]) > 1 and column is figures
    if tied or not chosen:
        return None
    shown = tuple(dict.fromkeys(c for c in (figures, rank) if c is not None))
    return Solution(reading, tuple(chosen), shown)


def _bounded(reading: Reading) -> Solution | None:
    """The rows whose figures lie within limits."""
    request = reading.request
    if not request.bounds or not (request.which or request.counts) or reading.named:
        return None
    column = _figures(reading)
    if column is None:
        fitting = [
            c for c in reading.table.columns if c.numeric and c.unit == request.bounds[0].unit
        ]
        column = fitting[0] if len(fitting) == 1 else None
    if column is None:
        return None
    scale = {"万": 10**4, "亿": 10**8}.get(column.unit[:1], 1)
    rows = tuple(
        r for v, r in _valued(reading.rows, column)
        if all(b.admits(v) or (scale > 1 and b.value >= scale and b.admits(v * scale))
               for b in request.bounds)
    )  # fmt: skip
    return _listed(reading, rows, (column,))


def _dated(reading: Reading) -> Solution | None:
    """The rows whose time meets the days that the question names."""
    period = reading.period
    dates = [c for c in reading.table.columns if _holds_dates(c, reading.table)]
    if period is None or not dates or reading.named:
        return None
    asked = [c for c in dates if c in reading.asked]
    column = (asked or dates)[0]
    rows = tuple(
        r for r in reading.rows if any(p.meets(period) for p in periods(r.text(column.label)))
    )
    return _listed(reading, rows, (column,)) if len(rows) < len(reading.table.rows) else None


def _holds_dates(column: Column, table: Table) -> bool:
    cells = [t for r in table.rows if (t := r.text(column.label))]
    return column.kind == "time" and sum(bool(periods(t)) for t in cells) * 2 > len(cells)


def _listed(reading: Reading, rows: tuple[Row, ...], shown: tuple[Column, ...]) -> Solution | None:
    """Some rows by their names, counted where that is asked; the asked column's cells instead."""
    if not 0 < len(rows) <= MOST_ROWS:
        return None
    counted = reading.request.counts and not reading.request.which
    if counted and reading.subject is None:
        return None  # what is counted may stand in a cell
    opening = "count" if reading.request.counts else ""
    return Solution(reading, rows, shown, _target(reading), opening, Decimal(len(rows)))


def _target(reading: Reading) -> Column | None:
    """The column whose things are asked for, where it is not the one that names rows."""
    subject, name = reading.subject, reading.table.name
    if subject is None or subject == name or subject.label in reading.selecting:
        return None
    return subject


def _sum(reading: Reading) -> Solution | None:
    """The total of a column: the row of totals, else its cells added up."""
    request = reading.request
    column = _figures(reading)
    adds = request.total or request.whole
    if not adds or column is None or reading.named or column.unit in ("%", "‰"):
        return None
    if not reading.question.asks(NUMBER, "sum", "count", "progress"):
        return None
    everything = not reading.selecting
    grand = [r for r in reading.table.totals if r.text(column.label) and not r.partial]
    if everything and len(grand) == 1:
        return Solution(reading, (grand[0],), (column,))
    if grand and everything:
        return None
    if not request.total:
        return None
    valued = _valued(reading.rows, column)
    if len(valued) != len(reading.rows) or len(valued) < 2:
        return None
    total = sum((v for v, _ in valued), Decimal(0))
    return Solution(reading, reading.rows, (column,), None, "sum", total, column.unit)


def _ordered(reading: Reading) -> bool:
    """Whether an order or a limit is asked for: cells alone answer no such question."""
    request = reading.request
    return bool(request.extreme or request.edge or request.differs
                or (request.bounds and not reading.named))  # fmt: skip


def _cells(reading: Reading) -> Solution | None:
    """The cells asked for of the rows that are named."""
    if not reading.selecting or not reading.asked or _ordered(reading):
        return None
    rows = reading.rows
    if len(rows) > (DIRECT if reading.named else FEW):
        return None
    others = (c for c in reading.asked if c.label not in reading.selecting)
    asked = tuple(c for c in others if c != reading.table.name)[:3]
    told = tuple(r for r in rows if any(r.text(c.label) for c in asked))
    if not reading.named and (reading.request.which or reading.request.counts):
        return None
    if not asked or len(told) < len(rows):
        return None
    room = LONG if len(told[0].passages) == 1 else LONG_LINE
    if any(len(r.text(c.label)) > room for r in told for c in asked):
        return None  # a sentence of the cell answers, not all of it
    return Solution(reading, told, asked)


def _rows(reading: Reading) -> Solution | None:
    """The rows that the cells named select, or how many they are."""
    request = reading.request
    if reading.named or _ordered(reading):
        return None
    if not reading.selecting:
        every = request.counts and request.total and reading.subject == reading.table.name
        return _listed(reading, reading.rows, ()) if every else None
    if not (request.which or request.counts):
        return None
    if len(reading.rows) == len(reading.table.rows):
        return None
    return _listed(reading, reading.rows, ())
