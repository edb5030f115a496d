"""The layout of a page without rules: tables told by white gutters, text in columns."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from corpus.formats.grid import Cell
from corpus.formats.pdf_blocks import TableBlock, TextLine, groups_of, join_cell, lines_of

_SEED_GAP, _GUTTER = 1.5, 0.6  # type sizes: gaps of a table's first line, of all its lines
_MIN_COLUMNS, _MIN_LINES = 3, 3
_FAR = 3.5  # type sizes between two lines of a table
_ROW_GAP, _APART = 1.5, 0.9
_NUMBER_HEAD = "序号编"
_MIN_TWO, _MIN_SIDE = 8, 12
_MIDDLE, _THIRDS = (0.35, 0.65), ((0.25, 0.45), (0.55, 0.75))
_FULL, _MIN_WORDS = 0.9, 6  # lines of three columns: share filled from the left, characters
_NEXT = 1_000_000  # between the numbers of a page's columns, more than pages

Group = list[Any]
Gap = tuple[float, float]


def aligned_tables(chars: list[Any]) -> tuple[list[TableBlock], list[Any]]:
    """The tables of three columns or more that stand without rules, and the other characters.

    A table begins with a line of three words or more that wide gaps part, and goes on as long as
    the lines below leave gutters open at the same places.
    """
    groups = groups_of(chars)
    tables: list[TableBlock] = []
    rest: list[Any] = []
    i = 0
    while i < len(groups):
        count, gutters = _run(groups, i)
        if count:
            first = i - _belongs_above(groups, i, gutters)
            rest = rest[: len(rest) - sum(map(len, groups[first:i]))]
            lines = groups[first : i + count]
            tables.append(_table(lines, [*_number_gutter(lines, gutters), *gutters]))
            i += count
        else:
            rest += groups[i]
            i += 1
    return tables, rest


def _run(groups: list[Group], first: int) -> tuple[int, list[Gap]]:
    """How many lines from one on are a table, and its gutters; 0 for none."""
    size = _size(groups[first])
    gutters = [gap for gap in _gaps(groups[first]) if gap[1] - gap[0] > _SEED_GAP * size]
    if len(gutters) < _MIN_COLUMNS - 1:
        return 0, []
    count = full = 1
    for above, group in pairwise(groups[first:]):
        if _top(group) - _bottom(above) > _FAR * size or abs(_size(group) - size) > 0.3 * size:
            break
        left = [narrowed for gap in gutters if (narrowed := _narrow(gap, group, size))]
        if len(left) < len(gutters):
            break
        gutters = left
        count += 1
        full += len(set(_columns(group, gutters))) >= 2
    if count < _MIN_LINES or full < _MIN_LINES:
        return 0, []
    return count, gutters


def _belongs_above(groups: list[Group], first: int, gutters: list[Gap]) -> int:
    """1 where the line above reaches into the table's first: part of a cell of several lines."""
    if not first or _top(groups[first]) >= _bottom(groups[first - 1]):
        return 0
    size = _size(groups[first])
    return int(all(_narrow(gap, groups[first - 1], size) for gap in gutters))


def _number_gutter(groups: list[Group], gutters: list[Gap]) -> list[Gap]:
    """The gutter right of a column of numbers that the table's first line did not show."""
    edge = gutters[0][0]
    chars = [c for g in groups for c in g if c["x1"] <= edge and not c["text"].isspace()]
    left = [c for c in chars if c["text"].isdecimal() or c["text"] in _NUMBER_HEAD]
    right = [c for c in chars if c not in left]
    if not left or not right:
        return []
    begins = min(float(c["x0"]) for c in right)
    left = [c for c in left if c["x1"] <= begins]
    ends = max((float(c["x1"]) for c in left), default=begins)
    return [(ends, begins)] if begins - ends >= _GUTTER * _size(groups[0]) else []


def _narrow(gap: Gap, group: Group, size: float) -> Gap | None:
    """What a line's characters leave of a gutter; None where that is too narrow."""
    left, right = gap
    for char in group:
        if char["text"].isspace() or char["x1"] <= left or char["x0"] >= right:
            continue
        if char["x0"] - left > right - char["x1"]:
            right = float(char["x0"])
        else:
            left = float(char["x1"])
    return (left, right) if right - left >= _GUTTER * size else None


def _table(groups: list[Group], gutters: list[Gap]) -> TableBlock:
    columns = len(gutters) + 1
    held: list[list[Group]] = []  # rows of columns of characters
    for rows in _rows(groups, gutters):
        row: list[Group] = [[] for _ in range(columns)]
        for group in rows:
            for char, column in zip(group, _columns(group, gutters), strict=True):
                row[column].append(char)
        held.append(row)
    cells = [
        Cell(r, c, join_cell("\n".join(line.text for line in lines_of(found, 0))))
        for r, row in enumerate(held)
        for c, found in enumerate(row)
        if any(not char["text"].isspace() for char in found)
    ]
    chars = [char for group in groups for char in group]
    x0, x1 = min(float(c["x0"]) for c in chars), max(float(c["x1"]) for c in chars)
    return TableBlock(cells, x0, x1, _top(groups[0]), (x0, *(right for _, right in gutters)))


