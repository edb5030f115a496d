"""Whether a text speaks of another kind than the question: 单位 for 个人, 市级 for 县级."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from corpus.fold import fold
from index.expand import read_table

_DATA = Path(__file__).parent.parent / "asking" / "data" / "contrasts.tsv"
_JOINED = re.compile(r"(或者|以及|[和或与及、/])?")
_CODE = re.compile(r"(?<![a-z0-9])[a-z]{1,4}\d[a-z0-9]*(?![a-z0-9])")


KEPT = 16_384  # sentences of which the kinds that they name are kept


@dataclass(frozen=True, slots=True, eq=False)
class _Group:
    """Kinds that exclude each other, with the way each is said."""

    strict: bool
    words: re.Pattern[str]
    kind_of: dict[str, int]

    def said(self, text: str) -> set[int]:
        """The kinds that a squeezed text names."""
        return {self.kind_of[word] for word in self.words.findall(text)}


def contrasts(question: str, text: str, *, strict: bool = False) -> bool:
    """Whether the text is about another kind than the question.

    Args:
        question, text: squeezed.
        strict: only kinds of which one can never stand for another, where the text never names
            the one asked about; otherwise the kind that it names first tells what it is about.
    """
    for group, asked in _asked_about(question, strict=strict):
        named = group.said(text) if strict else _opened(group, text)
        if named and asked not in named:
            return True
    return False


@lru_cache(maxsize=KEPT)
def _opened(group: _Group, text: str) -> frozenset[int]:
    """The kind that a text names first, with those joined to it (单位和个人)."""
    out: set[int] = set()
    end = 0
    for match in group.words.finditer(text):
        if out and not _JOINED.fullmatch(text[end : match.start()]):
            break
        out.add(group.kind_of[match[0]])
        end = match.end()
    return frozenset(out)


@lru_cache(maxsize=64)
def _asked_about(question: str, *, strict: bool) -> tuple[tuple[_Group, int], ...]:
    """The groups of which a question names one kind alone, each with that kind."""
    groups = (g for g in _groups() if g.strict or not strict)
    named = ((g, g.said(question)) for g in groups)
    return tuple((g, next(iter(kinds))) for g, kinds in named if len(kinds) == 1)


def codes(text: str) -> set[str]:
    """Codes of letters and digits (S2, DB33) that a text names, in lower case."""
    return set(_CODE.findall(fold(text)))


@cache
def _groups() -> tuple[_Group, ...]:
    groups = []
    for row in read_table(_DATA):
        kinds = {fold(w): n for n, cell in enumerate(row[1:]) for w in cell.split("|") if w}
        longest_first = sorted(kinds, key=len, reverse=True)
        words = re.compile("|".join(map(re.escape, longest_first)))
        groups.append(_Group(row[0] == "!", words, kinds))
    return tuple(groups)
