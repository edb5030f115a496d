"""Where a question names columns and cells of a table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.asking.amounts import OTHER_BOUND, amount_said, is_amount
from assistant.asking.question import Term
from assistant.finding.matching import match
from assistant.tabular.columns import EMPTY, Column, kinds, plain_name
from assistant.tabular.table import Row, Table
from corpus.fold import squeezed

_PARTS = re.compile(r"[、,;/]|以及|和")
_BODY = re.compile(
    r"(人民政府|政府|街道办事处|办事处|管理委员会|管委会|有限责任公司|有限公司|委员会)$"
)
_NOT = (
    ("还没有", "未"),
    ("还没", "未"),
    ("尚未", "未"),
    ("没有", "未"),
    ("没", "未"),
    ("已经", "已"),
)
_GRADES = "级类等档"  # what the names of columns of one character's cells end with
_BOUNDED = re.compile(r"[^,?]{1,6}?(以上|以下|以内)")  # an age that limits others
_VERBS = frozenset(
    {"办理", "申请", "提供", "开展"}
)  # that say nothing of the row whose cell they stand in
_DIGIT = re.compile(r"\d")
_PLACES = "省市县区州镇乡"
_SHORTEST = 3  # characters of a part of a name that may stand for it
_INNER = re.compile(r"(?<=.)\(([一-鿿]{2,8})\)$")  # 大厅 of 告别厅租用(大厅)
_LONGEST = 40  # characters of a cell that a question may name
_PART = 16  # of a part of a longer cell, where all of it is a list
NAMED = 0.8  # how far a cell must say a word of the topic


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
    found += _short_names(text, table, taken)
    found += _words_named(text, table, terms, taken)
    return found


def _short_names(text: str, table: Table, taken: list[bool]) -> list[Mention]:
    """How names begin that stand for one row alone: 家和物业 for 安平市家和物业管理有限公司."""
    name = table.name
    if name is None:
        return []
    names = {r.id: plain_name(r.text(name.label)) for r in table.rows}
    whole = "\n".join(names.values())
    others = table.caption + squeezed(" ".join((*table.labels, table.document.title)))
    out: list[Mention] = []
    at = 0
    while at <= len(text) - _SHORTEST:
        end = at + _SHORTEST
        while end <= len(text) and not any(taken[at:end]) and text[at:end] in whole:
            end += 1
        part = text[at : end - 1]
        rows = [i for i, n in names.items() if part in n] if len(part) >= _SHORTEST else []
        if len(rows) == 1 and part not in others and _begins(names[rows[0]], part):
            out.append(Mention(frozenset({name.label}), frozenset(rows), at, end - 1, False))
            taken[at : end - 1] = [True] * len(part)
            at = end - 1
        else:
            at += 1
    return out


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
    if len(text) == 1 and column.base[-1] in _GRADES:  # A of 信用等级: A级
        return {text + column.base[-1]}
    if len(text) > _LONGEST:  # many names in a cell
        parts = [p for p in _PARTS.split(text) if p]
        return {p for p in parts if len(p) > 1} if max(map(len, parts)) <= _PART else set()
    if (column.numeric and _DIGIT.search(text)) or re.fullmatch(r"[\d.,%‰<>≤≥-]{1,6}", text):
        return set()
    parts = [text, plain_name(text), *_PARTS.split(text), *_INNER.findall(text)]
    forms = {p for p in parts if p}
    forms |= {_BODY.sub("", p) for p in forms}
    return {f for f in forms if len(f) > 1 and not f.isdigit()} | {f for f in forms if len(f) > 6}


def _begins(name: str, part: str) -> bool:
    """Whether a name begins with a part, but for the place before it."""
    at = name.find(part)
    return not part[0].isdigit() and (at == 0 or name[at - 1] in _PLACES)


def _words_named(
    text: str, table: Table, terms: Sequence[Term], taken: list[bool]
) -> list[Mention]:
    """Words of the topic that stand in cells of some rows alone, those that name rows first."""
    out: list[Mention] = []
    names = squeezed(" ".join(table.labels))
    for term in terms:
        at = text.find(term.text)
        if at >= 0 and is_amount(term) and "岁" in term.text and not _BOUNDED.match(text, at):
            out += _of_age(term, table, at)
            continue
        if at < 0 or all(taken[at : at + len(term.text)]) or term.text in names:
            continue
        if term.text in _VERBS:
            continue
        labels, rows = _holding(term, table)
        if rows and len(rows) < len(table.rows):
            out.append(Mention(frozenset(labels), frozenset(rows), at, at + len(term.text), False))
    return out


def _of_age(term: Term, table: Table, at: int) -> list[Mention]:
    """The rows whose limits (80—89周岁) an age lies within; none where all leave it out."""
    told = {c.label: {r.id: amount_said(term.forms[0][0], squeezed(r.text(c.label))) or 0.0
                      for r in table.rows} for c in table.columns}  # fmt: skip
    best = max((s for rows in told.values() for s in rows.values()), default=0.0)
    if not best:
        return []
    labels = {x for x, rows in told.items() if any(s == best for s in rows.values())}
    rows = {i for x in labels for i, s in told[x].items() if s == best > OTHER_BOUND}
    return [Mention(frozenset(labels), frozenset(rows), at, at + len(term.text), True)]


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
        if column.kind in figure_kinds() or term.text[0].isdigit():
            continue
        cells = ((r.id, squeezed(r.text(column.label))) for r in table.rows)
        says = str.startswith if column.numeric else str.__contains__  # 恶化2.1%
        rows = {i for i, cell in cells if len(cell) <= _LONGEST and says(cell, term.text)}
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


def rows_of(ids: Iterable[str], table: Table) -> list[Row]:
    """The rows with these passages, in the table's order."""
    held = set(ids)
    return [r for r in table.rows if r.id in held]
