"""Tables of one cell a line, told by kinds: every so many lines the same kinds of cells come.

Where blank lines part the cells, an empty cell leaves its own; elsewhere empty cells are missing,
and a row that lacks some takes its cells as its kinds allow. Known by a header of short names right
above, which need not be known ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.cellkinds import EMPTY, WORDY, below
from corpus.fields import Labels
from corpus.flat import FlatRow, FlatTable, Span
from corpus.lines import Line
from corpus.round_names import agree, begins, count_up, is_number, names_above
from corpus.round_rows import MAX_NAMES, MIN_NAMES, Body, Slots, profiles, read_rows
from corpus.tables import columns

_MIN_ROWS, _MIN_FULL = 3, 2


def rounds_tables(lines: Sequence[Line], labels: Labels) -> list[FlatTable]:
    """The tables of a document's lines whose kinds of cells recur, in order."""
    found: list[FlatTable] = []
    for gapped in (False, True):
        slots = Slots(lines, gapped=gapped)
        taken = {i for t in found for i in range(t.begin, t.end)}
        at = MIN_NAMES
        while at < len(slots.spans) - MIN_NAMES:
            table = _best(slots, at, labels, gapped=gapped)
            if table is not None and taken.isdisjoint(range(table.begin, table.end)):
                found.append(table)
                at = next(k for k in range(at, len(slots.spans))
                          if (span := slots.spans[k]) and span[1] >= table.end - 1)  # fmt: skip
            at += 1
    return sorted(found, key=lambda t: t.begin)


def _may_begin(slots: Slots, at: int, *, gapped: bool) -> bool:
    """Whether names stand above a slot and figures soon below it."""
    span = slots.spans[at]
    if span is None or any(not slots.is_name(at - k) for k in range(1, MIN_NAMES + 1)):
        return False
    above = slots.spans[at - 1]
    apart = above is not None and min(slots.lines[k].gap for k in (span[0], above[0])) > 0
    if gapped != apart:
        return False
    near = slots.kinds[at : at + MAX_NAMES]
    return any(kind not in ("", EMPTY) and kind not in WORDY for kind in near)


def _best(slots: Slots, at: int, labels: Labels, *, gapped: bool) -> FlatTable | None:
    """The table whose rows begin with a slot or, with more cells, with one close behind it."""
    best = _beginning(slots, at, labels, gapped=gapped)
    for first in range(at + 1, at + MAX_NAMES if best is not None else 0):
        if not slots.is_name(first - 1):
            break
        better = _beginning(slots, first, labels, gapped=gapped)
        if best is not None and better is not None and better[0] > best[0]:
            best = better
    return best[1] if best is not None else None


def _beginning(
    slots: Slots, first: int, labels: Labels, *, gapped: bool
) -> tuple[tuple[bool, int], FlatTable] | None:
    """The table whose rows begin with a slot, and what it is worth."""
    if not _may_begin(slots, first, gapped=gapped):
        return None
    best: tuple[tuple[bool, int], FlatTable] | None = None
    for body in _bodies(slots, first, gapped=gapped):
        names, head = names_above(slots, first, body, labels)
        if not names or not agree(names, body):
            continue
        told = body.worth + 2 * sum(map(bool, map(below, names))) - 3 * _left(slots, body)
        worth = (begins(slots, head, names[0], labels), told)
        counted = not is_number(names[0], labels) or count_up(slots, body)
        if counted and (best is None or worth > best[0]):
            best = worth, _table(slots, body, names, head, labels)
    return best


def _bodies(slots: Slots, first: int, *, gapped: bool) -> Iterator[Body]:
    """The rows that may begin with a slot, for each number of columns."""
    for size in range(MIN_NAMES, MAX_NAMES + 1):
        for profile in profiles(slots.kinds, first, size):
            body = read_rows(slots, first, Body(size, list(profile)), gapped=gapped)
            full = sum(None not in row.cells[:-1] for row in body.data)
            sure = sum(row.sure for row in body.data)
            if not body.data or not _is_whole(slots, body):
                continue
            if full >= _MIN_FULL and sure >= max(_MIN_ROWS, len(body.data) / 2):
                yield body


def _is_whole(slots: Slots, body: Body) -> bool:
    """Whether a body begins with a full row and ends before what is no cell of it.

    A group above its first row alone is more likely the last name of the header; groups above
    most rows are more likely the ends of cells that were broken.
    """
    groups = [row for row in body.rows if row.group and not slots.numbered(row.begin)]
    lone = len(groups) == 1 and groups[0] is body.rows[0]
    if lone or len(groups) * 2 > len(body.data):
        return False
    lacking = sum(None in row.cells[:-1] for row in body.data)
    end = body.rows[-1].end
    after = slots.kinds[end] if end < len(slots.kinds) else ""
    cut = after not in ("", EMPTY) and after not in WORDY
    return None not in body.data[0].cells[:-1] and not (cut and lacking)


def _left(slots: Slots, body: Body) -> bool:
    """Whether what follows a body closely looks like a cell that it has left."""
    end = body.rows[-1].end
    span = slots.spans[end] if end < len(slots.spans) else None
    if span is None or slots.lines[span[0]].gap > slots.lines[span[0] - 1].gap:
        return False
    return slots.is_group(end) or slots.kinds[end] not in ("", *WORDY)


def _table(slots: Slots, body: Body, names: list[str], head: int, labels: Labels) -> FlatTable:
    """The table of a body under its names."""
    begin, first = slots.spans[head], body.rows[0].begin
    above = next(span for k in range(first - 1, head - 1, -1) if (span := slots.spans[k]))
    table = FlatTable(columns(names, labels), [(begin[0] if begin else 0, above[1])])
    of_groups = len(names) > body.size
    kept: list[Span | None] = []
    for row in body.rows:
        cells = [slots.spans[k] if k is not None else None for k in row.cells]
        inside = [s for k in range(row.begin, row.end) if (s := slots.spans[k])]
        if row.group and of_groups:
            kept = cells
        elif row.group:
            table.groups.append(inside[0][0])
        else:
            cells = [*(kept or [None]), *cells] if of_groups else cells
            opens = (kept[0] if kept else None) or inside[0]
            table.rows.append(FlatRow(opens[0], inside[-1][1], tuple(cells), row.sure))
            kept = []
    return table
