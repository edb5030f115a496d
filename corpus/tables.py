"""Table rows: cells with their offsets, header rows, group rows, and a row's fields.

Reads tab-separated and Markdown rows alike. Which lines belong to one table is decided in
structure.py.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from corpus.fields import Labels, plain, split_units
from corpus.fold import fold
from corpus.lines import ARABIC, Line, parse_marker
from corpus.records import MATTER, NUMBER, Field, Span

_RULE = re.compile(r"\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?")
_NUMERIC = re.compile(r"[\d.,%\-/()]+")
_SPACES = re.compile(r"\s+")
WIDE = 0  # cells parted by two blanks or more
_PARTED = re.compile(r"[\t|]|  |\u3000\u3000")  # by more than single blanks
TOTAL = re.compile(r"[合总小共]\s*计")
_WORD = re.compile(r"\S+")
_SPACED_CELL = re.compile(r"\S+(?:[ \u3000]\S+)*")
_MAX_HEADER = 20
_MAX_NAME = 12  # characters of a column's name that is told by its place alone
_DIGIT = re.compile(r"\d")
_BOLD = re.compile(r"(\*\*|__)\s*(\S|\S.*\S)\s*\1")
_UNIT_HEADER = re.compile(r"(单位|部门|主体)$")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its offsets in the document without outer white space, and its text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column: canonical field name, name as printed, whether it lists units."""

    name: str
    label: str
    units: bool


def is_pipe(line: Line) -> bool:
    """Whether a line is a row (or the rule) of a Markdown table."""
    return line.raw.startswith("|") and line.raw.count("|") >= 2


def is_rule(line: Line) -> bool:
    """Whether a line is the |---|---| under a Markdown header."""
    return "-" in line.raw and "|" in line.raw and _RULE.fullmatch(line.raw) is not None


def is_tabbed(line: Line, text: str) -> bool:
    """Whether a line has two cells or more parted by tabs (trailing empty cells count)."""
    if line.raw_end <= line.end and "\t" not in line.raw:
        return False
    count = text.count("\t", line.start, line.raw_end)
    after_marker = line.marker is not None and line.raw.count("\t") == 1 == count
    if after_marker and line.marker is not None:
        return "\t" not in line.raw[: line.body + line.marker.end + 1]
    return count > 0


def cells_of(text: str, start: int, end: int, *, spaced: int | None = None) -> list[Cell]:
    """The cells of the row text[start:end] (raw, with its trailing tabs).

    `spaced`: the cells are parted by two blanks or more (WIDE), or by single ones and so many.
    """
    row = text[start:end]
    if spaced:
        return _parted(row, spaced, start)
    if spaced == WIDE:
        found = _SPACED_CELL.finditer(row)
        return [Cell(start + m.start(), start + m.end(), m[0]) for m in found]
    if row.startswith("|"):
        inner_end = len(row.rstrip())
        if row[:inner_end].endswith("|"):
            inner_end -= 1
        return _split(row, "|", 1, inner_end, start)
    return _split(row, "\t", 0, len(row), start)


def _parted(row: str, count: int, offset: int) -> list[Cell]:
    """Cells parted by single blanks; the last of them takes the rest of the line."""
    found = list(_WORD.finditer(row))
    spans = [m.span() for m in found[: count - 1]]
    if len(found) >= count:
        spans.append((found[count - 1].start(), len(row.rstrip())))
    return [Cell(offset + a, offset + b, row[a:b]) for a, b in spans]


def _split(row: str, separator: str, left: int, right: int, offset: int) -> list[Cell]:
    cells = []
    position = left
    for piece in row[left:right].split(separator):
        a = position + len(piece) - len(piece.lstrip())
        b = position + len(piece.rstrip())
        cells.append(Cell(offset + a, offset + max(a, b), row[a : max(a, b)]))
        position += len(piece) + 1
    return cells


def header_of(cells: list[Cell], labels: Labels) -> tuple[Column, ...] | None:
    """The columns that a header row names, or None where the row is no header."""
    names = [_SPACES.sub("", cell.text) for cell in cells]
    if len(names) < 2 or not all(names) or max(map(len, names)) > _MAX_HEADER:
        return None
    if any(_NUMERIC.fullmatch(fold(name)) for name in names):
        return None
    known = [labels.get(name) for name in names]
    if sum(label is not None for label in known) * 3 < len(names):
        return None
    return columns(names, labels)


def columns(names: list[str], labels: Labels) -> tuple[Column, ...]:
    """Columns for printed names; a second column of one canonical name keeps its printed name."""
    out: list[Column] = []
    for name in names:
        label = labels.get(name)
        if label is None or any(c.name == label.name for c in out):
            out.append(Column(name, name, bool(_UNIT_HEADER.search(fold(name)))))
        else:
            out.append(Column(label.name, name, label.units))
    return tuple(out)


def spaced_rows(lines: list[Line], text: str, labels: Labels) -> dict[int, int]:
    """Lines of tables whose columns are parted by blanks: under a header of known names.

    The rows have as many cells as the header; a numbered line alone may name a group of rows.
    The value is WIDE, or how many cells single blanks part.
    """
    found = _narrow_rows(lines, labels)
    columns_now = 0
    for i, line in enumerate(lines):
        cells = []
        if "  " in line.raw or "\u3000\u3000" in line.raw:
            cells = cells_of(text, line.start, line.end, spaced=WIDE)
        if len(cells) >= 3 and (
            _names(cells, labels) >= 2 or _heads_numbers(cells, lines[i + 1 : i + 3], text)
        ):
            columns_now = len(cells)
        grouped = columns_now and line.marker is not None and len(line.shown) <= 20 and not cells
        if columns_now and (len(cells) == columns_now or grouped):
            found[i] = WIDE
        else:
            columns_now = 0
    return found


