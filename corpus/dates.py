"""Dates as Chinese documents print them, to ISO strings."""

from __future__ import annotations

import re

from corpus.lines import number
from corpus.titles import DATE

_NUMERIC_DATE = re.compile(r"((?:19|20)\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})")
_ZERO = str.maketrans("○零oO", "〇〇〇〇")


def iso_date(folded: str) -> str:
    """The first date in a folded text as YYYY-MM-DD, or "".

    >>> iso_date("二〇二四年四月二日"), iso_date("2024-4-3")
    ('2024-04-02', '2024-04-03')
    """
    match = DATE.search(folded) or _NUMERIC_DATE.search(folded)
    return to_iso(match) if match else ""


def to_iso(match: re.Match[str]) -> str:
    """The ISO form of a match whose last three groups are year, month and day; "" if no date."""
    try:
        year, month, day = (number(g.translate(_ZERO)) for g in match.groups()[-3:])
    except (KeyError, ValueError):
        return ""
    if not (1900 <= year <= 2100 and 1 <= month <= 12 and 1 <= day <= 31):
        return ""
    return f"{year:04d}-{month:02d}-{day:02d}"
