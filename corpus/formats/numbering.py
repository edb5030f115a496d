"""Word's automatic numbers written out: the state of all lists of one document.

Follows ECMA-376 part 1, 17.9: numbers point at abstract lists, whose levels count on while
deeper levels start again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from corpus.formats.numerals import written

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PLACE = re.compile(r"%([1-9])")
_BULLET = "- "


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    form: str
    text: str
    suffix: str
    legal: bool
    style: str


@dataclass(frozen=True, slots=True)
class _List:
    """A w:num: the key of the counters that it shares, its levels, where it starts anew."""

    counters: str
    levels: dict[int, _Level]
    starts: dict[int, int]


class Numbering:
    """Gives each numbered paragraph its number, in the order of the document.

    Args:
        root: the w:numbering element, or None where the document has no lists.
    """

    def __init__(self, root: Any | None) -> None:
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        if root is not None:
            self._load(root)

    def _load(self, root: Any) -> None:
        abstract = {a.get(f"{W}abstractNumId"): a for a in root.findall(f"{W}abstractNum")}
        styled = {
            link.get(f"{W}val"): a
            for a in abstract.values()
            if (link := a.find(f"{W}styleLink")) is not None
        }
        for num in root.findall(f"{W}num"):
            reference = num.find(f"{W}abstractNumId")
            key = reference.get(f"{W}val") if reference is not None else ""
            element = abstract.get(key)
            if element is None:
                continue
            link = element.find(f"{W}numStyleLink")
            if link is not None:
                element = styled.get(link.get(f"{W}val"), element)
            levels = {_index(e): _level(e) for e in element.findall(f"{W}lvl")}
            starts: dict[int, int] = {}
            for override in num.findall(f"{W}lvlOverride"):
                depth, own = _index(override), override.find(f"{W}lvl")
                if own is not None:
                    levels[depth] = _level(own)
                begin = override.find(f"{W}startOverride")
                if begin is not None:
                    starts[depth] = _int(begin.get(f"{W}val"), 1)
            self._lists[num.get(f"{W}numId")] = _List(key, levels, starts)

    def level_of_style(self, number: str, style: str) -> int:
        """The level of a list that a paragraph style is linked to, 0 where none is."""
        found = self._lists.get(number)
        if found is None:
            return 0
        return next((i for i, level in found.levels.items() if level.style == style), 0)

    def next(self, number: str, depth: int) -> str:
        """The printed number of the next paragraph of list `number` at level `depth`, or ""."""
        found = self._lists.get(number)
        level = found.levels.get(depth) if found else None
        if found is None or level is None:
            return ""
        counts = self._counts.setdefault(found.counters, {})
        if depth in found.starts and (number, depth) not in self._begun:
            self._begun.add((number, depth))
            counts[depth] = found.starts[depth]
        elif depth in counts:
            counts[depth] += 1
        else:
            counts[depth] = level.start
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        if level.form == "bullet":
            return _BULLET
        return self._print(found, counts, level)

    def _print(self, found: _List, counts: dict[int, int], level: _Level) -> str:
        def number(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            other = found.levels.get(at)
            if other is None:
                return ""
            value = counts.setdefault(at, other.start)
            return written(value, "decimal" if level.legal else other.form)

        text = _PLACE.sub(number, level.text).strip()
        if not text:
            return ""
        glued = level.suffix == "nothing" and not text[-1].isdigit()
        tight = text[-1] in "、）)．】〕：" or glued
        return text if tight else f"{text} "


def _index(element: Any) -> int:
    return _int(element.get(f"{W}ilvl"), 0)


def _int(text: str | None, default: int) -> int:
    return int(text) if text and text.lstrip("-").isdecimal() else default


def _level(element: Any) -> _Level:
    def value(tag: str, default: str) -> str:
        found = element.find(f"{W}{tag}")
        return default if found is None else found.get(f"{W}val") or default

    level = _Level(
        start=_int(value("start", "1"), 1),
        form=value("numFmt", "decimal"),
        text=value("lvlText", ""),
        suffix=value("suff", "tab"),
        legal=False,
        style=value("pStyle", ""),
    )
    legal = element.find(f"{W}isLgl")
    return replace(level, legal=legal is not None and legal.get(f"{W}val") not in ("0", "false"))
