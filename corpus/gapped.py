"""Tables that a conversion flattened to one cell a line with a blank line after each cell.

An empty cell leaves its own blank lines, so that the place of every cell is known although many
are empty. Told by a header that begins with the name of the number column, and by numbers that
recur every so many cells.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from corpus.fields import Labels
from corpus.flat import FlatRow, FlatTable, Span
from corpus.fold import fold
from corpus.lines import Line
from corpus.records import NUMBER
from corpus.tables import columns

_COUNT = re.compile(r"\(?\d{1,4}\)?[.、]?")
_QUOTED = re.compile(r'"[^"]*"')
_MAX_NAMES, _MIN_NAMES, _MIN_ROWS, _LONGEST_NAME = 16, 4, 2, 20


@dataclass(slots=True)
class _Cells:
    """A row in the making: the lines of its cells, by column; more than there are are unsure."""

    held: dict[int, list[int]] = field(default_factory=dict)
    unsure: bool = False

    def lines(self) -> list[int]:
        return [i for at in sorted(self.held) for i in self.held[at]]


def gapped_tables(lines: Sequence[Line], labels: Labels) -> list[FlatTable]:
    """The tables of a document's lines that blank lines part into cells, in order."""
    found: list[FlatTable] = []
    i = 0
    while i < len(lines):
        label = labels.of(lines[i].shown) if len(lines[i].shown) <= _LONGEST_NAME else None
        table = _table(lines, i, labels) if label is not None and label.name == NUMBER else None
        if table is not None:
            found.append(table)
        i = table.end if table is not None else i + 1
    return found


def _table(lines: Sequence[Line], at: int, labels: Labels) -> FlatTable | None:
    """The table whose header begins with line `at`."""
    first = at + 1
    while first < len(lines) and first - at <= _MAX_NAMES and lines[first].gap == 1:
        if _COUNT.fullmatch(lines[first].text):
            break
        first += 1
    names = _names(lines[at:first])
    size = _size(lines, first, at)
    if not _MIN_NAMES <= size <= len(names) or size < len(names):
        return None
    table = FlatTable(columns(names, labels), [(at, first - 1)])
    _fill(table, lines, first, size, lines[at].shown)
    return table if sum(_is_data(r, lines) for r in table.rows) >= _MIN_ROWS else None


def _names(head: Sequence[Line]) -> list[str]:
    """The names of a header; what is in brackets goes with the line before, in quotes behind."""
    names: list[str] = []
    opened = False
    for line in head:
        shown = "".join(line.raw[line.body :].split())
        if names and (opened or fold(shown)[0] == "("):
            names[-1] += shown
        else:
            names.append(shown)
        opened = _QUOTED.fullmatch(fold(shown)) is not None
    return names if all(len(n) <= _LONGEST_NAME for n in names) else []


def _step(line: Line) -> int:
    """How many cells after the one before it a line stands; 0 where it goes on with that one."""
    return (line.gap + 1) // 2


def _size(lines: Sequence[Line], first: int, at: int) -> int:
    """How many cells after each other the numbers of rows stand most often."""
    place, places = 0, []
    for i in range(first, len(lines)):
        place += _step(lines[i])
        if lines[i].shown == lines[at].shown:
            break
        if _COUNT.fullmatch(lines[i].text) and _followed(lines, i):
            places.append(place)
    apart = Counter(b - a for a, b in pairwise(places)).most_common(1)
    return apart[0][0] if apart and apart[0][1] + 1 >= _MIN_ROWS else 0


def _followed(lines: Sequence[Line], i: int) -> bool:
    """Whether a line with words, and no number, stands in the cell after a number."""
    following = lines[i + 1] if i + 1 < len(lines) else None
    if following is None or following.gap != 1:
        return False
    return not following.text[0].isdigit() and not _COUNT.fullmatch(following.text)


def _fill(table: FlatTable, lines: Sequence[Line], first: int, size: int, head: str) -> None:
    """The rows and groups of a table from line `first` on, up to where cells no longer fit."""
    row, place, pending = _Cells(), -1, []
    for i in range(first, len(lines)):
        line = lines[i]
        if line.shown == head:
            break
        step = _step(line) if i > first else max(1, _step(line) if line.gap > 1 else 1)
        starts = bool(_COUNT.fullmatch(line.text)) and _followed(lines, i)
        place += step
        if starts and (place >= size or len(row.held) <= 1):
            pending += _kept(row, size)
            row, place = _Cells(), 0
        elif place == size and 0 in row.held and not _is_head(lines, i + 1, head):
            row.unsure, place = True, size - 1  # no number: a cell of the row was of two lines
        elif place > size:
            pending += _kept(row, size)
            row, place = _Cells(), place - size
        if place >= size:
            break
        row.held.setdefault(place, []).append(i)
    pending += _kept(row, size)
    for kept in pending:
        if isinstance(kept, int):
            table.groups.append(kept)
        else:
            table.rows.append(kept)
    last = max((r.last for r in table.rows), default=0)
    table.groups = [g for g in table.groups if g < last]


def _is_head(lines: Sequence[Line], i: int, head: str) -> bool:
    return i < len(lines) and lines[i].shown == head


def _kept(row: _Cells, size: int) -> list[FlatRow | int]:
    """A finished row; the line of a group where one cell alone is filled."""
    held = row.lines()
    if not held:
        return []
    if row.unsure:
        spans = tuple((row.held[c][0], row.held[c][0]) for c in (0, 1) if c in row.held)
        return [FlatRow(held[0], held[-1], spans)]
    if len(row.held) == 1:
        return [held[0]] if len(held) == 1 else []
    cells: list[Span | None] = [
        (row.held[c][0], row.held[c][-1]) if c in row.held else None for c in range(size)
    ]
    return [FlatRow(held[0], held[-1], tuple(cells))]


def _is_data(row: FlatRow, lines: Sequence[Line]) -> bool:
    first = row.cells[0]
    return first is not None and _COUNT.fullmatch(lines[first[0]].text) is not None
