"""Tables that are told by their shape: one cell a line, one line, parted by blanks, named cells."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import TYPE_CHECKING

from corpus.aligned import AlignedTable, aligned_tables
from corpus.flat import FlatTable
from corpus.flattened import flattened_tables
from corpus.glued import GluedTable, glued_table
from corpus.labelled import Part
from corpus.lines import Line
from corpus.numbered import NumberedTable, numbered_tables
from corpus.outline import Draft
from corpus.pieces import pieced_tables
from corpus.records import Exclusion
from corpus.rosters import Entry, rosters
from corpus.row_drafts import RowDrafts
from corpus.sheets import Pair, named_cells
from corpus.tables import Cell, columns

if TYPE_CHECKING:
    from corpus.structure import Structure

_OF_PERSONS = ("姓名", "单位和职务")


class ShapedRows(RowDrafts):
    """Finds the tables of a document that their shape tells, and reads them."""

    def __init__(
        self, owner: Structure, cells: Sequence[list[Cell]], spaced: Container[int]
    ) -> None:
        """Find the tables.

        Args:
            cells: those of each line that tabs or pipes part.
            spaced: the lines of tables that blanks part and known names tell: these go on below
                a table of pieces only where they read no more lines.
        """
        super().__init__(owner)
        lines, labels = owner.lines, owner.labels
        flat = flattened_tables(lines, labels)
        self._flat = {t.begin: t for t in flat}
        self._aligned = {t.headers[0]: t for t in aligned_tables(lines, owner.text, labels)}
        glued = ((i, glued_table(ln, owner.text, labels)) for i, ln in enumerate(lines))
        self._glued = {i: table for i, table in glued if table is not None}
        self._numbered = {t.header: t for t in numbered_tables(lines, owner.text, labels)}
        self._named = named_cells(cells, labels)
        self._persons = rosters(lines)
        pieced = pieced_tables(lines, labels)
        self._pieced = {i: t for i, t in pieced.items() if i not in spaced or t.end not in spaced}
        tables = (self._pieced, self._flat, self._numbered, self._aligned, self._glued)
        shapes = (*tables, self._named, self._persons)
        self.shaped: Container[int] = frozenset(i for found in shapes for i in found)

    def read_shaped(self, i: int) -> int:
        """Read the table, or the line of one, that begins with line i; the next line's index."""
        if i in self._pieced:
            pieced = self._pieced[i]
            self._read_flat(pieced.table, pieced.pieces)
            return pieced.end
        if i in self._flat:
            return self._read_flat(self._flat[i], self._owner.lines)
        if i in self._numbered:
            return self._read_numbered(self._numbered[i])
        if i in self._aligned:
            return self._read_aligned(self._aligned[i])
        if i in self._glued:
            return self._read_glued(i, self._glued[i])
        if i in self._named:
            return self._read_named(i, self._named[i])
        return self._read_person(i, self._persons[i])

    def _read_flat(self, table: FlatTable, lines: Sequence[Line]) -> int:
        """Read a table of one cell a line; the index of the line after it."""
        text = self._owner.text
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
            self._add(lines[row.first : row.last + 1], cells, merged=row.sure)
        return table.end

    def _read_numbered(self, table: NumberedTable) -> int:
        """Read a table of numbered rows; the index of the line after it."""
        lines = self._owner.lines
        self._start()
        self._header = table.columns
        self._exclude(lines[table.header], "table header: its names are the fields' labels")
        rows = {row.first: row for row in table.rows}
        for i in sorted([*table.groups, *rows]):
            if i in rows:
                self._add(lines[i : rows[i].last + 1], rows[i].cells)
            elif i < table.end:
                self._group(lines[i], Cell(lines[i].start, lines[i].end, lines[i].raw))
        return table.end

    def _read_aligned(self, table: AlignedTable) -> int:
        """Read a table that blanks alone keep apart; the index of the line after it."""
        self._start()
        self._header = table.columns
        for i in table.headers:
            self._exclude(self._owner.lines[i], "table header: its names are the fields' labels")
        for i, cells in table.rows.items():
            self._add([self._owner.lines[i]], cells)
        return table.end

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

    def _read_named(self, i: int, pairs: list[Pair]) -> int:
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

    def _read_person(self, i: int, entry: Entry) -> int:
        """Read a line of a list of persons; what they are in the body heads them as a group."""
        owner, line = self._owner, self._owner.lines[i]
        if i - 1 not in self._persons:
            self._start()
            self._header = columns(list(_OF_PERSONS), owner.labels)
        if entry.head is not None:
            end = entry.person[0].start if entry.person else line.end
            self._group(line._replace(end=end), entry.head)
        if entry.person is not None:
            self._row += 1
            name, post = entry.person
            draft = Draft("row", name.start, post.end, owner.outline.above)
            draft.cells, draft.header = [name, post], self._header
            draft.table, draft.row = self._table, self._row
            draft.parts = [(name.start, post.end)]
            owner.drafts.append(draft)
        return i + 1
