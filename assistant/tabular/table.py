"""A table: its rows, columns and cells, the rows of totals."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from assistant.tabular.columns import Column, column_of
from corpus.fold import squeezed
from corpus.records import MATTER, NUMBER, Document, Field, Passage

_TOTAL = re.compile(
    r"(合计|总计|小计|共计|总和|累计|全[省市州县区]|全[省市州县区]?(平均|合计|总计))"
)
_UNIT = re.compile(r"^(计量|计数|数量)?单位$")
_NAMES = re.compile(r"(?<!事项)(?<!任务)名称$")
_LONGEST_UNIT = 4  # characters of a unit; what is longer is a body
_DISTINCT = 0.9  # share of different cells from which a column can name the rows


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, or a block of labelled lines that is as good as one.

    Attributes:
        passages: the row itself, or the lines of the block.
        cells: its fields by the printed names of their columns.
        group: the heading inside the table that it stands under, squeezed, or "".
    """

    passages: tuple[Passage, ...]
    cells: dict[str, Field]
    group: str = ""

    @property
    def id(self) -> str:
        """Its first passage's id."""
        return self.passages[0].id

    def text(self, label: str) -> str:
        """The cell of a column as printed, "" where it is empty."""
        cell = self.cells.get(label)
        return cell.text if cell is not None else ""

    @property
    def partial(self) -> bool:
        """Whether it adds up a part of the rows only."""
        first = next(iter(self.cells.values()), None)
        return first is not None and squeezed(first.text) == "小计"

    def holding(self, labels: Collection[str]) -> list[Passage]:
        """The passages that the cells of some columns stand in; the whole row where it is one."""
        cells = [c for label in labels if (c := self.cells.get(label)) is not None]
        found = [p for p in self.passages if any(p.start <= c.start < p.end for c in cells)]
        return found or list(self.passages[:1])


@dataclass(frozen=True)
class Table:
    """Rows under one header.

    Attributes:
        rows: its rows but for those of totals.
        totals: the rows that add others up.
        caption: what stands above: headings, and the lines before the first row, squeezed.
    """

    document: Document
    rows: tuple[Row, ...]
    totals: tuple[Row, ...]
    caption: str
    labels: tuple[str, ...] = field(default=())

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """Its columns in order, but for that of the rows' numbers."""
        return tuple(
            column_of(label, [r.text(label) for r in self.rows], self.caption)
            for label in self.labels
        )

    @cached_property
    def words(self) -> str:
        """All that its caption, columns and cells say, squeezed."""
        cells = (c.text for r in self.rows for c in r.cells.values())
        groups = (r.group for r in self.rows)
        return self.caption + squeezed(" ".join((*self.labels, *cells, *dict.fromkeys(groups))))

    @cached_property
    def measures(self) -> frozenset[str]:
        """The units of figures that a column of its own gives (单位: 项, 公里)."""
        cells = (squeezed(r.text(c)) for r in self.rows for c in self.labels if _UNIT.search(c))
        return frozenset(c for c in cells if 0 < len(c) <= _LONGEST_UNIT)

    @cached_property
    def name(self) -> Column | None:
        """The column that names the rows: the first if it is one of names, that of matters, else
        the first of different words."""
        words = [c for c in self.columns if not c.numeric and c.kind not in ("rank", "phone")]
        first = words[:1] if words and _NAMES.search(words[0].base) else []
        named = [c for c in first if _distinct(self.rows, c.label)]
        matters = [c for c in words if self._canonical(c.label) == MATTER]
        distinct = [c for c in words if _distinct(self.rows, c.label) and c.kind != "time"]
        return next(iter([*named, *matters, *distinct, *words]), None)

    def _canonical(self, label: str) -> str:
        cells = (r.cells.get(label) for r in self.rows)
        return next((c.name for c in cells if c is not None), "")


def _distinct(rows: Sequence[Row], label: str) -> bool:
    values = [v for r in rows if (v := r.text(label))]
    return len(values) * 2 > len(rows) and len(set(values)) >= _DISTINCT * len(values)


def cells_of(passage: Passage) -> dict[str, Field]:
    """The cells by the names of their columns, but for derived ones and the row's number."""
    stated = [f for f in passage.fields if f.rule is None or f.merged]
    return {f.label: f for f in stated if f.name != NUMBER or _TOTAL.fullmatch(squeezed(f.text))}


def is_total(row: Row) -> bool:
    """Whether a row adds others up: its first cell says so (合计, 全市)."""
    first = next(iter(row.cells.values()), None)
    return first is not None and _TOTAL.fullmatch(squeezed(first.text)) is not None
