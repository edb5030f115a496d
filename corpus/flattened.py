"""All tables that a conversion flattened to one cell a line, by whichever way they are told."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.fields import Labels
from corpus.figured import figured_tables
from corpus.flat import FlatTable, flat_tables
from corpus.gapped import gapped_tables
from corpus.lines import Line
from corpus.rounds import rounds_tables

_WAYS = (flat_tables, gapped_tables, figured_tables, rounds_tables)


def flattened_tables(lines: Sequence[Line], labels: Labels) -> list[FlatTable]:
    """The tables of a document's lines; where ways differ, that which reads more cells has them."""
    found = [table for way in _WAYS for table in way(lines, labels)]
    kept: list[FlatTable] = []
    taken: set[int] = set()
    for table in sorted(found, key=_cells, reverse=True):
        own = range(table.begin, table.end)
        if taken.isdisjoint(own):
            kept.append(table)
            taken.update(own)
    return sorted(kept, key=lambda t: t.begin)


def _cells(table: FlatTable) -> int:
    return sum(cell is not None for row in table.rows for cell in row.cells)
