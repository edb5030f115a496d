"""Figures in Chinese and English text, as plain decimals, so that 三千元, 3000元 and 0.3万元 meet.

An implementation of its own, apart from the one that the assistant verifies itself with.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_SCALES = _TENS | _LARGE | {"thousand": 10**3, "million": 10**6, "billion": 10**9}
_HAN = "".join([*_DIGITS, *_TENS, *_LARGE])
_NUMBER = re.compile(
    rf"(?P<arabic>\d+(?:,\d{{3}})*(?:\.\d+)?)(?P<scale>[{''.join(_TENS)}]*\s*[{''.join(_LARGE)}]+|[{''.join(_TENS)}]+"
    rf"|\s*(?:thousand|million|billion))?\s*(?P<rate>%|‰|per ?cent)?"
    rf"|(?P<rate_of>[百千]分之)?(?P<han>[{_HAN}]+)(?:点(?P<part>[{''.join(_DIGITS)}]+))?",
    re.IGNORECASE,
)
# Han numerals also stand in words and names; in an answer they are figures before one of these.
_COUNTED = (
    "个個件项項条條所家人名位户戶元块塊平公亩畝吨噸里"
    "米次天日月年周处處套座批台辆輛场場岁歲级級倍成%"
)
_RATES = {"%": "%", "‰": "‰", "百分之": "%", "千分之": "‰"}


def figures(text: str, *, counted_only: bool = False) -> list[str]:
    """The figures of a text in its order, in one form: "3000", "20.5%".

    Args:
        counted_only: leave out Han numerals that no counted thing or unit follows.

    >>> figures("补助三千元,增长20.50%,1.2万人,百分之五,30 million")
    ['3000', '20.5%', '12000', '5%', '30000000']
    """
    text = unicodedata.normalize("NFKC", text)
    found = []
    for match in _NUMBER.finditer(text):
        if match["arabic"]:
            value = Decimal(match["arabic"].replace(",", ""))
            for scale in re.findall(r"[a-z]+|\S", (match["scale"] or "").lower()):
                value *= _SCALES[scale]
            rate = (match["rate"] or "").lower()
            found.append(_plain(value) + ("%" if rate.startswith("per") else rate))
        elif not counted_only or match["rate_of"] or _is_counted(match, text):
            fraction = "".join(str(_DIGITS[c]) for c in match["part"] or "")
            value = han_value(match["han"]) + Decimal(f"0.{fraction or 0}")
            found.append(_plain(value) + _RATES.get(match["rate_of"] or "", ""))
    return found


def _is_counted(match: re.Match[str], text: str) -> bool:
    """Whether a Han numeral counts something: not the 千 of 千家万户, the 十 of a name."""
    plain = match["han"][0] in _DIGITS or match["han"][0] == "十"
    return plain and text[match.end() :][:1] in set(_COUNTED)


def han_value(numeral: str) -> Decimal:
    """The value of a Han numeral; digits one after another (二〇二四) are read as they stand.

    >>> han_value("三万亿零五百万"), han_value("二〇二四"), han_value("十二")
    (Decimal('3000005000000'), Decimal('2024'), Decimal('12'))
    """
    if all(c in _DIGITS for c in numeral):
        return Decimal("".join(str(_DIGITS[c]) for c in numeral))
    total = section = digit = 0
    for c in numeral:
        if c in _DIGITS:
            digit = _DIGITS[c]
        elif c in _TENS:
            section, digit = section + (digit or 1) * _TENS[c], 0
        else:
            section += digit
            if _LARGE[c] > 10**4:
                total = (total + section or 1) * _LARGE[c]
            else:
                total += (section or 1) * _LARGE[c]
            section = digit = 0
    return Decimal(total + section + digit)


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
