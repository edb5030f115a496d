"""Periods of a year that a question or a cell names: 8月中旬, 8月11日—8月15日, 上半年, 10月底前."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.fold import squeezed
from corpus.lines import number

_NUM = r"(?:1[0-2]|[1-9]|0[1-9]|十[一二]?|[一二三四五六七八九])"
_D = r"(?:[12]\d|3[01]|0?[1-9])"
_SPAN = re.compile(
    rf"(?:(?P<y>20\d\d)[年./-])?(?P<m>{_NUM})(?:月|[./](?=\d))(?:(?P<d>{_D})[日号]?)?"
    rf"(?:\([^()]*\))?\s*(?:至|到|-|~)\s*(?:20\d\d[年./-])?(?:(?P<m2>{_NUM})(?:月|[./](?=\d)))?"
    rf"(?:(?P<d2>{_D})[日号]?)?(?P<end>底|末)?"
)
_MONTHS = re.compile(
    rf"(?:(?P<y>20\d\d)年)?(?P<m>{_NUM})月?\s*(?:至|到|-|~)\s*(?P<m2>{_NUM})月(?!\d)"
)
_DAY = re.compile(
    rf"(?:(?P<y>20\d\d)[年./-])?(?P<m>{_NUM})(?:月|[./-](?=\d))(?:份)?"
    rf"(?:(?P<d>{_D})[日号]?(?!\d)|(?P<part>上旬|中旬|下旬|上中旬|初|底|末|中下旬))?"
    rf"(?P<before>以?之?前)?"
)
_HALF = re.compile(
    r"(?:(?P<y>20\d\d)年)?(?P<part>上半年|下半年|第?[一二三四1-4]季度|年底|年末|年初|年内|全年)(?P<before>以?之?前)?"
)
_PARTS = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31), "上中旬": (1, 20), "初": (1, 10),
          "底": (21, 31), "末": (21, 31), "中下旬": (11, 31)}  # fmt: skip
_HALVES = {"上半年": (101, 631), "下半年": (701, 1231), "年底": (1201, 1231), "年末": (1201, 1231),
           "年初": (101, 331), "年内": (101, 1231), "全年": (101, 1231)}  # fmt: skip

_TIME = re.compile(
    r"\d{4}年|\d月|\d日|\d:\d\d|\d{4}[.-]\d|\d(个)?(工作日|天|月|小时|分钟|年)|[长常]期|永久|每[年月日周天]|周[一二三四五六日末]|"
    r"[年季月]底|[上下]半年|季度|即时|当场|当日|小时|[两三一]年|一次性|按[年季月]|[上下]午|全年|全天"
)


@dataclass(frozen=True, slots=True)
class Period:
    """Days of a year, as month × 100 + day; `year` is "" where none is named.

    Attributes:
        start, end: where it stands in the text.
    """

    first: int
    last: int
    year: str
    start: int
    end: int

    def meets(self, other: Period) -> bool:
        """Whether the two have a day in common."""
        same = not self.year or not other.year or self.year == other.year
        return same and self.first <= other.last and other.first <= self.last


def periods(text: str) -> list[Period]:
    """The periods that a text names, in order; by a day (…前) is that day alone."""
    body = squeezed(text)
    found: list[Period] = []
    for pattern in (_SPAN, _MONTHS, _DAY, _HALF):
        for match in pattern.finditer(body):
            one = _read(match)
            if one is not None and not any(one.start < p.end and p.start < one.end for p in found):
                found.append(one)
    return sorted(found, key=lambda p: p.start)


def _read(match: re.Match[str]) -> Period | None:
    named = match.groupdict()
    year, span = named.get("y") or "", match.span()
    if named.get("m") is None:
        return _half(named["part"], named["before"], year, span)
    month = _month(named["m"])
    if "m2" not in named:
        first, last = _PARTS.get(named["part"] or "", (1, 31))
        if named["d"]:
            first = last = int(named["d"])
        first = last if named["before"] else first
        return Period(month * 100 + first, month * 100 + last, year, *span)
    if named["m2"] is None and named.get("d2") is None:
        return None
    other = _month(named["m2"]) if named["m2"] else month
    first = month * 100 + int(named.get("d") or 1)
    last = other * 100 + int(named.get("d2") or 31)
    return Period(first, last, year, *span) if first <= last else None


def _half(part: str, before: str | None, year: str, span: tuple[int, int]) -> Period:
    if part in _HALVES:
        first, last = _HALVES[part]
    else:
        quarter = (
            number(part.strip("第季度"))
            if not part.strip("第季度").isdecimal()
            else int(part.strip("第季度"))
        )
        first, last = (quarter * 3 - 2) * 100 + 1, quarter * 300 + 31
    return Period(last if before else first, last, year, *span)


def _month(printed: str) -> int:
    return int(printed) if printed.isdecimal() else number(printed)


def states_time(cell: str) -> bool:
    """Whether a cell states a time, a period or how often."""
    return _TIME.search(squeezed(cell)) is not None