def _heads_numbers(cells: list[Cell], following: list[Line], text: str) -> bool:
    """Whether short words without figures stand above rows of as many cells, some with figures."""
    words = all(len(c.text) <= _MAX_NAME and not _DIGIT.search(c.text) for c in cells)
    if not words or len(following) < 2 or len({c.text for c in cells}) < len(cells):
        return False
    rows = [cells_of(text, ln.start, ln.end, spaced=WIDE) for ln in following]
    if any(len(row) != len(cells) for row in rows):
        return False
    return any(all(_DIGIT.search(row[k].text) for row in rows) for k in range(len(cells)))


def _narrow_rows(lines: list[Line], labels: Labels) -> dict[int, int]:
    """Numbered rows with single blanks, under a header that begins with a name for numbers."""
    found: dict[int, int] = {}
    count = 0
    for i, line in enumerate(lines):
        parted = " " not in line.text or _PARTED.search(line.raw)
        words = [] if parted else _WORD.findall(line.raw)
        if _narrow_header(words, labels):
            count = len(words)
        elif not (words and words[0].isdigit() and len(words) >= count):
            count = 0
        if count:
            found[i] = count
    return found


def _narrow_header(words: list[str], labels: Labels) -> bool:
    if not 3 <= len(words) <= 8 or max(map(len, words)) > _MAX_HEADER:
        return False
    known = [label.name for word in words if (label := labels.get(word)) is not None]
    return len(known) > 1 and known[0] == NUMBER and labels.get(words[0]) is not None


def _names(cells: list[Cell], labels: Labels) -> int:
    """How many cells are names of columns, where all are short."""
    short = all(len(cell.text) <= _MAX_HEADER for cell in cells)
    return sum(labels.get(cell.text) is not None for cell in cells) if short else 0


def plain_header(cells: list[Cell], labels: Labels) -> tuple[Column, ...] | None:
    """The columns of a row that is a header by its place (above a |---| rule) alone."""
    names = [_SPACES.sub("", cell.text) or f"列{i}" for i, cell in enumerate(cells, 1)]
    return columns(names, labels) if cells else None


def same_header(a: tuple[Column, ...], b: tuple[Column, ...]) -> bool:
    """Whether two header rows print the same names."""
    return [fold(c.label) for c in a] == [fold(c.label) for c in b]


def group_of(cells: list[Cell]) -> Cell | None:
    """The name of a group of rows, where a row of several cells is that and nothing more.

    One cell alone is filled: the first, or any that is numbered or set bold as headings are
    (| | **一、…** | |). Marks of bold type are left out.
    """
    filled = [i for i, cell in enumerate(cells) if cell.text]
    if len(cells) < 2 or len(filled) != 1:
        return None
    cell = cells[filled[0]]
    bold = _BOLD.fullmatch(cell.text)
    if bold:
        cell = Cell(cell.start + bold.start(2), cell.start + bold.end(2), bold[2])
    name = fold(cell.text)
    marker = parse_marker(name, cell.text)
    heads = bold is not None or (marker is not None and marker.level < ARABIC)
    return cell if (filled[0] == 0 or heads) and not _NUMERIC.fullmatch(name) else None


def pairs_of(cells: list[Cell]) -> list[tuple[str, Cell]]:
    """The names and values of a row without a header: 发文机关: | 甲市 | 成文日期: | 2024-01-02.

    Two cells are a pair where the first is short; of more, every name must end with a colon.
    """
    if len(cells) == 2:
        named = 2 <= len(cells[0].text) <= 12 and cells[1].text
        return [(_key(cells[0]), cells[1])] if named else []
    found = [(a, b) for a, b in pairwise(cells) if a.text and _colon(a)]
    values = sum(bool(c.text) for c in cells) - len(found)
    if not found or len(cells[0].text) > 12 or values > len(found) or not _colon(cells[0]):
        return []
    return [(_key(a), b) for a, b in found if b.text and not _colon(b)]


def _colon(cell: Cell) -> bool:
    return cell.text[-1:] in ":：" and len(cell.text) <= 12


def _key(cell: Cell) -> str:
    return _SPACES.sub("", cell.text).rstrip(":：")


def row_fields(
    cells: list[Cell], header: tuple[Column, ...], above: Mapping[int, Cell]
) -> tuple[Field, ...]:
    """The fields of a data row; cells beyond the header and empty cells give none.

    `above`: by column, the cells that reach down from rows above; they are the fields' rule.
    """
    fields = []
    for at, (cell, column) in enumerate(zip(cells, header, strict=False)):
        told = above.get(at, cell)
        value = plain(told.text)
        if not value:
            continue
        end = cell.end
        if column.name == MATTER and value.endswith("。") and told.text.endswith("。"):
            value, end = value[:-1], max(end - 1, cell.start)
        units = split_units(told.text) if column.units else ()
        rule = Span(told.start, told.end) if at in above else None
        fields.append(Field(column.name, column.label, units or (value,), cell.start, end, rule))
    return tuple(fields)
