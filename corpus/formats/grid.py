"""Cells with spans to the lines of a pipe table: captions, header, rows.

A value that is merged downwards is repeated in each row, one merged sideways stands once. Shapes
only: what a column's name means is read later.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.formats.converted import prose, squeeze

_NUMERIC = re.compile(r"[\d.,%\-/()（）:： ]+")
_STOPS = re.compile(r"[。；;！？!?]")
_MAX_NAME = 30
_MAX_GROUP = 60
_REACH = 10
_MAX_SPANNED = 500_000
_MAX_COLUMNS = 1000


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its place, how many rows and columns it covers, its text (may have lines)."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1


class Grid:
    """Cells by place, without empty rows and, unless they are kept, empty columns."""

    def __init__(self, cells: Sequence[Cell], *, keep_columns: bool = False) -> None:
        filled = [c for c in cells if c.text.strip()]
        rows = sorted({c.row for c in filled})
        columns = sorted({c.column for c in (cells if keep_columns else filled)})[:_MAX_COLUMNS]
        self.rows, self.columns = len(rows), len(columns)
        self._at: dict[tuple[int, int], Cell] = {}
        row_of = {r: i for i, r in enumerate(rows)}
        column_of = {c: i for i, c in enumerate(columns)}
        spanned = 0
        for cell in filled:
            below = _covered(cell.row, cell.rows, row_of)
            beside = _covered(cell.column, cell.columns, column_of)
            if not below or not beside:
                continue
            spanned += len(below) * len(beside) - 1
            if spanned > _MAX_SPANNED:
                raise ValueError(f"more than {_MAX_SPANNED} merged table cells")
            shown = Cell(below[0], beside[0], cell.text, len(below), len(beside))
            for r in below:
                for c in beside:
                    self._at.setdefault((r, c), shown)

    def at(self, row: int, column: int) -> Cell | None:
        """The cell that covers a place, or None."""
        return self._at.get((row, column))

    def shown(self, row: int, column: int) -> str:
        """What a place prints: merged downwards repeated, merged sideways once."""
        cell = self.at(row, column)
        return squeeze(cell.text) if cell is not None and cell.column == column else ""

    def distinct(self, row: int) -> list[Cell]:
        """The cells of a row, each once."""
        found: list[Cell] = []
        for column in range(self.columns):
            cell = self._at.get((row, column))
            if cell is not None and not (found and found[-1] is cell):
                found.append(cell)
        return found

    def whole(self, row: int) -> bool:
        """Whether every column of a row is covered, by two cells or more."""
        covered = all(self.at(row, i) for i in range(self.columns))
        return covered and len(self.distinct(row)) > 1


def _covered(start: int, count: int, places: dict[int, int]) -> list[int]:
    """The kept places among start … start + count - 1."""
    if count == 1:
        return [places[start]] if start in places else []
    return [place for old, place in places.items() if start <= old < start + count]


def table_lines(
    cells: Sequence[Cell],
    *,
    header_rows: int | None = None,
    continues: bool = False,
    keep_columns: bool = False,
) -> list[str]:
    """The lines of a table.

    Args:
        header_rows: how many rows (from the first that is not a caption) the source marks as
            header; None where it marks none and the look decides.
        keep_columns: empty columns count too, as in a table that goes on over pages.
        continues: the rows go on with a table above them: no caption and no header is looked for.

    Returns:
        Captions, then the header with its rule, then one line a row; a table of one column gives
        its paragraphs.
    """
    grid = Grid(cells, keep_columns=keep_columns)
    if grid.columns < 2:
        return [p for r in range(grid.rows) for c in grid.distinct(r)
                for line in c.text.split("\n") if (p := prose(line))]  # fmt: skip
    if continues:
        return _rows(grid, 0)
    first = _first_row(grid)
    lines = [prose(" ".join(squeeze(c.text) for c in grid.distinct(r))) for r in range(first)]
    count = header_rows if header_rows is not None else _header_rows(grid, first)
    count = min(count, grid.rows - first)
    if count:
        lines += [_line(_names(grid, first, count)), "|" + " --- |" * grid.columns]
    return lines + _rows(grid, first + count)


def _first_row(grid: Grid) -> int:
    """The first row that is not a caption: rows of few cells above a whole row are captions."""
    for row in range(min(_REACH, grid.rows)):
        if grid.whole(row):
            return row
        few = len(grid.distinct(row)) <= max(1, grid.columns // 2)
        if not few or (row == 0 and grid.at(0, 0) is None and grid.columns < 4):
            break
    return 1 if grid.rows > 1 and _across(grid, 0) else 0


def _across(grid: Grid, row: int) -> bool:
    """Whether one cell covers the whole row."""
    found = grid.distinct(row)
    return len(found) == 1 and found[0].columns == grid.columns


def _header_rows(grid: Grid, first: int) -> int:
    """How many rows from `first` on look like a header: short names, none a number."""
    names = grid.distinct(first)
    short = all(
        len(squeeze(c.text)) <= _MAX_NAME
        and not _STOPS.search(c.text)
        and not _NUMERIC.fullmatch(squeeze(c.text))
        for c in names
    )
    if grid.columns < 3 or len(names) < 2 or not short or first + 1 >= grid.rows:
        return 0
    if not grid.whole(first):
        return 0
    spread = any(c.columns > 1 for c in names)
    depth = max(c.rows for c in names) if spread else 1
    if spread and depth == 1 and _parts_names(grid, first):
        depth = 2
    return depth if first + depth < grid.rows else 1


def _parts_names(grid: Grid, first: int) -> bool:
    """Whether the row under a header only names the parts of its wide cells."""
    below = grid.distinct(first + 1)
    wide = {i for c in grid.distinct(first) if c.columns > 1
            for i in range(c.column, c.column + c.columns)}  # fmt: skip
    words = all(
        len(squeeze(c.text)) <= _MAX_NAME and not _NUMERIC.fullmatch(squeeze(c.text)) for c in below
    )
    return words and {c.column for c in below} == wide


def _names(grid: Grid, first: int, count: int) -> list[str]:
    """The names of the columns, of header rows above each other joined."""
    names = []
    for column in range(grid.columns):
        over = [c for r in range(first, first + count) if (c := grid.at(r, column))]
        names.append("".join(squeeze(c.text) for c in dict.fromkeys(over)))
    return names


def _rows(grid: Grid, first: int) -> list[str]:
    lines = []
    for row in range(first, grid.rows):
        found = grid.distinct(row)
        text = squeeze(found[0].text) if found else ""
        long = len(text) > _MAX_GROUP or _STOPS.search(text[-1:])
        if len(found) == 1 and (long or (_across(grid, row) and row + 1 == grid.rows)):
            lines.append(prose(text))  # a note that fills a row, not the name of a group
        elif found:
            lines.append(_line([grid.shown(row, c) for c in range(grid.columns)]))
    return lines


def _line(values: list[str]) -> str:
    safe = [value.replace("|", "｜") for value in values]
    if all(value and not value.strip("-: ") for value in safe):
        safe = [value.replace("-", "－") for value in safe]  # else it would be a table's rule
    return "| " + " | ".join(safe) + " |"
