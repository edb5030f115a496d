"""Bodies of government and public enterprises: finding, naming alike and translating them.

The kinds of bodies stand in data/units.tsv (its header states the form). It knows what such
bodies are usually called and look after, not which of them a document makes responsible.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from corpus.datafiles import read_table, values
from corpus.fold import fold
from corpus.gazetteer import Gazetteer, Place
from corpus.longest import Longest

FILE_NAME = "units.tsv"
_COLUMNS = ("name", "aliases", "english", "topics")
_NO_UNIT = "非机构"
_AND = "、,，和与及"  # what joins the members of a list
# What may stand before a body's name: its level, whose organ it is.
_BEFORE = re.compile(r"(?:各|国家)?(?:各?[省市区县州]直?)?(?:委|人民政府|政府)?\Z")
_LEVEL = re.compile(
    r"(?P<each>各)?(?P<level>国家|[省市区县州])(?:委|人民政府|政府|直)?"
    r"(?!场|民(?!政|宗)|容|域|级|长)"  # 市场, 市民, 区域… are words
)
_NOTE = re.compile(r"[(（][^()（）]*[)）]\Z")
_LEVELS_ENGLISH = {
    "国家": "National", "省": "Provincial", "市": "Municipal", "区": "District",
    "县": "County", "州": "Prefectural",
}  # fmt: skip
_EACH_ENGLISH = {"省": "province", "市": "city", "区": "district", "县": "county",
                 "州": "prefecture"}  # fmt: skip
_NEEDS_LEVEL = re.compile(r"\[.*?\]")
_ENTERPRISE = ("公司", "集团")


@dataclass(frozen=True, slots=True)
class Unit:
    """A kind of body: short name, other names, English names (best first), what it looks after.

    "{}" in an English name is where the level stands if not in front, "[]" holds words that
    need a level: "People's Bank of China[ {} Branch]".
    """

    name: str
    aliases: tuple[str, ...] = ()
    english: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


class Units:
    """All known kinds of bodies."""

    def __init__(
        self, units: Iterable[Unit], not_units: Iterable[str] = (), *, gazetteer: Gazetteer
    ) -> None:
        self._units = {unit.name: unit for unit in units}
        self._gazetteer = gazetteer
        names: dict[str, Unit | None] = dict.fromkeys(fold(word) for word in not_units)
        for unit in self._units.values():
            names[fold(unit.name)] = unit
        for unit in self._units.values():
            english = (_with_level(name, "") for name in unit.english)
            for name in (*unit.aliases, *english):
                if names.get(fold(name)) is None:
                    names[fold(name)] = unit
        self._names = Longest(names)

    @classmethod
    def load(cls, paths: Iterable[Path], *, gazetteer: Gazetteer) -> Units:
        """The bodies of these files; a later file's line replaces an earlier one of its name.

        Raises:
            DataFileError: a file is not in its form.
        """
        units: dict[str, Unit] = {}
        not_units: list[str] = []
        for path in paths:
            for row in read_table(path, _COLUMNS):
                if row["aliases"] == _NO_UNIT:
                    not_units.append(row["name"])
                    continue
                cells = (values(row[column]) for column in _COLUMNS[1:])
                units[row["name"]] = Unit(row["name"], *cells)
        return cls(units.values(), not_units, gazetteer=gazetteer)

    @classmethod
    def default(cls, extra: Path | None = None) -> Units:
        """The bodies that ship with the project, and those of a folder of the user's."""
        return _default(extra)

    def __iter__(self) -> Iterator[Unit]:
        return iter(self._units.values())

    def __len__(self) -> int:
        return len(self._units)

    @cached_property
    def short_names(self) -> tuple[str, ...]:
        """The short names of bureaus and commissions of three characters or more (民政局)."""
        return tuple(n for n in self._units if len(n) > 2 and n.endswith(("局", "委", "厅")))

    def find(self, text: str) -> list[tuple[Unit, int, int]]:
        """The bodies named in a text, in order: (unit, start, end), level included.

        >>> [(u.name, s, e) for u, s, e in Units.default().find("請問市衛健委和民政局")]
        [('卫健委', 2, 6), ('民政局', 7, 10)]
        """
        folded = fold(text)
        found: list[tuple[Unit, int, int]] = []
        for unit, start, end in self._names.find(text):
            if unit is None:
                continue
            head = _BEFORE.search(folded[max(0, start - 8) : start])
            start -= len(head.group()) if head else 0
            while found and found[-1][1] >= start:  # 市委 in 市委宣传部 is no body of its own
                found.pop()
            found.append((unit, max(start, found[-1][2]) if found else start, end))
        return found

    def get(self, name: str) -> Unit | None:
        """The kind of body that a full name names; None where it is not known.

        >>> Units.default().get("武汉市卫生健康委员会").name
        '卫健委'
        """
        for form in self._forms(name):
            unit = self._names.get(form)
            if unit is not None:
                return unit
        return None

    def canonical(self, name: str) -> str:
        """A body's short name without its level; an unknown name without its level.

        >>> Units.default().canonical("省卫生健康委员会"), Units.default().canonical("市某某中心")
        ('卫健委', '某某中心')

        A list of levels is no level.

        >>> Units.default().canonical("各市、州、县人民政府")
        '各市、州、县人民政府'
        """
        unit = self.get(name)
        if unit is not None:
            return unit.name
        name = name.strip()
        head = _LEVEL.match(name)
        rest = name[head.end() :] if head else name.removeprefix("各")
        return rest if len(rest) >= 2 and rest[0] not in _AND else name

    def english(self, name: str) -> str | None:
        """A body's name in English, its level and place included; None where it is not known.

        >>> Units.default().english("市民政局"), Units.default().english("各区人民政府")
        ('Municipal Civil Affairs Bureau', 'all district governments')
        """
        name = fold(name.strip())
        place = self._gazetteer.get(name) or self._gazetteer.get(_NOTE.sub("", name))
        if place is not None:
            return place.english[0] if place.english else None
        unit = self.get(name)
        if unit is None or not unit.english:
            return None
        best = _of_kind(unit, name)
        if best.startswith(("all ", "the ")):
            return best
        head = _LEVEL.match(name)
        if head and head["each"] and head["level"] in _EACH_ENGLISH:
            return f"each {_EACH_ENGLISH[head['level']]}'s {_with_level(best, '')}"
        return _with_level(best, self._level(name, unit))

    def _forms(self, name: str) -> Iterator[str]:
        """The forms under which a name may be listed, the most exact first."""
        seen = set()
        plain = _NOTE.sub("", fold(name.strip()))
        for form in (fold(name.strip()), plain, self._without_places(plain)):
            head = _LEVEL.match(form)
            parts = (form, form[head.end("level") :], form[head.end() :]) if head else (form,)
            for part in (*parts, form.removeprefix("各")):
                if part and part not in seen:
                    seen.add(part)
                    yield part

    def _without_places(self, name: str) -> str:
        for mention in reversed(self._gazetteer.find(name)):
            name = name[: mention.start] + name[mention.end :]
        return name

    def _level(self, name: str, unit: Unit) -> str:
        """The level as English writes it in front: Municipal, Wuhan Municipal, Wuhan."""
        mention = next(iter(self._gazetteer.find(name)), None)
        if mention is not None and mention.place.level != "国家" and mention.place.english:
            return _adjective(mention.place, enterprise=unit.name.endswith(_ENTERPRISE))
        head = _LEVEL.match(name)
        return _LEVELS_ENGLISH[head["level"]] if head else ""


