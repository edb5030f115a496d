"""Words of a text, for the lexical leg: jieba words and character bigrams of the folded text.

One Segmenter serves build and query; its fingerprint stands in the index manifest, so that an
index is never searched with other words than it was built with.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

import jieba

from corpus.fold import squeeze, squeezed

DATA = Path(__file__).parent / "data"
_HAN = "㐀-鿿豈-﫿"
_RUN = re.compile(rf"[{_HAN}]+|\d+(?:\.\d+)*[%‰]?|[a-z]+(?:\d+)?|[%‰]")
_HAN_RUN = re.compile(rf"[{_HAN}]+")


def read_lexicon(path: Path) -> list[str]:
    """Words of a jieba user dictionary (word, frequency, tag a line; `#` begins a comment)."""
    lines = path.read_text(encoding="utf8").splitlines() if path.is_file() else []
    return [line.split()[0] for line in lines if line.strip() and not line.startswith("#")]


class Segmenter:
    """Cuts folded text into words and character bigrams.

    Args:
        words: multi-character terms to keep whole, beside jieba's own dictionary.
    """

    def __init__(self, words: Sequence[str] = ()) -> None:
        jieba.setLogLevel(logging.ERROR)
        self._jieba = jieba.Tokenizer()
        self._added = sorted({squeezed(w) for w in words if len(w) > 1})
        self.fingerprint = hashlib.sha256("\n".join(self._added).encode()).hexdigest()[:16]
        self._ready = False

    @classmethod
    def default(cls, extra: Iterable[str] = ()) -> Segmenter:
        """The shipped lexicon, and the terms of a corpus (unit names, titles) if given."""
        return cls([*_shipped(), *extra])

    def words(self, text: str) -> list[str]:
        """Words of the text in order: Han words by jieba, numbers, Latin words, all folded.

        >>> Segmenter(["老年助餐"]).words("2024年老年助餐50%")
        ['2024', '年', '老年助餐', '50%']
        """
        self._prepare()
        out: list[str] = []
        for match in _RUN.finditer(squeeze_spaced(text)):
            run = match.group()
            out.extend(self._jieba.cut(run, HMM=False) if run[0] >= "㐀" else [run])
        return out

    def tokens(self, text: str) -> list[str]:
        """What the lexical index stores: words, parts of long words, and character bigrams."""
        self._prepare()
        out: list[str] = []
        for match in _RUN.finditer(squeeze_spaced(text)):
            run = match.group()
            if not run[0] >= "㐀":
                out.append(run)
                continue
            out.extend(w for w in self._jieba.cut_for_search(run, HMM=False) if len(w) > 2)
            out.extend(run[i : i + 2] for i in range(len(run) - 1))
            if len(run) == 1:
                out.append(run)
        return out

    def is_word(self, word: str) -> bool:
        """Whether the dictionary has the word as a word of its own."""
        self._prepare()
        return bool(self._jieba.FREQ.get(word, 0))

    def _prepare(self) -> None:
        if not self._ready:
            self._jieba.initialize()
            for word in self._added:
                self._jieba.add_word(word)
            self._ready = True


def squeeze_spaced(text: str) -> str:
    """Folded text without white space inside Chinese; a space between Latin words stays."""
    folded, kept = squeeze(text)
    out = []
    for i, char in enumerate(folded):
        if i and char.isascii() and char.isalnum() and kept[i] != kept[i - 1] + 1:
            out.append(" ")
        out.append(char)
    return "".join(out)


def han_runs(text: str) -> list[str]:
    """Runs of Han characters of the folded text, white space dropped."""
    return _HAN_RUN.findall(squeezed(text))


@cache
def _shipped() -> tuple[str, ...]:
    return tuple(read_lexicon(DATA / "lexicon.txt"))
