"""Radicals that stand for whole characters: what a PDF's fonts make of ⼤ (大), ⻄ (西), ⻅ (见).

Such signs look like the characters and are none, so that no word with them is found. They are put
back one to one before anything is read.
"""

from __future__ import annotations

import unicodedata
from functools import cache

_KANGXI = range(0x2F00, 0x2FD6)  # NFKC knows these
_SUPPLEMENT = (  # CJK Radicals Supplement: only those that are also characters of their own
    "⺁厂⺄乙⺇几⺒巳⺓幺⺛旡⺝月⺟母⺠民⺧牛⺩王⺬示⺭示⺯糸⺵网⺶羊⺷羊⺼月⺽臼⻁虎⻃西⻄西⻅见⻆角"
    "⻇角⻉贝⻊足⻋车⻑長⻓长⻔门⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄"
    "⻪黾⻬齐⻮齿⻰龙⻱龜⻲亀⻳龟"
)


@cache
def _table() -> dict[int, str]:
    table = {code: unicodedata.normalize("NFKC", chr(code)) for code in _KANGXI}
    pairs = zip(_SUPPLEMENT[::2], _SUPPLEMENT[1::2], strict=True)
    return table | {ord(radical): character for radical, character in pairs}


def as_characters(text: str) -> tuple[str, int]:
    """The text with characters in the place of radicals, of the same length, and how many."""
    written = text.translate(_table())
    if written == text:
        return text, 0
    return written, sum(a != b for a, b in zip(text, written, strict=True))
