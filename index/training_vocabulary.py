"""The tokenizer of the shipped embedding: Chinese words and stemmed English in one Unigram model.

The most probable split into words of known frequency (as jieba's dictionary path) is expressed as
a `tokenizers` Unigram model, so the folder loads anywhere without a segmenter.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

from index.training_data import Entry

UNKNOWN = "[UNK]"
MAX_WORD = 4  # longer Chinese words are left to their parts, which they share with others
# English inflections and British spellings fold to one stem; both sides go through it, so a stem
# need not be a word. Chinese text is never touched.
_STEMS = (
    (r"(?<=[a-z]{2})isation", "ization"),
    (r"(?<=[a-z]{2})tre(s?)(?![a-z])", "ter"),
    (r"(?<=[a-z]{3})our(s?)(?![a-z])", "or"),
    (r"(?<=[a-z]{2})ies(?![a-z])", "y"),
    (r"(?<=[a-z][a-hj-rtv-z])s(?![a-z])", ""),
    (r"(?<=[a-z]{3})(?:ing|ed|e)(?![a-z])", ""),
)
_PIECES = r"[a-z]+|[0-9]+|[㐀-鿿]+"


def bare_tokenizer() -> Tokenizer:
    """Normaliser and pre-tokeniser without a vocabulary: lower case, stems, runs of one script."""
    tokenizer = Tokenizer(models.Unigram([(UNKNOWN, 0.0)], unk_id=0, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Lowercase(), *(normalizers.Replace(Regex(a), b) for a, b in _STEMS)]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(_PIECES), "removed", invert=True)
    return tokenizer


def build_tokenizer(
    han: Mapping[str, int], entries: Sequence[Entry], *, size: int, english_share: float = 0.3
) -> Tokenizer:
    """A tokenizer of at most `size` tokens: characters, English stems, numbers, Chinese words.

    Args:
        han: frequency of Chinese words.
        entries: the dictionary: its glosses give the English vocabulary.
        english_share: of `size`, for English stems.
    """
    tokenizer = bare_tokenizer()
    words: Counter[str] = Counter()
    for char, n in _characters(han).items():
        words[char] = n
    known = {entry.word for entry in entries}
    for stem, n in _stems(tokenizer, entries).most_common(int(size * english_share)):
        words[stem] = n
    for number in (*range(0, 101), *range(1990, 2041)):
        words[str(number)] = 20
    left = size - 1 - len(words)
    ranked = sorted(
        (w for w in han if 1 < len(w) <= MAX_WORD),
        key=lambda w: (-han[w] * (2 if w in known else 1), w),
    )
    for word in ranked[: max(0, left)]:
        words[word] = han[word]
    total = sum(words.values())
    scored = sorted(words.items(), key=lambda item: (-item[1], item[0]))[: size - 1]
    vocabulary = [(UNKNOWN, -30.0), *((w, math.log(n / total)) for w, n in scored)]
    tokenizer.model = models.Unigram(vocabulary, unk_id=0, byte_fallback=False)
    return tokenizer


def _characters(han: Mapping[str, int]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for word, n in han.items():
        if len(word) == 1:
            counts[word] += n
        else:
            for char in word:
                counts[char] += 0
    return Counter({char: max(1, n) for char, n in counts.items()})


def _stems(tokenizer: Tokenizer, entries: Iterable[Entry]) -> Counter[str]:
    """Stems of the English glosses by frequency."""
    counts: Counter[str] = Counter()
    for entry in entries:
        text = tokenizer.normalizer.normalize_str(" ; ".join(entry.glosses))
        for piece, _ in tokenizer.pre_tokenizer.pre_tokenize_str(text):
            if piece[0].isascii() and piece.isalpha():
                counts[piece] += 1
    return counts
