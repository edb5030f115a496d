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
from corpus.gapped_names import heads_group, names_of, spread_names, steps
from corpus.lines import HAN_BRACKET, Line
from corpus.records import NUMBER
from corpus.tables import TOTAL, columns

_COUNT = re.compile(r"\(?\d{1,4}\)?[.、]?")
_NOTE = re.compile(r"注\d?:|[附图]?表\s*\d+\s|专栏\s*\d")  # what stands under a table
_FIGURE = re.compile(r"[\d.,%()/-]+")
_WORDS = re.compile(r"[一-鿿]{4}")  # in a name that begins with a year
_LONGEST_CELL = 40  # characters of a line that may be a part of a cell behind a full row
_MAX_NAMES, _MIN_NAMES, _MIN_ROWS, _LONGEST_NAME = 16, 4, 2, 20
_MIN_FULL = 3  # full rows that tell a table without a header


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
            before = _headless(lines, table, grouped=table.begin < i) if not found else None
            found += [before, table] if before is not None else [table]
        i = table.end if table is not None else i + 1
    return found


def _headless(lines: Sequence[Line], headed: FlatTable, *, grouped: bool) -> FlatTable | None:
    """The rows with which a document begins in the midst of a table, before its first header.

    They are read under the names of the table that follows, whose rows have as many cells, with
    figures in the same columns.
    """
    size = len(headed.columns)
    nearest = range(min(2 * size, headed.begin))
    first = next(
        (i for i in nearest if _COUNT.fullmatch(lines[i].text) and _followed(lines, i)), -1
    )
    if first < 0:
        return None
    table = FlatTable(headed.columns, [])
    _fill(table, lines[: headed.begin], first, "", grouped=grouped)
    while table.rows and not (_is_data(table.rows[-1], lines) or _adds_up(table.rows[-1], lines)):
        table.rows.pop()
    full = sum(len(r.cells) == size and r.cells.count(None) < 2 for r in table.rows)
    alike = _figures(table, lines) == _figures(headed, lines)
    return table if alike and full >= _MIN_FULL and full * 2 >= len(table.rows) else None


def _figures(table: FlatTable, lines: Sequence[Line]) -> list[bool]:
    """Which columns of a table hold figures in most of their cells."""
    cells = [[r.cells[c] for r in table.rows if c < len(r.cells)]
             for c in range(len(table.columns))]  # fmt: skip
    told = [[_FIGURE.fullmatch(lines[s[0]].text) is not None for s in held if s] for held in cells]
    return [sum(column) * 2 > len(column) for column in told]


def _table(
    lines: Sequence[Line], at: int, labels: Labels, before: Sequence[FlatTable]
) -> FlatTable | None:
    """The table whose header begins with line `at`, behind the tables `before`."""
    first = _run(lines, at + 1)
    if first - at > _MAX_NAMES:
        return None
    head = first - 1 if heads_group(lines[first - 1]) else first
    sizes = _sizes(lines, first, at)
    names = names_of(lines[at:head])
    if len(names) not in sizes:
        names = names_of(lines[at:head], wrapped=True)
    end = _run(lines, first + 1)
    if len(names) not in sizes and (spread := spread_names(names, lines[first:end], sizes)):
        names, head, first = spread, end, end
    size, found = len(names), columns(names, labels)
    grouped = size + 1 in sizes and size not in sizes and _names_groups(lines, at)
    known = grouped or size in sizes or any(t.columns == found for t in before)
    if size < _MIN_NAMES or not known:
        return None
    table = FlatTable(found, [(at - grouped, head - 1)], groups=[*range(head, first)])
    _fill(table, lines, first, lines[at].shown, grouped=grouped)
    return table if sum(_is_data(r, lines) for r in table.rows) >= _MIN_ROWS else None


def _run(lines: Sequence[Line], i: int) -> int:
    """The first line from i on that is a number or no neighbour cell of the line before."""
    while i < len(lines) and lines[i].gap == 1 and not _COUNT.fullmatch(lines[i].text):
        i += 1
    return i


def _sizes(lines: Sequence[Line], first: int, at: int) -> set[int]:
    """How many cells behind each other the numbers of rows stand: most often, or as they count."""
    place, places, loose = 0, [], []
    for i in range(first, len(lines)):
        place += steps(lines[i])
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
    words = not following.text[0].isdigit() or _WORDS.search(following.text) is not None
    return words and not _COUNT.fullmatch(following.text)


def _names_groups(lines: Sequence[Line], at: int) -> bool:
    """Whether a column before that of the numbers, in line `at`, has cells over many rows."""
    return at > 0 and lines[at].gap == 1 and len(lines[at - 1].shown) <= _LONGEST_NAME


