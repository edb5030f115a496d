"""Bodies that a question names and that cells name in another form: 发改委, 发展改革委副主任."""

from __future__ import annotations

from assistant.answering.bench import Bench
from assistant.tabular.mentions import Named
from assistant.tabular.table import Table
from corpus.fold import squeezed

_LONGEST = 200  # characters of a cell


def bodies_named(table: Table, bench: Bench) -> list[Named]:
    """The cells that name the bodies of the question; `Named.printed` is the question's form."""
    question = bench.question
    found: list[Named] = []
    for name, printed in zip(question.units, question.printed, strict=False):
        unit = bench.know.units.get(name)
        forms = {squeezed(f) for f in (printed, name, *(unit.aliases if unit else ()))}
        labels: set[str] = set()
        rows: set[str] = set()
        for row in table.rows:
            for column in table.columns:
                cell = squeezed(row.text(column.label))
                if not column.numeric and len(cell) <= _LONGEST and any(f in cell for f in forms):
                    labels.add(column.label)
                    rows.add(row.id)
        if rows:
            found.append(Named(squeezed(printed), frozenset(labels), frozenset(rows)))
    return found
