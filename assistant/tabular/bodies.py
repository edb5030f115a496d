"""Bodies that a question names and that cells name in another form: 发改委, 发展改革委副主任."""

from __future__ import annotations

import re

from assistant.answering.bench import Bench
from assistant.tabular.mentions import Named
from assistant.tabular.table import Table
from corpus.fold import squeezed

_WHO = re.compile(r"谁|哪一?位|什么人|叫什么")
_LONGEST = 200  # characters of a cell


def bodies_named(table: Table, bench: Bench) -> list[Named]:
    """The cells that name the bodies of the question; `Named.printed` is the question's form."""
    question = bench.question
    found: list[Named] = []
    for name, printed in zip(question.units, question.printed, strict=False):
        forms = _forms(name, bench) | {squeezed(printed)}
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


def not_listed(table: Table, bench: Bench) -> bool:
    """Whether who of a body is asked of a list of persons whose document nowhere names it."""
    question = bench.question
    persons = any(c.kind == "person" for c in table.columns)
    if not (persons and question.units and _WHO.search(squeezed(question.text))):
        return False
    text = squeezed(table.document.text)
    return not all(any(f in text for f in _forms(unit, bench)) for unit in question.units)


def _forms(name: str, bench: Bench) -> set[str]:
    """The forms of a body's name that a document may print."""
    unit = bench.know.units.get(name)
    return {squeezed(f) for f in (name, *(unit.aliases if unit else ()))}
