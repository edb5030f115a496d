"""Tables that a conversion flattened to one cell a line: the header names, then the cells in order.

Told by shape: names known from data/headers.tsv stand one a line, then a number that counts up
recurs every so many lines; or, without numbers, units and time limits stand in the same place
of each round. Where the cells of a row cannot be told apart, the row keeps its number alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from corpus.fields import UNIT_END, Labels
from corpus.fold import fold
from corpus.lines import HAN_BRACKET, Line
from corpus.records import DEADLINE, NUMBER
from corpus.tables import Column, columns

_COUNT = re.compile(r"(\d{1,4})[.、]?")
_TIME = re.compile(r"(?:20\d\d|\d月|季度|[年月]底|长期|持续|每[年季月])")
_MAX_NAME, _MAX_NAMES, _MAX_ROW, _MAX_GROUP = 20, 12, 40, 30
_MIN_ROWS = 2
_REGULAR_ROWS, _REGULAR = 4, 0.8  # rows that alike tell a table whose names are not known
_REMARKS = "备注"

Span = tuple[int, int]  # first and last line of a cell, both inclusive


@dataclass(frozen=True, slots=True)
class FlatRow:
    """A row: its first and last line, the lines of each cell (of the number alone if unsure).

    None for a cell that is known to be empty; where it is not `sure`, for one that may be.
    """

    first: int
    last: int
    cells: tuple[Span | None, ...]
    sure: bool = True


@dataclass(slots=True)
class FlatTable:
    """A table: its columns, header lines (first and last of each print), rows, group lines."""

    columns: tuple[Column, ...]
    headers: list[Span]
    rows: list[FlatRow] = field(default_factory=list)
    groups: list[int] = field(default_factory=list)

    @property
    def begin(self) -> int:
        """The index of its first line."""
        return min([*(h[0] for h in self.headers[:1]), *(r.first for r in self.rows[:1])])

    @property
    def end(self) -> int:
        """The index of the first line after the table."""
        return max([*(r.last for r in self.rows), *(h[1] for h in self.headers)]) + 1

    def lines(self) -> Iterator[int]:
        """The indices of its lines."""
        for first, last in self.headers:
            yield from range(first, last + 1)
        for row in self.rows:
            yield from range(row.first, row.last + 1)
        yield from self.groups


def flat_tables(lines: Sequence[Line], labels: Labels) -> list[FlatTable]:
    """The flattened tables of a document's lines, in order."""
    found: list[FlatTable] = []
    known = [_name(line, labels) for line in lines]
    i = 0
    while i < len(lines):
        table = None
        if known[i] == NUMBER:
            table = _numbered(lines, i, labels)
        elif known[i] and known[i + 1 : i + 2] != [""]:
            table = _periodic(lines, known, i, labels)
        if table is not None:
            found.append(table)
        i = table.end if table is not None else i + 1
    return found


def _name(line: Line, labels: Labels) -> str:
    """The field that a line alone is the printed name of, or ""."""
    return _field(line.shown, labels) if len(line.shown) <= _MAX_NAME else ""


def _field(folded: str, labels: Labels) -> str:
    label = labels.of(folded)
    return label.name if label is not None else ""


def _numbered(lines: Sequence[Line], at: int, labels: Labels) -> FlatTable | None:
    """The table whose header begins with the name of the number column in line `at`."""
    first = next((j for j in range(at + 1, min(at + 2 + _MAX_NAMES, len(lines)))
                  if _count(lines[j]) is not None), 0)  # fmt: skip
    groups = [j for j in range(at + 1, first) if _is_group(lines[j])]
    head = [j for j in range(at, first) if j not in groups]
    names = _names([lines[j] for j in head])
    known = sum(labels.get(n) is not None for n in names)
    if len(names) < 3 or groups != list(range(first - len(groups), first)):
        return None
    for size in (len(names), len(names) - 1):
        cells, starts, repeats = _walk(lines, head, first, size)
        apart = Counter(b - a for a, b in pairwise(starts)).most_common(1)
        if len(starts) >= _MIN_ROWS and apart[0][0] == size:
            regular = apart[0][1] + 1 >= max(_REGULAR_ROWS, _REGULAR * len(starts))
            if known > 1 or regular:
                break
        if _field(fold(names[-1]), labels) != _REMARKS:  # remarks alone are left empty all the way
            return None
    else:
        return None
    names = names[:size]
    table = FlatTable(columns(names, labels), [(head[0], head[-1]), *repeats], groups=groups)
    _rows(table, lines, cells, starts)
    sure = sum(len(row.cells) > 1 for row in table.rows)
    return table if sure >= _MIN_ROWS and sure * 2 >= len(table.rows) else None


def _names(head: list[Line]) -> list[str]:
    """The names of a header; a line in brackets goes on with the name above it."""
    names: list[str] = []
    for line in head:
        shown = "".join(line.raw[line.body :].split())
        if names and shown[0] in "(（":
            names[-1] += shown
        else:
            names.append(shown)
    return names if all(len(n) <= _MAX_NAME for n in names) else []


