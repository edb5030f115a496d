"""Places of China: what a text names, what lies in what, and what a mistyped name may have meant.

The places stand in data/gazetteer.tsv (its header states the form; docs/data-files.md tells how
to add one's own). It knows names only: not which documents exist, nor what a question wants.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from corpus.datafiles import DataFileError, read_table, values
from corpus.fold import fold
from corpus.longest import Longest

FILE_NAME = "gazetteer.tsv"
_COLUMNS = ("name", "level", "parent", "aliases", "english")
_LEVELS = ("国家", "省", "市", "区县", "功能区")
_NO_PLACE = "非地名"
# A short name before these is a street, a campus road or a town, not the place (上海路, 大同镇).
_STREET = re.compile(
    r"(?:[镇乡](?=$|[\s,。?、;:和与及呢的\d年要有新])|"
    r"[东南西北中]?路(?![灯面网况段桥线边长政权侧域]|口(?!袋))|大道|大街|胡同|[一-鿿]?苑)"
)
_AUTONOMOUS = re.compile(r"(?:[\u4e00-\u9fff]{1,3}族)+自治([县旗州])")
_SUFFIXES = "区市县州"


@dataclass(frozen=True, slots=True)
class Place:
    """A place: its official name, level (国家, 省, 市, 区县, 功能区), parent and other names."""

    name: str
    level: str
    parent: str
    aliases: tuple[str, ...] = ()
    english: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """A place named in a text: `text[start:end]` is the name as typed."""

    place: Place
    start: int
    end: int


class Gazetteer:
    """All known places. The first of two places of one name or alias wins."""

    def __init__(self, places: Iterable[Place], not_places: Iterable[str] = ()) -> None:
        self._places: dict[str, Place] = {}
        self._not_places = tuple(not_places)
        names: dict[str, Place | None] = dict.fromkeys(self._not_places)
        for place in places:
            self._places.setdefault(place.name, place)
        for place in self._places.values():
            names[place.name] = place
        for place in self._places.values():
            for name in (*place.aliases, *place.english, *_short_names(place.name)):
                if names.get(fold(name)) is None:
                    names[fold(name)] = place
        self._names = Longest(names)
        self._soundalikes: _Soundalikes | None = None

    @classmethod
    def load(cls, paths: Iterable[Path]) -> Gazetteer:
        """The places of these files, read in this order.

        A later file's line replaces an earlier file's line of the same name.

        Raises:
            DataFileError: a file is not in its form, a level or a parent is unknown.
        """
        places: dict[str, Place] = {}
        not_places: list[str] = []
        for path in paths:
            for row in read_table(path, _COLUMNS):
                if row["level"] == _NO_PLACE:
                    not_places.append(row["name"])
                    continue
                place = Place(row["name"], row["level"], row["parent"],
                              values(row["aliases"]), values(row["english"]))  # fmt: skip
                if place.level not in _LEVELS:
                    raise DataFileError(
                        f"{path.name!r}: {place.name!r} has the level {place.level!r}",
                        hint=f"A level is one of {' '.join(_LEVELS)}, or {_NO_PLACE}.",
                    )
                places[place.name] = place
        for place in places.values():
            if place.parent and place.parent not in places:
                raise DataFileError(
                    f"{place.name!r} lies in {place.parent!r}, which no line describes",
                    hint="Write the parent's official name, or leave the cell empty.",
                )
        return cls(places.values(), not_places)

    @classmethod
    def default(cls, extra: Path | None = None) -> Gazetteer:
        """The places that ship with the project, and those of a file or folder of the user's."""
        return _default(extra)

    def extended(self, places: Iterable[Place]) -> Gazetteer:
        """These places and further ones (a corpus's own regions, say); known names stay."""
        return Gazetteer([*self, *places], self._not_places)

    def __iter__(self) -> Iterator[Place]:
        return iter(self._places.values())

    def __len__(self) -> int:
        return len(self._places)

    def get(self, name: str) -> Place | None:
        """The place of this name, alias or English name; None where there is none.

        >>> Gazetteer.default().get("hubei").name
        '湖北省'
        """
        return self._names.get(name)

    def find(self, text: str) -> list[Mention]:
        """The places named in a text, in order, longest name first, without overlap.

        The country counts as a place: a caller that filters by region may drop that level.

        >>> [m.place.name for m in Gazetteer.default().find("東西湖區和Wuhan哪個多")]
        ['东西湖区', '武汉市']
        """
        folded = fold(text)
        return [
            Mention(place, start, end)
            for place, start, end in self._names.find_folded(folded)
            if place is not None and not _is_street(folded, start, end)
        ]

    def ancestors(self, place: Place) -> tuple[Place, ...]:
        """What the place lies in, nearest first: 区县, 市, 省, 国家."""
        above: list[Place] = []
        parent = self._places.get(place.parent)
        while parent is not None and parent not in above:
            above.append(parent)
            parent = self._places.get(parent.parent)
        return tuple(above)

    def is_within(self, place: Place, ancestor: Place) -> bool:
        """Whether the place is the ancestor or lies in it."""
        return place == ancestor or ancestor in self.ancestors(place)

    def near(self, text: str) -> list[tuple[Place, str]]:
        """Places that mistyped names in a text may mean, likeliest first, each as typed.

        A candidate is two to four characters with 区, 市, 县 or 州 after them, none of them in a
        known place, that share a character with a place's name and sound like it (or, from three
        characters on, differ from it in one character).

        >>> [(p.name, typed) for p, typed in Gazetteer.default().near("菜甸区有几所")]
        [('蔡甸区', '菜甸区')]
        """
        folded = fold(text)
        taken = {i for _, start, end in self._names.find(text) for i in range(start, end)}
        found: dict[Place, tuple[int, int, str]] = {}
        for match in re.finditer(f"[{_SUFFIXES}]", folded):
            stop = match.start()
            if stop in taken:
                continue
            for size in (4, 3, 2):
                start = stop - size
                stem = folded[max(start, 0) : stop]
                free = start >= 0 and taken.isdisjoint(range(start, stop))
                if not free or not _HAN.fullmatch(stem):
                    continue
                for cost, place in self._sounding().like(stem, match.group()):
                    key = (cost, start, text[start : stop + 1])
                    found[place] = min(found.get(place, key), key)
        return [(place, key[2]) for place, key in sorted(found.items(), key=lambda x: x[1])]

    def _sounding(self) -> _Soundalikes:
        if self._soundalikes is None:
            self._soundalikes = _Soundalikes(self._places.values())
        return self._soundalikes


