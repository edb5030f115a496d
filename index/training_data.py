"""What the embedding is trained on: pairs, a dictionary, and queries put into word-by-word English.

Reads JSON lines (plain or .xz). A row with `query` and `positive` is a pair, a row with `simp` and
`en` a dictionary entry. Knows nothing of tokens, tensors or losses.
"""

from __future__ import annotations

import json
import lzma
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import MinshengError
from corpus.fold import fold

MAX_GLOSS_WORDS = 6
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_LEAD_IN = re.compile(r"^(?:to be |to |a |an |the )")
# Glosses that speak about the entry instead of translating it.
_ABOUT = re.compile(
    r"^(?:cl:|see |variant of|old variant|erhua variant|also written|also pr|abbr\. for|same as|"
    r"used in|surname |japanese variant|taiwan pr|lit\. |fig\. |pr\. )"
)
_WORD = re.compile(r"[a-z]+|[0-9]+|[㐀-鿿]")
_HAN = re.compile(r"[㐀-鿿]+")


class TrainingError(MinshengError):
    """The embedding cannot be trained on the data given."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts that belong together.

    Attributes:
        kind: batches are drawn within one kind, so that negatives are hard.
        group: rows of one group are never each other's negatives.
    """

    query: str
    positive: str
    kind: str
    group: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A dictionary word in Simplified characters with its cleaned English glosses."""

    word: str
    glosses: tuple[str, ...]


def read_rows(paths: Sequence[Path]) -> tuple[list[Pair], list[Entry]]:
    """The pairs and the dictionary entries of the files, texts folded, in file order.

    Raises:
        TrainingError: a file is missing, or a line has neither form.
    """
    pairs: list[Pair] = []
    entries: list[Entry] = []
    for path in paths:
        for number, row in _json_lines(path):
            if "query" in row and "positive" in row:
                group = str(row.get("group") or f"{path.name}:{number}")
                kind = str(row.get("source") or path.name)
                pairs.append(Pair(fold(row["query"]), fold(row["positive"]), kind, group))
            elif "simp" in row and "en" in row:
                glosses = _glosses(row["en"], str(row.get("pinyin", "")))
                if glosses:
                    entries.append(Entry(fold(row["simp"]), glosses))
            else:
                raise TrainingError(
                    f"{path}:{number}: neither a pair nor a dictionary entry.",
                    hint="A row needs query and positive, or simp and en.",
                )
    return pairs, entries


def _json_lines(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    try:
        opener = lzma.open if path.suffix == ".xz" else open
        with opener(path, "rt", encoding="utf8") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield number, json.loads(line)
    except (OSError, lzma.LZMAError, ValueError) as fault:
        raise TrainingError(
            f"cannot read training rows from {str(path)!r}: {fault}.",
            hint="Name JSON-lines files, plain or .xz.",
        ) from fault


def clean_gloss(text: str) -> str:
    """The translation within a gloss, lower case; empty where it only speaks about the word.

    >>> clean_gloss("to raise (money etc)")
    'raise'
    >>> clean_gloss("CL:個|个[ge4]")
    ''
    """
    lowered = text.lower().strip()
    if _ABOUT.match(lowered):
        return ""
    bare = " ".join(_ASIDE.sub(" ", lowered).replace(";", " ").split())
    bare = _LEAD_IN.sub("", bare).strip(" ,.")
    if _HAN.search(bare) or not 1 <= len(bare.split()) <= MAX_GLOSS_WORDS:
        return ""
    return bare


def _glosses(raw: Sequence[str], pinyin: str) -> tuple[str, ...]:
    """Cleaned glosses, first senses first; a proper noun also reads as its joined pinyin."""
    found = [clean_gloss(part) for gloss in raw for part in gloss.split(";")]
    if pinyin[:1].isupper():
        found.append(re.sub(r"[^a-z]", "", pinyin.lower().replace("u:", "u")))
    return tuple(dict.fromkeys(g for g in found if g))


class Translator:
    """Puts Chinese text into English word by word, with a dictionary and chance.

    A static embedding does not see word order, so a bag of glosses is close to a translation.
    """

    def __init__(self, entries: Iterable[Entry], rng: random.Random) -> None:
        self._glosses: dict[str, tuple[str, ...]] = {}
        for entry in entries:
            self._glosses[entry.word] = self._glosses.get(entry.word, ()) + entry.glosses
        self._longest = max(map(len, self._glosses), default=1)
        self._rng = rng

    def words(self, text: str) -> list[str]:
        """The text as dictionary words (longest match first), numbers and Latin words."""
        found: list[str] = []
        at = 0
        while at < len(text):
            match = _WORD.match(text, at)
            if match is None:
                at += 1
                continue
            end = match.end()
            if text[at] >= "㐀":
                ends = range(min(len(text), at + self._longest), at + 1, -1)
                end = next((e for e in ends if text[at:e] in self._glosses), end)
            found.append(text[at:end])
            at = end
        return found

    def translate(self, text: str, *, rate: float = 1.0) -> str:
        """Each dictionary word replaced, with chance `rate`, by one of its glosses."""
        out = []
        for word in self.words(text):
            glosses = self._glosses.get(word)
            if glosses and self._rng.random() < rate:
                out.append(self._pick(glosses))
            elif rate < 1.0 or not _HAN.match(word):
                out.append(word)  # a whole translation drops what the dictionary lacks
        return " ".join(out)

    def _pick(self, glosses: tuple[str, ...]) -> str:
        """A gloss, the first ones (the main senses) more often."""
        at = min(int(self._rng.expovariate(0.7)), len(glosses) - 1)
        return glosses[at]


def dictionary_pairs(entries: Sequence[Entry], *, most: int = 4) -> list[Pair]:
    """Gloss to word, and word to word where two share their main gloss (near-synonyms)."""
    pairs = [
        Pair(gloss, entry.word, "dictionary", entry.word)
        for entry in entries
        for gloss in entry.glosses[:most]
    ]
    by_gloss: dict[str, list[str]] = {}
    for entry in entries:
        by_gloss.setdefault(entry.glosses[0], []).append(entry.word)
    for gloss, words in by_gloss.items():
        if 2 <= len(words) <= 6:
            pairs += [
                Pair(a, b, "synonyms", gloss) for a in words for b in words if a < b and len(a) > 1
            ]
    return pairs


def english_pairs(
    pairs: Sequence[Pair], translator: Translator, rng: random.Random, *, count: int
) -> list[Pair]:
    """`count` pairs with the query in word-by-word English (a quarter of them half English)."""
    chosen = [rng.choice(pairs) for _ in range(count)] if pairs else []
    out = []
    for pair in chosen:
        rate = 1.0 if rng.random() < 0.75 else 0.5
        english = translator.translate(pair.query[:80], rate=rate)
        if english:
            out.append(Pair(english, pair.positive, f"english:{pair.kind}", pair.group))
    return out


def han_word_counts(pairs: Sequence[Pair], cut: Any, *, characters: int) -> Counter[str]:
    """Frequency of Chinese words per million characters, each kind of pair weighing the same.

    Args:
        cut: a segmenter, text to words (jieba.lcut).
        characters: how much text of each kind is looked at.
    """
    total: Counter[str] = Counter()
    by_kind: dict[str, list[Pair]] = {}
    for pair in pairs:
        by_kind.setdefault(pair.kind, []).append(pair)
    for _, rows in sorted(by_kind.items()):
        seen = 0
        counts: Counter[str] = Counter()
        for pair in rows:
            text = f"{pair.query}\n{pair.positive}"
            seen += len(text)
            counts.update(w for run in _HAN.findall(text) for w in cut(run))
            if seen >= characters:
                break
        for word, n in counts.items():
            total[word] += max(1, round(n * 1e6 / max(seen, 200_000)))
    return total
