"""Time limits that a text states, and which of them have passed."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from corpus.fold import squeeze

_DAY = re.compile(
    r"(?P<lead>有效期至|有效期到|截至|截止到?|自|从|到|至|于)?(?<![\d.])"
    r"(?:(?P<y>20\d\d)年(?:(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})日)?)?"
    r"|(?P<y2>20\d\d)[./-](?P<m2>\d{1,2})(?:[./-](?P<d2>\d{1,2}))?(?![\d.]))"
    r"(?P<part>上半年|第?[一二三四1-4]季度)?(?:底|末)?(?P<before>以前|之前|前|以内|内|为止|止)?"
)
_DONE = re.compile(r"[^。;]{0,12}已")  # 到2023年底,全市已…: the state of things, no limit
_QUARTERS = {c: i % 4 + 1 for i, c in enumerate("一二三四1234")}


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit: as printed, and its last day."""

    printed: str
    last: date


def limits(text: str, *, bare: bool = False) -> Iterator[Limit]:
    """The time limits of a text: 到2025年, 2024年11月底以前; with `bare`, any date is one.

    >>> [(x.printed, str(x.last)) for x in limits("到2025年建成,2024年2月8日前报送")]
    [('2025年', '2025-12-31'), ('2024年2月8日前', '2024-02-08')]
    """
    body = squeeze(text)[0]
    for match in _DAY.finditer(body):
        lead = match["lead"] or ""
        meant = bool(match["before"]) or (lead in ("到", "至"))
        state = lead in ("自", "从") or lead.startswith(("截", "有效期"))
        done = _DONE.match(body, match.end()) and not match["before"]
        if (meant or bare) and not state and not done:
            last = _last_day(match)
            if last is not None:
                yield Limit(match[0][len(lead) :], last)


def _last_day(match: re.Match[str]) -> date | None:
    """The last day of what is named: of a year, a half, a quarter, a month; None for no date."""
    year, month, day = (int(match[a] or match[b] or 0) for a, b in (("y", "y2"), ("m", "m2"),
                                                                    ("d", "d2")))  # fmt: skip
    part = match["part"] or ""
    if part and not month:
        month = 6 if part == "上半年" else 3 * _QUARTERS[part.strip("第季度")]
    month = month or 12
    try:
        return date(year, month, day or calendar.monthrange(year, month)[1])
    except (ValueError, calendar.IllegalMonthError):
        return None
