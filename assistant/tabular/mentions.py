"""Where a question names columns and cells of a table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.asking.question import Question, Term
from assistant.finding.matching import match
from assistant.tabular.columns import A_DAY, DURATIONS, EMPTY, Column, kinds, plain_name
from assistant.tabular.table import Row, Table
from corpus.fold import squeezed

_PARTS = re.compile(r"[、,;/]|以及|和")
_BODY = re.compile(
    r"(人民政府|政府|街道办事处|办事处|管理委员会|管委会|有限责任公司|有限公司|委员会)$"
)
_PREFIX = re.compile(r"^(所在|所属|计划|预计|拟|实际|本|主要|具体|项目|全|总)")
_NOT = (
    ("还没有", "未"),
    ("还没", "未"),
    ("尚未", "未"),
    ("没有", "未"),
    ("没", "未"),
    ("已经", "已"),
)
_AMOUNTS = ("数量", "数", "规模")  # columns whose figures another column gives the unit of
_PERSONS = ("人", "名", "位")  # measures of persons, who are also counted by 个
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?=年|$)")
_LONGEST = 40  # characters of a cell that a question may name
_PART = 16  # of a part of a longer cell, where all of it is a list
LABEL = 0.5  # share of a column's name from which it is named
NAMED = 0.8  # how far a cell must say a word of the topic
NEAR = 0.85  # share of the best column's score that another asked for must reach
_SYNONYM = 0.6  # what a word that asks for a kind of column adds


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of the question that name cells: the rows they stand in, by column.

    Attributes:
        rows: ids of the passages.
        whole: whether a whole cell (or one of its parts) is named, not a word of it.
    """

    labels: frozenset[str]
    rows: frozenset[str]
    start: int
    end: int
    whole: bool


@dataclass(frozen=True, slots=True)
class Named:
    """Cells, by column and row, that name something which the question prints in another form."""

    printed: str
    labels: frozenset[str]
    rows: frozenset[str]


def cells_named(
    text: str, table: Table, terms: Sequence[Term], others: Sequence[Named] = ()
) -> list[Mention]:
    """The cells that a squeezed question names, longest first; none overlaps another.

    Args:
        terms: the topic's words; those in cells of some rows alone name these.
        others: what cells name in other forms than the question.
    """
    forms = _cell_forms(table)
    found: list[Mention] = []
    taken = [False] * len(text)
    for form in sorted(forms, key=lambda f: (-len(f), f)):
        for start in _places(form, text):
            end = start + len(form)
            if not any(taken[start:end]):
                labels, rows = forms[form]
                found.append(Mention(frozenset(labels), frozenset(rows), start, end, True))
                taken[start:end] = [True] * len(form)
    for other in others:
        start = max(0, text.find(other.printed))
        end = start + (len(other.printed) if other.printed in text else 0)
        if not any(taken[start:end]):
            found.append(Mention(other.labels, other.rows, start, end, True))
            taken[start:end] = [True] * (end - start)
    found += _words_named(text, table, terms, taken)
    return found


def _places(form: str, text: str) -> Iterable[int]:
    at = text.find(form)
    while at >= 0:
        digit = form[0].isdigit() and at and text[at - 1].isdigit()
        after = at + len(form)
        digit = digit or (form[-1].isdigit() and after < len(text) and text[after].isdigit())
        if not digit:
            yield at
        at = text.find(form, at + 1)


def _cell_forms(table: Table) -> dict[str, tuple[set[str], set[str]]]:
    """The forms in which cells can be named, with their columns and rows."""
    out: dict[str, tuple[set[str], set[str]]] = {}
    for row in table.rows:
        for column in table.columns:
            for form in _forms(row.text(column.label), column):
                labels, rows = out.setdefault(form, (set(), set()))
                labels.add(column.label)
                rows.add(row.id)
        if row.group:
            labels, rows = out.setdefault(group_name(row.group), (set(), set()))
            labels.add("")
            rows.add(row.id)
    return {f: v for f, v in out.items() if len(f) > 1}


