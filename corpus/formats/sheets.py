"""Workbooks: each visible sheet is a heading and a table; merged title rows above it are captions.

Values are shown as a reader sees them (dates, percentages), formulas by the value saved last.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

from corpus.formats.archive import open_office
from corpus.formats.converted import Converted, prose, too_large
from corpus.formats.grid import Cell, table_lines

MAX_UNPACKED = 500 * 1024 * 1024
MAX_ROWS = 200_000
MAX_EMPTY = 10_000
_DEFAULT_NAME = re.compile(r"(sheet|工作表|表)\s*\d*", re.IGNORECASE)
_MERGE = re.compile(rb"""<(?:\w+:)?mergeCell\s+ref\s*=\s*["']([A-Z]+\d+:[A-Z]+\d+)["'][^>]*>""")
_CHUNK = 1 << 20


def convert(data: bytes, name: str) -> Converted:
    """The text of a workbook; raises DocumentError (see corpus.formats.convert)."""
    from openpyxl import load_workbook

    archive = open_office(data, name, "xl/workbook.xml", MAX_UNPACKED)
    notes: dict[str, int] = {}
    lines: list[str] = []
    with archive:
        book = load_workbook(BytesIO(data), read_only=True, data_only=True)
        sheets = [s for s in book.worksheets if s.sheet_state == "visible"]
        if len(sheets) < len(book.worksheets):
            notes["hidden sheets"] = len(book.worksheets) - len(sheets)
        for sheet in sheets:
            cells = _merged(list(_cells(sheet, name, notes)), _ranges(sheet, archive))
            if not cells:
                continue
            if len(sheets) > 1 or not _DEFAULT_NAME.fullmatch(sheet.title.strip()):
                lines.append(f"## {prose(sheet.title)}")
            lines += ["", *table_lines(cells), ""]
        book.close()
    return Converted("\n".join(lines), notes=tuple(sorted(notes.items())))


def _cells(sheet: Any, name: str, notes: dict[str, int]) -> Iterator[Cell]:
    """The cells that hold something; reading ends after MAX_EMPTY empty rows."""
    sheet.reset_dimensions()  # what the file claims of its size is often wrong
    empty = filled = 0
    for number, row in enumerate(sheet.iter_rows(), 1):
        shown = [(cell, text) for cell in row if (text := _shown(cell))]
        empty = 0 if shown else empty + 1
        if empty >= MAX_EMPTY:
            notes[f"sheet {sheet.title!r}: rows after {MAX_EMPTY} empty ones, not read"] = 1
            return
        filled += bool(shown)
        if filled > MAX_ROWS:
            raise too_large(name, "行 rows", number, MAX_ROWS)
        for cell, text in shown:
            yield Cell(cell.row, cell.column, text)


def _shown(cell: Any) -> str:
    """A cell's value as text."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime):
        plain = value.time() == time()
        return value.date().isoformat() if plain else value.isoformat(" ", "minutes")
    if isinstance(value, date | time | timedelta):
        return str(value)
    if isinstance(value, int | float):
        return _number(value, str(cell.number_format or ""))
    return str(value)


def _number(value: float, form: str) -> str:
    """A number without binary noise; as a percentage where the cell shows one."""
    if "%" in form:
        return f"{value * 100:.10g}%"
    return str(value) if isinstance(value, int) else f"{value:.15g}"


def _ranges(sheet: Any, archive: zipfile.ZipFile) -> list[tuple[int, int, int, int]]:
    """The merged ranges of a sheet (left, top, right, bottom), which streaming does not give."""
    from openpyxl.utils import range_boundaries

    path = str(getattr(sheet, "_worksheet_path", "")).lstrip("/")
    if path not in archive.namelist():
        return []
    found: list[tuple[int, int, int, int]] = []
    rest = b""
    with archive.open(path) as stream:
        while chunk := stream.read(_CHUNK):
            piece = rest + chunk
            for match in _MERGE.finditer(piece) if b"mergeCell" in piece else ():
                bounds = range_boundaries(match[1].decode("ascii"))
                if all(isinstance(b, int) for b in bounds):
                    found.append(bounds)
            rest = piece[max(piece.rfind(b"<"), 0) :][-_CHUNK:]
    return found


def _merged(cells: list[Cell], ranges: list[tuple[int, int, int, int]]) -> list[Cell]:
    """The cells with the spans of the merged ranges that they open."""
    at = {(r[1], r[0]): r for r in ranges}
    last = max((c.row for c in cells), default=0)
    out = []
    for cell in cells:
        left, top, right, bottom = at.get((cell.row, cell.column), (1, 1, 1, 1))
        rows = min(bottom, last) - top + 1
        out.append(Cell(cell.row, cell.column, cell.text, max(1, rows), right - left + 1))
    return out
