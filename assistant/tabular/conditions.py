"""Rows that meet a condition: limits, a figure, days, none of a thing, yes or no."""

from __future__ import annotations

import re

from assistant.asking.question import NUMBER
from assistant.tabular.columns import Column
from assistant.tabular.periods import periods
from assistant.tabular.reading import Reading
from assistant.tabular.solution import Solution, figures_asked, listed, with_values
from assistant.tabular.table import Row, Table
from assistant.tabular.wordings import meant
from corpus.figures import figures
from corpus.fold import squeezed

_NOT = re.compile(r"(?:不|未|无|没)(?:能|可以?|会|用|得|法|再)?$")  # right before what is denied
_NOUN = re.compile(r"的[一-鿿]{2,8}\??$")  # 有电梯的小区
_WHETHER = re.compile(r"是否|能否|可否")
_HAS = re.compile(r"^(?:支持|提供|需要?|可以?|能够?|属于|具有?|已|有|为|要)?")
_DENYING = "不否未无没×"  # how a cell that denies begins


def conditioned(reading: Reading) -> Solution | None:
    """The rows that meet the condition which the question sets, None where it sets none."""
    for way in (_bounded, _equal, _dated, _none, _affirmed):
        found = way(reading)
        if found is not None:
            return found
    return None


def _equal(reading: Reading) -> Solution | None:
    """The rows whose figure is the one that the question names: 哪些事项要跑1趟."""
    request, column = reading.request, next((c for c in reading.asked if c.numeric), None)
    if column is None or request.bounds or not request.which or reading.named:
        return None
    named = [f for f in figures(reading.text) if not f.dated and not f.is_year]
    if len(named) != 1 or named[0].unit not in ("", "个", "次", "趟", "回", column.unit):
        return None
    rows = tuple(r for v, r in with_values(reading.rows, column) if v == named[0].value)
    return listed(reading, rows, (column,)) if len(rows) < len(reading.rows) else None


def _bounded(reading: Reading) -> Solution | None:
    """The rows whose figures lie within limits."""
    request = reading.request
    listing = request.which or request.counts or not reading.question.asks(NUMBER)
    if not request.bounds or not listing or reading.named:
        return None
    unit = request.bounds[0].unit
    columns = [c for c in reading.asked if c.numeric]
    if not columns:
        fitting = [c for c in reading.table.columns if c.numeric and c.unit == unit]
        only = figures_asked(reading)
        columns = fitting if len(fitting) == 1 else [only] if only else []
    for column in columns:  # 投资超过10亿元: that of the year, else in all
        rows = _within(reading, column)
        if rows:
            return listed(reading, rows, (column,))
    return None


def _within(reading: Reading, column: Column) -> tuple[Row, ...]:
    scale = {"万": 10**4, "亿": 10**8}.get(column.unit[:1], 1)
    return tuple(
        r for v, r in with_values(reading.rows, column)
        if all(b.admits(v) or (scale > 1 and b.value >= scale and b.admits(v * scale))
               for b in reading.request.bounds)
    )  # fmt: skip


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
    return listed(reading, rows, (column,)) if len(rows) < len(reading.table.rows) else None


def _holds_dates(column: Column, table: Table) -> bool:
    cells = [t for r in table.rows if (t := r.text(column.label))]
    return column.kind == "time" and sum(bool(periods(t)) for t in cells) * 2 > len(cells)


def _none(reading: Reading) -> Solution | None:
    """The rows of which there is nothing in the column asked for: 哪些省没有扩招."""
    column = next((c for c in reading.asked if c.numeric and f"未{c.base}" in reading.text), None)
    if column is None or not (reading.request.which or reading.request.counts) or reading.named:
        return None
    rows = tuple(r for v, r in with_values(reading.rows, column) if not v)
    return listed(reading, rows, (column,))


def _affirmed(reading: Reading) -> Solution | None:
    """The rows that affirm what a column tells by yes or no (是否支持快递), or deny it."""
    request = reading.request
    if reading.named or not (request.which or request.counts or _NOUN.search(reading.text)):
        return None
    for column in reading.table.columns:
        at = _affirmed_at(column, reading.text)
        if at < 0:
            continue
        denied = _NOT.search(reading.text, 0, at) is not None
        told = [(r, squeezed(r.text(column.label))) for r in reading.rows]
        rows = tuple(r for r, cell in told if cell and (cell[0] in _DENYING) == denied)
        if 0 < len(rows) < len(reading.rows):
            return listed(reading, rows, ())
    return None


def _affirmed_at(column: Column, text: str) -> int:
    """Where a text says what a column tells by yes or no, -1 for nowhere."""
    asks = _WHETHER.match(column.base)
    if asks:
        return _said_at(column.base[asks.end() :], text)
    if not column.checked:
        return -1
    at = _said_at(column.base, text)
    return at if at >= 0 or len(column.base) != 4 else text.find(column.base[:2])  # 周六延时


def _said_at(said: str, text: str) -> int:
    """Where a text says what a column tells by yes or no, by its words or others, or -1."""
    forms = (said, _HAS.sub("", said))
    at = next((text.find(form) for form in forms if len(form) > 1 and form in text), -1)
    span = meant(said, text) if at < 0 else None
    return span[0] if span else at
