"""Tables as XLSX files; every cell is text or a number, never a formula."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, NamedStyle
from openpyxl.utils import get_column_letter

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CELL_MAX = 32_767  # characters that a cell of the format holds
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d+)?")
_BAD_TITLE = re.compile(r"[\[\]:*?/\\]")
_TITLE_MAX = 31
_WIDE, _NARROW = 48, 12
_HEAD, _TEXT = "head", "text"  # names of styles


def workbook(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """One sheet with a bold head that stays in sight; plain numbers become numbers."""
    rows = [list(row) for row in rows]
    book = Workbook(write_only=True)
    for style in _styles():
        book.add_named_style(style)
    page = book.create_sheet(_BAD_TITLE.sub(" ", title)[:_TITLE_MAX])
    page.freeze_panes = "A2"
    for at, name in enumerate(columns):
        longest = max([len(name), *(len(row[at]) for row in rows)])
        letter = _letter(at)
        page.column_dimensions[letter].width = min(_WIDE, max(_NARROW, 2 * longest))
    page.append([_cell(page, name, head=True) for name in columns])
    for row in rows:
        page.append([_cell(page, text) for text in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _styles() -> tuple[NamedStyle, ...]:
    """Named once for the book: a font for each cell of 20,000 rows takes four times as long."""
    wrapped = Alignment(wrap_text=True, vertical="top")
    return (
        NamedStyle(_HEAD, font=Font(bold=True), alignment=wrapped),
        NamedStyle(_TEXT, alignment=wrapped),
    )


def _cell(page: object, text: str, *, head: bool = False) -> object:
    clean = ILLEGAL_CHARACTERS_RE.sub("", text)[:_CELL_MAX]
    number = None if head or not _NUMBER.fullmatch(clean) else float(clean)
    cell = WriteOnlyCell(page, value=clean if number is None else number)
    if number is None:
        cell.data_type = "s"  # openpyxl would take "=…" for a formula
    elif number.is_integer():
        cell.value = int(number)
    cell.style = _HEAD if head else _TEXT
    return cell


def _letter(index: int) -> str:
    found: str = get_column_letter(index + 1)
    return found