def _walk(
    lines: Sequence[Line], head: list[int], first: int, size: int
) -> tuple[list[int], list[int], list[Span]]:
    """The lines from the first cell on, where in them rows begin, and headers printed again.

    A row begins with the next number, best a round after the last one, `size` cells; behind the
    name of a group numbers may be left out.
    """
    shown = [lines[j].shown for j in head]
    cells: list[int] = []
    starts: list[int] = [0]
    repeats: list[Span] = []
    due, j = (_count(lines[first]) or 0) + 1, first
    while j < len(lines) and len(cells) - starts[-1] < _MAX_ROW and not _is_parted(lines[j]):
        if lines[j].shown == shown[0] and [ln.shown for ln in lines[j : j + len(head)]] == shown:
            repeats.append((j, j + len(head) - 1))
            j += len(head)
            continue
        rest = size - (len(cells) - starts[-1])
        early = rest > 0 and j + rest < len(lines) and _count(lines[j + rest]) == due
        after_group = rest < 0 and _is_group(lines[j - 1]) and (_count(lines[j]) or 0) > due
        if after_group or (_count(lines[j]) == due and rest <= size - 2 and not early):
            starts.append(len(cells))
            due = (_count(lines[j]) or due) + 1
        cells.append(j)
        j += 1
    return cells, starts, repeats


def _rows(table: FlatTable, lines: Sequence[Line], cells: list[int], starts: list[int]) -> None:
    size = len(table.columns)
    for a, b in pairwise([*starts, min(starts[-1] + size, len(cells))]):
        held = cells[a:b]
        while len(held) > size and _is_group(lines[held[-1]]):
            table.groups.append(held.pop())
        spans = _cells(table.columns, lines, held) or ((held[0], held[0]),)
        table.rows.append(FlatRow(held[0], held[-1], spans))
    table.headers = [h for h in table.headers if h[0] <= table.rows[-1].last]
    table.groups.sort()


def _cells(
    names: tuple[Column, ...], lines: Sequence[Line], held: list[int]
) -> tuple[Span, ...] | None:
    """The lines of each cell of a row; None where they can be told apart in no one way.

    With more lines than columns, units and time limits are taken by their looks from the right,
    and what is left goes to the one column that is left.
    """
    if len(held) == len(names):
        fits = all(_fits(c, lines[j]) for c, j in zip(names, held, strict=True))
        return tuple((j, j) for j in held) if fits else None
    if len(held) < len(names):
        return None
    spans: list[Span] = []
    end, left = len(held), len(names)
    while left > 2:
        column = names[left - 1]
        begin = end - 1
        if end > left:
            if not _is_told(column):
                return None
            while begin > left - 1 and _fits(column, lines[held[begin - 1]]):
                begin -= 1
        if not _fits(column, lines[held[begin]]):
            return None
        spans.append((held[begin], held[end - 1]))
        end, left = begin, left - 1
    return ((held[0], held[0]), (held[1], held[end - 1]), *spans[::-1])


def _is_told(column: Column) -> bool:
    """Whether a column's cells are told by their looks."""
    return column.units or column.name == DEADLINE


def _fits(column: Column, line: Line) -> bool:
    """Whether a line can be a cell of a column."""
    text = line.text
    if column.units:
        return text in ("-", "/") or bool(UNIT_END.search(text.rstrip("、,;。等")))
    return column.name != DEADLINE or text in ("-", "/") or bool(_TIME.search(text))


def _periodic(lines: Sequence[Line], known: list[str], at: int, labels: Labels) -> FlatTable | None:
    """The table without numbers under the run of known names from line `at` on."""
    size = next((n for n in range(len(known) - at) if not known[at + n]), len(known) - at)
    if not 3 <= size <= _MAX_NAMES or len(set(known[at : at + size])) < size:
        return None
    names = columns(_names(list(lines[at : at + size])), labels)
    if len(names) != size or not any(map(_is_told, names)):
        return None
    table = FlatTable(names, [(at, at + size - 1)])
    for first in range(at + size, len(lines) - size + 1, size):
        held = list(range(first, first + size))
        plain = not any(_is_parted(lines[j]) for j in held)
        spans = _cells(names, lines, held) if plain else None
        if spans is None:
            break
        table.rows.append(FlatRow(held[0], held[-1], spans))
    return table if len(table.rows) >= _MIN_ROWS else None


def _is_parted(line: Line) -> bool:
    """Whether a line holds several cells itself."""
    return "\t" in line.raw or "|" in line.raw or line.raw_end > line.end


def _count(line: Line) -> int | None:
    match = _COUNT.fullmatch(line.text)
    return int(match[1]) if match else None


def _is_group(line: Line) -> bool:
    """Whether a line names a group of rows: 一、… or (一)…, short and without a stop."""
    marker = line.marker
    numbered = marker is not None and marker.level <= HAN_BRACKET
    return numbered and len(line.shown) <= _MAX_GROUP and line.shown[-1] not in "。;,"