def _rows(groups: list[Group], gutters: list[Gap]) -> list[list[Group]]:
    """The lines of each row: rows stand farther apart than lines, or begin in the first column."""
    white = [_top(b) - _bottom(a) for a, b in pairwise(groups)]
    near = min((w for w in white if w > 0), default=0.0)
    limit = _ROW_GAP * near + 1
    if min(white, default=0.0) < 0:  # cells set to the middle: their lines interleave
        limit = _APART * _size(groups[0])
    blocks: list[list[Group]] = [[groups[0]]]
    for gap, group in zip(white, groups[1:], strict=True):
        if gap > limit:
            blocks.append([group])
        else:
            blocks[-1].append(group)
    rows: list[list[Group]] = []
    for block in blocks:
        filled = [set(_columns(group, gutters)) for group in block]
        opens = [0 in columns and len(columns) > 1 for columns in filled]
        for i, group in enumerate(block):
            if i == 0 or (opens[i] and sum(opens) > 1):
                rows.append([group])
            else:
                rows[-1].append(group)
    return rows


def _columns(group: Group, gutters: list[Gap]) -> list[int]:
    """The column of each character of a line; blanks count as the column of what they follow."""
    found: list[int] = []
    for char in group:
        own = sum(char["x0"] >= (left + right) / 2 for left, right in gutters)
        found.append(found[-1] if char["text"].isspace() and found else own)
    return found


def in_columns(
    chars: list[Any], page: int, width: float, before: list[float]
) -> tuple[list[TextLine], list[float]]:
    """The lines of a page in two or three columns, in reading order, and where its gutters stand.

    Both are [] where it is in one column. `before` are the gutters of the page before: the last
    page of a text may fill its columns too little to show any. Lines over several columns (titles,
    heads) part the page: what is above them is read first. The columns after the first bear
    negative page numbers, for they have margins of their own.
    """
    groups = groups_of(chars)
    places = _prose_gutters(groups, width) or (before if _keeps(groups, before) else [])
    if not places:
        return [], []
    out: list[TextLine] = []
    sides: list[Group] = [[] for _ in range(len(places) + 1)]

    def flush() -> None:
        for number, side in enumerate(sides):
            out.extend(lines_of(side, page if not number else -page - (number - 1) * _NEXT))
            side.clear()

    for group in groups:
        if any(_crosses(group, place) for place in places):
            flush()
            out += lines_of(group, page)
        else:
            for char in group:
                sides[sum(char["x0"] >= place for place in places)].append(char)
    flush()
    return out, places


def _keeps(groups: list[Group], places: list[float]) -> bool:
    """Whether a page goes on in the columns of the page before."""
    crossing = sum(any(_crosses(group, place) for place in places) for group in groups)
    beside = sum(group[-1]["x0"] >= place > group[0]["x0"] for place in places[:1]
                 for group in groups)  # fmt: skip
    return bool(places) and beside >= crossing and crossing * 3 <= len(groups)


def _prose_gutters(groups: list[Group], width: float) -> list[float]:
    """Where the gutters between three or two columns of prose stand; [] where there are none."""
    for ranges in (_THIRDS, (_MIDDLE,)):
        places = [_prose_gutter(groups, width, within) for within in ranges]
        found = [place for place in places if place is not None]
        if len(found) == len(ranges) and (len(found) == 1 or _are_full(groups, found)):
            return found
    return []


def _are_full(groups: list[Group], places: list[float]) -> bool:
    """Whether columns are filled from the left, as prose is: cells of tables end here and there."""
    counts = []
    for group in groups:
        if not any(_crosses(group, place) for place in places):
            sides = [0] * (len(places) + 1)
            for char in group:
                sides[sum(char["x0"] >= p for p in places)] += not char["text"].isspace()
            counts.append(sides)
    filled = sum(all(a or not b for a, b in pairwise(sides)) for sides in counts)
    whole = sum(min(sides) >= _MIN_WORDS for sides in counts)
    begins = bool(counts) and max(counts[0]) > _MIN_WORDS  # else it is a table's header
    return begins and whole >= _MIN_TWO and filled >= _FULL * len(counts)


def _prose_gutter(groups: list[Group], width: float, within: Gap) -> float | None:
    """Where, in a share of the page's width, a gutter of prose stands; None for none."""
    found: list[Gap] = []
    for group in groups:
        for gap in _gaps(group):
            middle = (gap[0] + gap[1]) / 2
            sides = [0, 0]
            for char in group:
                sides[char["x0"] >= middle] += not char["text"].isspace()
            if within[0] * width < middle < within[1] * width and min(sides) >= _MIN_SIDE:
                found.append(gap)
    best: list[Gap] = []
    place = 0.0
    for left, right in found:
        at = (left + right) / 2
        open_ = [gap for gap in found if gap[0] <= at <= gap[1]]
        if len(open_) > len(best):
            best, place = open_, at
    crossing = sum(_crosses(group, place) for group in groups)
    return place if len(best) >= _MIN_TWO and crossing * 3 <= len(best) else None


def _crosses(group: Group, place: float) -> bool:
    """Whether a line goes on over a place: characters on both sides stand close together."""
    own = [c for c in group if not c["text"].isspace()]
    left = max((float(c["x1"]) for c in own if c["x0"] < place), default=0.0)
    right = min((float(c["x0"]) for c in own if c["x0"] >= place), default=place + left)
    return left > place or right - left < _size(group)


def _gaps(group: Group) -> list[Gap]:
    """The gaps between the characters of a line that are as wide as a gutter."""
    own = [c for c in group if not c["text"].isspace()]
    least = _GUTTER * _size(group)
    return [
        (float(a["x1"]), float(b["x0"])) for a, b in pairwise(own) if b["x0"] - a["x1"] >= least
    ]


def _size(group: Group) -> float:
    return max(float(c["bottom"] - c["top"]) for c in group if not c["text"].isspace())


def _top(group: Group) -> float:
    return min(float(c["top"]) for c in group)


def _bottom(group: Group) -> float:
    return max(float(c["bottom"]) for c in group)
