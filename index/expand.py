"""Words that mean the same: citizen words to official words, English to Chinese.

Both come from data files that a user extends without code (docs/data-files.md); nothing here
knows the corpus or the question's intent.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from corpus.fold import fold
from index.segment import DATA

_LATIN = re.compile(r"[a-z][a-z'\-]*|\d[\d,.]*%?")
_LONGEST = 6  # words of an English phrase in the glossary


@dataclass(frozen=True, slots=True)
class Match:
    """A stretch of the text and what it also means, best first."""

    start: int
    end: int
    meanings: tuple[str, ...]
    weight: float = 1.0


def read_table(path: Path) -> list[list[str]]:
    """Rows of a tab-separated data file; `#` begins a comment line, a missing file is empty."""
    if not path.is_file():
        return []
    lines = path.read_text(encoding="utf8").splitlines()
    return [[c.strip() for c in x.split("\t")] for x in lines if x.strip() and x[0] != "#"]


class Synonyms:
    """Groups of words with one meaning; the first of a group is the official word."""

    def __init__(self, groups: Sequence[tuple[str, ...]]) -> None:
        self._groups: dict[str, list[tuple[str, ...]]] = {}
        self._official = frozenset(fold(group[0]) for group in groups)
        for group in groups:
            for word in group:
                self._groups.setdefault(fold(word), []).append(group)
        words = sorted(self._groups, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, words)) or r"(?!)")

    @classmethod
    def load(cls, paths: Sequence[Path]) -> Synonyms:
        """Read `official <tab> variant|variant…` files."""
        groups = []
        for path in paths:
            for row in read_table(path):
                if len(row) > 1:
                    groups.append((row[0], *filter(None, row[1].split("|"))))
        return cls(groups)

    @classmethod
    def default(cls, extra: Path | None = None) -> Synonyms:
        """The shipped groups and those of the user's data folder."""
        return _synonyms(extra)

    def is_official(self, word: str) -> bool:
        """Whether a folded word is the official one of a group, not a citizen's."""
        return word in self._official

    def find(self, text: str) -> list[Match]:
        """Known words of the text, longest first at each place, with the others of their groups."""
        folded = fold(text)
        out = []
        at = 0
        while at < len(folded):
            match = self._pattern.match(folded, at)
            if match is None:
                at += 1
                continue
            word = match.group()
            others = [w for g in self._groups[word] for w in g if fold(w) != word]
            out.append(Match(at, match.end(), tuple(dict.fromkeys(others))))
            at += max(1, len(word) - 1)  # words may share a character: 公租房, 房子
        return out


class Glossary:
    """English phrases and their Chinese terms."""

    def __init__(self, entries: dict[str, tuple[str, ...]]) -> None:
        self._entries = entries

    @classmethod
    def load(cls, paths: Sequence[Path]) -> Glossary:
        """Read `english <tab> chinese|chinese…` files."""
        entries: dict[str, tuple[str, ...]] = {}
        for path in paths:
            for row in read_table(path):
                if len(row) > 1:
                    entries[row[0].lower()] = tuple(filter(None, row[1].split("|")))
        return cls(entries)

    @classmethod
    def default(cls, extra: Path | None = None) -> Glossary:
        """The shipped glossary and that of the user's data folder."""
        return _glossary(extra)

    def find(self, text: str) -> list[Match]:
        """English phrases of the text, longest first, with their Chinese terms."""
        words = list(_LATIN.finditer(text.lower()))
        out = []
        i = 0
        while i < len(words):
            for n in range(min(_LONGEST, len(words) - i), 0, -1):
                meanings = self._look_up([w.group() for w in words[i : i + n]])
                if meanings:
                    out.append(Match(words[i].start(), words[i + n - 1].end(), meanings))
                    i += n
                    break
            else:
                i += 1
        return out

    def _look_up(self, words: list[str]) -> tuple[str, ...] | None:
        flat = [w.replace("-", " ") for w in words]
        for last in _singulars(flat[-1]):
            entry = self._entries.get(" ".join([*flat[:-1], last]))
            if entry:
                return entry
        return self._entries.get(" ".join(_singulars(w)[-1] for w in flat))


def _singulars(word: str) -> list[str]:
    """The word and its plain forms, by the regular endings of English."""
    forms = [word]
    if word.endswith("'s"):
        word = word[:-2]
        forms.append(word)
    if word.endswith("ies") and len(word) > 4:
        forms.append(word[:-3] + "y")
    elif word.endswith(("ches", "shes", "xes", "sses")):
        forms.append(word[:-2])
    elif word.endswith("s") and not word.endswith("ss"):
        forms.append(word[:-1])
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) > len(ending) + 3:
            stem = word[: -len(ending)]
            forms += [stem, stem + "e"]
            if stem[-1] == stem[-2]:
                forms.append(stem[:-1])
    return forms


@cache
def _synonyms(extra: Path | None) -> Synonyms:
    return Synonyms.load([DATA / "synonyms.tsv", *([extra / "synonyms.tsv"] if extra else [])])


@cache
def _glossary(extra: Path | None) -> Glossary:
    return Glossary.load([DATA / "glossary.tsv", *([extra / "glossary.tsv"] if extra else [])])
