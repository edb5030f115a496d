"""The names of columns in the header of a table flattened to one cell a line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.fold import fold
from corpus.lines import HAN_BRACKET, Line

_QUOTED = re.compile(r'"[^"]*"')
_TWO = re.compile(r"[^及]{2,}及[^及]{2,}")
_LONGEST_NAME = 20


def spread_names(upper: list[str], below: Sequence[Line], sizes: set[int]) -> list[str]:
    """The names of a header of two rows, none where they do not fit the rows' size.

    The lower names stand under the last of the upper row; the blank lines before them tell so.
    Where the rows have a cell more, one name for two things (城镇及分区) stands over two columns.
    """
    lower = names_of(below)
    if not upper or not lower or steps(below[0]) != len(upper):
        return []
    own = upper[:-1]
    double = [i for i, name in enumerate(own) if _TWO.fullmatch(name)]
    if len(own) + len(lower) not in sizes and len(double) == 1:
        at = double[0]
        own[at : at + 1] = own[at].split("及")
    names = [*own, *(upper[-1] + name for name in lower)]
    return names if len(names) in sizes else []


def heads_group(line: Line) -> bool:
    """Whether a line behind the names of columns names the first group of rows (甲类:)."""
    han = line.marker is not None and line.marker.level <= HAN_BRACKET
    return han or line.shown[-1:] == ":"


def names_of(head: Sequence[Line], *, wrapped: bool = False) -> list[str]:
    """The names of a header; what is in brackets goes with the line before, in quotes behind.

    A name that recurs goes with what is behind it (指标 … 指标 类型): no two columns have one name.
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
        opened = opened or shown in names[:-1]
    return names if all(len(n) <= _LONGEST_NAME for n in names) else []


def steps(line: Line) -> int:
    """How many cells after the one before it a line stands; 0 where it goes on with that one."""
    return (line.gap + 1) // 2
