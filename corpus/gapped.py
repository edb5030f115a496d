"""Tables that a conversion flattened to one cell a line with a blank line after each cell.

An empty cell leaves its own blank lines, so that the place of every cell is known although many
are empty. Told by a header that begins with the name of the number column, and by numbers that
recur every so many cells.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from corpus.fields import Labels
from corpus.flat import FlatRow, FlatTable, Span
from corpus.fold import fold
from corpus.lines import HAN_BRACKET, Line
from corpus.records import NUMBER
from corpus.tables import columns

_COUNT = re.compile(r"\(?\d{1,4}\)?[.、]?")
_QUOTED = re.compile(r'"[^"]*"')
_NOTE = re.compile(r"注\d?:|[附图]?表\s*\d+\s|专栏\s*\d")  # what stands under a table
_TWO = re.compile(r"[^及]{2,}及[^及]{2,}")
_LONGEST_CELL = 40  # characters of a line that may be a part of a cell behind a full row
_MAX_NAMES, _MIN_NAMES, _MIN_ROWS, _LONGEST_NAME = 16, 4, 2, 20


@dataclass(slots=True)
class _Cells:
    """A row in the making: the lines of its cells, by column; more than there are are unsure."""

    held: dict[int, list[int]] = field(default_factory=dict)
    unsure: bool = False

    def lines(self) -> list[int]:
        return [i for at in sorted(self.held) for i in self.held[at]]

    def number(self, lines: Sequence[Line]) -> int:
        """The number in the first cell; -1 where there is none."""
        first = self.held.get(0)
        return _value(lines[first[0]]) if first and _COUNT.fullmatch(lines[first[0]].text) else -1

    def mend(self, lines: Sequence[Line], size: int) -> None:
        """Part the one cell of two lines between which a blank line was lost; unsure otherwise."""
        glued = [at for at, held in self.held.items() if at and len(held) == 2]
        if max(self.held) != size - 2 or len(glued) != 1:
            self.unsure = True
            return
        at = glued[0]
        first, second = self.held[at]
        later = {place + 1: held for place, held in self.held.items() if place > at}
        kept = {place: held for place, held in self.held.items() if place < at}
        self.held = {**kept, at: [first], at + 1: [second], **later}


def gapped_tables(lines: Sequence[Line], labels: Labels) -> list[FlatTable]:
    """The tables of a document's lines that blank lines part into cells, in order."""
    found: list[FlatTable] = []
    i = 0
    while i < len(lines):
        label = labels.of(lines[i].shown) if len(lines[i].shown) <= _LONGEST_NAME else None
        numbered = label is not None and label.name == NUMBER
        table = _table(lines, i, labels, found) if numbered else None
        if table is not None:
            found.append(table)
        i = table.end if table is not None else i + 1
    return found


def _table(
    lines: Sequence[Line], at: int, labels: Labels, before: Sequence[FlatTable]
) -> FlatTable | None:
    """The table whose header begins with line `at`, behind the tables `before`."""
    first = _run(lines, at + 1)
    if first - at > _MAX_NAMES:
        return None
    head = first - 1 if _heads_group(lines[first - 1]) else first
    sizes = _sizes(lines, first, at)
    names = _names(lines[at:head])
    if len(names) not in sizes:
        names = _names(lines[at:head], wrapped=True)
    end = _run(lines, first + 1)
    if len(names) not in sizes and (spread := _spread(names, lines[first:end], sizes)):
        names, head, first = spread, end, end
    size, found = len(names), columns(names, labels)
    if size < _MIN_NAMES or (size not in sizes and all(t.columns != found for t in before)):
        return None
    table = FlatTable(found, [(at, head - 1)], groups=[*range(head, first)])
    _fill(table, lines, first, size, lines[at].shown)
    return table if sum(_is_data(r, lines) for r in table.rows) >= _MIN_ROWS else None


def _run(lines: Sequence[Line], i: int) -> int:
    """The first line from i on that is a number or no neighbour cell of the line before."""
    while i < len(lines) and lines[i].gap == 1 and not _COUNT.fullmatch(lines[i].text):
        i += 1
    return i


def _spread(upper: list[str], below: Sequence[Line], sizes: set[int]) -> list[str]:
    """The names of a header of two rows, none where they do not fit the rows' size.

    The lower names stand under the last of the upper row; the blank lines before them tell so.
    Where the rows have a cell more, one name for two things (城镇及分区) stands over two columns.
    """
    lower = _names(below)
    if not upper or not lower or _step(below[0]) != len(upper):
        return []
    own = upper[:-1]
    double = [i for i, name in enumerate(own) if _TWO.fullmatch(name)]
    if len(own) + len(lower) not in sizes and len(double) == 1:
        at = double[0]
        own[at : at + 1] = own[at].split("及")
    names = [*own, *(upper[-1] + name for name in lower)]
    return names if len(names) in sizes else []


def _heads_group(line: Line) -> bool:
    """Whether a line behind the names of columns names the first group of rows (甲类:)."""
    return line.shown[-1:] == ":"