def _of_kind(unit: Unit, name: str) -> str:
    """The best English name for the kind that the Chinese one says: 厅 is a Department."""
    if name.endswith("厅") and "Bureau" in unit.english[0]:
        return next((e for e in unit.english if e.endswith(" Department")), unit.english[0])
    return unit.english[0]


def _with_level(english: str, level: str) -> str:
    """An English name of the data file with a level ("" for none) where it belongs."""
    if not level:
        return _NEEDS_LEVEL.sub("", english).replace("{} ", "")
    if "{}" not in english:
        return f"{level} {english}"
    return english.replace("[", "").replace("]", "").replace("{}", level)


def _adjective(place: Place, *, enterprise: bool) -> str:
    """A place's English name in front of a body's: Wuhan Municipal, Wuchang District."""
    english = place.english[0].removesuffix(" Municipality")
    if enterprise or place.level not in ("省", "市") or english.endswith("Prefecture"):
        return english
    kind = {"市": "Municipal", "省": "Provincial", "州": "Prefectural"}.get(place.name[-1], "")
    return f"{english.split(',')[0]} {kind}".strip()


@cache
def _default(extra: Path | None) -> Units:
    paths = [Path(__file__).parent / "data" / FILE_NAME]
    if extra is not None and (extra / FILE_NAME).exists():
        paths.append(extra / FILE_NAME)
    return Units.load(paths, gazetteer=Gazetteer.default(extra))
