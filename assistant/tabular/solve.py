"""What a table answers: rows within conditions, in an order, added up, compared, or their cells."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.asking.question import DEADLINE, NUMBER
from assistant.tabular.choosing import said_of
from assistant.tabular.columns import DURATIONS, EMPTY, Column, kinds, value_of
from assistant.tabular.conditions import conditioned
from assistant.tabular.periods import states_time
from assistant.tabular.reading import Reading
from assistant.tabular.solution import Solution, figures_asked, listed, with_values
from assistant.tabular.table import Table
from assistant.tabular.wordings import words_said
from corpus.fold import squeezed

_ASKS = re.compile(r"怎|吗|为何|多少|几")
_WHAT = re.compile(r"(?:什么|啥)(?!时候|地方|时间)[一-鿿]{2}")
_TOLD = frozenset({"phone", "address", "time", "money"})  # kinds that no name of a row tells
_PERSONS = frozenset({"person", "contact", "body"})
_SUMS = 3  # columns whose totals are told together
FEW = 4  # rows that words of their names alone may select for a look at their cells
LONG_LINE = 360  # … of a labelled line
LONG = 90  # characters of a cell that is told whole
DIRECT = 8  # rows named in full whose cells are told


def solve(reading: Reading) -> Solution | None:
    """The rows and cells that answer, None where the table does not say what is asked."""
    for way in (_place, _difference, _extreme, _edge, conditioned, _sum, _cells, _rows):
        found = way(reading)
        if found is not None:
            return found
    return None


def _rank_column(table: Table) -> Column | None:
    return next((c for c in table.columns if c.kind == "rank"), None)


def _place(reading: Reading) -> Solution | None:
    """At which place a row stands (双桥镇排第几)."""
    column = _rank_column(reading.table)
    if not (reading.request.which_rank and reading.named and column):
        return None
    return Solution(reading, reading.rows, (column,))


def _difference(reading: Reading) -> Solution | None:
    """By how much two rows differ, or two columns of a row."""
    if not (reading.request.differs and reading.named):
        return None
    column = figures_asked(reading)
    if len(reading.rows) == 1:
        return _between_columns(reading)
    if column is None or len(reading.rows) != 2:
        return None
    values = with_values(reading.rows, column)
    if len(values) < 2:
        return None
    gap = abs(values[0][0] - values[1][0])
    return Solution(reading, reading.rows, (column,), None, "difference", gap, column.unit)


def _between_columns(reading: Reading) -> Solution | None:
    """By how much the two columns asked for differ in a row."""
    columns = tuple(c for c in reading.asked if c.numeric)
    values = [v for c in columns if (v := value_of(reading.rows[0].text(c.label))) is not None]
    if len(columns) != 2 or len(values) != 2 or columns[0].unit != columns[1].unit:
        return None
    gap = abs(values[0][0] - values[1][0])
    return Solution(reading, reading.rows, columns, None, "difference", gap, columns[0].unit)


def _extreme(reading: Reading) -> Solution | None:
    """The rows with the most or the fewest, among those named or selected."""
    column = figures_asked(reading)
    if not reading.request.extreme or column is None:
        return None
    if reading.named and len(reading.rows) < 2:
        return None
    valued = with_values(reading.rows, column)
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
    valued = with_values(reading.rows, column)
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


def _sum(reading: Reading) -> Solution | None:
    """The total of a column: the row of totals, else its cells added up."""
    request = reading.request
    column = figures_asked(reading)
    adds = request.total or request.whole
    if column is not None and column.base.startswith("总") and column.base in reading.text:
        adds = request.together or request.whole
    if not adds or column is None or reading.named or column.unit in ("%", "‰"):
        return None
    if not reading.question.asks(NUMBER, "sum", "count", "progress"):
        return None
    everything = not reading.selecting
    grand = [r for r in reading.table.totals if r.text(column.label) and not r.partial]
    if everything and len(grand) == 1:
        asked = tuple(c for c in reading.asked if c.numeric and grand[0].text(c.label))
        return Solution(reading, (grand[0],), asked[:_SUMS] or (column,))
    if grand and everything:
        return None
    if not request.total:
        return None
    valued = with_values(reading.rows, column)
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
    asked = _to_tell(reading)
    told = tuple(r for r in rows if any(r.text(c.label) for c in asked))
    listing = reading.request.which and not (_WHAT.search(reading.text) and asked)
    if not reading.named and (listing or reading.request.counts):
        return None
    if len(rows) > 1 and reading.request.together:
        return None  # added up they answer, not one by one
    if not asked or len(told) < len(rows):
        return None
    timed = any(c.unit in DURATIONS or states_time(r.text(c.label)) for r in told for c in asked)
    if reading.question.asks(DEADLINE) and not timed:
        return None
    room = LONG if len(told[0].passages) == 1 else LONG_LINE
    if any(len(r.text(c.label)) > room for r in told for c in asked):
        return None  # a sentence of the cell answers, not all of it
    return Solution(reading, told, asked)


def _to_tell(reading: Reading) -> tuple[Column, ...]:
    """The columns asked for that no cell named stands in, else all of them: 多久发一次, 一次性."""
    asked = [c for c in reading.asked if c != reading.table.name]
    others = [c for c in asked if c.label not in reading.selecting]
    return tuple(others or (asked if reading.named else ()))[:3]


def _asks_other(reading: Reading) -> bool:
    """Whether what is asked for (地址, 什么处罚) is no column: the rows' names do not answer it."""
    if any(c != reading.table.name for c in reading.asked) or reading.subject is not None:
        return False
    held = {c.kind for c in reading.table.columns}
    asked = (k for k in kinds() if k.name in _TOLD and k.name not in held)
    if "谁" in reading.text and not held & _PERSONS:
        return True
    bases = [c.base for c in reading.table.columns]
    meant = (labels for labels, _ in words_said(reading.text))
    if "哪" not in reading.text and any(not any(map(x.search, bases)) for x in meant):
        return True
    return bool(_WHAT.search(reading.text)) or any(k.asked.search(reading.text) for k in asked)


def unstated(reading: Reading) -> bool:
    """Whether the very cell that is asked for, by the names of its row and column, is empty."""
    column = next(iter(reading.asked), None)
    if column is None or not reading.exact or len(reading.rows) > 1 or _ordered(reading):
        return False
    if column.kind == "body":  # who leads may be told by another rule
        return False
    named = said_of(column.base, reading.text) and column.label not in reading.selecting
    return bool(named) and squeezed(reading.rows[0].text(column.label)) in EMPTY - {"无"}


def _rows(reading: Reading) -> Solution | None:
    """The rows that the cells named select, or how many they are."""
    request = reading.request
    if reading.named or _ordered(reading) or _asks_other(reading):
        return None
    if not reading.selecting:
        every = request.counts and request.total and reading.subject == reading.table.name
        return listed(reading, reading.rows, ()) if every else None
    keyed = not reading.question.asked and reading.selecting == {""} and len(reading.rows) <= FEW
    if not (request.which or request.counts or keyed):
        return None
    if len(reading.rows) == len(reading.table.rows):
        return None
    return listed(reading, reading.rows, ())
