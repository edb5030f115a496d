"""Force: whether a sentence says that a thing holds, must, may or must not, as its grounds do.

A denial dropped, a duty turned into a permission, a word turned into its opposite leaves every
figure and name in place. What stands right around tells which words of the grounds are repeated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.claims.around import Around, replaced
from corpus.longest import Longest
from index.expand import read_table

_HERE = Path(__file__).parent
_KINDS = _HERE.parent / "asking" / "data" / "contrasts.tsv"
_MUST, _MAY = "must", "may"
_SAYS = {"must": (False, _MUST), "may": (False, _MAY), "ban": (True, _MUST),
         "not": (True, ""), "yes": (False, "")}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Place:
    """A place of a text and its force.

    Attributes:
        denied: it is said not to be so.
        bound: must, may, or "" where neither is said.
        start, end: of the words that say so; nothing stands between them where none do.
    """

    denied: bool
    bound: str
    start: int
    end: int

    def agrees(self, other: _Place) -> bool:
        """Whether both say the same, as far as both say it."""
        bounds = {self.bound, other.bound} - {""}
        return self.denied == other.denied and len(bounds) < 2


def force_stands(text: str, grounds: str) -> bool:
    """Whether a folded text denies, obliges and allows what its folded grounds do.

    >>> force_stands("查询档案应当收取费用", "单位和个人查询档案不收取费用。")
    False
    >>> force_stands("个人查询档案不得收取费用", "单位和个人查询档案不收取费用。")
    True
    """
    said, held = _places(text), _places(grounds)
    said += _bare(text, grounds, held, said)
    held += _bare(grounds, text, said, held)
    beside = [(h, Around.of(grounds, h.start, h.end)) for h in held]
    for place in said:
        own = Around.of(text, place.start, place.end)
        same = [a for h, a in beside if h.agrees(place)]
        if replaced(own, same, [a for h, a in beside if not h.agrees(place)]):
            return False
    return all(_kind_stands(group, text, grounds) for group in _groups())


def _places(text: str) -> list[_Place]:
    """Where a text says that a thing must, may or may not be."""
    any_word, kinds = _forces()
    found = []
    for run in re.finditer(f"(?:{any_word})+", text):
        denied, bound = False, ""
        for word in re.findall(any_word, run[0]):
            no, binds = _SAYS[kinds[word]]
            denied, bound = denied != no, bound or binds
        found.append(_Place(denied, bound, *run.span()))
    return found


def _bare(text: str, other: str, forced: list[_Place], own: list[_Place]) -> list[_Place]:
    """Where a text says plainly what another denies, obliges or allows."""
    after = {other[p.end : p.end + 2] for p in forced}
    taken = {p.end for p in own}
    return [
        _Place(False, "", m.start(), m.start())
        for words in after
        if len(words) == 2
        for m in re.finditer(re.escape(words), text)
        if m.start() not in taken
    ]


def _kind_stands(group: Longest[int], text: str, grounds: str) -> bool:
    """Whether each word of a group is the one that the grounds have there."""
    held = [(kind, Around.of(grounds, a, b)) for kind, a, b in group.find_folded(grounds)]
    for kind, start, end in group.find_folded(text):
        own = Around.of(text, start, end)
        same = [a for k, a in held if k == kind]
        if replaced(own, same, [a for k, a in held if k != kind]):
            return False
    return True


@cache
def _forces() -> tuple[str, dict[str, str]]:
    """A pattern of the words of force, and the kind of each word."""
    rows = read_table(_HERE / "data" / "force.tsv")
    kinds = {word: row[0] for row in rows for word in row[1].split("|")}
    return "|".join(map(re.escape, sorted(kinds, key=len, reverse=True))), kinds


@cache
def _groups() -> tuple[Longest[int], ...]:
    """The words of each group of opposites, each with the number of its kind."""
    return tuple(
        Longest({w: n for n, cell in enumerate(row) for w in cell.split("|") if w})
        for row in _rows()
    )


def _rows() -> Iterator[list[str]]:
    yield from read_table(_HERE / "data" / "opposites.tsv")
    yield from (row[1:] for row in read_table(_KINDS))
