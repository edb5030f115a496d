"""Table lines to row drafts: headers, repeated headers, group rows, rows broken over two lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.lines import GROUP, HAN, Line
from corpus.row_shapes import ShapedRows
from corpus.tables import (
    Cell,
    Column,
    cells_of,
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


class RowReader(ShapedRows):
    """Reads runs of table lines for a Structure; keeps the header across page breaks."""

    def __init__(self, owner: Structure) -> None:
        self._spaced = spaced_rows(owner.lines, owner.text, owner.labels)
        self._tabs = [is_tabbed(ln, owner.text) or is_pipe(ln) for ln in owner.lines]
        parted = zip(owner.lines, self._tabs, strict=True)
        super().__init__(owner, [_cells(ln, owner.text) if tab else [] for ln, tab in parted])

    def is_row(self, i: int) -> bool:
        """Whether line i is a table line: tabs or pipes, and not a lone pair of cells."""
        lines = self._owner.lines
        if i in self._spaced or i in self.shaped:
            return True
        if not self._tabs[i]:
            return self._bare_group(i)
        count = len(self._cells(lines[i]))
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
        cells = self._cells(line, spaced=self._spaced.get(i))
        ruled = i + 1 < len(lines) and is_rule(lines[i + 1])
        header = header_of(cells, self._owner.labels)
        if header is None and (ruled or self._starts_table(i, cells)):
            header = plain_header(cells, self._owner.labels)
        if header is not None:
            self._open(line, header)
            return i + 1
        if not self._inside:
            self._start()
        group = group_of(cells) or (cells[0] if not self._tabs[i] and len(cells) == 1 else None)
        if group is not None:
            self._group(line, group)
            return i + 1
        return self._data(i, cells)

    def _starts_table(self, i: int, cells: list[Cell]) -> bool:
        """A first row of short words without numbers above rows of as many cells: a header."""
        lines = self._owner.lines
        if (
            i in self._spaced
            and len(cells) > 2
            and not any(x.isdigit() for c in cells for x in c.text)
        ):
            return not self._inside or not self._spaced.get(i - 1)
        if self._inside or self._header is not None or len(cells) < 3 or i + 1 >= len(lines):
            return False
        words = all(0 < len(c.text) <= 15 and not any(x.isdigit() for x in c.text) for c in cells)
        return words and self._tabs[i + 1] and len(self._cells(lines[i + 1])) == len(cells)

    def _open(self, line: Line, header: tuple[Column, ...]) -> None:
        repeated = self._inside and self._header and same_header(self._header, header)
        if repeated:
            self._exclude(line, "table header, repeated on a new page")
            return
        self._start()
        self._header = header
        self._exclude(line, "table header: its names are the fields' labels")

    def _data(self, i: int, cells: list[Cell]) -> int:
        """A data row; a row with too few cells takes the next line that completes it."""
        lines, last = self._owner.lines, i
        columns = len(self._header) if self._header and i not in self._spaced else 0
        while len(cells) < columns and last + 1 < len(lines) and not is_pipe(lines[i]):
            more = self._cells(lines[last + 1])
            fresh = more[0].text.isdigit() or header_of(more, self._owner.labels)
            if fresh or group_of(more) or len(cells) + len(more) - 1 > columns:
                break
            if len(more) == 1 and (len(cells) == columns or lines[last + 1].marker):
                break
            start, end = cells[-1].start, more[0].end
            joined = Cell(start, end, self._owner.text[start:end])
            cells = [*cells[:-1], joined, *more[1:]]
            last += 1
        last = self._continued(last, cells)
        self._add(i, last, cells)
        return last + 1

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

    def _cells(self, line: Line, *, spaced: int | None = None) -> list[Cell]:
        return _cells(line, self._owner.text, spaced)


def _cells(line: Line, text: str, spaced: int | None = None) -> list[Cell]:
    """The cells of a line; `spaced` as `cells_of` has it."""
    return cells_of(text, line.start, max(line.end, line.raw_end), spaced=spaced)
