"""The columns that a question asks for: by their names, their kind, their years or unit."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.asking.question import Question
from assistant.finding.matching import match
from assistant.tabular.columns import A_DAY, DURATIONS, Column, kinds
from assistant.tabular.table import Table

_PREFIX = re.compile(r"^(所在|所属|计划|预计|拟|实际|本|主要|具体|项目|全|总)")
_AMOUNTS = ("数量", "数", "规模")  # columns whose figures another column gives the unit of
_PERSONS = ("人", "名", "位")  # measures of persons, who are also counted by 个
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?=年|$)")
LABEL = 0.5  # share of a column's name from which it is named
NEAR = 0.85  # share of the best column's score that another asked for must reach
_SYNONYM = 0.6  # what a word that asks for a kind of column adds


def columns_asked(
    text: str, table: Table, question: Question, free: Sequence[bool]
) -> list[tuple[Column, float]]:
    """The columns that a question asks for, best first, with how well it names them.

    Args:
        free: which characters of the text name no cell.
    """
    shown = (c if f else "\n" for c, f in zip(text, free, strict=True))
    open_text = "".join(shown).replace('"', "")
    out: dict[str, tuple[Column, float]] = {}
    for clause in re.split(r"[,;?]", open_text):
        scored = _scored(clause, table, question)
        best = max((s for _, s in scored), default=0.0)
        full = [c for c, _ in scored if c.base in clause]
        for column, score in scored:
            outdone = full and column not in full and any(c.kind == column.kind for c in full)
            if not outdone and score >= min(1.0, NEAR * best) and column.label not in out:
                out[column.label] = (column, score)
    return sorted(out.values(), key=lambda pair: -pair[1])


def _scored(clause: str, table: Table, question: Question) -> list[tuple[Column, float]]:
    """The columns that a clause names, or asks for by their kind or the unit of their figures.

    Columns that are named by years are asked for by these.
    """
    units = {k.name: k.units for k in kinds()}
    out = []
    for column in table.columns:
        asks = _asks_for(column, clause, question)
        years = set(_YEAR.findall(column.base))
        if years and question.years and not years & set(question.years):
            continue
        score = said = named_share(column.base, clause)
        if years & set(question.years):
            score += _SYNONYM
        if said < 1 and _other_measure(column, question, clause):
            continue
        if asks or _counted(column, table, question, clause):
            score += _SYNONYM
        other = not asks and not years
        if column.kind and other and units[column.kind] and not said:
            continue
        if score >= LABEL:
            out.append((column, score))
    return out


def named_share(base: str, text: str) -> float:
    """Share of a column's name that a text says: the whole, or its pairs of characters."""
    short = _PREFIX.sub("", base)
    if base in text or (len(short) > 1 and short in text):
        return 1.0 + len(base) / 100
    pairs = [base[i : i + 2] for i in range(len(base) - 1)]
    return sum(p in text for p in pairs) / len(pairs) if pairs else float(base in text)


def _counted(column: Column, table: Table, question: Question, clause: str) -> bool:
    """Whether a column has figures in the measure asked for; another may give their unit."""
    if not question.measure or question.measure not in clause:
        return False
    if column.base in _AMOUNTS and question.measure in table.measures:
        return True
    return column.numeric and _same_unit(column.unit, question.measure)


def _same_unit(unit: str, measure: str) -> bool:
    return bool(unit) and unit.lstrip("万亿千百").startswith(measure[:1])


def _other_measure(column: Column, question: Question, clause: str) -> bool:
    """Whether a clause asks for figures in a unit that the column does not have."""
    if (
        question.measure not in clause
        or not question.measure
        or not column.unit
        or question.measure in ("期", "月", "天")
    ):
        return False
    own = column.unit.lstrip("万亿千百") or column.unit
    if question.measure == "个" and own[:1] in _PERSONS:
        return False
    return column.numeric and own[:1] != question.measure[:1]


def _asks_for(column: Column, clause: str, question: Question) -> bool:
    """Whether a clause asks for columns of this kind; 传真号码 does not for 咨询电话.

    Nor does a day for a column of periods (30个工作日). The word of the kind itself does, however
    the column is called (工期 for 项目起止).
    """
    kind = next((k for k in kinds() if k.name == column.kind), None)
    found = kind.asked.search(clause) if kind else None
    if found is None:
        return False
    if column.kind == "time" and column.unit in DURATIONS and A_DAY.search(clause):
        return False
    longer = (t for t in question.terms if found[0] in t.text != found[0])
    within = (t for t in longer if t.text in clause)
    return all(match(t, column.base) >= LABEL for t in within)
