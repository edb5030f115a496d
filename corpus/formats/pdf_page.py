"""One PDF page to blocks: text lines with their boxes, ruled tables with merged cells."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from corpus.formats.grid import Cell
from corpus.formats.pdf_blocks import Block, TableBlock, TextLine, join_cell, lines_of
from corpus.formats.pdf_layout import aligned_tables, in_columns

_SNAP = 3.0
_MIN_EDGES = 6
_SLACK, _PADDING = 2.2, 12.0


@dataclass(frozen=True, slots=True)
class Page:
    """A page's blocks in reading order, its height, how many characters it prints, its gutters."""

    blocks: list[Block] = field(default_factory=list)
    height: float = 0.0
    characters: int = 0
    gutters: list[float] = field(default_factory=list)

    def lines(self) -> Iterator[TextLine]:
        """The text lines outside tables."""
        return (b for b in self.blocks if isinstance(b, TextLine))


def read_page(page: Any, before: Page | None = None) -> Page:
    """The blocks of a pdfplumber page, which may go on in the columns of the page before it."""
    chars = page.dedupe_chars().chars
    printed = sum(not c["text"].isspace() for c in chars)
    boxes = _tables(page) if printed else []
    blocks: list[Block] = []
    inside: set[int] = set()
    for cells in boxes:
        block, used = _table(cells, chars, inside)
        if block is not None:
            blocks.append(block)
            inside |= used
    rest = [c for i, c in enumerate(chars) if i not in inside]
    if not blocks:
        known = before.gutters if before is not None else []
        columns, gutters = in_columns(rest, page.page_number, float(page.width), known)
        if columns:
            return Page([*columns], float(page.height), printed, gutters)
    tables, rest = aligned_tables(rest)
    blocks += tables
    blocks += lines_of(rest, page.page_number)
    blocks.sort(key=lambda b: b.top)
    return Page(blocks, float(page.height), printed)


def _tables(page: Any) -> list[list[tuple[float, float, float, float]]]:
    """The cells' boxes of each ruled table: two rows and columns or more, or three columns."""
    if len(page.edges) < _MIN_EDGES:
        return []
    settings = {"explicit_horizontal_lines": _open_ends(page.edges)}
    found = [list(t.cells) for t in page.find_tables(settings)]
    sizes = [(len(_steps(cells, 0)), len(_steps(cells, 1))) for cells in found]
    return [
        cells
        for cells, (columns, rows) in zip(found, sizes, strict=True)
        if columns > 2 or (columns > 1 and rows > 1)
    ]


def _open_ends(edges: list[Any]) -> list[float]:
    """Heights at which three upright rules or more end without a level one: a page cut the row."""
    level = sorted(e["top"] for e in edges if e["orientation"] == "h")
    upright = [e for e in edges if e["orientation"] == "v"]
    found: list[float] = []
    for side in ("top", "bottom"):
        ends: dict[int, set[int]] = {}
        for edge in upright:
            ends.setdefault(round(edge[side] / _SNAP), set()).add(round(edge["x0"] / _SNAP))
        for place, columns in ends.items():
            at = place * _SNAP
            near = bisect_left(level, at - 2 * _SNAP)
            if len(columns) >= 3 and (near == len(level) or level[near] > at + 2 * _SNAP):
                found.append(at)
    return found


def _steps(cells: Sequence[tuple[float, float, float, float]], axis: int) -> list[float]:
    """The left edges (axis 0) or tops (axis 1) of cells, those that nearly agree once."""
    steps: list[float] = []
    for value in sorted(c[axis] for c in cells):
        if not steps or value - steps[-1] > _SNAP:
            steps.append(value)
    return steps


def _table(
    boxes: list[tuple[float, float, float, float]], chars: list[Any], taken: set[int]
) -> tuple[TableBlock | None, set[int]]:
    """A table and the indices of its characters; None where only one cell holds text."""
    lefts, tops = _steps(boxes, 0), _steps(boxes, 1)
    held: dict[int, list[Any]] = {}
    used: set[int] = set()
    x0, x1 = min(b[0] for b in boxes), max(b[2] for b in boxes)
    top, bottom = min(b[1] for b in boxes), max(b[3] for b in boxes)
    for i, char in enumerate(chars):
        x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
        if i in taken or not (x0 <= x <= x1 and top <= y <= bottom):
            continue
        at = next((n for n, b in enumerate(boxes) if b[0] <= x <= b[2] and b[1] <= y <= b[3]), None)
        if at is not None:
            held.setdefault(at, []).append(char)
            used.add(i)
    filled = sum(any(not c["text"].isspace() for c in found) for found in held.values())
    if filled < (1 if len(lefts) > 2 else 2):
        return None, set()
    cells = []
    for n, box in enumerate(boxes):
        row, column = _index(tops, box[1]), _index(lefts, box[0])
        rows = _index(tops, box[3] - 2 * _SNAP) - row + 1 if box[3] - box[1] > 2 * _SNAP else 1
        columns = _index(lefts, box[2] - 2 * _SNAP) - column + 1
        text = _cell_text(lines_of(held.get(n, []), 0), box[2] - box[0])
        cells.append(Cell(row, column, text, max(rows, 1), max(columns, 1)))
    return TableBlock(cells, x0, x1, top), used


def _index(steps: list[float], value: float) -> int:
    """The step that a value lies on or after."""
    return max(bisect_left(steps, value + _SNAP) - 1, 0)


def _cell_text(lines: list[TextLine], width: float) -> str:
    """A cell's lines joined; where a line ends long before the cell does, the break is meant."""
    text = ""
    for line in lines:
        text += line.text
        meant = width - (line.x1 - line.x0) > _SLACK * line.size + _PADDING
        text += " \n" if meant and line is not lines[-1] else "\n"
    return join_cell(text.rstrip("\n"))