def _fill(
    table: FlatTable, lines: Sequence[Line], first: int, head: str, *, grouped: bool = False
) -> None:
    """The rows and groups of a table from line `first` on, up to where cells no longer fit.

    `grouped`: a column before that of the numbers names groups, its cells behind those of a row.
    """
    size = len(table.columns) + grouped
    row, place, last, pending = _Cells(), -1, 0, []
    for i in range(first, len(lines)):
        line = lines[i]
        place += _step(line, first=i == first)
        place -= grouped and place == size and _heads(line)
        last = max(row.number(lines), 0) or last
        if line.shown == head or (place >= size and _NOTE.match(line.shown)):
            break
        if _starts(lines, i, row, place, size, last + 1):
            if 0 in row.held and place == size - 1:
                row.mend(lines, size)
            pending += _kept(row, size - grouped, lines)
            row, place = _Cells(), 0
        elif place == size and 0 in row.held and not _is_head(lines, i + 1, head):
            if _is_text(line):
                break
            row.unsure, place = True, size - 1  # no number: a cell of the row was of two lines
        elif place > size:
            pending += _kept(row, size - grouped, lines)
            row, place = _Cells(), place - size
        if place >= size:
            break
        row.held.setdefault(place, []).append(i)
    pending += _kept(row, size - grouped, lines)
    table.rows += [kept for kept in pending if isinstance(kept, FlatRow)]
    last = max((r.last for r in table.rows), default=0)
    table.groups += [kept for kept in pending if isinstance(kept, int) and kept < last]


def _step(line: Line, *, first: bool) -> int:
    """How many cells a line stands behind the last one; the first of a table one at least."""
    return max(1, steps(line) if line.gap > 1 else 1) if first else steps(line)


def _starts(
    lines: Sequence[Line], i: int, row: _Cells, place: int, size: int, following: int
) -> bool:
    """Whether a row begins with line i: a number with words behind, where a row ends.

    The next number may come a cell early, where the blank line between two cells was lost; one
    before an empty cell must be the `following` of the last number or the first. A row of totals
    begins with its name.
    """
    if TOTAL.fullmatch(lines[i].text):
        return place == size
    if not _COUNT.fullmatch(lines[i].text):
        return False
    counts = place == size and _value(lines[i]) in (1, following)
    if not (_followed(lines, i) or (counts and _followed(lines, i, apart=3))):
        return False
    due = row.number(lines) + 1 == _value(lines[i])
    return place >= size or len(row.held) <= 1 or (due and place == size - 1)


def _is_text(line: Line) -> bool:
    """Whether a line behind a full row is no cell: text follows, a note or a heading."""
    ended = line.shown[-1:] in ("。", ":") and len(line.shown) > _LONGEST_NAME
    return _heads(line) or ended or len(line.shown) > _LONGEST_CELL or bool(_NOTE.match(line.shown))


def _heads(line: Line) -> bool:
    """Whether a line has the number of a heading: 一、, (一)."""
    return line.marker is not None and line.marker.level <= HAN_BRACKET


def _is_head(lines: Sequence[Line], i: int, head: str) -> bool:
    return i < len(lines) and lines[i].shown == head


def _kept(row: _Cells, size: int, lines: Sequence[Line]) -> list[FlatRow | int]:
    """A finished row; the line of a group where one cell alone is filled.

    The figures of totals stand under the last columns: their name may span any before them.
    """
    held = row.lines()
    if not held:
        return []
    group = row.held.pop(size, []) if len(row.held) > 1 else []
    held = held[: len(held) - len(group)]
    named = [at for at, cell in row.held.items() if TOTAL.fullmatch(lines[cell[0]].text)]
    if named == [0] and len(held) == len(row.held) <= size:
        row.held = {0: held[:1], **{size - len(held) + n: [held[n]] for n in range(1, len(held))}}
    if row.unsure:
        spans = tuple((row.held[c][0], row.held[c][0]) for c in (0, 1) if c in row.held)
        return [FlatRow(held[0], held[-1], spans), *group]
    if len(row.held) == 1:
        return [*held, *group] if len(held) == 1 else [*group]
    cells: list[Span | None] = [
        (row.held[c][0], row.held[c][-1]) if c in row.held else None for c in range(size)
    ]
    return [FlatRow(held[0], held[-1], tuple(cells)), *group]


def _adds_up(row: FlatRow, lines: Sequence[Line]) -> bool:
    """Whether a row is one of totals."""
    first = next(span for span in row.cells if span is not None)
    return TOTAL.fullmatch(lines[first[0]].text) is not None


def _is_data(row: FlatRow, lines: Sequence[Line]) -> bool:
    first = row.cells[0]
    return first is not None and _COUNT.fullmatch(lines[first[0]].text) is not None
