"""Figures of a text: number, unit, comparator, with numerals folded so that they compare.

3000元, 三千元 and 0.3万元 are the same figure; 15 is not a part of 150.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from corpus.fold import fold

_UNITS = ("平方公里|平方米|立方米/秒|立方米|公里|千米|毫米|厘米|米|公顷|亩|万吨/日|吨|千克|克|"
          "人次|户次|场次|项次|个百分点|百分点|分钟|小时|个月|个工作日|工作日|周岁|"
          "个|所|家|座|处|条|套|户|人|名|张|台|辆|项|次|场|路|间|份|倍|种|类|级|元|岁|天|年|月|日|"
          "毫升|升|公斤|斤|毫克|分贝|千瓦|学时|课时|秒|"
          "支|片|届|针|剂|成|只|部|件|位|期|季度|周|棵|栋|本|节|班|床|度|笔|对|"
          "档|号|宗|起|例")  # fmt: skip
_CHINESE = "零〇一二两三四五六七八九十百千"
_DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SCALE = {"十": 10, "百": 100, "千": 1000}
_BIG = {"": 1, "千": 1000, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8, "万亿": 10**12}
_FIGURE = re.compile(
    rf"(?P<sign>不低于|不少于|不超过|不高于|至少|超过|突破|超|约|近)?"
    rf"(?P<number>(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?|[{_CHINESE}]+(?:点[{_CHINESE}]+)?)\s*"
    rf"(?P<big>万亿|千万|百万|万|亿|千)?\s*(?P<percent>%|‰|‱)?余?多?"
    rf"(?:(?P<unit>{_UNITS})|\((?P<inside>{_UNITS})\))?"
    rf"(?:\s*\([^()\d]{{1,4}}\))?(?P<after>以上|以下|以内|左右|及以上)?"
)
_FRACTION = re.compile(rf"([{_CHINESE}]+)分之([{_CHINESE}]+)")
_DATE = re.compile(
    r"\d{4}\s?年(?:\d{1,2}月(?:\d{1,2}日)?)?|\d{1,2}月\d{1,2}日|\d{4}[.-]\d{1,2}(?:[.-]\d{1,2})?(?!\d)"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a text.

    Attributes:
        value: the number with 千/万/亿 multiplied out.
        unit: the measure word, "%" or "‰", or "".
        start, end: where it stands.
        plain: written in digits (a numeral in characters may be part of a word, 一体化).
        dated: part of a calendar date.
    """

    value: Decimal
    unit: str
    start: int
    end: int
    plain: bool
    dated: bool = False

    @property
    def is_year(self) -> bool:
        """Whether the figure is a calendar year, month or day, not a count of them."""
        year = self.unit in ("年", "") and 1900 <= self.value <= 2100
        return self.dated or self.unit == "月" or year


def figures(text: str) -> list[Figure]:
    """The figures of a text, in order.

    >>> [(str(f.value), f.unit) for f in figures("每户补贴0.3万元,覆盖率不低于95%")]
    [('3000.0', '元'), ('95', '%')]
    """
    return list(_figures(text))


@lru_cache(maxsize=16384)
def _figures(text: str) -> tuple[Figure, ...]:
    """The figures of a text; kept, since answering looks at a sentence often."""
    folded = fold(text)
    out = [_fraction(m) for m in _FRACTION.finditer(folded)]
    dates = [m.span() for m in _DATE.finditer(folded)]
    folded = _FRACTION.sub(lambda m: " " * len(m.group()), folded)
    for match in _FIGURE.finditer(folded):
        number = match.group("number")
        plain = number[0].isdigit()
        if not plain and not _counts(match):
            continue
        value = Decimal(number.replace(",", "")) if plain else chinese_number(number)
        if value is None:
            continue
        value *= _BIG[match.group("big") or ""]
        unit = match.group("percent") or _unit(match)
        start = match.start("number")
        calendar = plain and unit in ("", "年", "月", "日", "号")
        dated = calendar and any(a <= start < b for a, b in dates)
        out.append(Figure(value, unit, start, match.end(), plain, dated))
    return tuple(sorted(out, key=lambda f: f.start))


def _counts(match: re.Match[str]) -> bool:
    """Whether a numeral in characters counts something: 十日, 百万元, not 百家争鸣 or 一体化."""
    number, big, unit = match["number"], match["big"] or "", _unit(match)
    return bool(unit and big) if number in "百千" else bool(unit or big)


def _unit(match: re.Match[str]) -> str:
    """The measure word, which a form may print in brackets: 30(工作日)."""
    return match.group("unit") or match.group("inside") or ""


def _fraction(match: re.Match[str]) -> Figure:
    """三分之二 as a figure of its own; its unit is that of a share."""
    below, above = (chinese_number(g) or Decimal(1) for g in match.groups())
    share = (above * 100 / below).quantize(Decimal("0.01"))
    return Figure(share, "%", match.start(), match.end(), plain=True)


def chinese_number(text: str) -> Decimal | None:
    """The value of a Chinese numeral up to thousands, None where it is none.

    >>> chinese_number("三千五百"), chinese_number("十二"), chinese_number("二〇二五")
    (Decimal('3500'), Decimal('12'), Decimal('2025'))
    """
    whole, _, part = text.partition("点")
    if not any(c in _SCALE for c in whole):
        digits = "".join(str(_DIGIT[c]) for c in whole)
        tail = "".join(str(_DIGIT[c]) for c in part if c in _DIGIT)
        return Decimal(digits + ("." + tail if tail else "")) if digits else None
    total, digit = 0, 0
    for char in whole:
        if char in _SCALE:
            total += (digit or 1) * _SCALE[char]
            digit = 0
        else:
            digit = _DIGIT[char]
    return Decimal(total + digit)


def values(text: str) -> set[Decimal]:
    """The values of a text's figures, for asking whether a figure stands in it."""
    return {f.value.normalize() for f in figures(text)}


def has_date(text: str) -> bool:
    """Whether the text states a date or a period's end."""
    return bool(_DATE.search(fold(text)))


def undated(text: str) -> str:
    """The text folded, without its dates."""
    return _DATE.sub(" ", fold(text))
