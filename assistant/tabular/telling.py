"""A table's answer as statements that cite its rows."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.answering.draft import (
    Draft,
    Statement,
    Support,
    passage_support,
    place_supports,
    rule_support,
)
from assistant.answering.wording import brief, shown
from assistant.answers import Table as Shown
from assistant.asking.question import Question
from assistant.tabular.columns import Column
from assistant.tabular.solution import Solution
from assistant.tabular.table import Row
from corpus.fold import fold, squeezed
from corpus.records import Document

_WORD = re.compile(r"最(?:[高低大小多少长短贵]|便宜)")
_COUNTED = re.compile(r"(?:多少|几)([个家项所座处条种类位名款件批场支户只台辆门期档])")
NAME = 60  # characters of a row's name
_CELL = 360  # characters of a cell
TOGETHER = 6  # rows up to which each is told with its cells


def told(solution: Solution, confidence: float) -> Draft | None:
    """The draft of what a table answers."""
    question, document = solution.reading.question, solution.reading.table.document
    listing = solution.target is not None or solution.opening == "count" or not solution.shown
    if listing or (len(solution.rows) > TOGETHER and not solution.reading.named):
        statements = _list(solution, question, document)
    else:
        statements = [_row(r, solution, question, document) for r in solution.rows]
    if not statements:
        return None
    opening = _opening(solution, question)
    if opening:
        statements = [Statement(opening, ()), *statements]
    table = _table(solution, question) if len(solution.rows) > 1 else None
    return Draft(tuple(statements), "structured", confidence, table=table)


def _opening(solution: Solution, question: Question) -> str:
    """What is told of all rows together: a figure that stands in none of them."""
    value, unit = solution.value, shown(solution.unit, question)
    if solution.opening == "sum" and value is not None:
        return shown(f"表中{len(solution.rows)}行相加为{_plain(value)}{unit}:", question)
    if solution.opening == "difference" and value is not None:
        return shown(f"相差{_plain(value)}{unit}:", question)
    if solution.opening == "count" and value is not None:
        return shown(f"共{_plain(value)}{_measure(question)}:", question)
    if solution.opening == "most" and value is not None:
        best = [_name(r, solution, question) for r in solution.rows[: int(value)]]
        if len(best) == len(solution.rows):
            return shown("一样。", question)
        return "、".join(best) + shown("更", question) + _better(question) + "。"
    return ""


def _measure(question: Question) -> str:
    """The measure by which the question counts (几项), else 个."""
    asked = _COUNTED.search(squeezed(question.text))
    return asked[1] if asked else "个"


def _better(question: Question) -> str:
    text = squeezed(question.text)
    return next((w for w in "高大长快贵多低小短慢少" if f"更{w}" in text or f"{w}?" in text), "多")


def _list(solution: Solution, question: Question, document: Document) -> list[Statement]:
    """The names of the rows, or the cells of the column asked for, in one sentence."""
    column = solution.target
    texts: list[str] = []
    supports: list[Support] = []
    for row in solution.rows:
        text = shown(row.text(column.label), question) if column else _name(row, solution, question)
        if text and text not in texts:
            texts.append(text)
        supports += _supports(row, solution, document)
    return [Statement("、".join(texts) + "。", tuple(supports))] if texts else []


def _row(row: Row, solution: Solution, question: Question, document: Document) -> Statement:
    """A row by its name with the cells that are told of it."""
    cells = [(c, row.text(c.label)) for c in solution.shown if row.text(c.label)]
    name = _name(row, solution, question)
    parts = [_part(c, t, question) for c, t in cells if squeezed(t) != squeezed(name)]
    if solution.reading.request.extreme and not solution.opening:
        said = _WORD.search(solution.reading.text)
        name += shown(said[0], question) if said else ""
    text = f"{name}:{';'.join(parts)}。" if parts else f"{name}。"
    return Statement(text, _supports(row, solution, document))


def _part(column: Column, text: str, question: Question) -> str:
    """A cell behind its column's name, with the unit where only the table's caption gives it."""
    label = shown(column.label, question)
    inside = not column.unit or column.unit in fold(column.label)
    if not inside and fold(text).replace(".", "").replace(",", "").isdigit():
        label += f"({shown(column.unit, question)})"
    return f"{label}:{shown(brief(text, _CELL), question)}"


def _name(row: Row, solution: Solution, question: Question) -> str:
    name = solution.reading.table.name
    text = row.text(name.label) if name else ""
    if not text:
        first = next(iter(row.cells.values()))
        text = first.text
    return shown(brief(text, NAME), question)


def _supports(row: Row, solution: Solution, document: Document) -> tuple[Support, ...]:
    """The row, or of a block the lines that name it and say what is told or chosen by."""
    name = solution.reading.table.name
    told = {c.label for c in (name, solution.target, *solution.shown) if c is not None}
    found = row.holding(told | solution.reading.selecting)
    out = []
    for passage in found:
        own = passage_support(passage, document)
        out += [own, *place_supports(passage, document, own.quote)]
        merged = (f for f in passage.fields if f.merged and f.label in told)
        out += [support for f in merged for support in rule_support(f, passage, document)]
    return tuple(out)


def _table(solution: Solution, question: Question) -> Shown:
    """The rows with their names and the cells that are told."""
    name = solution.reading.table.name
    columns = [c for c in (name, solution.target, *solution.shown) if c is not None]
    unique = list(dict.fromkeys(columns))
    rows = tuple(tuple(shown(r.text(c.label), question) for c in unique) for r in solution.rows)
    return Shown(tuple(shown(c.label, question) for c in unique), rows)


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
