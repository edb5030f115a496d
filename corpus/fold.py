"""Folding: the form in which texts are compared, never the form in which they are shown.

`fold` is length-preserving (one character in, one out), so an offset in the folded text is an
offset in the original. It maps Traditional to Simplified, full width to half width, upper to
lower case. `squeeze` folds and drops white space, and keeps the way back to the offsets.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache

from opencc import OpenCC

# One-to-one marks that NFKC leaves alone but that writers use interchangeably.
_MARKS = {"﹐": ",", "、": "、", "。": "。", "—": "-", "–": "-", "－": "-", "～": "~", "〜": "~",
          "“": '"', "”": '"', "「": '"', "」": '"', "『": '"', "』": '"', "‘": "'", "’": "'",
          "〔": "(", "〕": ")", "〈": "(", "〉": ")"}  # fmt: skip


@cache
def _table() -> dict[int, str]:
    """Character map: Traditional to Simplified, NFKC where it is one to one, lower case."""
    table: dict[int, str] = {}
    han = [chr(c) for c in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))]
    simple = OpenCC("t2s").convert("\n".join(han)).split("\n")
    table.update({ord(a): b for a, b in zip(han, simple, strict=True) if a != b and len(b) == 1})
    for code in (*range(0x20, 0x250), *range(0x2000, 0x2E80), *range(0x3000, 0x3400),
                 *range(0xFE30, 0xFE70), *range(0xFF00, 0xFFF0)):  # fmt: skip
        char = unicodedata.normalize("NFKC", chr(code)).lower()
        if len(char) == 1 and char != chr(code):
            table[code] = char
    table.update({ord(a): b for a, b in _MARKS.items()})
    return table


def fold(text: str) -> str:
    """The text in its form for comparison; `len(fold(t)) == len(t)`.

    >>> fold("武漢市２０２４年")
    '武汉市2024年'
    """
    return text.translate(_table())


def squeeze(text: str) -> tuple[str, list[int]]:
    """The folded text without white space, and for each kept character its offset in `text`."""
    folded = fold(text)
    kept = [i for i, c in enumerate(folded) if not c.isspace()]
    return "".join(folded[i] for i in kept), kept


def blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with the spans blanked out, its length kept."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


@lru_cache(maxsize=16384)
def squeezed(text: str) -> str:
    """The folded text without white space; kept, since answering looks at a sentence often."""
    return "".join(fold(text).split())


def to_simplified(text: str) -> str:
    """Traditional characters in Simplified, nothing else changed; the length stays."""
    table = _table()
    return "".join(table.get(ord(c), c) if "㐀" <= c <= "鿿" else c for c in text)


def to_traditional(text: str) -> str:
    """Simplified text in Traditional characters, for an answer to a Traditional question."""
    return str(_s2t().convert(text))


@cache
def _s2t() -> OpenCC:
    return OpenCC("s2t")


def is_traditional(text: str) -> bool:
    """Whether the text has characters that only Traditional script uses."""
    table = _table()
    return any("㐀" <= c <= "鿿" and table.get(ord(c), c) != c for c in text)
