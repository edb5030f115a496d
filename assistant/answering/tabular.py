"""Answers looked up in a table: rows by their cells, their order, their sum; cells by columns."""

from __future__ import annotations

from assistant.answering.bench import Bench
from assistant.answering.draft import Draft
from assistant.answering.elsewhere import UNSTATED
from assistant.asking.question import (
    DEADLINE,
    DUE,
    ITEMS,
    LEAD,
    NUMBER,
    RANKING,
    RESPONSIBLE,
    Question,
)
from assistant.finding.charges import free_of_charge
from assistant.finding.fit import same_measure
from assistant.tabular.assembling import tables_of
from assistant.tabular.bodies import bodies_named, not_listed
from assistant.tabular.choosing import LABEL, named_share
from assistant.tabular.mentions import asks_body
from assistant.tabular.reading import read
from assistant.tabular.solution import Solution
from assistant.tabular.solve import solve, unstated
from assistant.tabular.table import Table
from assistant.tabular.telling import told
from corpus import records
from corpus.figures import figures
from corpus.fold import squeezed

OF_RECORDS = frozenset({records.LEAD, records.RESPONSIBLE, records.DEADLINE})
TABLES = 6  # tables that are looked at
_SURE = 0.9


def answer(bench: Bench) -> Draft | str | None:
    """What the best table says, None where no table answers the whole question.

    The reason to decline where the cell asked for is empty, or a list of persons knows nobody of
    the body asked about.
    """
    question = bench.question
    if question.metadata or question.number:
        return None
    found: list[tuple[float, Solution]] = []
    empty = False
    tables = tables_of(bench, most=TABLES)
    for rank, table in enumerate(tables):
        reading = read(table, question, bodies_named(table, bench))
        if reading is None or reading.left > reading.allowed:
            continue
        solution = solve(reading)
        empty = empty or unstated(reading)
        if solution is None or not _of_place(solution, bench) or _uncounted(solution):
            continue
        if not _told_elsewhere(solution):
            found.append((reading.weight - 0.05 * rank + _headed(table, question), solution))
    if not found and (empty or any(not_listed(table, bench) for table in tables)):
        return UNSTATED
    if not found:
        return None
    best = max(found, key=lambda pair: pair[0])[1]
    return told(best, _SURE)


def _headed(table: Table, question: Question) -> bool:
    """Whether a table stands under the name of a place asked for: 杭州市, then 宁波市."""
    above = {squeezed(h.text) for h in table.rows[0].passages[0].path}
    return any(name in above for p in question.places for name in (p.name, *p.aliases))


def _of_place(solution: Solution, bench: Bench) -> bool:
    """Whether the table's document names the place asked for, where none is of that place."""
    return not bench.scope.mention or bench.scope.named_in(solution.reading.table.document.text)


def _uncounted(solution: Solution) -> bool:
    """Whether it is asked how many, and cells of words alone are to be told."""
    question = solution.reading.question
    if solution.opening or not solution.shown or not (question.asks(NUMBER) and question.measure):
        return False
    cells = [row.text(c.label) for row in solution.rows for c in solution.shown]
    found = (f for cell in cells for f in figures(squeezed(cell)))
    counted = any(not f.unit or same_measure(f.unit, question.measure) for f in found)
    return not counted and not any(free_of_charge(question, cell) for cell in cells)


def _told_elsewhere(solution: Solution) -> bool:
    """Whether records answer it: who leads or is responsible, when it is due."""
    reading = solution.reading
    held = {f.name for row in solution.rows for f in row.cells.values()} & OF_RECORDS
    if held and reading.question.units and reading.question.asks(ITEMS, LEAD, RESPONSIBLE):
        return True
    if reading.question.asks(DUE, RANKING):
        return any(f.name in OF_RECORDS for row in solution.rows for f in row.cells.values())
    if not reading.question.asks(LEAD, RESPONSIBLE, DEADLINE) or solution.target is not None:
        return False
    names = {f.name for row in solution.rows for f in row.cells.values()}
    told = {c.label for c in solution.shown if named_share(c.base, reading.text) >= LABEL}
    if not solution.shown and names & OF_RECORDS and asks_body(reading.text):
        return True
    chosen = told if solution.shown else reading.selecting
    own = {f.name for row in solution.rows for f in row.cells.values() if f.label in chosen}
    return bool(names & OF_RECORDS) and own <= OF_RECORDS
