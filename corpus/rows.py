"""Table lines to row drafts: headers, repeated headers, group rows, rows broken over two lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.aligned import AlignedTable, aligned_tables
from corpus.flat import FlatTable, flat_tables
from corpus.gapped import gapped_tables
from corpus.glued import GluedTable, glued_table
from corpus.labelled import Part
from corpus.lines import GROUP, HAN, Line
from corpus.outline import Draft
from corpus.records import Exclusion, Heading
from corpus.sheets import named_cells
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


class RowReader:
    """Reads runs of table lines for a Structure; keeps the header across page breaks."""

    def __init__(self, owner: Structure) -> None:
        self._owner = owner
        self._header: tuple[Column, ...] | None = None
        self._table = 0
        self._row = 0
        self._inside = False
        self._spaced = spaced_rows(owner.lines, owner.text, owner.labels)
        flat = [*flat_tables(owner.lines, owner.labels), *gapped_tables(owner.lines, owner.labels)]
        self._flat = {t.headers[0][0]: t for t in flat}
        aligned = aligned_tables(owner.lines, owner.text, owner.labels)
        self._aligned = {t.headers[0]: t for t in aligned}
        glued = ((i, glued_table(ln, owner.text, owner.labels)) for i, ln in enumerate(owner.lines))
        self._glued = {i: table for i, table in glued if table is not None}
        self._tabs = [is_tabbed(ln, owner.text) or is_pipe(ln) for ln in owner.lines]
        parted = [
            self._cells(ln) if t else [] for ln, t in zip(owner.lines, self._tabs, strict=True)
        ]
        self._named = named_cells(parted, owner.labels)

    def is_row(self, i: int) -> bool:
        """Whether line i is a table line: tabs or pipes, and not a lone pair of cells."""
        lines = self._owner.lines
        if i in self._spaced or i in self._flat or i in self._aligned or i in self._glued:
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

    def forget(self) -> None:
        """A new title: rows that follow without a header belong to no earlier table."""
        self._header = None
        self.leave()

    def leave(self) -> None:
        """Text follows: the table has ended, and with it its groups and caption."""
        self._inside = False
        self._owner.outline.leave_table()

    def read(self, i: int) -> int:
        """Read the table line i, and what belongs to its row; the index of the next line."""
        if i in self._flat:
            return self._read_flat(self._flat[i])
        if i in self._aligned:
            return self._read_aligned(self._aligned[i])
        if i in self._glued:
            return self._read_glued(i, self._glued[i])
        lines = self._owner.lines
        line = lines[i]
        if i in self._named:
            return self._read_named(i, self._named[i])
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

    def _start(self) -> None:
        self._owner.outline.close(GROUP)
        self._table += 1
        self._row = 0
        self._inside = True

    def _group(self, line: Line, cell: Cell) -> None:
        owner = self._owner
        owner.outline.close(GROUP)
        draft = Draft("title", cell.start, cell.end, owner.outline.above, line.marker, cell.start)
        draft.parts = [(cell.start, cell.end)]
        owner.drafts.append(draft)
        owner.outline.push(GROUP, Heading(cell.text, cell.start, cell.end))
        if cell.start > line.start:
            owner.exclusions.append(Exclusion(line.start, cell.start, "Markdown table mark"))
        if line.end > cell.end:
            owner.exclusions.append(Exclusion(cell.end, line.end, "Markdown table mark"))

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

    def _read_flat(self, table: FlatTable) -> int:
        """Read a table of one cell a line; the index of the line after it."""
        lines, text = self._owner.lines, self._owner.text
        self._start()
        self._header = table.columns
        for first, last in table.headers:
            for line in lines[first : last + 1]:
                self._exclude(line, "table header: its names are the fields' labels")
        groups = iter(table.groups)
        group = next(groups, None)
        for row in table.rows:
            while group is not None and group < row.first:
                at = lines[group]
                self._group(at, Cell(at.start, at.end, at.raw))
                group = next(groups, None)
            end = lines[row.first].start
            cells = []
            for span in row.cells:
                start = lines[span[0]].start if span else end
                end = lines[span[1]].end if span else end
                cells.append(Cell(start, end, text[start:end]))
            self._add(row.first, row.last, cells)
        return table.end

    def _read_aligned(self, table: AlignedTable) -> int:
        """Read a table that blanks alone keep apart; the index of the line after it."""
        self._start()
        self._header = table.columns
        for i in table.headers:
            self._exclude(self._owner.lines[i], "table header: its names are the fields' labels")
        for i, cells in table.rows.items():
            self._add(i, i, cells)
        return table.end

    def _read_named(self, i: int, pairs: list[tuple[Cell, Cell]]) -> int:
        """Read a line of a sheet that names its values, each pair a labelled line of its own."""
        owner, line = self._owner, self._owner.lines[i]
        self.forget()
        at = line.start
        for name, value in pairs:
            if name.start > at:
                owner.exclusions.append(Exclusion(at, name.start, "Markdown table mark"))
            draft = Draft("paragraph", name.start, value.end, owner.outline.above)
            draft.body, draft.parts = name.start, [(name.start, value.end)]
            draft.keys = [Part("".join(name.text.split()).rstrip(":："), value.start, value.end)]
            owner.drafts.append(draft)
            at = value.end
        if line.end > at:
            owner.exclusions.append(Exclusion(at, line.end, "Markdown table mark"))
        return i + 1

    def _read_glued(self, i: int, table: GluedTable) -> int:
        """Read a table that stands on one line; the index of the line after it."""
        owner = self._owner
        self._start()
        self._header = table.columns
        reason = "table header: its names are the fields' labels"
        owner.exclusions.append(Exclusion(*table.header, reason))
        for cells in table.rows:
            self._row += 1
            draft = Draft("row", cells[0].start, cells[-1].end, owner.outline.above)
            draft.cells, draft.header = list(cells), self._header
            draft.table, draft.row = self._table, self._row
            draft.parts = [(cells[0].start, cells[-1].end)]
            owner.drafts.append(draft)
        return i + 1

    def _add(self, first: int, last: int, cells: list[Cell]) -> None:
        """The draft of a data row over the lines first..last."""
        lines = self._owner.lines[first : last + 1]
        self._row += 1
        draft = Draft("row", lines[0].start, lines[-1].end, self._owner.outline.above)
        draft.cells, draft.header = cells, self._header
        draft.table, draft.row = self._table, self._row
        draft.parts = [(ln.start, ln.end) for ln in lines]
        self._owner.drafts.append(draft)

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
        end = max(line.end, line.raw_end)
        return cells_of(self._owner.text, line.start, end, spaced=spaced)

    def _exclude(self, line: Line, reason: str) -> None:
        self._owner.exclusions.append(Exclusion(line.start, line.end, reason))
