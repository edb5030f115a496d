"""Dates that a text states, in Chinese, English or digits, so that two texts can be compared."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.figures import chinese_number

_END, _START = "end", "start"
_PART = {"底": _END, "末": _END, "初": _START, "上旬": "上旬", "中旬": "中旬", "下旬": "下旬"}
_PARTS = r"(?P<part>年?[底末初]|[上中下]旬)?"
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september",
           "october", "november", "december")  # fmt: skip
_NAME = r"(?P<name>" + "|".join(f"{m[:3]}(?:{m[3:]})?" for m in _MONTHS) + r")(?![a-z])\.?"
_YEAR = r"(?<!\d)(?P<y>(?:19|20)\d\d)"
_DAY = r"(?:\s*(?P<d>\d{1,2})\s*[日号])"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"{_YEAR}\s*年度?(?:\s*(?P<m>\d{{1,2}})\s*月(?!个)份?{_DAY}?)?{_PARTS}",
        rf"(?<![\d.])(?P<m>\d{{1,2}})\s*月(?!个)份?{_DAY}?{_PARTS}",
        rf"{_YEAR}\s*[-./]\s*(?P<m>0?[1-9]|1[0-2])(?:\s*[-./]\s*(?P<d>\d{{1,2}}))?(?![\d%])",
        rf"(?<![a-z]){_NAME}\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,?\s+(?P<y>(?:19|20)\d\d))?",
        rf"(?<![a-z\d])(?:(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+)?{_NAME},?\s+(?P<y>(?:19|20)\d\d)",
        r"(?P<year>年)(?P<part>[底末初])",
    )
)
_MONTH_END = re.compile(
    r"(?<![a-z])(end|late|beginning|early|start) (?:of |in )?(?=[a-z]{3}|(?:19|20))"
)
_HAN_YEAR = re.compile(r"[〇零○一二三四五六七八九]{4}(?=年)")
_HAN_PART = re.compile(r"[一二三四五六七八九十]{1,3}(?=月(?!个)|日)")


@dataclass(frozen=True, slots=True)
class Date:
    """A date or a part of one; 0 and "" are what it does not state.

    `start` and `end` are its place in the text that `dates` gives back.
    """

    year: int
    month: int
    day: int
    part: str
    start: int
    end: int


def dates(folded: str) -> tuple[list[Date], str]:
    """The dates of a folded text, and the text with ¦ in their place.

    >>> found, rest = dates("2024年11月底前,12月3日完成5项")
    >>> [(d.year, d.month, d.day, d.part) for d in found], rest.replace("¦", "")
    ([(2024, 11, 0, 'end'), (0, 12, 3, '')], '前,完成5项')
    """
    found: list[Date] = []
    text = _with_digits(folded)
    for form in _FORMS:
        for match in form.finditer(text):
            date = _date(match, text)
            if date is not None:
                found.append(date)
                size = match.end() - match.start()
                text = text[: match.start()] + "¦" * size + text[match.end() :]
    return found, text


def standing(date: Date, held: Sequence[Date]) -> list[Date]:
    """Those of the dates held that say what a date says, none of its parts changed.

    A year may come from elsewhere where the date held names none (11月底 under a title of 2024).
    """
    years = {h.year for h in held}
    if not date.month:
        same = [h for h in held if date.year in (h.year, 0)]
        if not date.part or not same:
            return same
        return [h for h in held if _same_part(date, h)]
    return [
        h
        for h in held
        if h.month == date.month
        and (not date.day or h.day == date.day)
        and (not date.part or h.part == date.part)
        and (not date.year or h.year == date.year or (not h.year and date.year in years))
    ]


def _same_part(date: Date, held: Date) -> bool:
    if date.year and held.year not in (0, date.year):
        return False
    return held.part == date.part if not held.month else date.part == _END and held.month == 12


def _date(match: re.Match[str], text: str) -> Date | None:
    parts = match.groupdict()
    name = parts.get("name")
    month = [m[:3] for m in _MONTHS].index(name[:3]) + 1 if name else int(parts.get("m") or 0)
    year, day = int(parts.get("y") or 0), int(parts.get("d") or 0)
    if month > 12 or day > 31:
        return None
    part = _PART.get((parts.get("part") or "").removeprefix("年"), "")
    before = _MONTH_END.search(text[max(0, match.start() - 14) : match.start() + 4])
    if name and before:
        part = _END if before[1] in ("end", "late") else _START
    return Date(year, month, day, part, *match.span())


def _with_digits(folded: str) -> str:
    """Dates in Han numerals written in digits."""
    text = _HAN_YEAR.sub(lambda m: str(chinese_number(m[0].replace("○", "〇"))), folded)
    return _HAN_PART.sub(lambda m: str(chinese_number(m[0])), text)
