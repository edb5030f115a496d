"""Tables of numbers whose columns are kept apart by blanks, under a header of one or two lines.

Told by shape: lines of as many cells each, a name and then numbers; the names above need not be
known. In a header of two lines each lower name belongs to the upper one that it stands under.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.fields import Labels
from corpus.fold import fold
from corpus.lines import Line
from corpus.tables import TOTAL, WIDE, Cell, Column, cells_of, columns

_NUMBER = re.compile(r"[\d.,%\-/]+")
_HAN = re.compile(r"[\u3400-\u9fff]")
_MIN_ROWS, _MIN_CELLS = 2, 3


@dataclass(slots=True)
class AlignedTable:
    """A table: its columns, the indices of its header lines, its rows by index of their line."""

    columns: tuple[Column, ...]
    headers: list[int]
    rows: dict[int, list[Cell]] = field(default_factory=dict)

    @property
    def end(self) -> int:
        """The index of the first line after the table."""
        return max(self.rows) + 1


def aligned_tables(lines: Sequence[Line], text: str, labels: Labels) -> list[AlignedTable]:
    """The tables of a document's lines that blanks alone keep apart, in order."""
    cells = [_cells(line, text) for line in lines]
    found: list[AlignedTable] = []
    i = 0
    while i < len(lines):
        rows = {i: cells[i]} if _is_data(cells[i]) else {}
        j = i + 1
        while rows and j < len(lines) and _goes_on(cells[j], len(cells[i])):
            rows[j] = cells[j]
            j += 1
        if len(rows) >= _MIN_ROWS:
            table = _headed(cells, i, text, labels)
            if table is not None:
                table.rows = rows
                found.append(table)
        i = j if rows else i + 1
    return found


def _cells(line: Line, text: str) -> list[Cell]:
    """The cells of a line; a name set wide (随  县) is one."""
    if "  " not in line.raw or line.marker is not None or "|" in line.raw or "\t" in line.raw:
        return []
    found = cells_of(text, line.start, line.end, spaced=WIDE)
    if len(found) > 1 and all(len(c.text) == 1 and _HAN.match(c.text) for c in found[:2]):
        name = Cell(found[0].start, found[1].end, found[0].text + found[1].text)
        found = [name, *found[2:]]
    return found if len(found) >= _MIN_CELLS else []


def _is_data(cells: list[Cell]) -> bool:
    numbers = [_NUMBER.fullmatch(fold(c.text)) is not None for c in cells]
    return len(cells) >= _MIN_CELLS and not numbers[0] and all(numbers[1:])


def _goes_on(cells: list[Cell], count: int) -> bool:
    """Whether a line is a further row; that of the totals may lack the last cells."""
    short = bool(cells) and TOTAL.fullmatch(cells[0].text) and len(cells) < count
    return _is_data(cells) and (len(cells) == count or bool(short))


def _headed(
    cells: Sequence[list[Cell]], first: int, text: str, labels: Labels
) -> AlignedTable | None:
    """The table whose first row is line `first`, None where nothing above names its columns."""
    count = len(cells[first])
    above = cells[first - 1] if first else []
    if not above or not _names(above):
        return None
    if len(above) == count:
        return AlignedTable(columns([c.text for c in above], labels), [first - 1])
    top = cells[first - 2] if first > 1 else []
    names = _joined(top, above, text) if top and _names(top) else []
    if len(names) != count:
        return None
    return AlignedTable(columns(names, labels), [first - 2, first - 1])


def _names(cells: list[Cell]) -> bool:
    return not any(_NUMBER.fullmatch(fold(c.text)) for c in cells)


def _joined(top: list[Cell], below: list[Cell], text: str) -> list[str]:
    """The names of two header lines: each lower name after the upper one that it stands under."""
    middles = [_middle(c, text) for c in top]
    owner = [min(range(len(top)), key=lambda k: abs(middles[k] - _middle(c, text))) for c in below]
    parts = Counter(owner)
    if owner != sorted(owner) or len(set(parts.values())) != 1:
        return []
    names: list[str] = []
    for k, cell in enumerate(top):
        under = [c.text for c, o in zip(below, owner, strict=True) if o == k]
        names += [cell.text + name for name in under] or [cell.text]
    return names


def _middle(cell: Cell, text: str) -> float:
    """The middle of a cell on its line, a Chinese character as wide as two others."""
    begin = text.rfind("\n", 0, cell.start) + 1
    return _wide(text[begin : cell.start]) + _wide(text[cell.start : cell.end]) / 2


def _wide(text: str) -> int:
    return len(text) + len(_HAN.findall(text))
