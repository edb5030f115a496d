"""Tables that a plain text draws: in boxes (┌─┬─┐ and │, or +---+ and |), or with pipes between.

Their rows become those of a pipe table; a cell that goes on in the next line of its box is whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from corpus.formats.grid import Cell, table_lines
from corpus.formats.pdf_blocks import join_cell

_UPRIGHT = re.compile(r"[│┃║]")
_CORNERS = "┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝╭╮╰╯┠┨┯┷┿╂"
_BOXED = re.compile(rf"[\s─━═┄┈{_CORNERS}]*[{_CORNERS}][\s─━═┄┈{_CORNERS}]*")
_RULED = re.compile(r"\+[-=+]{3,}\+")
_LEVEL = re.compile(r"[─━═]{3}")  # in a line with upright ones: a rule under some cells
_MIN_CELLS, _MIN_LINES, _NEAR = 3, 3, 2
_BANDS = 3  # boxes above each other that tell that a box is a row

Row = list[str]


def undrawn(text: str) -> str:
    """The text with its drawn tables as pipe tables; the same where it draws none."""
    if "|" not in text and not _UPRIGHT.search(text):
        return text
    out: list[str] = []
    for mark, run in groupby(text.split("\n"), key=_mark):
        lines = list(run)
        out += (mark and _boxed(lines, mark)) or lines
    return "\n".join(_piped(out))


def _mark(line: str) -> str:
    """What draws a line: boxes │, or boxes of + and |; "" for neither."""
    shown = line.strip()
    if _UPRIGHT.search(shown) or _BOXED.fullmatch(shown):
        return "│"
    return "+" if _RULED.fullmatch(shown) or (shown and shown[0] == shown[-1] == "|") else ""


def _boxed(lines: Sequence[str], mark: str) -> list[str]:
    """The lines of a table in boxes; [] where no rule parts them."""
    bands: list[list[Row]] = []
    for level, run in groupby(lines, key=_is_rule):
        if not level:
            bands.append([_cells(line, mark) for line in run])
    if not bands or not any(map(_is_rule, lines)):
        return []
    if len(bands) >= _BANDS:
        rows = [_joined(band) for band in bands]
    else:
        rows = [row for band in bands for row in band]
    return _table(rows)


def _is_rule(line: str) -> bool:
    shown = line.strip()
    return any(p.fullmatch(shown) for p in (_BOXED, _RULED)) or _LEVEL.search(shown) is not None


def _cells(line: str, mark: str) -> Row:
    inner = _UPRIGHT.sub("|", line.strip()) if mark == "│" else line.strip()
    if mark != "|":
        inner = inner.removeprefix("|").removesuffix("|")
    return [cell.strip() for cell in inner.split("|")]


def _joined(band: Sequence[Row]) -> Row:
    """One row of the lines in a box."""
    size = max(map(len, band))
    whole = [row + [""] * (size - len(row)) for row in band]
    return [join_cell("\n".join(filter(None, column))) for column in zip(*whole, strict=True)]


def _piped(lines: list[str]) -> list[str]:
    """The lines, those with pipes between their cells alone as rows of a pipe table.

    Such rows have as many cells as another one close by, past the name of a group.
    """
    sizes = [0 if line.strip()[:1] == "|" else line.count("|") + 1 for line in lines]
    rows = {
        i
        for i, size in enumerate(sizes)
        if size >= _MIN_CELLS
        and size in sizes[max(i - _NEAR, 0) : i] + sizes[i + 1 : i + 1 + _NEAR]
    }
    if len(rows) < _MIN_LINES:
        return lines
    return [_line(_cells(line, "|")) if i in rows else line for i, line in enumerate(lines)]


def _line(cells: Row) -> str:
    return f"| {' | '.join(cells)} |"


def _table(rows: Sequence[Row]) -> list[str]:
    size = max(map(len, rows))
    cells = [
        Cell(r, c, text, 1, size if len(row) == 1 else 1)
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    ]
    header = 1 if size > 2 else None  # of two columns it may be names and values
    return ["", *table_lines(cells, header_rows=header, keep_columns=True), ""]
