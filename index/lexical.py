"""BM25 over word and bigram tokens, kept on disk by bm25s (Lù 2024, arXiv:2407.03618).

Scores are Lucene's BM25 (Robertson & Zaragoza 2009) with k1 = 1.2 and b = 0.5: passages of
official documents differ in length by form (a row of a table, a line), not by verbosity.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any

import bm25s
import numpy as np
from numpy.typing import NDArray

K1 = 1.2
B = 0.5
_BATCH = 4096  # passages counted at once


class LexicalIndex:
    """An inverted index with eager BM25 scores."""

    def __init__(self, engine: bm25s.BM25) -> None:
        self._engine = engine
        self._vocabulary: dict[str, int] = engine.vocab_dict
        self._starts = engine.scores["indptr"]
        self._holders = engine.scores["indices"]
        self._scores = engine.scores["data"]
        self._count = int(engine.scores["num_docs"])

    @classmethod
    def build(cls, tokens: Iterable[Sequence[str]]) -> LexicalIndex:
        """Index the token lists, one a passage, in order."""
        vocabulary: dict[str, int] = {}
        counts, lengths = _counted(tokens, vocabulary)
        by_token = counts.tocsc()
        frequency = np.diff(by_token.indptr)
        idf = np.log(1 + (len(lengths) - frequency + 0.5) / (frequency + 0.5))
        norm = K1 * (1 - B + B * lengths / max(float(lengths.mean()), 1e-9))
        data = by_token.data  # term frequencies, turned into scores in place
        data /= data + norm.astype(np.float32)[by_token.indices]
        data *= np.repeat(idf.astype(np.float32), frequency)
        engine = bm25s.BM25(k1=K1, b=B, method="lucene")
        engine.scores = {"data": data, "indices": by_token.indices.astype(np.int32),
                         "indptr": by_token.indptr.astype(np.int64),
                         "num_docs": len(lengths)}  # fmt: skip
        engine.vocab_dict = vocabulary
        engine.unique_token_ids_set = set(vocabulary.values())
        engine.nonoccurrence_array = None
        return cls(engine)

    def save(self, folder: Path) -> None:
        """Write the index into a folder."""
        self._engine.save(str(folder), show_progress=False)

    @classmethod
    def load(cls, folder: Path) -> LexicalIndex:
        """Open the index of a folder, memory-mapped."""
        return cls(bm25s.BM25.load(str(folder), mmap=True))

    def __contains__(self, token: str) -> bool:
        return token in self._vocabulary

    def frequency(self, token: str) -> int:
        """In how many passages the token stands (0 for an unknown one)."""
        known = self._vocabulary.get(token)
        return 0 if known is None else int(self._starts[known + 1] - self._starts[known])

    def holding(self, tokens: Sequence[str]) -> NDArray[np.int32]:
        """The passages that have every one of the tokens, ascending; none for no tokens."""
        found: NDArray[np.int32] | None = None
        for token in sorted(dict.fromkeys(tokens), key=self.frequency):
            known = self._vocabulary.get(token)
            if known is None:
                return np.zeros(0, dtype=np.int32)
            held = self._holders[self._starts[known] : self._starts[known + 1]]
            if found is None:
                found = np.array(held, dtype=np.int32)
            else:
                at = np.minimum(np.searchsorted(held, found), len(held) - 1)
                found = found[held[at] == found]
        return np.zeros(0, dtype=np.int32) if found is None else found

    def scores(self, terms: Sequence[tuple[str, float]]) -> NDArray[np.float32]:
        """BM25 of every passage for weighted terms, shape (passages,); unknown terms count 0."""
        total = np.zeros(self._count, dtype=np.float32)
        for term, weight in terms:
            known = self._vocabulary.get(term)
            if known is not None and weight > 0:
                span = slice(self._starts[known], self._starts[known + 1])
                total[self._holders[span]] += np.float32(weight) * self._scores[span]
        return total

    def known_share(self, terms: Sequence[tuple[str, float]]) -> float:
        """Share of the terms' weight that falls to terms of the index; 0 for no terms."""
        total = sum(weight for _, weight in terms)
        return sum(w for t, w in terms if t in self._vocabulary) / total if total else 0.0


def _counted(
    tokens: Iterable[Sequence[str]], vocabulary: dict[str, int]
) -> tuple[Any, NDArray[np.int64]]:
    """How often each token stands in each passage (CSR), and the lengths of the passages."""
    from scipy import sparse  # only a build pays for it

    parts, lengths = [], []
    rows = ([vocabulary.setdefault(t, len(vocabulary)) for t in row] for row in tokens)
    while batch := list(islice(rows, _BATCH)):
        sizes = np.array([len(row) for row in batch], dtype=np.int64)
        flat = np.fromiter(chain.from_iterable(batch), np.int32, count=int(sizes.sum()))
        passage = np.repeat(np.arange(len(batch), dtype=np.int32), sizes)
        ones = np.ones(len(flat), dtype=np.float32)
        shape = (len(batch), len(vocabulary))
        parts.append(sparse.coo_matrix((ones, (passage, flat)), shape=shape).tocsr())
        lengths.append(sizes)
    for part in parts:
        part.resize(part.shape[0], len(vocabulary))
    whole = sparse.vstack(parts, format="csr") if parts else sparse.csr_matrix((0, 0))
    return whole, np.concatenate([*lengths, np.zeros(0, dtype=np.int64)])
