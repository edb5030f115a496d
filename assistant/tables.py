"""An answer's table as a file for spreadsheets: CSV and XLSX."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Container
from pathlib import Path

from assistant.answers import Answer, Table
from assistant.errors import TableError

_MARK = re.compile(r"\[(\d{1,4})\]")
_FORMULA = re.compile(r"[=@\t\r]|[+-](?![\d.])")
FORMS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def to_csv(table: Table, marks: Container[int] = ()) -> str:
    """The table as CSV: the marks of these citations left out, formulas made harmless."""

    def cell(text: str) -> str:
        bare = _bare(text, marks)
        return f"'{bare}" if _FORMULA.match(bare) else bare

    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([cell(name) for name in table.columns])
    writer.writerows([[cell(value) for value in row] for row in table.rows])
    return out.getvalue()


def to_xlsx(table: Table, marks: Container[int] = (), *, title: str = "表格") -> bytes:
    """The table as an Excel workbook: numbers as numbers, every other cell as plain text."""
    from assistant.sheets import workbook

    rows = [[_bare(text, marks) for text in row] for row in table.rows]
    return workbook(title, [_bare(name, marks) for name in table.columns], rows)


def as_file(answer: Answer, form: str) -> bytes:
    """The table of an answer as a file of that form (a key of FORMS).

    Raises:
        TableError: an unknown form, or the answer has no table.
    """
    if form not in FORMS:
        raise TableError(
            f"表格格式 {form!r} 不可用 unknown table form.",
            hint=f"可用 known: {'、'.join(FORMS)}。",
        )
    if answer.table is None:
        raise TableError(
            "这个答案没有表格 the answer has no table.",
            hint="问列举、计数或比较的问题才有表格 (ask for a list, a count or a comparison)。",
        )
    marks = frozenset(c.marker for c in answer.citations)
    if form == "xlsx":
        return to_xlsx(answer.table, marks)
    return ("\ufeff" + to_csv(answer.table, marks)).encode()


def write_table(answer: Answer, path: Path) -> None:
    """Write the table of an answer into a file, CSV or XLSX by the ending of its name.

    Raises:
        TableError: as `as_file`, or the file cannot be written.
    """
    data = as_file(answer, path.suffix.lower().lstrip("."))
    try:
        path.write_bytes(data)
    except OSError as error:
        raise TableError(
            f"无法写入 cannot write {str(path)!r}: {error.strerror}.",
            hint="换一个可写的位置 (choose a folder that can be written)。",
        ) from error


def _bare(text: str, marks: Container[int]) -> str:
    """A cell without the marks of citations."""
    return _MARK.sub(lambda m: "" if int(m.group(1)) in marks else m.group(), text).strip()
