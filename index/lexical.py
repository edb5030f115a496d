"""BM25 over word and bigram tokens, kept on disk by bm25s (Lù 2024, arXiv:2407.03618).

Scores are Lucene's BM25 (Robertson & Zaragoza 2009) with k1 = 1.2 and b = 0.5: passages of
official documents differ in length by form (a row of a table, a line), not by verbosity.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import bm25s
import numpy as np
from numpy.typing import NDArray

K1 = 1.2
B = 0.5


class LexicalIndex:
    """An inverted index with eager BM25 scores."""

    def __init__(self, engine: bm25s.BM25) -> None:
        self._engine = engine

    @classmethod
    def build(cls, tokens: Sequence[Sequence[str]]) -> LexicalIndex:
        """Index the token lists, one a passage, in order."""
        vocabulary: dict[str, int] = {}
        ids = [[vocabulary.setdefault(t, len(vocabulary)) for t in row] for row in tokens]
        engine = bm25s.BM25(k1=K1, b=B, method="lucene")
        engine.index((ids, vocabulary), show_progress=False)
        return cls(engine)

    def save(self, folder: Path) -> None:
        """Write the index into a folder."""
        self._engine.save(str(folder), show_progress=False)

    @classmethod
    def load(cls, folder: Path) -> LexicalIndex:
        """Open the index of a folder, memory-mapped."""
        return cls(bm25s.BM25.load(str(folder), mmap=True))

    def __contains__(self, token: str) -> bool:
        return token in self._engine.vocab_dict

    def frequency(self, token: str) -> int:
        """In how many passages the token stands (0 for an unknown one)."""
        known = self._engine.vocab_dict.get(token)
        if known is None:
            return 0
        bounds = self._engine.scores["indptr"]
        return int(bounds[known + 1] - bounds[known])

    def scores(self, terms: Sequence[tuple[str, float]]) -> NDArray[np.float32]:
        """BM25 of every passage for weighted terms, shape (passages,); unknown terms count 0."""
        total = np.zeros(self._engine.scores["num_docs"], dtype=np.float32)
        by_weight: dict[float, list[int]] = {}
        for term, weight in terms:
            known = self._engine.vocab_dict.get(term)
            if known is not None and weight > 0:
                by_weight.setdefault(weight, []).append(known)
        for weight, ids in sorted(by_weight.items()):
            total += weight * self._engine.get_scores(ids)
        return total
