"""Tables of one row a line whose cells blanks part: each piece of a line is read as a cell.

Two blanks or more part the cells of a line that has any, single ones those of other lines; the
kinds of the pieces then tell the table (see rounds.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.fields import Labels
from corpus.flat import FlatTable
from corpus.lines import Line
from corpus.round_names import CAPTION
from corpus.rounds import rounds_tables
from corpus.titles import is_title

_WIDE = re.compile(r"[ \u3000]{2,}")
_CELL = re.compile(r"\S+(?:[ \u3000]\S+)*")
_WORD = re.compile(r"\S+")
_PARTED = re.compile(r"[\t|]")
_STOP = re.compile(r"[。;!?]$")
_MIN_PIECES, _LONGEST = 3, 30  # pieces of a line that single blanks part, characters of each


@dataclass(frozen=True, slots=True)
class PiecedTable:
    """A table, its pieces (its indices are theirs), and the index of the line after it."""

    table: FlatTable
    pieces: Sequence[Line]
    end: int


def pieced_tables(lines: Sequence[Line], labels: Labels) -> dict[int, PiecedTable]:
    """The tables of a document's lines whose cells blanks part, by the index of their first."""
    pieces: list[Line] = []
    line_of: list[int] = []
    for i, line in enumerate(lines):
        own = _pieces(line)
        pieces += own
        line_of += [i] * len(own)
    if len(pieces) == len(lines):
        return {}
    found = {}
    for table in rounds_tables(pieces, labels):
        first, last = line_of[table.begin], line_of[table.end - 1]
        whole = line_of[table.begin - 1] != first if table.begin else True
        ends = table.end == len(pieces) or line_of[table.end] != last
        rows = sum(line_of[row.first] == line_of[row.last] for row in table.rows)
        if whole and ends and rows == len(table.rows) and not _goes_on(lines[last + 1 : last + 2]):
            found[first] = PiecedTable(table, pieces, last + 1)
    return found


def _goes_on(following: Sequence[Line]) -> bool:
    """Whether a short line right below a table may be the rest of a cell that was broken."""
    line = following[0] if following else None
    if line is None or line.gap or ":" in line.text or CAPTION.search(line.text):
        return False
    return len(line.text) <= _LONGEST and not _STOP.search(line.text) and not is_title(line)


def _pieces(line: Line) -> list[Line]:
    """The pieces of a line, lines themselves; the line alone where it is no row of a table."""
    if " " not in line.text or _PARTED.search(line.raw) or line.raw_end > line.end or line.depth:
        return [line]
    wide = _WIDE.search(line.text) is not None
    found = list((_CELL if wide else _WORD).finditer(line.text))
    short = all(len(m[0]) <= _LONGEST for m in found) and not _STOP.search(line.text)
    if len(found) < 2 or (not wide and not (short and len(found) >= _MIN_PIECES)):
        return [line]
    return [
        line._replace(
            start=line.start + m.start(), end=line.start + m.end(), raw_end=line.start + m.end(),
            text=m[0], shown=m[0], raw=line.raw[m.start() : m.end()], body=0,
            gap=line.gap if n == 0 else 0, marker=None,
        )
        for n, m in enumerate(found)
    ]  # fmt: skip
