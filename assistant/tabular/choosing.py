"""The columns that a question asks for: by their names, their kind, their years or unit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.asking.question import FEWEST, MOST, NUMBER, SUM, Question
from assistant.finding.contrast import contrasts
from assistant.finding.matching import match
from assistant.tabular.columns import A_DAY, DURATIONS, Column, kinds
from assistant.tabular.table import Table
from assistant.tabular.wordings import Said, words_said
from corpus.fold import squeezed

_PREFIX = re.compile(
    r"^((19|20)\d\d年(度)?|年度|所在|所属|计划|预计|拟|实际|本|主要|具体|项目|全|总)"
)
_SUFFIX = re.compile(r"(名称|情况|任务|要求)$")
_FIGURED = re.compile(r"(?<!完成)(?<!办理)(标准|规模|数量|人数|金额|数额|总额|数值|额|数|量|值)$")
_AMOUNTS = ("数量", "数", "规模")  # columns whose figures another column gives the unit of
_PERSONS = ("人", "名", "位")  # measures of persons, who are also counted by 个
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?=年|$)")
_JOINED = re.compile(r"和|与|及|、|跟|还有")
LABEL = 0.5  # share of a column's name from which it is named
NEAR = 0.85  # share of the best column's score that another asked for must reach
_SYNONYM = 0.6  # what a word that asks for a kind of column adds
_CUT = 0.9  # for a name without what says that it holds figures
HEAD = 0.55  # for the noun that a name ends with (任务 of 建设任务)
_NOUN = re.compile(
    r"时间|时限|日期|期限|电话|号码|热线|地址|地点|位置|金额|资金|经费|价格|费用|材料|对象|标准|人口|人数|户数|面积"
)
_WORD = re.compile(r"(?:(?![的是在有和与及或个了要能可呢哪什么多少几里中内上下最])[一-鿿]){2}")
_ANY = re.compile(  # words that stand before any such noun
    r"联系|咨询|服务|办公|对外|具体|详细|办理|受理|工作|上班|营业|开放|公开|官方|截止|最后|完成|开始|结束|到期|"
    r"今年|本年|当年|每年|目前|现在|现有|办结|规定|法定|承诺|计划|补贴|补助|收费|发放|申请|报名|相关|有关|所在|各自|分别|全部|一共|总共|项目|电话|人员"
)
_GAP = 8  # characters between two things that are asked for together


@dataclass(frozen=True, slots=True)
class Choice:
    """A column that a clause asks for.

    Attributes:
        said: as much of its name as the clause says in one piece, or "".
        span: where the clause asks for it.
        asks: whether it is asked for by its kind or in other words.
        meant: whether in other words.
    """

    column: Column
    score: float
    said: str
    span: tuple[int, int]
    asks: bool
    meant: bool


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
    words = [(labels, span) for labels, span in words_said(text) if free[span[0]]]
    for part in re.finditer(r"[^,;?]+", open_text):
        clause, first = part[0], part.start()
        own = [(labels, (a - first, b - first)) for labels, (a, b) in words
               if first <= a < part.end()]  # fmt: skip
        for choice in _best(_scored(clause, table, question, own), clause, table):
            out.setdefault(choice.column.label, (choice.column, choice.score))
    return sorted(out.values(), key=lambda pair: -pair[1])


def _best(choices: Sequence[Choice], clause: str, table: Table) -> Iterator[Choice]:
    """The choices that are no worse than others, or that are joined to the best (地址和电话).

    The column that names the rows is asked for besides: 最便宜的线路 asks for 票价.
    """
    if not choices:
        return
    others = [c for c in choices if c.column != table.name] or choices
    best = max(others, key=lambda c: c.score)
    for choice in choices:
        if any(_outdoes(other, choice, clause) for other in choices):
            continue
        if choice.score >= min(1.0, NEAR * best.score) or _together(choice, best, clause):
            yield choice


def _outdoes(one: Choice, other: Choice, clause: str) -> bool:
    """Whether a column leaves another no part of the clause: 计划投资 that of 投资."""
    if one is other:
        return False
    inside = len(one.said) > len(other.said) > 0 and other.said in one.said
    if inside and clause.count(other.said) <= clause.count(one.said):
        return True
    whole = one.column.base in clause and other.column.base not in clause
    alike = one.column.kind == other.column.kind
    return alike and whole and not other.said and not other.meant


def _together(choice: Choice, best: Choice, clause: str) -> bool:
    """Whether two columns are asked for side by side."""
    first, second = sorted((choice.span, best.span))
    between = clause[first[1] : second[0]]
    return choice.asks and len(between) <= _GAP and _JOINED.search(between) is not None


def _scored(clause: str, table: Table, question: Question, words: Sequence[Said]) -> list[Choice]:
    """The columns that a clause names, or asks for by their kind or the unit of their figures.

    Columns that are named by years are asked for by these.
    """
    units = {k.name: k.units for k in kinds()}
    dated = len({y for c in table.columns for y in _YEAR.findall(c.base)}) > 1
    counted = question.asks(NUMBER, MOST, FEWEST, SUM) or bool(question.measure)
    out = []
    for column in table.columns:
        years = set(_YEAR.findall(column.base))
        if years and question.years and not years & set(question.years):
            continue
        said = said_of(column.base, clause, counted=counted)
        of_others = _is_of_others(said, column, clause, table)
        score = 0.0 if of_others else _share(column.base, said, clause)
        said = "" if of_others else said
        if score < HEAD and counted and column.numeric and _by_noun(column, clause, table):
            said, score = column.base[-2:], HEAD
        if dated and years & set(question.years):
            score += _SYNONYM
        if score < 1 and _other_measure(column, question, clause):
            continue
        if not said and contrasts(clause, column.base, strict=True):
            continue
        other = next((span for labels, span in words if labels.search(column.base)), None)
        spans = [span for span in (_kind_asked(column, clause, question, table), other) if span]
        if column.kind and not spans and not years and units[column.kind] and not score:
            continue
        if spans or _counted(column, table, question, clause):
            score += _SYNONYM * max(1, len(spans))
        at = clause.find(said)
        span = (at, at + len(said)) if said else spans[0] if spans else (0, 0)
        if score >= LABEL:
            out.append(Choice(column, score, said, span, bool(spans), other is not None))
    return out


@lru_cache(maxsize=8192)
def _forms(base: str, *, counted: bool) -> tuple[str, ...]:
    """A column's name, and what is left of it without what only says how it is meant."""
    out = [base]
    for pattern in (_PREFIX, _PREFIX, _SUFFIX, *([_FIGURED] if counted else ())):
        out += [short for form in out if len(short := pattern.sub("", form)) > 1]
    return tuple(dict.fromkeys(out))


