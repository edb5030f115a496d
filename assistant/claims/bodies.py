"""Bodies of government and places that a sentence names, against those of its grounds."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.claims.around import Around, replaced
from assistant.claims.words import words
from corpus.fold import fold, squeezed
from corpus.gazetteer import Gazetteer
from corpus.units import Units

_LEVEL = re.compile(r"各?(国家|[省市区县州])")
_SHAPED = re.compile(
    r"[㐀-鿿]{2}(?:局|厅|委员会|办公室|管委会|支队|总队|集团|公司|中心|医院|学院|法院|检察院|部门|协会|联合会)"
)
_LEVELS = "省市区县州"
_OF_LEVEL = {"国家": "国家", "省": "省", "市": "市州", "区县": "区县市"}
_NEAR = 4  # characters between a Chinese name and its English
_TELLING = 4  # words after a name that say what the body does
_REACH = 40  # characters after a name that are read for it


class Bodies:
    """Compares the bodies and places of two texts.

    Args:
        gazetteer: None leaves places unchecked.
    """

    def __init__(self, units: Units, gazetteer: Gazetteer | None) -> None:
        self.units = units
        self._gazetteer = gazetteer

    def stand(self, text: str, grounds: str, levels: Iterable[str]) -> bool:
        """Whether every body that `text` names is named in the grounds, at the same level.

        Args:
            levels: levels of the cited documents (市), for grounds that name none.
        """
        held = self._named(grounds)
        above = "".join(_OF_LEVEL.get(level, "国家省市州区县") for level in levels)
        found = self.units.find(text)
        beside = [(u.name, Around.of(grounds, a, b)) for u, a, b in self.units.find(grounds)]
        for unit, start, end in found:
            name = text[start:end]
            if name.isascii():
                near = (text[a:b] for _, a, b in found if a <= end + _NEAR and b >= start - _NEAR)
                if not name[0].isupper() or not all(map(str.isascii, near)):
                    continue  # a translation of the name beside it; a word such as police
            if unit.name not in held or not self._does_it(text[end:], unit.name, grounds):
                return False
            same = [a for u, a in beside if u == unit.name]
            others = [a for u, a in beside if u != unit.name]
            if replaced(Around.of(text, start, end), same, others):
                return False
            if start > 1 and _other_level(fold(text[start - 2 : end]), squeezed(grounds)):
                return False
            level = _level(name)
            if level and level not in held[unit.name] and not (
                "" in held[unit.name] and level in above
            ):  # fmt: skip
                return False
        return self._shaped_stand(fold(text), grounds, [(a, b) for _, a, b in found])

    def places_stand(self, text: str, grounds: str) -> bool:
        """Whether every place that `text` names is named in the grounds, or holds one that is."""
        if self._gazetteer is None:
            return True
        above = self._gazetteer.ancestors
        held = [(m, {p.name for p in (m.place, *above(m.place))})
                for m in self._gazetteer.find(grounds)]  # fmt: skip
        for mention in self._gazetteer.find(text):
            name = mention.place.name
            same = [Around.of(grounds, m.start, m.end) for m, names in held if name in names]
            if not same and mention.place.level != "国家":
                return False
            others = [Around.of(grounds, m.start, m.end) for m, names in held if name not in names]
            if replaced(Around.of(text, mention.start, mention.end), same, others):
                return False
        return True

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where a text names bodies and places."""
        places = self._gazetteer.find(text) if self._gazetteer else []
        return [(a, b) for _, a, b in self.units.find(text)] + [(m.start, m.end) for m in places]

    def _does_it(self, after: str, name: str, grounds: str) -> bool:
        """Whether what follows a name (负责…) follows it in the grounds, not another's name."""
        own = words(self._up_to_next(after))
        best = same = 0
        for unit, _, end in self.units.find(grounds) if len(own) >= _TELLING else ():
            score = len(own & words(self._up_to_next(grounds[end : end + 2 * _REACH])))
            best = max(best, score)
            same = max(same, score if unit.name == name else 0)
        return best < _TELLING or same * 2 >= best

    def _up_to_next(self, text: str) -> str:
        """A text up to the next body or the end of its clause."""
        piece = re.split(r"[;；。|\n\t()（）]", text[:_REACH])[0]
        following = self.units.find(piece)
        return piece[: following[0][1]] if following else piece

    def _named(self, grounds: str) -> dict[str, set[str]]:
        """The bodies of the grounds, each with the levels at which it is named."""
        named: dict[str, set[str]] = {}
        for unit, start, end in self.units.find(grounds):
            named.setdefault(unit.name, set()).add(_level(grounds[start:end]))
        return named

    def _shaped_stand(self, folded: str, grounds: str, known: list[tuple[int, int]]) -> bool:
        """Whether names that only look like bodies stand in the grounds as they are."""
        body = squeezed(grounds)
        return all(
            match[0] in body or any(a < match.end() and match.start() < b for a, b in known)
            for match in _SHAPED.finditer(folded)
        )


def _other_level(named: str, body: str) -> bool:
    """Whether a place's name has another level in the grounds: 新洲市 where they say 新洲区."""
    stem, level = named[:2], named[2:3]
    if level not in _LEVELS or not re.fullmatch(r"[㐀-鿿]{2}", stem) or stem + level in body:
        return False
    return any(stem + other in body for other in _LEVELS)


def _level(name: str) -> str:
    match = _LEVEL.match(fold(name))
    return match[1] if match else ""
