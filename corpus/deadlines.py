"""Time limits that a text states, typed: a day, a period, what recurs, what lasts."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from corpus.fold import squeeze

_YEAR, _MONTH = r"(?:20\d\d)", r"(?:1[0-2]|0?[1-9])"
_PART = r"上半年|下半年|第?[一二三四1-4]季度"
_DAY = re.compile(
    r"(?P<lead>有效期至|有效期到|截至|截止到?|自|从|到|至|于)?(?<![\d.])"
    rf"(?:(?P<y>{_YEAR})年(?:(?P<m>\d{{1,2}})月(?:(?P<d>\d{{1,2}})日)?)?"
    rf"|(?P<y2>{_YEAR})[./-](?P<m2>\d{{1,2}})(?:[./-](?P<d2>\d{{1,2}}))?(?![\d.]))"
    rf"(?P<part>{_PART})?(?:底|末)?(?P<before>以前|之前|前|以内|内|为止|止)?"
)
_PERIOD = re.compile(
    rf"(?<![\d.])(?P<y>{_YEAR})(?:年(?:(?P<m>{_MONTH})月)?|[./](?P<m2>{_MONTH}))?(?:底|末)?[-—~至到]+"
    rf"(?:(?P<y2>{_YEAR})(?:年|(?=[./])|(?![\d年])))?(?:[./]?(?P<n>{_MONTH})月?)?(?:底|末)?(?![\d.])"
)
_YEARLESS = re.compile(
    rf"(?<![\d./年])(?:(?:(?P<from>{_MONTH})月?[-至到])?(?P<m>{_MONTH})月(?:(?P<d>\d{{1,2}})日)?(?:上旬|中旬|下旬|底|末)?"
    rf"|(?P<part>{_PART})|(?P<whole>(?:本|今|全|当)?年(?:底|末|内)|全年))"
    r"(?:以前|之前|前|以内|内|为止|止)?"
)
_EVERY = re.compile(
    rf"每(?:半|两|[二三]个?)?(?P<every>年|季度?|月|周|旬|日|天|学期)(?:度)?"
    rf"(?:{_MONTH}月)?(?:\d{{1,2}}[日号])?(?:底|末|初)?(?:以前|之前|前)?"
)
_LASTING = re.compile(
    r"(?:长期|長期|持续|持續|常态|常態|常年)(?:性|化)?(?:坚持|推进|推進|实施|落实|开展|进行|任务|工作)?"
)
_DONE = re.compile(r"[^。;]{0,12}已")  # 到2023年底,全市已…: the state of things, no limit
_QUARTERS = {c: i % 4 + 1 for i, c in enumerate("一二三四1234")}


@dataclass(frozen=True, slots=True)
class Deadline:
    """A time limit.

    Attributes:
        printed: as printed, without white space, and without 到 before it.
        start, end: where that stands in the text.
        first: the first day of a stated period; None for a day by which a thing is due.
        last: the last day; None where it recurs, lasts, or its year is not known.
        every: how often it recurs (年, 季度, 月, 周 …), "" where it does not.
        lasting: it has no end (长期坚持).
    """

    printed: str
    start: int
    end: int
    first: date | None = None
    last: date | None = None
    every: str = ""
    lasting: bool = False


def deadlines(text: str, *, year: str = "") -> tuple[Deadline, ...]:
    """What a column or note of time limits says, in order.

    `year`: the one that the document speaks for, for limits that name none (6月底前, 第三季度).

    >>> [(x.printed, str(x.last), x.lasting) for x in deadlines("2024.12并长期推进")]
    [('2024.12', '2024-12-31', False), ('长期推进', 'None', True)]
    """
    body, kept = squeeze(text)
    found: list[Deadline] = []
    for form in (_EVERY, _PERIOD, _DAY, _YEARLESS, _LASTING):
        for match in form.finditer(body):
            one = _read(form, match, year)
            if one is not None:
                found.append(one)
                body = body[: match.start()] + "¦" * len(match[0]) + body[match.end() :]
    return tuple(_placed(sorted(found, key=lambda x: x.start), kept))


def limits(text: str, *, bare: bool = False) -> Iterator[Deadline]:
    """The dated limits of running text: 到2025年, 2024年11月底以前; with `bare`, any date is one.

    >>> [(x.printed, str(x.last)) for x in limits("到2025年建成,2024年2月8日前报送")]
    [('2025年', '2025-12-31'), ('2024年2月8日前', '2024-02-08')]
    """
    body, kept = squeeze(text)
    for match in _DAY.finditer(body):
        lead = match["lead"] or ""
        meant = bool(match["before"]) or (lead in ("到", "至"))
        state = lead in ("自", "从") or lead.startswith(("截", "有效期"))
        done = _DONE.match(body, match.end()) and not match["before"]
        if (meant or bare) and not state and not done:
            one = _day(match)
            if one is not None:
                yield from _placed([one], kept)


def latest(found: Iterable[Deadline]) -> date | None:
    """The last day of the latest of some time limits, None where none has a day."""
    return max((x.last for x in found if x.last is not None), default=None)


def _read(form: re.Pattern[str], match: re.Match[str], year: str) -> Deadline | None:
    span = (match[0], *match.span())
    if form is _EVERY:
        return Deadline(*span, every="季度" if match["every"] == "季" else match["every"])
    if form is _LASTING:
        return Deadline(*span, lasting=True)
    if form is _DAY:
        return _day(match)
    if form is _PERIOD:
        return _period(match)
    return _yearless(match, year)


def _day(match: re.Match[str]) -> Deadline | None:
    lead = match["lead"] or ""
    year, month, day = (int(match[a] or match[b] or 0) for a, b in (("y", "y2"), ("m", "m2"),
                                                                    ("d", "d2")))  # fmt: skip
    months = _months(match["part"], month)
    last = _last(year, months[1], day)
    first = _date(year, months[0], 1) if match["part"] and not match["before"] else None
    start = match.start() + len(lead)
    return Deadline(match[0][len(lead) :], start, match.end(), first, last) if last else None


def _period(match: re.Match[str]) -> Deadline | None:
    """2024年1月至12月, 2024-2026年: both ends are named."""
    year, month = int(match["y"]), int(match["m"] or match["m2"] or 0)
    if not (match["y2"] or (match["n"] and month)):
        return None
    first = _date(year, month or 1, 1)
    last = _last(int(match["y2"] or year), int(match["n"] or 12), 0)
    if first is None or last is None or last < first:
        return None
    return Deadline(match[0], *match.span(), first, last)


def _yearless(match: re.Match[str], year: str) -> Deadline:
    """6月底前, 第三季度, 年底前: of the document's year, where that is known."""
    months = _months(match["part"], int(match["m"] or 0))
    of = int(year) if year.isdecimal() else 0
    last = _last(of, months[1], int(match["d"] or 0)) if of else None
    begins = int(match["from"] or 0) or (months[0] if match["part"] else 0)
    first = _date(of, begins, 1) if of and begins else None
    return Deadline(match[0], *match.span(), first, last)


def _months(part: str | None, month: int) -> tuple[int, int]:
    """The first and last month of a half, a quarter, a month, else of the year."""
    if month or not part:
        return (month, month) if month else (1, 12)
    if part.endswith("半年"):
        return (1, 6) if part.startswith("上") else (7, 12)
    quarter = _QUARTERS[part.strip("第季度")]
    return 3 * quarter - 2, 3 * quarter


def _last(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day or calendar.monthrange(year, month)[1])
    except (ValueError, calendar.IllegalMonthError):
        return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _placed(found: Iterable[Deadline], kept: list[int]) -> Iterator[Deadline]:
    """With offsets of the text itself instead of those without white space."""
    for x in found:
        start, end = kept[x.start], kept[x.end - 1] + 1
        yield Deadline(x.printed, start, end, x.first, x.last, x.every, x.lasting)
