"""Tables of numbered rows whose cells two blanks or more part, under a header of any short names.

Told by a header that begins with the name of the number column and rows of as many cells whose
numbers count up. A name too long for its column stands on the lines above and below its number:

    社区卫生、养老、教育、文化、体育等公共服务设
    26  预期性  中心城区
    施15分钟步行可达覆盖率(%)
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.fields import Labels
from corpus.lines import HAN_BRACKET, Line
from corpus.records import NUMBER
from corpus.tables import WIDE, Cell, Column, cells_of, columns

_NUMBERED = re.compile(r"(?:[A-Z]{1,2}-?)?(\d{1,3})")
_PAGE = re.compile(r"\d{1,4} (?=\d{1,3}$)")  # a page's number before that of its first row
_MIN_NAMES, _MAX_NAMES, _LONGEST_NAME, _LONGEST_GROUP = 3, 10, 16, 30
_MIN_ROWS = 3


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its first and last line and its cells, the number first."""

    first: int
    last: int
    cells: list[Cell]


@dataclass(slots=True)
class NumberedTable:
    """A table: its columns, its header line, rows, and the lines that name groups of rows."""

    columns: tuple[Column, ...]
    header: int
    rows: list[Row] = field(default_factory=list)
    groups: list[int] = field(default_factory=list)

    @property
    def end(self) -> int:
        """The index of the first line after the table."""
        return self.rows[-1].last + 1


def numbered_tables(lines: Sequence[Line], text: str, labels: Labels) -> list[NumberedTable]:
    """The tables of numbered rows parted by blanks, in order."""
    found: list[NumberedTable] = []
    i = 0
    while i < len(lines):
        names = _header(lines[i], text, labels)
        table = NumberedTable(columns(names, labels), i) if names else None
        if table is not None:
            _fill(table, lines, text)
        if table is not None and len(table.rows) >= _MIN_ROWS:
            found.append(table)
            i = table.end
        else:
            i += 1
    return found


def _header(line: Line, text: str, labels: Labels) -> list[str]:
    cells = _cells(line, text)
    if not _MIN_NAMES <= len(cells) <= _MAX_NAMES:
        return []
    label = labels.of(cells[0].text)
    names = [c.text for c in cells]
    short = all(len(n) <= _LONGEST_NAME for n in names) and len(set(names)) == len(names)
    return names if label is not None and label.name == NUMBER and short else []


def _cells(line: Line, text: str) -> list[Cell]:
    if "|" in line.raw or "\t" in line.raw:
        return []
    return cells_of(text, line.start, line.end, spaced=WIDE)


def _fill(table: NumberedTable, lines: Sequence[Line], text: str) -> None:
    """The rows behind the header, as long as their numbers count up."""
    size, i, due = len(table.columns), table.header + 1, 0
    while i < len(lines):
        number, cells = _numbered(_cells(lines[i], text))
        if number == due + 1 or (number is not None and not due):
            if len(cells) != size:
                return
            table.rows.append(Row(i, i, cells))
        elif (row := _wrapped(lines, i, text, due + 1, size)) is not None:
            table.rows.append(row)
            number, i = due + 1, row.last
        elif _names_group(lines[i], cells):
            table.groups.append(i)
            number = due
        else:
            return
        due, i = number or 0, i + 1


def _numbered(cells: list[Cell]) -> tuple[int | None, list[Cell]]:
    """The number of a row, without that of a page before it; None where it is none."""
    if not cells:
        return None, cells
    first = cells[0]
    page = _PAGE.match(first.text)
    if page:
        first = Cell(first.start + page.end(), first.end, first.text[page.end() :])
    match = _NUMBERED.fullmatch(first.text)
    return (int(match[1]), [first, *cells[1:]]) if match else (None, cells)


def _wrapped(lines: Sequence[Line], i: int, text: str, due: int, size: int) -> Row | None:
    """The row whose name begins on line i, above its number, and ends on the line below."""
    if i + 2 >= len(lines):
        return None
    above, below = _cells(lines[i], text), _cells(lines[i + 2], text)
    number, cells = _numbered(_cells(lines[i + 1], text))
    if len(above) != 1 or len(below) != 1 or number != due or len(cells) != size - 1:
        return None
    name = Cell(above[0].start, below[0].end, above[0].text + below[0].text)
    return Row(i, i + 2, [cells[0], name, *cells[1:]])


def _names_group(line: Line, cells: list[Cell]) -> bool:
    """Whether a line alone names a group of rows: 一、…, short and without a stop."""
    marker = line.marker
    heads = marker is not None and marker.level <= HAN_BRACKET
    return heads and len(cells) == 1 and len(line.shown) <= _LONGEST_GROUP
