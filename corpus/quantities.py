"""Quantities that a text states, typed: number, unit, comparator, and what they count.

Figures that are dates, ordinals or numbers of documents are none; what is counted is the noun
beside the figure, as printed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from corpus.figures import Figure, figures
from corpus.fold import fold
from corpus.titles import NUMBER

Sign = Literal["", "=", ">=", ">", "<=", "<", "≈"]

_BEFORE: tuple[tuple[Sign, re.Pattern[str]], ...] = (
    ("<=", re.compile(r"(?:不(?:得|应|能)?(?:超过|高于|多于|大于|突破)|最多|至多)\s*\Z")),
    (">=", re.compile(r"(?:不(?:得|应|能)?(?:低于|少于|小于)|至少|最少)\s*\Z")),
    ("<", re.compile(r"(?:未满|不足|(?<!不)(?<!不得)(?:低于|少于|小于))\s*\Z")),
    (">", re.compile(r"(?:超过|突破|超|高于|大于|多于)\s*\Z")),
    ("≈", re.compile(r"(?:大约|大概|接近|约|近)\s*\Z")),
    ("=", re.compile(r"(?:达到|达)\s*\Z")),
)
_AFTER: tuple[tuple[Sign, re.Pattern[str]], ...] = (
    (">=", re.compile(r"\s*(?:\([^()]{1,4}\))?\s*及?(?:以上|之上)")),
    ("<=", re.compile(r"\s*(?:\([^()]{1,4}\))?\s*及?(?:以内|以下|之内|之下)")),
    ("≈", re.compile(r"\s*(?:左右|上下)")),
    (">", re.compile(r"余|多")),
)
_AIM = re.compile(r"(?:力争|争取|确保|原则上)(?:[^,;。\d]{0,12}?)\Z")
_AIM_WORD = re.compile(r"力争|争取|确保|原则上")
_DATE = re.compile(
    r"(?:19|20)\d\d\s*年(?:\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?)?|\d{1,2}\s*月(?:\s*\d{1,2}\s*日|底|末|前)"
    r"|(?:19|20)\d\d[./-]\d{1,2}(?:[./-]\d{1,2})?(?!\d)"
)
_ORDINAL = re.compile(
    r"第\s*(?:\d+|[零〇一二三四五六七八九十百千两]+)|[\d-]{7,}(?![\d.]*\s*[万亿元人户])"
)
_MARKS = re.compile(r"^\s*(?:\(?\d{1,3}\)|\d{1,3}[.、](?!\d))", re.M)
_COUNTING = frozenset(
    "个所家座处条套户人名张台辆项次场间份种类级支片只部件位期棵栋本班床对档宗起例"
)
_RANKS = frozenset("级号期届档")  # 三级医院, 一期工程: names, no counts
_STOP = re.compile(r"[^\u3400-\u9fff%()A-Za-z0-9]")
_NOUN = re.compile(r"[\u3400-\u9fff]{1,14}")
_VERBS = (
    "新建|改建|扩建|新改扩建|改扩建|改造|新增|增加|建设|建成|完成|实施|开展|打造|培育|创建|新开工|开工|筹集|提供|发放|推进|推动"
    "|达到|实现|提高到|提升到|提高至|提升至|降低到|控制在|保持在|保持|稳定在|累计|共计|总计|共|计划|为|至|到|按照|按|给予|不少于|完善|组织|举办|培训"
)
_LEADING = re.compile(
    rf"(?:(?:其中|并|有|全年|年内|每年|今年|全市|全县|全区|全省|将|再|力争|争取|确保|要|已|{_VERBS})(?:完成)?)+"
)
_TRAILING = re.compile(
    rf"(?:力争|争取|确保|分别|不低于|不少于|不超过|不得超过|不高于|至少|超过|约|近|{_VERBS})+\Z"
)
_CUT = re.compile(r"以上|以下|以内|左右|的|并|和|与|、|建设|改造|提升|等")
_BRACKETED = re.compile(r"\(([^()]{1,6})\)\s*\Z")
_REACH = 40


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity of a text.

    Attributes:
        number: its value, with 千/万/亿 multiplied out.
        unit: its measure word, "%" or "‰", or "" where none is printed.
        sign: how it bounds: "=", ">=", ">", "<=", "<", "≈", "" where nothing is said.
        words: the words that say so, as folded (不低于, 以上, 力争).
        counts: what it counts, as printed, "" where that stands not beside it.
        start, end: where number and unit stand in the text.
    """

    number: Decimal
    unit: str
    sign: Sign
    words: tuple[str, ...]
    counts: str
    start: int
    end: int


def quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities of a text, in order.

    >>> [(str(q.number), q.unit, q.sign, q.counts) for q in quantities("新建口袋公园不少于30个")]
    [('30', '个', '>=', '口袋公园')]
    """
    folded = _masked(fold(text))
    found: list[Quantity] = []
    before = 0
    for figure in figures(folded):
        name = figure.unit in _RANKS or figure.value == 1  # 一个, 一项 are articles
        if not figure.unit or figure.is_year or (name and not figure.plain):
            continue
        sign, words = comparison(folded, figure.start, figure.end)
        counts = text[slice(*_counted(folded, figure, before))]
        found.append(
            Quantity(figure.value, figure.unit, sign, words, counts, figure.start, figure.end)
        )
        before = figure.end
    return tuple(found)


def cell_quantity(text: str, label: str) -> Quantity | None:
    """The quantity of a table cell that holds a bare number; the column's name tells the rest.

    >>> cell_quantity("30", "数量(个)").unit, cell_quantity("30", "数量(个)").counts
    ('个', '数量')
    """
    found = [f for f in figures(text) if not f.unit]
    stripped = text.strip()
    if len(found) != 1 or found[0].end - found[0].start != len(stripped):
        return None
    unit = _BRACKETED.search(fold(label))
    counts = label[: unit.start()].strip() if unit else label
    figure = found[0]
    return Quantity(figure.value, unit[1] if unit else "", "", (), counts, figure.start, figure.end)


def comparison(folded: str, start: int, end: int) -> tuple[Sign, tuple[str, ...]]:
    """How the words around folded[start:end] bound a figure, and those words.

    >>> comparison("力争达到95%以上", 4, 9)
    ('>=', ('力争', '达到', '以上'))
    """
    before = folded[max(0, start - 24) : start]
    signs: list[Sign] = []
    words: list[str] = []
    for sign, pattern in _BEFORE:
        match = pattern.search(before)
        if match:
            signs.append(sign)
            words.append(match[0].strip())
            before = before[: match.start()]
            break
    aim = _AIM.search(before)
    if aim:
        words.insert(0, _AIM_WORD.findall(aim[0])[-1])
    for sign, pattern in _AFTER:
        match = pattern.search(folded, start, end) or (
            pattern.match(folded, end) if sign != ">" else None
        )
        if match:
            signs.append(sign)
            words.append(match[0].strip())
    bounds = [s for s in signs if s not in ("=", "≈")] or signs
    return (bounds[0] if bounds else ""), tuple(words)


def _masked(folded: str) -> str:
    """The text with dates, ordinals, list numbers and documents' numbers blotted out."""
    for pattern in (_MARKS, NUMBER, _DATE, _ORDINAL):
        folded = pattern.sub(lambda m: "¦" * len(m[0]), folded)
    return folded


def _counted(folded: str, figure: Figure, floor: int) -> tuple[int, int]:
    """The span of what a figure counts: the noun after a counting word, else the one before it."""
    if figure.unit in _COUNTING:
        noun = _NOUN.match(folded, _after_words(folded, figure.end))
        if noun:
            cut = _CUT.search(noun[0])
            end = noun.start() + (cut.start() if cut else len(noun[0]))
            if end - noun.start() >= 2:
                return noun.start(), end
    return _noun_before(folded, max(floor, figure.start - _REACH), figure.start)


def _after_words(folded: str, end: int) -> int:
    match = next((m for _, p in _AFTER[:3] if (m := p.match(folded, end))), None)
    return match.end() if match else end


def _noun_before(folded: str, floor: int, start: int) -> tuple[int, int]:
    piece = folded[floor:start]
    end = floor + len(piece.rstrip())
    begin = floor
    for match in _STOP.finditer(folded, floor, end):
        begin = match.end()
    for _, pattern in _AFTER[:3]:  # of the figure before
        words = pattern.match(folded, begin, end)
        begin = words.end() if words else begin
    trailing = _TRAILING.search(folded[begin:end])
    end = begin + trailing.start() if trailing else end
    leading = _LEADING.match(folded, begin, end)
    begin = leading.end() if leading and leading.end() < end else begin
    return (begin, end) if end - begin >= 2 else (begin, begin)
