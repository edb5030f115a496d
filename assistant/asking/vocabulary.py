"""The words of the corpus at hand: how telling each is, and how misspelt ones are mended."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from functools import cache

from assistant.asking.asked import stop_words
from corpus.fold import blanked, fold, squeezed
from corpus.longest import Longest
from index.expand import Synonyms
from index.retriever import Retriever
from index.segment import Segmenter

UNKNOWN = 2.0  # such words tell citizens' wording from the documents', not passages from each other
NEAR_PASSAGES = 40  # in which the words that mean a foreign word are looked for
COMMON = 200  # passages beyond which a word is no name of a thing
KIN = 3  # such words that are taken
ALIKE, NEARLY = 0.45, 0.85  # least likeness of such a word, in itself and as a share of the best
_RUN = re.compile(r"[㐀-鿿]+")


@cache
def _stops() -> Longest[None]:
    """The words of asking."""
    return Longest(dict.fromkeys(stop_words()))


class Vocabulary:
    """Weights of words by inverse document frequency (Spärck Jones 1972) over passages."""

    def __init__(self, retriever: Retriever) -> None:
        self._retriever = retriever
        self._count = max(1, len(retriever))
        self._segmenter: Segmenter = retriever.segmenter

    def words(self, text: str) -> list[tuple[str, int]]:
        """Words of a folded text with their offsets."""
        out = []
        for chunk in re.finditer(r"\S+", text):  # blanks stand for places and years taken out
            at = 0
            for word in self._segmenter.words(chunk.group()):
                found = chunk.group().find(word, at)
                if found >= 0:
                    out.append((word, chunk.start() + found))
                    at = found + len(word)
        return out

    def frequency(self, word: str) -> int:
        """In how many passages the word stands; for a long word, its rarest bigram."""
        lexical = self._retriever.lexical
        if len(word) <= 2 or word.isascii() or word in lexical:
            return lexical.frequency(word)
        return min(lexical.frequency(word[i : i + 2]) for i in range(len(word) - 1))

    def knows(self, word: str) -> bool:
        """Whether the corpus has the word (or, for a long one, all its bigrams)."""
        return self.frequency(word) > 0

    def naming(self, word: str) -> list[int]:
        """Numbers of the passages that have a Chinese word as it stands, [] where too many may."""
        pairs = [word[i : i + 2] for i in range(len(word) - 1)]
        held = self._retriever.lexical.holding(pairs)
        if len(held) > COMMON:
            return []
        searched = ((n, self._retriever.passage(n).text) for n in held.tolist())
        return [n for n, text in searched if word in squeezed(text)]

    def knows_any(self, words: Iterable[str]) -> bool:
        """Whether the corpus has one of the words."""
        return any(self.knows(w) for w in words)

    def weight(self, word: str) -> float:
        """ln(1 + N / (1 + df)), from 0 (everywhere) up; a word the corpus lacks weighs UNKNOWN."""
        found = self.frequency(word)
        return math.log(1 + self._count / (1 + found)) if found else UNKNOWN

    def weight_of(self, forms: Iterable[str]) -> float:
        """The least weight of the forms that the corpus has, UNKNOWN where it has none."""
        return min((self.weight(f) for f in forms if self.knows(f)), default=UNKNOWN)

    @property
    def weight_of_absent(self) -> float:
        """The weight of an official word that no passage has: the greatest there is."""
        return math.log(1 + self._count)

    def kin(self, word: str) -> tuple[str, ...]:
        """Words of the corpus that mean what a foreign word means, nearest first.

        They are looked for in the passages nearest to the word, by the index's own embedding.
        """
        retriever = self._retriever
        vector = retriever.embedder.embed_queries([word])[0]
        texts = (retriever.passage(n).text for n in retriever.alike(word)[:NEAR_PASSAGES])
        words = sorted({w for t in texts for w, _ in self.words(fold(t)) if _RUN.fullmatch(w)})
        words = [w for w in words if len(w) > 1]
        if not words:
            return ()
        likeness = retriever.embedder.embed_passages(words) @ vector
        best = sorted(zip(likeness.tolist(), words, strict=True), reverse=True)[:KIN]
        return tuple(w for share, w in best if share >= max(ALIKE, NEARLY * best[0][0]))

    def mend(
        self, text: str, masked: str, asked: Sequence[tuple[int, int]], synonyms: Synonyms
    ) -> tuple[str, str, tuple[tuple[str, str], ...]]:
        """Mend misspelt characters; `masked` is the text with places blanked out.

        Args:
            asked: spans of the words of asking, which are as they are meant.

        Returns both texts mended, and the pairs (as typed, as understood).
        """
        meant = {i for m in synonyms.find(masked) for i in range(m.start, m.end)}  # as typed
        blank = masked
        stops = _stops().find_folded(blanked(masked, asked))
        for start, end in (*asked, *((a, b) for _, a, b in stops)):
            if meant.isdisjoint(range(start, end)):
                blank = blanked(blank, [(start, end)])
            else:
                meant.update(range(start, end))
        pairs = []
        for run in _RUN.finditer(blank):
            if len(run.group()) < 2:
                continue
            kept = {i - run.start() for i in meant}
            for offset, char in self._retriever.spelling.mend(run.group(), self._is_word, kept):
                at = run.start() + offset
                if self._in_word(masked, blank, at) and not self._spelt(masked, at, char):
                    continue
                low, high = max(run.start(), at - 1), min(run.end(), at + 2)
                typed = text[low:high]
                text = text[:at] + char + text[at + 1 :]
                masked = masked[:at] + char + masked[at + 1 :]
                pairs.append((typed, text[low:high]))
        return text, masked, tuple(pairs)

    def _in_word(self, text: str, blank: str, at: int) -> bool:
        """Whether a dictionary's word holds the character and one that was blanked: 按时."""
        spans = ((a, a + n) for n in (2, 3, 4) for a in range(max(0, at - n + 1), at + 1))
        return any(self._is_word(text[a:b]) for a, b in spans if text[a:b] != blank[a:b])

    def _spelt(self, text: str, at: int, char: str) -> bool:
        """Whether another character makes a word of documents where the text has none: 登记要."""
        return at > 0 and not self.knows(text[at : at + 2]) and self._is_word(text[at - 1] + char)

    def is_word(self, word: str) -> bool:
        """Whether the dictionary has a word of two characters or more."""
        return len(word) > 1 and self._is_word(word)

    def _is_word(self, word: str) -> bool:
        return self._segmenter.is_word(word)
