"""Homophone and shape typos mended against the corpus's own character n-grams.

A character is suspect when every bigram it forms inside a Chinese run is unknown to the corpus.
Where no dictionary word explains it, it is replaced when the corpus knows its neighbours with one
other character between them, or when a homophone makes a known bigram; a character of a word only
by a homophone that makes a known trigram. Nothing else is touched.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.segment import han_runs

_PARTICLES = frozenset("的了是在有着得地和与也都而等")  # a slip of the pen writes no such
_NUMERALS = frozenset("零一二两三四五六七八九十百千万亿")
_FILES = ("bigrams.npy", "gaps.npy", "counts.npy")
_OPEN = 4_000_000  # keys counted at once
_BITS = 16  # Han characters of the basic plane fit; others are skipped


class Spelling:
    """Known bigrams and trigrams of a corpus, as sorted integer keys with counts."""

    def __init__(self, bigrams: NDArray[np.uint64], gaps: NDArray[np.uint64],
                 counts: NDArray[np.uint32]) -> None:  # fmt: skip
        self._bigrams = bigrams  # left, right
        self._gaps = gaps  # left, right, middle: sorted, so a gap's fillers stand together
        self._counts = counts

    @classmethod
    def build(cls, texts: Iterable[str]) -> Spelling:
        """Count the n-grams of the texts."""
        two, three = _Counter(), _Counter()
        for text in texts:
            for run in han_runs(text):
                codes = np.frombuffer(run.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
                codes = codes[codes < (1 << _BITS)]
                two.add(_key(codes[:-1], codes[1:]))
                three.add(_key(codes[:-2], codes[2:], codes[1:-1]))
        bigrams, _ = two.counted()
        gaps, counts = three.counted()
        return cls(bigrams, gaps, counts)

    def save(self, folder: Path) -> None:
        """Write the n-grams into a folder."""
        folder.mkdir(exist_ok=True)
        arrays: tuple[NDArray[Any], ...] = (self._bigrams, self._gaps, self._counts)
        for name, array in zip(_FILES, arrays, strict=True):
            np.save(folder / name, array)

    @classmethod
    def load(cls, folder: Path) -> Spelling:
        """Open the n-grams of a folder, memory-mapped."""
        return cls(*(np.load(folder / name, mmap_mode="r") for name in _FILES))

    def knows(self, pair: str) -> bool:
        """Whether the corpus has these two characters side by side."""
        key = (ord(pair[0]) << _BITS) | ord(pair[1])
        at = int(np.searchsorted(self._bigrams, np.uint64(key)))
        return at < len(self._bigrams) and int(self._bigrams[at]) == key

    def mend(
        self, run: str, is_word: Callable[[str], bool], kept: Container[int] = ()
    ) -> list[tuple[int, str]]:
        """Replacements (offset, character) for a folded Han run, leftmost first.

        Args:
            run: Han characters with question words already taken out.
            is_word: whether a dictionary knows a word; real words are never mended.
            kept: offsets of characters that are meant as typed; they tell of those beside them.
        """
        chars = list(run)
        found: list[tuple[int, str]] = []
        for i in range(len(chars)):
            if i not in kept and self._unknown(chars, i):
                held = self._explained(chars, i, is_word)
                better = self._surrounded(chars, i)
                if better is None and not held:
                    better = self._replacement(chars, i, is_word)
                if better is not None:
                    chars[i] = better
                    found.append((i, better))
        return found

    def _unknown(self, chars: list[str], i: int) -> bool:
        """Whether the corpus has the character beside none of its neighbours."""
        if chars[i] in _NUMERALS:
            return False
        pairs = [(j, chars[j] + chars[j + 1]) for j in (i - 1, i) if 0 <= j < len(chars) - 1]
        return bool(pairs) and not any(self.knows(p) for _, p in pairs)

    def _explained(self, chars: list[str], i: int, is_word: Callable[[str], bool]) -> bool:
        """Whether a dictionary's word holds the character."""
        for width in (2, 3, 4):
            for j in range(max(0, i - width + 1), min(i, len(chars) - width) + 1):
                if is_word("".join(chars[j : j + width])):
                    return True
        return False

    def _surrounded(self, chars: list[str], i: int) -> str | None:
        """A homophone that the corpus has between the same neighbours, or behind the same two.

        So sure that it also replaces a character of a word: 教连体 where 教联体 is known.
        """
        sound = _sounds(chars[i])
        if 0 < i < len(chars) - 1:
            fillers = self._fillers(chars[i - 1], chars[i + 1])
            return next((c for c in fillers if c != chars[i] and sound & _sounds(c)), None)
        if i > 1:
            before, left = chars[i - 2], chars[i - 1]
            counts = {c: self._count(before, left, c) for c in _homophones(chars[i])}
            best = max(counts, key=lambda c: counts[c], default="")
            return best if counts.get(best) else None
        return None

    def _count(self, left: str, middle: str, right: str) -> int:
        """How often the corpus has three characters in a row."""
        low = (((ord(left) << _BITS) | ord(right)) << _BITS) | ord(middle)
        at = int(np.searchsorted(self._gaps, np.uint64(low)))
        held = at < len(self._gaps) and int(self._gaps[at]) == low
        return int(self._counts[at]) if held else 0

    def _replacement(self, chars: list[str], i: int, is_word: Callable[[str], bool]) -> str | None:
        """By both neighbours if the corpus has them with another between, else by a word."""
        left = chars[i - 1] if i else ""
        right = chars[i + 1] if i + 1 < len(chars) else ""
        sound = _sounds(chars[i])
        if left and right:
            fillers = self._fillers(left, right)
            alike = [c for c in fillers if sound & _sounds(c)]
            if alike or len(fillers) == 1:
                return (alike or fillers)[0]
        if right:
            options = [c for c in _homophones(chars[i]) if self.knows(c + right)]
            if options and (left or is_word(options[0] + right)):
                return options[0]
        if left:
            options = [c for c in _homophones(chars[i]) if self.knows(left + c)]
            if options:
                return options[0]
        return None

    def _fillers(self, left: str, right: str) -> list[str]:
        """Characters that the corpus has between the two, the commonest first."""
        low = ((ord(left) << _BITS) | ord(right)) << _BITS
        a, b = np.searchsorted(self._gaps, np.array([low, low + (1 << _BITS)], dtype=np.uint64))
        pairs = [(-int(self._counts[n]), chr(int(self._gaps[n]) & 0xFFFF)) for n in range(a, b)]
        return [char for _, char in sorted(pairs) if char not in _PARTICLES]