def _names(head: Sequence[Line], *, wrapped: bool = False) -> list[str]:
    """The names of a header; what is in brackets goes with the line before, in quotes behind.

    `wrapped`: so does what is behind a name that begins with a plan's period ("十四五"规划 目标).
    """
    names: list[str] = []
    opened = False
    for line in head:
        shown = "".join(line.raw[line.body :].split())
        if names and (opened or fold(shown)[0] == "("):
            names[-1] += shown
        else:
            names.append(shown)
        period = _QUOTED.match(fold(shown))
        opened = period is not None and (wrapped or period.end() == len(shown))
    return names if all(len(n) <= _LONGEST_NAME for n in names) else []


def _step(line: Line) -> int:
    """How many cells after the one before it a line stands; 0 where it goes on with that one."""
    return (line.gap + 1) // 2


def _sizes(lines: Sequence[Line], first: int, at: int) -> set[int]:
    """How many cells behind each other the numbers of rows stand: most often, or as they count."""
    place, places, loose = 0, [], []
    for i in range(first, len(lines)):
        place += _step(lines[i])
        if lines[i].shown == lines[at].shown:
            break
        if _COUNT.fullmatch(lines[i].text) and _followed(lines, i, apart=3):
            loose.append((place, _value(lines[i])))
            places += [place] if _followed(lines, i) else []
    apart = Counter(b - a for a, b in pairwise(places)).most_common(1)
    counted = Counter(b - a for (a, m), (b, n) in pairwise(loose) if n == m + 1)
    sizes = {size for size, times in counted.items() if times >= _MIN_ROWS}
    return sizes | {size for size, times in apart if times + 1 >= _MIN_ROWS}


def _value(line: Line) -> int:
    return int("".join(c for c in line.text if c.isdigit()))


def _followed(lines: Sequence[Line], i: int, *, apart: int = 1) -> bool:
    """Whether words, and no number, stand in the cell after a number; one over, with `apart` 3."""
    following = lines[i + 1] if i + 1 < len(lines) else None
    if following is None or following.gap not in (1, apart):
        return False
    return not following.text[0].isdigit() and not _COUNT.fullmatch(following.text)


def _fill(table: FlatTable, lines: Sequence[Line], first: int, size: int, head: str) -> None:
    """The rows and groups of a table from line `first` on, up to where cells no longer fit."""
    row, place, pending = _Cells(), -1, []
    for i in range(first, len(lines)):
        line = lines[i]
        if line.shown == head:
            break
        step = _step(line) if i > first else max(1, _step(line) if line.gap > 1 else 1)
        place += step
        if _starts(lines, i, row, place, size):
            if 0 in row.held and place == size - 1:
                row.mend(lines, size)
            pending += _kept(row, size)
            row, place = _Cells(), 0
        elif place == size and 0 in row.held and not _is_head(lines, i + 1, head):
            if _is_text(line):
                break
            row.unsure, place = True, size - 1  # no number: a cell of the row was of two lines
        elif place > size:
            pending += _kept(row, size)
            row, place = _Cells(), place - size
        if place >= size:
            break
        row.held.setdefault(place, []).append(i)
    pending += _kept(row, size)
    table.rows += [kept for kept in pending if isinstance(kept, FlatRow)]
    last = max((r.last for r in table.rows), default=0)
    table.groups += [kept for kept in pending if isinstance(kept, int) and kept < last]


def _starts(lines: Sequence[Line], i: int, row: _Cells, place: int, size: int) -> bool:
    """Whether a row begins with line i: a number with words behind, where a row ends.

    The next number may come a cell early, where the blank line between two cells was lost.
    """
    if not _COUNT.fullmatch(lines[i].text):
        return False
    if not (_followed(lines, i) or (place == size and _followed(lines, i, apart=3))):
        return False
    due = row.number(lines) + 1 == _value(lines[i])
    return place >= size or len(row.held) <= 1 or (due and place == size - 1)


def _is_text(line: Line) -> bool:
    """Whether a line behind a full row is no cell: text follows, a note or a heading."""
    heads = line.marker is not None and line.marker.level <= HAN_BRACKET
    ended = line.shown[-1:] in ("。", ":") and len(line.shown) > _LONGEST_NAME
    return heads or ended or len(line.shown) > _LONGEST_CELL or bool(_NOTE.match(line.shown))


def _is_head(lines: Sequence[Line], i: int, head: str) -> bool:
    return i < len(lines) and lines[i].shown == head


def _kept(row: _Cells, size: int) -> list[FlatRow | int]:
    """A finished row; the line of a group where one cell alone is filled."""
    held = row.lines()
    if not held:
        return []
    if row.unsure:
        spans = tuple((row.held[c][0], row.held[c][0]) for c in (0, 1) if c in row.held)
        return [FlatRow(held[0], held[-1], spans)]
    if len(row.held) == 1:
        return [held[0]] if len(held) == 1 else []
    cells: list[Span | None] = [
        (row.held[c][0], row.held[c][-1]) if c in row.held else None for c in range(size)
    ]
    return [FlatRow(held[0], held[-1], tuple(cells))]


def _is_data(row: FlatRow, lines: Sequence[Line]) -> bool:
    first = row.cells[0]
    return first is not None and _COUNT.fullmatch(lines[first[0]].text) is not None
