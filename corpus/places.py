"""Which place and which level of government a text speaks for.

Asks a finder of place names (corpus.gazetteer, or any object with `find`); where that knows no
name, the shape of a name (…区, …县, …管委会) is enough for a caption above a table.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any, Protocol

from corpus.fold import fold
from corpus.records import Level
from corpus.titles import is_region

_LEVELS: dict[str, Level] = {
    "国家": "国家", "省": "省", "市": "市", "区县": "区县", "功能区": "区县",
}  # fmt: skip
_DEPTH = list(_LEVELS)
SPOKEN_SHARE, SPOKEN_TIMES = 0.6, 3  # of all place names, and how often by its own, see spoken_of
_SHAPE = re.compile(
    r"(?:[\u3400-\u9fff]{2,12}?自治[州县旗]|[\u3400-\u9fff]{2,4}?(?<![城都小社园地辖县州])(?:市|县|区))(?=人民政府|\d{4}年|关于|"
    r"[\u3400-\u9fff]{1,8}(?:局|委|办|厅|院|处|中心)$|[\u3400-\u9fff]{6,})"
)
_STATE = re.compile(r"国家[\u3400-\u9fff]{2,12}(?:局|委员会|署)|[\u3400-\u9fff]{2,8}部")
_NATIONAL = ("国务院", "中共中央", "中华人民共和国", "全国人民代表大会", "最高人民", "国家发展")


class Finder(Protocol):
    """Finds place names: mentions with `.place` (name, level, parent), `.start` and `.end`."""

    def find(self, text: str) -> Sequence[Any]:
        """The mentions in a text, raw or folded."""
        ...

    def ancestors(self, place: Any) -> Sequence[Any]:
        """What the place lies in, nearest first."""
        ...


class Places:
    """Places in the sense of one document reader."""

    def __init__(self, finder: Finder) -> None:
        self._finder = finder
        self._headings: dict[tuple[str, bool], str] = {}

    def named(self, text: str) -> tuple[str, Level]:
        """The place that a title or a unit's name opens with or else contains; ("", "")."""
        if text.startswith(_NATIONAL) or fold(text).startswith(_NATIONAL):
            return "中国", "国家"
        mentions = [m for m in self._finder.find(text) if m.place.level in _LEVELS]
        if not mentions:
            return ("中国", "国家") if _STATE.fullmatch(fold(text)) else ("", "")
        first = mentions[0]
        chain = [first]
        for m in mentions[1:]:
            adjacent = m.start <= chain[-1].end + 1
            if adjacent and _DEPTH.index(m.place.level) > _DEPTH.index(chain[-1].place.level):
                chain.append(m)
        place = chain[-1].place
        return place.name, _LEVELS[place.level]

    def shaped(self, text: str) -> tuple[str, Level]:
        """The place that a title or a unit's name opens with by its shape alone; ("", "")."""
        match = _SHAPE.match(fold(text))
        if match is None:
            return "", ""
        return text[: match.end()], "市" if match[0].endswith("市") else "区县"

    def heading(self, text: str, *, caption: bool) -> str:
        """The place that a heading is the name of and nothing more, or ""."""
        key = text.strip()
        known = self._headings.get((key, caption))
        if known is not None:
            return known
        name = ""
        if 2 <= len(key) <= 20:
            mentions = self._finder.find(key)
            begins = len(mentions) == 1 and not any(c >= "\u3400" for c in key[: mentions[0].start])
            if begins and mentions[0].end - mentions[0].start >= len(key) - 1:  # no 甲山 in 大甲山
                name = mentions[0].place.name
            elif caption and is_region(fold(key)):
                name = key
        self._headings[key, caption] = name
        return name

    def spoken_of(self, text: str, *, times: int = SPOKEN_TIMES) -> tuple[str, Level]:
        """The deepest place that most of a text's place names are, or lie in; ("", "") if none.

        A text that does not say whose it is speaks mostly of its own place; `times` is how often
        at least by its own name.
        """
        direct: Counter[str] = Counter()
        inside: Counter[str] = Counter()
        known = {}
        for m in self._finder.find(text):
            if m.place.level in _DEPTH[1:]:
                known[m.place.name] = m.place
                direct[m.place.name] += 1
                above = self._finder.ancestors(m.place)
                known.update((p.name, p) for p in above if p.level in _DEPTH[1:])
                inside.update({m.place.name, *(p.name for p in above)})
        enough = SPOKEN_SHARE * sum(direct.values())
        told = [n for n in known if direct[n] >= times and inside[n] >= enough]
        if not told:
            return "", ""
        place = known[max(told, key=lambda n: (_DEPTH.index(known[n].level), direct[n]))]
        return place.name, _LEVELS[place.level]

    def province_most_named(self, text: str) -> str:
        """The province that a text names most, directly or by its cities; "" on none or a tie."""
        counts: Counter[str] = Counter()
        for m in self._finder.find(text):
            if m.place.level == "省":
                counts[m.place.name] += 2
            elif m.place.level == "市" and m.place.parent:
                counts[m.place.parent] += 1
        ranked = counts.most_common(2)
        if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
            return ""
        return ranked[0][0]


def level_of_recipients(recipients: str) -> Level:
    """Whom a document is sent to tells who sends it: 各市、州、县人民政府 are below a province."""
    text = fold(recipients)
    if re.search(r"各省|自治区|直辖市|国务院各?部", text):
        return "国家"
    if re.search(r"省(人民)?政府各|省直|各市、州|各(设区)?市(、|人民政府)|各地级", text):
        return "省"
    if re.search(r"市(人民)?政府各|各(县|区)|市直|县市区", text):
        return "市"
    return "区县" if re.search(r"各(乡|镇|街道)", text) else ""
