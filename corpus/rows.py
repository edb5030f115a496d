"""Table lines to row drafts: headers, repeated headers, group rows, rows broken over two lines."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from corpus.heads import heads, joined_names
from corpus.lines import GROUP, HAN, Line
from corpus.row_shapes import ShapedRows
from corpus.tables import (
    Cell,
    Column,
    cells_of,
    columns,
    group_of,
    header_of,
    is_pipe,
    is_rule,
    is_tabbed,
    plain_header,
    same_header,
    spaced_rows,
)

if TYPE_CHECKING:
    from corpus.structure import Structure

_OPEN = tuple("、，,;；")
_LOOKED_AT, _LONGEST_GROUP = 12, 30


class RowReader(ShapedRows):
    """Reads runs of table lines for a Structure; keeps the header across page breaks."""

    def __init__(self, owner: Structure) -> None:
        self._spaced = spaced_rows(owner.lines, owner.text, owner.labels)
        self._tabs = [is_tabbed(ln, owner.text) or is_pipe(ln) for ln in owner.lines]
        self._parted = _parted(owner.lines, self._tabs, owner.text)
        super().__init__(owner, self._parted, self._spaced)

    def is_row(self, i: int) -> bool:
        """Whether line i is a table line: tabs or pipes, and not a lone pair of cells."""
        lines = self._owner.lines
        if i in self._spaced or i in self.shaped:
            return True
        if not self._tabs[i]:
            return self._bare_group(i)
        count = len(self._parted[i])
        if count >= 3 or (self._header is not None and count == len(self._header)):
            return True
        return any(0 <= j < len(lines) and self._tabs[j] for j in (i - 1, i + 1))

    def _bare_group(self, i: int) -> bool:
        """A group row that lost its empty cells: 一、… alone between rows of a table."""
        line = self._owner.lines[i]
        marker = line.marker
        if not self._inside or marker is None or marker.level != HAN or len(line.shown) > 30:
            return False
        if line.shown[-1] in "。;:" or i + 1 >= len(self._tabs) or not self._tabs[i + 1]:
            return False
        return any(o.level == GROUP for o in self._owner.outline.above)

    def read(self, i: int) -> int:
        """Read the table line i, and what belongs to its row; the index of the next line."""
        if i in self.shaped:
            return self.read_shaped(i)
        lines = self._owner.lines
        line = lines[i]
        if is_rule(line):
            self._exclude(line, "Markdown table rule")
            return i + 1
        cells = self._cells(i)
        names, count = self._columns_at(i, cells)
        if names is not None:
            self._open(lines[i : i + count], names)
            return i + count
        if not self._inside:
            self._start()
        group = group_of(cells) or (cells[0] if not self._tabs[i] and len(cells) == 1 else None)
        if group is not None:
            self._group(line, group)
            return i + 1
        return self._data(i, cells)

    def _columns_at(self, i: int, cells: list[Cell]) -> tuple[tuple[Column, ...] | None, int]:
        """The columns that line i names, alone or with the line below; how many lines it takes."""
        labels = self._owner.labels
        below = self._below(i)
        if below and i not in self._spaced and (names := joined_names(cells, below[0])):
            joined = [Cell(c.start, c.end, name) for c, name in zip(cells, names, strict=True)]
            if heads(joined, below[1:]):
                return columns(names, labels), 2
        ruled = i + 1 < len(self._tabs) and is_rule(self._owner.lines[i + 1])
        header = header_of(cells, labels)
        if header is None and (ruled or self._starts_table(i, cells, below)):
            header = plain_header(cells, labels)
        return header, 1

    def _below(self, i: int) -> list[list[Cell]]:
        """The cells of the rows that follow line i closely, past lines that may name groups."""
        found: list[list[Cell]] = []
        for j in range(i + 1, min(len(self._tabs), i + _LOOKED_AT)):
            if self._tabs[j]:
                found.append(self._parted[j])
            elif not self._tabs[j - 1] or len(self._owner.lines[j].shown) > _LONGEST_GROUP:
                break
        return found

    def _starts_table(self, i: int, cells: list[Cell], below: list[list[Cell]]) -> bool:
        """A first row of short words above rows of as many cells, or above figures: a header."""
        plain = not any(x.isdigit() for c in cells for x in c.text)
        if i in self._spaced:
            return len(cells) > 2 and plain and not (self._inside and self._spaced.get(i - 1))
        size = len(self._header) if self._header is not None else 0
        if len(cells) > 2 and (len(cells) != size or not self._inside) and heads(cells, below):
            return True
        if self._inside or size or len(cells) < 3 or not self._tabs[i + 1 : i + 2]:
            return False
        words = plain and all(0 < len(c.text) <= 15 for c in cells)
        return words and bool(below) and self._tabs[i + 1] and len(below[0]) == len(cells)

    def _open(self, lines: list[Line], header: tuple[Column, ...]) -> None:
        reason = "table header, repeated on a new page"
        if not (self._inside and self._header and same_header(self._header, header)):
            self._start()
            self._header = header
            reason = "table header: its names are the fields' labels"
        for line in lines:
            self._exclude(line, reason)

    def _data(self, i: int, cells: list[Cell]) -> int:
        """A data row; a row with too few cells takes the next lines where they complete it."""
        size = len(self._header) if self._header and i not in self._spaced else 0
        cells, last = self._completed(i, cells, size)
        last = self._continued(last, cells)
        self._add(self._owner.lines[i : last + 1], cells)
        return last + 1

    def _completed(self, i: int, cells: list[Cell], size: int) -> tuple[list[Cell], int]:
        """A row of `size` cells that a line break in a cell parted over lines, and its last line.

        The cells as they are, of line i alone, where the lines below do not make up such a row.
        """
        lines, whole, last = self._owner.lines, cells, i
        while len(whole) < size and last + 1 < len(lines) and not is_pipe(lines[i]):
            more = self._cells(last + 1)
            fresh = more[0].text.isdigit() or header_of(more, self._owner.labels)
            if fresh or group_of(more) or len(whole) + len(more) - 1 > size:
                break
            if len(more) == 1 and lines[last + 1].marker:
                break
            start, end = whole[-1].start, more[0].end
            joined = Cell(start, end, self._owner.text[start:end])
            whole = [*whole[:-1], joined, *more[1:]]
            last += 1
        return (whole, last) if len(whole) == size else (cells, i)

    def _continued(self, last: int, cells: list[Cell]) -> int:
        """Take a line without cells into the last cell where that ends in an open list."""
        lines, text = self._owner.lines, self._owner.text
        while cells[-1].text[-1:] in _OPEN and last + 1 < len(lines) and cells[-1].text:
            following = lines[last + 1]
            if self._tabs[last + 1] or last + 1 in self._spaced or following.marker:
                break
            start = cells[-1].start
            cells[-1] = Cell(start, following.end, text[start : following.end])
            last += 1
        return last

    def _cells(self, i: int) -> list[Cell]:
        """The cells of a line, those of one cell too."""
        spaced = self._spaced.get(i)
        if spaced is None and self._tabs[i]:
            return self._parted[i]
        return _cells(self._owner.lines[i], self._owner.text, spaced)


def _cells(line: Line, text: str, spaced: int | None = None) -> list[Cell]:
    """The cells of a line; `spaced` as `cells_of` has it."""
    return cells_of(text, line.start, max(line.end, line.raw_end), spaced=spaced)


def _parted(lines: list[Line], tabs: list[bool], text: str) -> list[list[Cell]]:
    """The cells of each line that tabs or pipes part; [] for others.

    Empty cells before the first word count where the row has then as many cells as another one
    of its table, one that begins with a word; else the tabs only indent it.
    """
    found = [_cells(line, text) if tab else [] for line, tab in zip(lines, tabs, strict=True)]
    empty = [text.count("\t", text.rfind("\n", 0, ln.start) + 1, ln.start) for ln in lines]
    for _, run in groupby(range(len(lines)), key=tabs.__getitem__):
        held = list(run)
        sizes = {len(found[i]) for i in held if not empty[i]}
        for i in held:
            if empty[i] and len(found[i]) + empty[i] in sizes:
                start = lines[i].start
                found[i] = [*[Cell(start, start, "")] * empty[i], *found[i]]
    return found
