"""Drafts of rows and of the groups that rows stand under, put into a Structure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.lines import GROUP, Line
from corpus.outline import Draft
from corpus.records import Exclusion, Heading
from corpus.tables import Cell, Column

if TYPE_CHECKING:
    from corpus.structure import Structure


class RowDrafts:
    """Adds rows and groups to a Structure; keeps the header and counts tables and rows."""

    def __init__(self, owner: Structure) -> None:
        self._owner = owner
        self._header: tuple[Column, ...] | None = None
        self._table = 0
        self._row = 0
        self._inside = False

    def forget(self) -> None:
        """A new title: rows that follow without a header belong to no earlier table."""
        self._header = None
        self.leave()

    def leave(self) -> None:
        """Text follows: the table has ended, and with it its groups and caption."""
        self._inside = False
        self._owner.outline.leave_table()

    def _start(self) -> None:
        self._owner.outline.close(GROUP)
        self._table += 1
        self._row = 0
        self._inside = True

    def _group(self, line: Line, cell: Cell) -> None:
        owner = self._owner
        owner.outline.close(GROUP)
        draft = Draft("title", cell.start, cell.end, owner.outline.above, line.marker, cell.start)
        draft.parts, draft.table = [(cell.start, cell.end)], self._table
        owner.drafts.append(draft)
        owner.outline.push(GROUP, Heading(cell.text, cell.start, cell.end))
        if cell.start > line.start:
            owner.exclusions.append(Exclusion(line.start, cell.start, "Markdown table mark"))
        if line.end > cell.end:
            owner.exclusions.append(Exclusion(cell.end, line.end, "Markdown table mark"))

    def _add(self, first: int, last: int, cells: list[Cell]) -> None:
        """The draft of a data row over the lines first..last."""
        lines = self._owner.lines[first : last + 1]
        self._row += 1
        draft = Draft("row", lines[0].start, lines[-1].end, self._owner.outline.above)
        draft.cells, draft.header = cells, self._header
        draft.table, draft.row = self._table, self._row
        draft.parts = [(ln.start, ln.end) for ln in lines]
        self._owner.drafts.append(draft)

    def _exclude(self, line: Line, reason: str) -> None:
        self._owner.exclusions.append(Exclusion(line.start, line.end, reason))