def group_name(heading: str) -> str:
    """A heading inside a table without its number and what its brackets add."""
    return plain_name(_bare_heading(heading)) if heading else ""


def _bare_heading(heading: str) -> str:
    return re.sub(r"^([一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|\d+[.、])", "", heading)


def _forms(cell: str, column: Column) -> set[str]:
    text = squeezed(cell)
    if text in EMPTY or column.kind == "rank":
        return set()
    if len(text) > _LONGEST:  # many names in a cell
        parts = [p for p in _PARTS.split(text) if p]
        return {p for p in parts if len(p) > 1} if max(map(len, parts)) <= _PART else set()
    if column.numeric or re.fullmatch(r"[\d.,%‰<>≤≥-]{1,6}", text):
        return set()
    parts = [text, plain_name(text), *_PARTS.split(text)]
    forms = {p for p in parts if p}
    forms |= {_BODY.sub("", p) for p in forms}
    return {f for f in forms if len(f) > 1 and not f.isdigit()} | {f for f in forms if len(f) > 6}


def _words_named(
    text: str, table: Table, terms: Sequence[Term], taken: list[bool]
) -> list[Mention]:
    """Words of the topic that stand in cells of some rows alone, those that name rows first."""
    out: list[Mention] = []
    names = squeezed(" ".join(table.labels))
    for term in terms:
        at = text.find(term.text)
        if at < 0 or all(taken[at : at + len(term.text)]) or term.text in names:
            continue
        labels, rows = _holding(term, table)
        if rows and len(rows) < len(table.rows):
            out.append(Mention(frozenset(labels), frozenset(rows), at, at + len(term.text), False))
    return out


def _holding(term: Term, table: Table) -> tuple[set[str], set[str]]:
    """The rows that say a word, by the column that names them, else by any column of words."""
    name = table.name
    if name is not None:
        rows = {r.id for r in table.rows
                if match(term, plain_name(r.text(name.label))) >= NAMED}  # fmt: skip
        if rows:
            return {name.label}, rows
    labels: set[str] = set()
    held: set[str] = set()
    if len(term.text) < 2:
        return labels, held
    for column in table.columns:
        if column.numeric or column.kind in figure_kinds():
            continue
        cells = ((r.id, squeezed(r.text(column.label))) for r in table.rows)
        rows = {i for i, cell in cells if term.text in cell and len(cell) <= _LONGEST}
        if rows:
            labels.add(column.label)
            held |= rows
    groups = {r.id for r in table.rows if r.group and term.text in r.group}
    return (labels | {""} if groups else labels), held | groups


@cache
def figure_kinds() -> frozenset[str]:
    """The kinds of columns of figures and times: no word of their cells names a row."""
    return frozenset({"rank", "phone", "time"} | {k.name for k in kinds() if k.units})


def asks_body(text: str) -> bool:
    """Whether a body is asked for (归哪个局管)."""
    return any(k.asked.search(text) for k in kinds() if k.name == "body")


def rewritten(text: str) -> str:
    """A question with the words for not and already as tables have them (还没开工: 未开工)."""
    for said, written in _NOT:
        text = text.replace(said, written)
    return text


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


def _asks_for(column: Column, clause: str, question: Question) -> bool:
    """Whether a clause asks for columns of this kind; 传真号码 does not for 咨询电话.

    Nor does a day for a column of periods (30个工作日).
    """
    kind = next((k for k in kinds() if k.name == column.kind), None)
    found = kind.asked.search(clause) if kind else None
    if found is None:
        return False
    if column.kind == "time" and column.unit in DURATIONS and A_DAY.search(clause):
        return False
    within = (t for t in question.terms if found[0] in t.text and t.text in clause)
    return all(match(t, column.base) >= LABEL for t in within)


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


def rows_of(ids: Iterable[str], table: Table) -> list[Row]:
    """The rows with these passages, in the table's order."""
    held = set(ids)
    return [r for r in table.rows if r.id in held]
