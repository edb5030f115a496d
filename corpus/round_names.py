"""The names above the rows of a table of one cell a line, and whether they go with the rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from corpus.cellkinds import FIGURE, agrees
from corpus.fields import Labels
from corpus.fold import fold
from corpus.records import NUMBER
from corpus.round_rows import PERIOD, Body, Slots
from corpus.titles import is_title

_SHORT = 12  # characters of a name that is no title
_COUNTED = 0.8  # share of numbers that follow the one above
_HAN = re.compile(r"[\u3400-\u9fff]")
_DIGIT = re.compile(r"\d")
CAPTION = re.compile(
    r"表$|一览|^附[件表]|^表\s?\d|^单位:|\(共?\d+[项个处家条]\)$|\d{4}年.*(?:计划|情况)"
)


def names_above(slots: Slots, first: int, body: Body, labels: Labels) -> tuple[list[str], int]:
    """The names of the columns above a body, and the slot where they begin; [] for none.

    One name more than columns is that of the groups' column, or stands over several of figures.
    """
    size = body.size
    names, places = _above(slots, first, size + 2)
    number = next((k for k, n in enumerate(names) if is_number(n, labels)), None)
    count = len(names) if number is None else len(names) - number
    if count > size + 1:
        count = size
    names, places = names[len(names) - count :], places[len(names) - count :]
    if count == size + 1:
        groups = sum(row.group for row in body.rows)
        names = names if groups > 1 and body.rows[0].group else _spread(names, body)
    own = names[-size:]
    plain = sum(_DIGIT.search(PERIOD.sub("", n)) is None for n in own)
    if not all(map(_HAN.search, names)):
        return [], first
    if len(names) < size or len(set(names)) < len(names) or plain * 2 < size:
        return [], first
    return names, places[0]


def begins(slots: Slots, head: int, name: str, labels: Labels) -> bool:
    """Whether a header begins with a slot: what is above it is no name of a column."""
    return is_number(name, labels) or not _above(slots, head, 1)[0]


def is_number(name: str, labels: Labels) -> bool:
    """Whether a column of this name numbers the rows."""
    label = labels.get(name)
    return label is not None and label.name == NUMBER


def count_up(slots: Slots, body: Body) -> bool:
    """Whether the first cells of rows are numbers that follow each other."""
    first = [slots.text(row.cells[0]) if row.cells[0] is not None else "" for row in body.data]
    values = [int(digits) if (digits := text.rstrip(".、")).isdecimal() else -9 for text in first]
    follow = sum(b in (a + 1, 1) for a, b in pairwise(values))
    return follow >= _COUNTED * (len(values) - 1)


def agree(names: Sequence[str], body: Body) -> bool:
    """Whether below each name stands what its words tell."""
    return all(map(agrees, names[-body.size :], body.profile))


def _above(slots: Slots, first: int, most: int) -> tuple[list[str], list[int]]:
    """The names right above a slot, at most so many, and their slots; brackets go with a name."""
    names: list[str] = []
    places: list[int] = []
    bracket = ""
    for at in range(first - 1, -1, -1):
        span = slots.spans[at]
        if span is None or len(names) == most or not slots.is_name(at):
            break
        line = slots.lines[span[0]]
        text = "".join(line.raw.split())
        if CAPTION.search(fold(text)) or (len(text) > _SHORT and is_title(line)):
            break
        if fold(text)[0] == "(":
            bracket = text + bracket
            continue
        names.insert(0, text + bracket)
        places.insert(0, at)
        bracket = ""
    return names, places


def _spread(names: list[str], body: Body) -> list[str]:
    """The names of a header of two rows: the last stand under one over columns of one kind."""
    kinds = body.profile
    found = []
    for lower in range(2, body.size):
        upper = len(names) - lower
        for at in range(upper):
            run = kinds[at : at + lower]
            ends = kinds[at + lower : at + lower + 1] != run[:1] and kinds[at - 1 : at] != run[:1]
            if upper - 1 + lower == body.size and len(set(run)) == 1 and run[0] == FIGURE and ends:
                under = [names[at] + name for name in names[upper:]]
                found.append([*names[:at], *under, *names[at + 1 : upper]])
    return found[0] if len(found) == 1 else []
