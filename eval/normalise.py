"""The form in which answers are compared with gold strings, and the comparison itself.

It is the scorer's form (docs/evaluation.md): coarser than corpus.fold, with no way back to offsets.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache

from opencc import OpenCC

_SEPARATOR = "\x1f"
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3})")
_POINT = re.compile(r"[./]")
# One run of separators, or a bar with separators after it, keeps two numbers apart.
_BETWEEN_NUMBERS = re.compile(rf"(?<=\d)(?:{_SEPARATOR}+|\|{_SEPARATOR}*)(?=\d)")
_MARK = re.compile(r"\[\d+\]")


class _Separators(dict[int, str]):
    """Maps white space, punctuation and control characters to one separator, others to themselves.

    Points, slashes and signs of percentage stay: they can be part of a number.
    """

    def __missing__(self, code: int) -> str:
        char = chr(code)
        apart = unicodedata.category(char)[0] in "ZPC" and char not in "./%‰"
        self[code] = _SEPARATOR if apart else char
        return self[code]


_SEPARATORS = _Separators()


@cache
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


@lru_cache(maxsize=4096)
def normalise(text: str) -> str:
    """NFKC, Simplified, lower case, no white space or punctuation; `|` keeps two numbers apart.

    >>> normalise("新增１，５００ 個、 20.5％")
    '新增1500个20.5%'
    >>> normalise("5 至 8, 9")
    '5至8|9'
    """
    text = _THOUSANDS.sub("", unicodedata.normalize("NFKC", text))
    text = str(_simplifier().convert(text)).lower().replace("@@", "").translate(_SEPARATORS)

    def point(match: re.Match[str]) -> str:
        before, after = text[max(match.start() - 1, 0) : match.start()], text[match.end() :][:1]
        return match[0] if before.isdigit() and after.isdigit() else _SEPARATOR

    text = _BETWEEN_NUMBERS.sub("\0", _POINT.sub(point, text))
    return text.replace(_SEPARATOR, "").replace("|", "").replace("\0", "|")


def without_marks(answer: str) -> str:
    """The answer without its [n] marks."""
    return _MARK.sub(" ", answer)


def normalised_answer(answer: str) -> str:
    """The form of an answer in which it is compared and its length is counted."""
    return normalise(without_marks(answer))


def holds(text: str, wanted: str) -> bool:
    """Whether `wanted` stands in `text` (already normalised), never inside a longer number.

    >>> holds(normalise("共120个"), "20个"), holds(normalise("共 20 個"), "20个")
    (False, True)
    """
    wanted = normalise(wanted)
    at = text.find(wanted) if wanted else -1
    while at >= 0:
        before, after = text[max(at - 1, 0) : at], text[at + len(wanted) :][:1]
        cut_left = wanted[0].isdigit() and (before.isdigit() or before == ".")
        cut_right = wanted[-1].isdigit() and (after.isdigit() or after == ".")
        if not cut_left and not cut_right:
            return True
        at = text.find(wanted, at + 1)
    return False


def holds_any(text: str, wanted: Iterable[str]) -> bool:
    """Whether one of the strings stands in `text` (already normalised)."""
    return any(holds(text, one) for one in wanted)
