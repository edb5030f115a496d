"""Seeded changes with what stands beside: another's figure, another's lead, the next place.

The hardest to catch, since every word of the changed sentence stands in the passage.
"""

from __future__ import annotations

import random
import re

from corpus.fold import fold
from corpus.gazetteer import Gazetteer, Place
from corpus.units import Units

_MEASURED = re.compile(
    r"(?<![\d.A-Za-z第〔\[([【-])(?P<n>\d+(?:\.\d+)?)(?P<of>\s*(?:%|万?[元个人户米亩套所家处条张岁天]"
    r"|平方米|公里|小时|分钟|个月|周岁))"
)
_LEAD = re.compile(r"(?:牵头(?:单位|部门)?|主办单位)\s*[::为]\s*\Z")
_LEADS = re.compile(r"(?:负责)?(?:牵头|主办)")


def swapped(sentence: str, _: str, rng: random.Random) -> str | None:
    """Two figures of the sentence exchanged, each keeping its measure word."""
    found = list(_MEASURED.finditer(sentence))
    pairs = [(a, b) for i, a in enumerate(found) for b in found[i + 1 :] if a["n"] != b["n"]]
    if not pairs:
        return None
    one, other = rng.choice(pairs)
    return (sentence[: one.start("n")] + other["n"] + sentence[one.end("n") : other.start("n")]
            + one["n"] + sentence[other.end("n") :])  # fmt: skip


def another_figure(sentence: str, beside: str, rng: random.Random) -> str | None:
    """A figure in the place of which stands another of its measure word in the passage."""
    said = {(m["n"], m["of"].strip()) for m in _MEASURED.finditer(sentence)}
    others = [m for m in _MEASURED.finditer(beside) if (m["n"], m["of"].strip()) not in said]
    pairs = [(a, b) for a in _MEASURED.finditer(sentence) for b in others
             if a["of"].strip() == b["of"].strip()]  # fmt: skip
    if not pairs:
        return None
    one, other = rng.choice(pairs)
    return sentence[: one.start("n")] + other["n"] + sentence[one.end("n") :]


class Neighbours:
    """Changes of bodies and places for others that the passage, or the map, has beside them."""

    def __init__(self, units: Units, gazetteer: Gazetteer) -> None:
        self._units = units
        self._gazetteer = gazetteer
        self._beside: dict[tuple[str, str], list[Place]] = {}
        for place in gazetteer:
            self._beside.setdefault((place.parent, place.level), []).append(place)

    def lead(self, sentence: str, beside: str, rng: random.Random) -> str | None:
        """The body that leads, exchanged for one of the passage that does not."""
        leads = self._leads(sentence)
        leading = {name for name, _, _ in (*leads, *self._leads(beside))}
        others = [beside[a:b] for u, a, b in self._units.find(beside)
                  if u.name not in leading and not beside[a:b].isascii()]  # fmt: skip
        if not leads or not others:
            return None
        _, start, end = rng.choice(leads)
        return sentence[:start] + rng.choice(others) + sentence[end:]

    def place(self, sentence: str, beside: str, rng: random.Random) -> str | None:
        """A place exchanged for one of the passage, or the next one of its level."""
        found = self._gazetteer.find(sentence)
        if not found:
            return None
        one = rng.choice(found)
        named = {m.place.name for m in found}
        near = [m.place.name for m in self._gazetteer.find(beside)]
        siblings = [p.name for p in self._beside[one.place.parent, one.place.level]]
        for names in (near, siblings) if rng.random() < 0.5 else (siblings, near):
            others = [n for n in names if n not in named and n[-1] == one.place.name[-1]]
            if others:
                return sentence[: one.start] + rng.choice(others) + sentence[one.end :]
        return None

    def _leads(self, text: str) -> list[tuple[str, int, int]]:
        folded = fold(text)
        return [(u.name, a, b) for u, a, b in self._units.find(text)
                if not text[a:b].isascii()
                and (_LEAD.search(folded[:a]) or _LEADS.match(folded[b:]))]  # fmt: skip
