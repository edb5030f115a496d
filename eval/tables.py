"""Question files kept as tables, CSV or XLSX: a head row that names columns, then a question a row.

Columns question and answer are needed, id, category and style may stand beside them; each also
by its Chinese names. An empty answer is not scored.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from corpus.decode import decode
from eval.cases import Case, case_from
from eval.errors import EvalError

COLUMNS = {
    "id": ("id", "编号", "序号", "题号"),
    "question": ("question", "问题", "问", "提问", "题目"),
    "answer": ("answer", "答案", "答", "回答", "标准答案"),
    "category": ("category", "类别"),
    "style": ("style", "问法"),
}
NEEDED = ("question", "answer")
Numbered = tuple[int, "Case | EvalError"]


def read_csv(data: bytes, name: str) -> Iterator[Numbered]:
    """The numbered rows of a CSV file, in UTF-8 or, as spreadsheets save it, GB18030."""
    table = csv.reader(io.StringIO(decode(data, source=name), newline=""))
    yield from _cases(((table.line_num, row) for row in table), name)


def read_xlsx(data: bytes, name: str) -> Iterator[Numbered]:
    """The numbered rows of a workbook's first sheet."""
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        hint = "在表格软件中另存为 xlsx (save it as .xlsx again)."
        raise EvalError(f"不是工作簿 not a workbook {name!r}: {error}.", hint=hint) from None
    rows = book.worksheets[0].iter_rows(values_only=True)
    yield from _cases(
        ((n, [_shown(value) for value in row]) for n, row in enumerate(rows, 1)), name
    )


def _shown(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value)


def _cases(rows: Iterable[tuple[int, Sequence[str]]], name: str) -> Iterator[Numbered]:
    """The first row that is not empty is the head."""
    coming = ((number, row) for number, row in rows if any(cell.strip() for cell in row))
    line, head = next(coming, (1, ()))
    known = {alias: column for column, aliases in COLUMNS.items() for alias in aliases}
    columns = [known.get(cell.strip().lower(), "") for cell in head]
    if missing := [column for column in NEEDED if column not in columns]:
        named = " / ".join(COLUMNS[missing[0]])
        yield line, EvalError(f"首行没有列 no column {missing[0]!r} in the first row: {named}")
        return
    for cell, column in zip(head, columns, strict=True):
        if cell.strip() and not column:
            known_names = ", ".join(COLUMNS)
            yield (
                line,
                EvalError(f"未知列 unknown column {cell!r}", hint=f"可用 known: {known_names}."),
            )
    for number, row in coming:
        cells = {c: v.strip() for c, v in zip(columns, row, strict=False) if c}
        yield number, _case(cells, f"{Path(name).stem}-{number}", name)


def _case(cells: dict[str, str], identity: str, name: str) -> Case | EvalError:
    answer = cells.pop("answer", "")
    data = {**cells, "id": cells.get("id") or identity, "gold": [[answer]] if answer else []}
    try:
        return case_from(data, file=name)
    except EvalError as error:
        return error
