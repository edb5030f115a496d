"""Places that an English question spells in pinyin and no gazetteer does (Kunshan, Yunze).

They must be seen, or a question about one would be answered from another's documents.
"""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.asking.asked import stop_words
from assistant.asking.topic import Knowledge
from corpus.gazetteer import Gazetteer, Mention, Place

_INITIAL = "zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]"
_FINAL = "iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|an|ao|ei|en|er|ia|ie|in|iu|ou|ua|ue|ui|un|uo|ve|a|e|i|o|u|v"  # noqa: E501
_PINYIN = re.compile(rf"(?:(?:{_INITIAL})(?:{_FINAL})|ang?|ao|ai|en|er|ou|e){{2,4}}")
_KIND = r"(?:\s+(?:county|city|district|town|township|prefecture))?"
_CAPITAL = re.compile(
    rf"(?<=[a-z,] )([A-Z][a-z]{{4,}})(?:'s)?((?i:{_KIND}))(?!\s+[A-Z]|\s*\(\s*[㐀-鿿])"
)
_SMALL = re.compile(rf"\b(?:in|of|for|at)\s+([a-z]{{5,}})({_KIND})\b")


def romanised(text: str, taken: list[Mention], know: Knowledge) -> list[Mention]:
    """The places of an English question that are told by their sound or by their shape.

    A capitalised word of two syllables of pinyin or more that is no English word is a place,
    known or not; a small one only where it is known.
    """
    if text.islower():
        found = ((m, _known(m[1], know)) for m in _SMALL.finditer(text))
    else:
        found = ((m, _place(m[1], know)) for m in _CAPITAL.finditer(text))
    return [
        Mention(place, m.start(1), m.end(2)) for m, place in found
        if place and not any(t.start < m.end() and m.start(1) < t.end for t in taken)
    ]  # fmt: skip


def _place(word: str, know: Knowledge) -> Place | None:
    plain = word.lower()
    english = plain in stop_words(english=True) or know.glossary.find(plain)
    if english or not _PINYIN.fullmatch(plain):
        return None
    return _known(plain, know) or Place(word, "区县", "", (), ())


def _known(word: str, know: Knowledge) -> Place | None:
    return _sounds(know.gazetteer).get(word)


@lru_cache(maxsize=4)
def _sounds(gazetteer: Gazetteer) -> dict[str, Place]:
    """The places that have no English name, by their pinyin; the first of those alike."""
    from pypinyin import lazy_pinyin  # only such questions pay for it

    found: dict[str, Place] = {}
    for place in reversed([p for p in gazetteer if not p.english]):
        for name in (place.name[:-1], place.name):
            found["".join(lazy_pinyin(name))] = place
    return found