_HAN = re.compile(r"[㐀-鿿]+")


class _Soundalikes:
    """Names by how they sound; built on first need, as it loads pypinyin."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._stems: dict[tuple[str, int], list[tuple[str, Place]]] = {}
        for place in places:
            for name in (place.name, *place.aliases):
                stem, suffix = fold(name[:-1]), name[-1]
                if suffix in _SUFFIXES and 2 <= len(stem) <= 4:
                    self._stems.setdefault((suffix, len(stem)), []).append((stem, place))

    def like(self, stem: str, suffix: str) -> list[tuple[int, Place]]:
        """Places whose name is like `stem + suffix`: (0 same sound, 1 nearly, 2 one character)."""
        # 城市 is an ordinary word: what stands before it is seldom a mistyped name.
        if suffix == "市" and stem.endswith("城"):
            return []
        results = []
        for known, place in self._stems.get((suffix, len(stem)), []):
            differing = [(a, b) for a, b in zip(stem, known, strict=True) if a != b]
            # With no character in common even the same sound is chance (建立县, 监利县).
            if not differing or len(differing) == len(stem):
                continue
            cost = max(_distance(a, b) for a, b in differing)
            if cost == 0 or (len(differing) == 1 and (cost == 1 or len(stem) > 2)):
                results.append((cost, place))
        return results


def _distance(a: str, b: str) -> int:
    """0: the characters share a reading; 1: nearly (zh/z, n/l, ng/n…); 2: they do not."""
    if _readings(a) & _readings(b):
        return 0
    blurred = [{_blur(sound) for sound in _readings(char)} for char in (a, b)]
    return 1 if blurred[0] & blurred[1] else 2


@cache
def _readings(char: str) -> frozenset[str]:
    """All readings of a character, without tones."""
    from pypinyin import Style, pinyin

    return frozenset(pinyin(char, style=Style.NORMAL, heteronym=True)[0])


def _blur(sound: str) -> str:
    """A reading without the distinctions that southern speakers and input methods blur."""
    for precise, vague in (("zh", "z"), ("ch", "c"), ("sh", "s")):
        sound = sound.replace(precise, vague, 1) if sound.startswith(precise) else sound
    sound = "l" + sound[1:] if sound.startswith("n") else sound
    sound = "h" + sound[1:] if sound.startswith("f") else sound
    return sound.removesuffix("g") if sound.endswith("ng") else sound


def _short_names(name: str) -> tuple[str, ...]:
    """What an autonomous county (河口瑶族自治县) is called for short, 河口县; () for others."""
    cuts = ((name[:n], _AUTONOMOUS.fullmatch(name, n)) for n in (2, 3, 4))
    return tuple(stem + found[1] for stem, found in cuts if found)  # 积石山县, and 积石县 by chance


def _is_street(folded: str, start: int, end: int) -> bool:
    """Whether a short name at this spot is the beginning of a street's name."""
    is_short = folded[end - 1] not in "省市区县州"
    return is_short and _STREET.match(folded, end) is not None


@cache
def _default(extra: Path | None) -> Gazetteer:
    paths = [Path(__file__).parent / "data" / FILE_NAME]
    if extra is not None:
        own = extra / FILE_NAME if extra.is_dir() else extra
        if own.exists():
            paths.append(own)
    return Gazetteer.load(paths)
