"""Drafts of rows and of the groups that rows stand under, put into a Structure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from corpus.lines import GROUP, Line
from corpus.outline import Draft
from corpus.records import NUMBER, Exclusion, Heading
from corpus.tables import TOTAL, Cell, Column

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
        self._merged: dict[int, Cell] = {}

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
        self._merged = {}
        self._inside = True

    def _group(self, line: Line, cell: Cell) -> None:
        owner = self._owner
        self._merged = {}
        owner.outline.close(GROUP)
        draft = Draft("title", cell.start, cell.end, owner.outline.above, line.marker, cell.start)
        draft.parts, draft.table = [(cell.start, cell.end)], self._table
        owner.drafts.append(draft)
        owner.outline.push(GROUP, Heading(cell.text, cell.start, cell.end))
        if cell.start > line.start:
            owner.exclusions.append(Exclusion(line.start, cell.start, "Markdown table mark"))
        if line.end > cell.end:
            owner.exclusions.append(Exclusion(cell.end, line.end, "Markdown table mark"))

    def _add(self, lines: Sequence[Line], cells: list[Cell], *, merged: bool = True) -> None:
        """The draft of a data row over these lines.

        `merged`: its first cells, where they are empty, are those of the row above.
        """
        self._row += 1
        draft = Draft("row", lines[0].start, lines[-1].end, self._owner.outline.above)
        draft.cells, draft.header = cells, self._header
        draft.table, draft.row = self._table, self._row
        draft.parts = [(ln.start, ln.end) for ln in lines]
        draft.above_cells = self._from_above(cells) if merged else {}
        self._owner.drafts.append(draft)

    def _from_above(self, cells: list[Cell]) -> dict[int, Cell]:
        """The cells, by column, of rows above that reach down into a row.

        Only those of its first columns, up to the first that is filled and no number: there a row
        has its name or that of its kind, so that an empty cell is one merged with that above.
        """
        at = next((k for k, c in enumerate(cells) if c.text and not self._numbers(k)), len(cells))
        total = any(TOTAL.fullmatch(c.text) for c in cells)
        known = {} if total else {k: c for k, c in self._merged.items() if k < at}
        if sum(bool(c.text) for c in cells) > 1:
            self._merged = known | {k: c for k, c in enumerate(cells) if c.text}
        return {k: c for k, c in known.items() if not self._numbers(k)}

    def _numbers(self, column: int) -> bool:
        header = self._header or ()
        return column < len(header) and header[column].name == NUMBER

    def _exclude(self, line: Line, reason: str) -> None:
        self._owner.exclusions.append(Exclusion(line.start, line.end, reason))