def said_of(base: str, text: str, *, counted: bool = False) -> str:
    """As much of a column's name as a text says in one piece, or "".

    Args:
        counted: whether figures are asked for, so that 资金 alone is 资金规模.
    """
    return next((form for form in _forms(base, counted=counted) if form in text), "")


def _share(base: str, said: str, text: str) -> float:
    if said:
        whole = said in (base, *_forms(base, counted=False))
        return (1.0 if whole else _CUT) + len(said) / 100
    return named_share(base, text)


def _by_noun(column: Column, clause: str, table: Table) -> bool:
    """Whether a clause says the noun that a longer name ends with, and of no other thing."""
    noun = column.base[-2:]
    at = clause.find(noun) if len(column.base) > 3 else -1
    return at >= 0 and not _of_others(clause, at, table)


def _is_of_others(said: str, column: Column, clause: str, table: Table) -> bool:
    """Whether the end of a column's name is said of another thing: 出生人口 for 总人口."""
    ends = bool(said) and said != column.base and column.base.endswith(said)
    return ends and _of_others(clause, clause.find(said), table)


def asks_of_others(text: str, table: Table) -> bool:
    """Whether a squeezed question asks for the time, the price … of a thing that a table lacks."""
    return any(_of_others(text, m.start(), table) for m in _NOUN.finditer(text))


def _of_others(clause: str, at: int, table: Table) -> bool:
    """Whether the word before a noun (面试 of 面试时间) tells of a thing that the table lacks."""
    word = clause[max(0, at - 2) : at]
    if not _WORD.fullmatch(word) or _ANY.search(word):
        return False
    return word not in table.words and word not in squeezed(table.document.title)


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


def _kind_asked(
    column: Column, clause: str, question: Question, table: Table
) -> tuple[int, int] | None:
    """Where a clause asks for columns of this kind; 传真号码 does not for 咨询电话.

    Nor does a day for a column of periods (30个工作日). The word of the kind itself does, however
    the column is called (工期 for 项目起止).
    """
    kind = next((k for k in kinds() if k.name == column.kind), None)
    found = kind.asked.search(clause) if kind else None
    if found is None:
        return None
    if _NOUN.fullmatch(found[0]) and _of_others(clause, found.start(), table):
        return None
    if column.kind == "time" and column.unit in DURATIONS and A_DAY.search(clause):
        return None
    longer = (t for t in question.terms if found[0] in t.text != found[0] and "哪" not in t.text)
    within = (t for t in longer if t.text in clause)
    return found.span() if all(match(t, column.base) >= LABEL for t in within) else None