def _key(*parts: NDArray[np.uint64]) -> NDArray[np.uint64]:
    key = parts[0].copy()
    for part in parts[1:]:
        key = (key << np.uint64(_BITS)) | part
    return key


def misspelt(text: str, words: Iterable[str]) -> list[tuple[int, str]]:
    """Where a text misspells one of some words by homophones, as (offset, word), in order.

    At least half of the word's characters must stand as they should.

    >>> misspelt("这项的责任丹位有谁", ["责任单位"])
    [(3, '责任单位')]
    """
    found = []
    written = set(text)
    for word in words:
        own = _characters(word)
        if len(own) == len(word) and len(own & written) < len(word) / 2:
            continue  # no place can have half of the word
        for at in range(len(text) - len(word) + 1):
            typed = text[at : at + len(word)]
            right = sum(a == b for a, b in zip(typed, word, strict=True))
            if len(word) > right >= len(word) / 2 and _sounds_alike(typed, word):
                found.append((at, word))
    return sorted(found)


@cache
def _characters(word: str) -> frozenset[str]:
    return frozenset(word)


def _sounds_alike(one: str, other: str) -> bool:
    return all(a == b or _sounds(a) & _sounds(b) for a, b in zip(one, other, strict=True))


class _Counter:
    """Keys and how often each was added, counted in parts so that few are held at once."""

    def __init__(self) -> None:
        self._open: list[NDArray[np.uint64]] = []
        self._size = 0
        self._keys = np.zeros(0, dtype=np.uint64)
        self._counts = np.zeros(0, dtype=np.int64)

    def add(self, keys: NDArray[np.uint64]) -> None:
        self._open.append(keys)
        self._size += len(keys)
        if self._size > max(_OPEN, len(self._keys)):
            self._close()

    def _close(self) -> None:
        keys, counts = np.unique(np.concatenate(self._open), return_counts=True)
        keys = np.concatenate([self._keys, keys])
        counts = np.concatenate([self._counts, counts])
        order = np.argsort(keys, kind="stable")
        keys, counts = keys[order], counts[order]
        first = np.flatnonzero(np.diff(keys, prepend=~keys[:1]))
        self._keys, self._counts = keys[first], np.add.reduceat(counts, first)
        self._open, self._size = [], 0

    def counted(self) -> tuple[NDArray[np.uint64], NDArray[np.uint32]]:
        """The keys in order, and their counts."""
        if self._size:
            self._close()
        return self._keys, self._counts.astype(np.uint32)


_FUZZY = (("zh", "z"), ("ch", "c"), ("sh", "s"))


def _plain(sound: str) -> str:
    """A toneless syllable with the contrasts dropped that many speakers do not make."""
    for long, short in _FUZZY:
        if sound.startswith(long):
            sound = short + sound[len(long) :]
    return sound[:-1] if sound.endswith("ng") else sound


@cache
def _sounds(char: str) -> frozenset[str]:
    from pypinyin import Style, pinyin  # only questions with a suspect character pay for it

    return frozenset(_plain(s) for s in pinyin(char, style=Style.NORMAL, heteronym=True)[0])


@cache
def _homophones(char: str) -> tuple[str, ...]:
    """Common characters that sound alike, by the frequency order of GB 2312's first level."""
    mine = _sounds(char)
    common = (bytes((a, b)).decode("gb2312", "ignore") for a in range(0xB0, 0xD8)
              for b in range(0xA1, 0xFF))  # fmt: skip
    plain = (c for c in common if c and c != char and c not in _PARTICLES)
    return tuple(c for c in plain if mine & _sounds(c))
