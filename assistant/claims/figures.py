"""Figures that a sentence states, with measure word and comparator, against those of its grounds.

Measure words that only count (个, 所, 家) are alike; money, shares, areas, persons are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from corpus.figures import figures
from corpus.quantities import comparison

_ALIKE = {unit: group[0] for group in (
    ("个", "所", "家", "座", "处", "项", "例", "宗", "种", "类", "只", "间", "支", "起", "件"),
    ("人", "名", "位"), ("公里", "千米"), ("天", "日"), ("工作日", "个工作日"),
    ("百分点", "个百分点"), ("年", "周年"), ("岁", "周岁"), ("人次", "项次"),
) for unit in group}  # fmt: skip
_AT_LEAST, _AT_MOST = 1, -1
_SIGNS = {">=": _AT_LEAST, ">": _AT_LEAST, "<=": _AT_MOST, "<": _AT_MOST}
_COMPARED = (
    (re.compile(r"(?:at most|not? (?:more|higher|greater|longer) than|up to|within|less than"
                r"|fewer than|not exceed(?:ing)?|below|under|a maximum of)\s*\Z"), _AT_MOST),
    (re.compile(r"(?:at least|not? (?:less|fewer|lower) than|more than|over|above|exceed(?:s|ing)?"
                r"|not below|a minimum of)\s*\Z"), _AT_LEAST),
)  # fmt: skip
_AFTER = (
    (re.compile(r"\s*(?:\([^()]{1,4}\))?\s*(?:or more|and above)"), _AT_LEAST),
    (re.compile(r"\s*(?:\([^()]{1,4}\))?\s*(?:or less|or fewer)"), _AT_MOST),
)
RANGE = re.compile(r"\s*[-~至到]\s*")
_HEAD = re.compile(r"\(([^()]{1,4})\)\s*:\s*\Z")
_TIMES = {"hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9}
_SCALED = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*(hundred|thousand|million|billion)(?![a-z])")
_MEASURES = {r"per ?cent(?!age points?)|percent(?!age)": "%", r"percentage points?": "百分点",
             r"yuan|rmb|cny": "元", r"square met(?:er|re)s?": "平方米",
             r"(?:kilomet(?:er|re)s?|km)": "公里", r"households?": "户", r"mu": "亩",
             r"tons?|tonnes?": "吨", r"years? old|years? of age": "岁"}  # fmt: skip
_MEASURED = [
    (re.compile(rf"(?<=\d)[\s-]*(?:{name})(?![a-z])"), unit) for name, unit in _MEASURES.items()
]
_WORDS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
          "nine": 9, "ten": 10, "eleven": 11, "twelve": 12}  # fmt: skip
_WORD = re.compile(rf"(?<![a-z])({'|'.join(_WORDS)})(?![a-z-])")


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure as it is compared.

    Attributes:
        unit: the measure word's group, "" where it has none that is known.
        tail: the Han character or percent sign that follows, "" for none.
        compared: 1 at least, -1 at most, 0 neither.
        cell: it stands alone in a cell of a table.
        start, end: where it stands.
    """

    value: Decimal
    unit: str
    tail: str
    compared: int
    cell: bool
    start: int
    end: int


def counted(folded: str) -> list[Counted]:
    """The figures of a folded text from which dates and numbers of documents are taken out.

    >>> [(int(c.value), c.unit, c.compared) for c in counted("不少于30平方米,约1.5 million元")]
    [(30, '平方米', 1), (1500000, '元', 0)]
    """
    text = in_chinese(folded)
    found = []
    for figure in figures(text):
        before, after = text[max(0, figure.start - 24) : figure.start], text[figure.end :]
        compared = (_SIGNS.get(comparison(text, figure.start, figure.end)[0])
                    or _compared(before, after))  # fmt: skip
        if not figure.plain and figure.value == 1 and not compared:
            continue  # 一个, 一项 are articles
        value, unit = figure.value, figure.unit or _headed(before)
        if unit == "成":
            value, unit = value * 10, "%"
        found.append(
            Counted(
                value.normalize(),
                _ALIKE.get(unit, unit),
                _tail(after),
                compared,
                _is_cell(text, figure.start, figure.end),
                figure.start,
                figure.end,
            )
        )
    for at in range(len(found) - 1, 0, -1):  # 1-2个: both are 个
        one, following = found[at - 1], found[at]
        if not one.unit and RANGE.fullmatch(text[one.end : following.start]):
            found[at - 1] = replace(one, unit=following.unit, tail=following.tail)
    return found


def standing(claim: Counted, grounds: Iterable[Counted]) -> list[Counted]:
    """Those of the grounds' figures that are the claimed one, unit and direction included."""
    return [
        held
        for held in grounds
        if claim.value == held.value and _fits(claim, held) and claim.compared * held.compared != -1
    ]


def _fits(claim: Counted, held: Counted) -> bool:
    if claim.unit:
        if claim.unit == held.unit:
            return True
        # 数量(个) stands in a table's head; 5000个车位 and 5000车位 are the same
        if held.unit:
            return False
        return held.cell or (claim.unit == "个" and claim.tail == held.tail)
    if claim.tail:
        return held.cell or held.unit == "个" or (not held.unit and held.tail == claim.tail)
    return held.unit not in ("%", "‰", "‱")


def _compared(before: str, after: str) -> int:
    """How English words beside a figure bound it."""
    for pattern, direction in _COMPARED:
        if pattern.search(before):
            return direction
    for pattern, direction in _AFTER:
        if pattern.match(after):
            return direction
    return 0


def _headed(before: str) -> str:
    """The measure word that a column's name has in brackets: 床位(张):40."""
    match = _HEAD.search(before)
    if match is None:
        return ""
    units = {figure.unit for figure in figures("1" + match[1])}
    return match[1] if match[1] in units else ""


def _is_cell(text: str, start: int, end: int) -> bool:
    before, after = text[:start].rstrip(" ")[-1:], text[end:].lstrip(" ")[:1]
    return before in ("", "|", "\t", "\n", ";", ":") and after in ("", "|", "\t", "\n")


def _tail(after: str) -> str:
    return after[0] if after and ("㐀" <= after[0] <= "鿿" or after[0] in "%‰") else ""


def in_chinese(text: str) -> str:
    """English magnitudes and measures written as Chinese ones; numbers in words as digits."""
    text = _WORD.sub(lambda m: str(_WORDS[m[1]]), text)
    text = _SCALED.sub(lambda m: f"{Decimal(m[1].replace(',', '')) * _TIMES[m[2]]:f}", text)
    for pattern, unit in _MEASURED:
        text = pattern.sub(unit, text)
    return text
