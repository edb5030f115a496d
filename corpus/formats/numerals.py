"""List numbers written out as word processors and browsers print them: 一, 甲, iv, c, ⑤."""

from __future__ import annotations

from collections.abc import Callable

_HAN = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
          (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_COUNTING = (
    "chineseCounting", "japaneseCounting", "taiwaneseCounting", "koreanCounting",
    "ideographDigital", "japaneseDigital", "taiwaneseDigital",
)  # fmt: skip
_FULL = str.maketrans("0123456789", "０１２３４５６７８９")


def han(value: int, digits: str = _HAN, units: str = "十百千") -> str:
    """A number from 0 to 9999 in Chinese: 十, 十二, 一百零五."""
    if not 0 < value < 10_000:
        return digits[0] if value == 0 else str(value)
    out, gap = "", False
    for place in (3, 2, 1, 0):
        digit = value // 10**place % 10
        if not digit:
            gap = bool(out)
            continue
        out += ("零" if gap else "") + digits[digit] + (units[place - 1] if place else "")
        gap = False
    return out[1:] if out.startswith(f"{digits[1]}{units[0]}") and digits is _HAN else out


def roman(value: int) -> str:
    """A Roman number in small letters."""
    if not 0 < value < 4000:
        return str(value)
    out = ""
    for size, sign in _ROMAN:
        count, value = divmod(value, size)
        out += sign * count
    return out


def letter(value: int) -> str:
    """a, b, … z, aa, bb, … as word processors count."""
    if not 0 < value <= 26 * 30:
        return str(value)
    return chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)


def circled(value: int) -> str:
    """① to ⑳, else the number in brackets."""
    return chr(0x2460 + value - 1) if 1 <= value <= 20 else f"({value})"


def written(value: int, form: str) -> str:
    """A number in a form that OOXML names (w:numFmt); decimal where the form is unknown."""
    if form.startswith(_COUNTING):
        return han(value)
    if form in ("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"):
        return han(value, _LEGAL, "拾佰仟")
    makers: dict[str, Callable[[int], str]] = {
        "ideographTraditional": lambda n: _STEMS[(n - 1) % 10],
        "ideographZodiac": lambda n: _BRANCHES[(n - 1) % 12],
        "decimalEnclosedCircle": circled,
        "decimalEnclosedCircleChinese": circled,
        "decimalEnclosedParen": lambda n: f"({n})",
        "decimalEnclosedFullstop": lambda n: f"{n}.",
        "decimalFullWidth": lambda n: str(n).translate(_FULL),
        "decimalFullWidth2": lambda n: str(n).translate(_FULL),
        "decimalZero": lambda n: f"{n:02d}",
        "lowerLetter": letter,
        "upperLetter": lambda n: letter(n).upper(),
        "lowerRoman": roman,
        "upperRoman": lambda n: roman(n).upper(),
        "none": lambda n: "",
    }
    return makers.get(form, str)(value)
