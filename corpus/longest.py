"""Finding many fixed phrases in a text, leftmost and longest first, without overlap.

Chinese phrases match anywhere; a phrase that begins or ends with a Latin letter or digit matches
only where no further ASCII letter or digit touches it (no word boundary of `re`, to which Han
characters are word characters). Time is linear in the text. It does not know what phrases mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Generic, TypeVar

from corpus.fold import fold

T = TypeVar("T")
_ALNUM = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
_NEVER = re.compile(r"(?!)")


class Longest(Generic[T]):
    """Phrases with what they stand for.

    >>> list(Longest({"西湖": 1, "东西湖": 2, "wuhan": 3}).find("東西湖與西湖, Wuhan's"))
    [(2, 0, 3), (1, 4, 6), (3, 8, 13)]
    """

    def __init__(self, phrases: Mapping[str, T]) -> None:
        self._phrases = {fold(key): value for key, value in phrases.items() if key}
        lengths: dict[str, set[int]] = {}
        for key in self._phrases:
            lengths.setdefault(key[:2], set()).add(len(key))
        self._lengths = {head: sorted(sizes, reverse=True) for head, sizes in lengths.items()}
        self._first = _opening(lengths)

    def find(self, text: str) -> Iterator[tuple[T, int, int]]:
        """What stands in `text`: (value, start, end), offsets into `text` itself."""
        return self.find_folded(fold(text))

    def find_folded(self, folded: str) -> Iterator[tuple[T, int, int]]:
        """What stands in a folded text, as `find` gives it."""
        position = 0
        while found := self._first.search(folded, position):
            start = found.start()
            end = self._end(folded, start)
            if end > start:
                yield self._phrases[folded[start:end]], start, end
                position = end
            else:
                position = start + 1

    def get(self, phrase: str) -> T | None:
        """What exactly this phrase stands for, None where it is not known."""
        return self._phrases.get(fold(phrase.strip()))

    def _end(self, folded: str, start: int) -> int:
        none: list[int] = []
        sizes = self._lengths.get(folded[start : start + 2], none)
        for size in (*sizes, *self._lengths.get(folded[start], none)):
            end = start + size
            known = end <= len(folded) and folded[start:end] in self._phrases
            if known and _stands_alone(folded, start, end):
                return end
        return start


def _opening(heads: Iterable[str]) -> re.Pattern[str]:
    """What every phrase begins with: one of the first characters, then one of the second ones."""
    firsts, seconds = ({head[i : i + 1] for head in heads} for i in (0, 1))
    if not firsts:
        return _NEVER
    within = ["".join(re.escape(char) for char in sorted(chars)) for chars in (firsts, seconds)]
    return re.compile(f"[{within[0]}]" + ("" if "" in seconds else f"(?=[{within[1]}])"))


def _stands_alone(folded: str, start: int, end: int) -> bool:
    """Whether no ASCII letter or digit continues a Latin edge of `folded[start:end]`."""
    before = start > 0 and folded[start] in _ALNUM and folded[start - 1] in _ALNUM
    after = end < len(folded) and folded[end - 1] in _ALNUM and folded[end] in _ALNUM
    return not (before or after)
