"""Header rows told by contrast: short words that stand above figures, in one line or in two."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.fold import fold
from corpus.tables import Cell

_DIGIT = re.compile(r"\d")
_STOP = re.compile(r"[。;!?]|:$")
_PERIOD = re.compile(r"(?:19|20)\d\d|\d{1,2}(?:-\d{1,2})?月|季度|半年")
_ALONE = re.compile(r"[\d.,%\-/()+]+")
_LONGEST = 20
_LOOKED_AT = 8  # rows below a header that are looked at
_MOST = 0.6  # share of a column's cells that are figures


def heads(cells: Sequence[Cell], below: Sequence[Sequence[Cell]]) -> bool:
    """Whether a row names the columns of the rows below it.

    Its names are short and differ, and columns of figures, half of them at least, have names
    without any (a period, 2024年, is none).

    Args:
        below: the cells of the rows that follow; only those of as many cells are looked at.
    """
    names = [fold(cell.text) for cell in cells]
    rows = [row for row in below if len(row) == len(cells)][:_LOOKED_AT]
    if len(cells) < 2 or not rows or not all(map(_is_name, names)) or len(set(names)) < len(names):
        return False
    counting = [at for at in range(len(cells)) if _counts([row[at].text for row in rows])]
    told = sum(not _DIGIT.search(_PERIOD.sub("", names[at])) for at in counting)
    return told * 2 >= len(counting) > 0


def joined_names(top: Sequence[Cell], under: Sequence[Cell]) -> list[str]:
    """The names of two header rows: an upper name over several columns stands before each lower.

    Returns:
        One name a column; [] where the rows are no such header.
    """
    if len(top) != len(under) or not top[0].text or under[0].text:
        return []
    names: list[str] = []
    upper, parted = "", 0
    for above, below in zip(top, under, strict=True):
        upper = above.text or (upper if below.text else "")
        names.append(upper + below.text)
        parted += bool(below.text)
    lone = sum(not cell.text for cell in under)
    plain = all(_is_name(fold(c.text)) for c in (*top, *under) if c.text)
    whole = all(names) and len(set(names)) == len(names)
    return names if plain and whole and parted > 1 and lone else []


def _is_name(folded: str) -> bool:
    name = "".join(folded.split())
    return 0 < len(name) <= _LONGEST and not _STOP.search(name) and not _ALONE.fullmatch(name)


def _counts(texts: Sequence[str]) -> bool:
    """Whether most cells of a column, those that are not empty, hold a figure."""
    filled = [text for text in texts if text]
    return bool(filled) and sum(_DIGIT.search(t) is not None for t in filled) >= _MOST * len(filled)
