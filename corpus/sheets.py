"""Tables that are one record: the names of its values stand beside them, not above.

| 承诺办结时限 | 20个工作日 |, also | 咨询电话 | … | 投诉电话 | … |. Told by lines in a row whose
cells in these places are names that official documents state attributes by.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from corpus.fields import Labels
from corpus.fold import fold
from corpus.labelled import is_known
from corpus.tables import Cell

_MIN_KNOWN = 3  # names in a sheet that are known
_LONGEST = 16  # characters of a name

Pair = tuple[Cell, Cell]


def named_cells(rows: Sequence[list[Cell]], labels: Labels) -> dict[int, list[Pair]]:
    """The names and values of each line of such sheets, by the line's index.

    Args:
        rows: the cells of every line of the document; none for a line without.
    """
    found: dict[int, list[Pair]] = {}
    for wide, run in groupby(range(len(rows)), key=lambda i: bool(rows[i])):
        held = list(run)
        if wide and all(_pairs(rows[i]) is not None for i in held):
            found.update(_sheet([(i, _pairs(rows[i]) or []) for i in held], labels))
    return found


def _sheet(lines: list[tuple[int, list[Pair]]], labels: Labels) -> Iterator[tuple[int, list[Pair]]]:
    names = [fold(_name(name)) for _, pairs in lines for name, _ in pairs]
    values = [fold(value.text) for _, pairs in lines for _, value in pairs]
    known = sum(is_known(name, labels) for name in names)
    unlike = not any(is_known(value, labels) for value in values)
    if known >= max(_MIN_KNOWN, len(names) / 4) and unlike and len(set(names)) == len(names):
        yield from lines


def _pairs(cells: list[Cell]) -> list[Pair] | None:
    """The pairs of a line of two or four cells, None where it is no line of names and values."""
    if len(cells) not in (2, 4):
        return None
    if len(cells) == 4 and cells[0].text[-1:] in (":", "："):
        return None  # the head of a web page: one row of pairs
    pairs = list(zip(cells[::2], cells[1::2], strict=True))
    filled = [(a, b) for a, b in pairs if a.text or b.text]
    if not filled or not all(0 < len(_name(a)) <= _LONGEST for a, _ in filled):
        return None
    return [(a, b) for a, b in filled if b.text]


def _name(cell: Cell) -> str:
    return "".join(cell.text.split()).rstrip(":：")
