"""CSV and TSV: one table; the separator is the one that parts the first lines most evenly."""

from __future__ import annotations

import csv
from collections import Counter
from io import StringIO

from corpus.decode import decode
from corpus.formats.converted import Converted, too_large
from corpus.formats.grid import Cell, table_lines

MAX_ROWS = 500_000
_SEPARATORS = ",;\t|，"
_SAMPLE = 50


def convert(data: bytes, name: str) -> Converted:
    """The text of a .csv or .tsv file; raises DocumentError (see corpus.formats.convert)."""
    text = decode(data, source=name)
    csv.field_size_limit(max(len(text), 1))
    cells: list[Cell] = []
    for row, values in enumerate(csv.reader(StringIO(text), delimiter=_separator(text))):
        if row >= MAX_ROWS:
            raise too_large(name, "行 rows", row + 1, MAX_ROWS)
        cells += [Cell(row, column, v) for column, v in enumerate(values) if v.strip()]
    return Converted("\n".join(table_lines(cells)))


def _separator(text: str) -> str:
    """The separator with which most of the first rows have one and the same width, above one."""
    best, most = ",", 0
    for separator in _SEPARATORS:
        rows = csv.reader(StringIO(text), delimiter=separator)
        widths = Counter(len(row) for row, _ in zip(rows, range(_SAMPLE), strict=False) if row)
        wide = Counter({w: n for w, n in widths.items() if w > 1})
        count = wide.most_common(1)[0][1] if wide else 0
        if count > most:
            best, most = separator, count
    return best
