"""Tables flattened to one cell a line whose first column has names and all others figures.

Told by rows of one line of words and as many lines of figures each, under as many short names; a
name over several columns of years or months stands before these (分年度任务, 2024年, 2025年).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.fields import Labels
from corpus.flat import FlatRow, FlatTable
from corpus.lines import Line
from corpus.records import NUMBER
from corpus.tables import columns
from corpus.titles import is_title

_FIGURE = re.compile(r"[<>≤≥约-]?\d[\d,]*(?:\.\d+)?[%‰]?(?:\([^()]{1,8}\))?|[-/—]{1,2}")
_PERIOD = re.compile(r"(?:(?:19|20)\d\d年?)?(?:[上下]半年|第?[一二三四1-4]季度|\d{1,2}月份?)?")
_STOP = re.compile(r":|[。;,]$")
_TABLE = "表"  # how its caption ends
_MIN_FIGURES, _MIN_ROWS, _LONGEST, _MAX_NAMES = 2, 4, 16, 16


def figured_tables(lines: Sequence[Line], labels: Labels) -> list[FlatTable]:
    """The tables of names and figures of a document's lines, in order."""
    found: list[FlatTable] = []
    i = 0
    while i < len(lines):
        rows = _rows(lines, i)
        table = None
        if len(rows) >= _MIN_ROWS:
            table = _under_names(lines, i, rows, labels)
        if table is not None:
            found.append(table)
        i = rows[-1].last + 1 if rows else i + 1
    return found


def _rows(lines: Sequence[Line], at: int) -> list[FlatRow]:
    """The rows from line `at` on, each of a name and as many figures as the first has."""
    rows: list[FlatRow] = []
    size = _figures(lines, at + 1) if _is_name(lines[at]) else 0
    while size >= _MIN_FIGURES and at < len(lines) and _is_name(lines[at]):
        if _figures(lines, at + 1) != size:
            break
        cells = tuple((j, j) for j in range(at, at + size + 1))
        rows.append(FlatRow(at, at + size, cells))
        at += size + 1
    return rows


def _figures(lines: Sequence[Line], i: int) -> int:
    """How many lines from i on hold a figure alone."""
    end = i
    while end < len(lines) and _FIGURE.fullmatch(lines[end].text):
        end += 1
    return end - i


def _is_name(line: Line) -> bool:
    """Whether a line can name a row or a column: short words without a stop."""
    plain = line.marker is None and not _STOP.search(line.text)
    return plain and len(line.text) <= _LONGEST and not _FIGURE.fullmatch(line.text)


def _under_names(
    lines: Sequence[Line], at: int, rows: list[FlatRow], labels: Labels
) -> FlatTable | None:
    """The table of some rows; None where the lines above are no names of its columns."""
    first = at
    while first > 0 and at - first <= _MAX_NAMES and _is_name(lines[first - 1]):
        first -= 1
        if is_title(lines[first]) or lines[first].text.endswith(_TABLE):
            first += 1
            break
    names = _names([line.text for line in lines[first:at]], len(rows[0].cells))
    if not names or len(set(names)) < len(names):
        return None
    label = labels.of(names[0])
    if label is not None and label.name == NUMBER:
        return None
    return FlatTable(columns(names, labels), [(first, at - 1)], rows)


def _names(printed: list[str], size: int) -> list[str]:
    """The names of so many columns; one name more is over those of the periods at the end."""
    names = ["".join(name.split()) for name in printed]
    if len(names) == size:
        return names
    own = len(names)
    while own and _PERIOD.fullmatch(names[own - 1]):
        own -= 1
    if len(names) != size + 1 or not 1 < own < len(names) - 1:
        return []
    return [*names[: own - 1], *(names[own - 1] + name for name in names[own:])]
