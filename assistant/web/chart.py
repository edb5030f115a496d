"""A table's figures as horizontal bars in inline SVG, where one column holds figures."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answers import Table
from assistant.web.marks import MARK
from assistant.web.markup import clip, esc
from assistant.web.texts import Language, say

_FIGURE = re.compile(r"([-+]?\d[\d,]*(?:\.\d+)?)\s*([^\d\s.,]{0,6})")
_COUNTED = ("序号", "序號", "编号", "編號", "年份", "年度", "No.", "Year")  # numbers, not figures
_FEWEST, _MOST = 2, 30  # bars
_ROW, _LABEL, _BARS, _VALUE = 30, 210, 330, 110  # pixels
_LABEL_SHOWN = 14


def figures(table: Table) -> tuple[int, list[float], str] | None:
    """The column of figures, its values and their unit: the one that the table names, else the
    last whose cells are all figures of one unit and no mere count of rows; None where there is
    none.

    >>> figures(Table(("区", "床位"), (("甲", "40张[1]"), ("乙", "1,200张"))))
    (1, [40.0, 1200.0], '张')
    """
    if not _FEWEST <= len(table.rows) <= _MOST:
        return None
    if table.numeric is not None:
        cells = [_FIGURE.fullmatch(_bare(row[table.numeric])) for row in table.rows]
        numbers = [float(m[1].replace(",", "")) for m in cells if m]
        whole_column = len(numbers) == len(cells) and min(numbers) >= 0
        return (table.numeric, numbers, table.unit) if whole_column else None
    for at in range(len(table.columns) - 1, -1, -1):
        if table.columns[at] in _COUNTED:
            continue
        matches = [_FIGURE.fullmatch(_bare(row[at])) for row in table.rows]
        whole = [m for m in matches if m]
        if len(whole) < len(matches) or len({m[2] for m in whole}) > 1:
            continue
        values = [float(m[1].replace(",", "")) for m in whole]
        if values != [float(n) for n in range(1, len(values) + 1)] and min(values) >= 0:
            return at, values, whole[0][2]
    return None


def _bare(cell: str) -> str:
    return MARK.sub("", cell).strip()


def chart(table: Table, language: Language) -> str:
    """The bars in a part that can be folded away, "" where no column holds figures."""
    found = figures(table)
    if found is None:
        return ""
    column, values, unit = found
    labels = [_label(row, column) for row in table.rows]
    top = max(values) or 1.0
    bars = "".join(
        _bar(n, label, value, value / top, unit)
        for n, (label, value) in enumerate(zip(labels, values, strict=True))
    )
    name = esc(say("chart_of", language, column=table.columns[column]))
    height = _ROW * len(values)
    return (
        f'<details class="chart" open><summary>{esc(say("chart", language))}</summary>'
        f'<svg viewBox="0 0 {_LABEL + _BARS + _VALUE} {height}" role="img" aria-label="{name}">'
        f"<title>{name}</title>{bars}</svg></details>"
    )


def _label(row: Sequence[str], column: int) -> str:
    """The longest text of the first cells beside the figures: what the bar is of."""
    others = [_bare(cell) for at, cell in enumerate(row) if at != column]
    return next((text for text in others if text and not _FIGURE.fullmatch(text)), "")


def _bar(number: int, label: str, value: float, share: float, unit: str) -> str:
    middle = number * _ROW + _ROW / 2
    width = max(2.0, share * _BARS)
    shown = f"{value:,.10g}{unit}"
    return (
        f'<text x="{_LABEL - 10}" y="{middle:.0f}" class="label"><title>{esc(label)}</title>'
        f"{esc(clip(label, _LABEL_SHOWN))}</text>"
        f'<rect x="{_LABEL}" y="{middle - 8:.0f}" width="{width:.1f}" height="16" rx="2"/>'
        f'<text x="{_LABEL + width + 8:.1f}" y="{middle:.0f}" class="value">{esc(shown)}</text>'
    )
