"""A whole table that a conversion left on one line: its header's names, then its rows' cells.

Told by a first name for numbers, and by the numbers 1, 2, 3 … that follow each other after as
many cells as there are names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import count

from corpus.fields import Labels
from corpus.lines import Line
from corpus.records import NUMBER
from corpus.tables import Cell, Column, columns

_TOKEN = re.compile(r"[^\s|]+")
_MIN_NAMES, _MAX_NAMES, _MIN_ROWS, _LONGEST_NAME = 3, 12, 2, 20


@dataclass(frozen=True, slots=True)
class GluedTable:
    """A table on one line: its columns, where its header lies, the cells of its rows."""

    columns: tuple[Column, ...]
    header: tuple[int, int]
    rows: tuple[tuple[Cell, ...], ...]


def glued_table(line: Line, text: str, labels: Labels) -> GluedTable | None:
    """The table that a line is from end to end, None for any other line."""
    if "1" not in line.text or " " not in line.text or len(line.text) < _LONGEST_NAME:
        return None
    found = _TOKEN.finditer(text, line.start, line.end)
    cells = [Cell(m.start(), m.end(), m[0]) for m in found]
    size = next((i for i, c in enumerate(cells) if c.text == "1"), 0)
    label = labels.get(cells[0].text) if cells else None
    if not _MIN_NAMES <= size <= _MAX_NAMES or label is None or label.name != NUMBER:
        return None
    names, body = cells[:size], cells[size:]
    rows = tuple(tuple(body[i : i + size]) for i in range(0, len(body), size))
    even = len(body) % size == 0 and len(rows) >= _MIN_ROWS
    if not even or any(r[0].text != str(n) for r, n in zip(rows, count(1), strict=False)):
        return None
    if any(len(c.text) > _LONGEST_NAME for c in names):
        return None
    return GluedTable(
        columns([c.text for c in names], labels), (names[0].start, names[-1].end), rows
    )
