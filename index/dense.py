"""FAISS over unit vectors: exact while small, inverted lists with 8-bit codes when large."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

FLAT_UP_TO = 50_000
_PROBES = 32


class DenseIndex:
    """Inner-product search; row numbers are passage numbers."""

    def __init__(self, engine: faiss.Index) -> None:
        self._engine = engine

    @classmethod
    def build(cls, vectors: NDArray[np.float32]) -> DenseIndex:
        """Index L2-normalised rows, shape (passages, dimension)."""
        engine = faiss.index_factory(
            vectors.shape[1], plan(len(vectors)), faiss.METRIC_INNER_PRODUCT
        )
        if not engine.is_trained:
            sample = np.random.default_rng(0).permutation(len(vectors))[:200_000]
            engine.train(vectors[np.sort(sample)])
        engine.add(vectors)
        return cls(engine)

    def save(self, path: Path) -> None:
        """Write the index to a file."""
        faiss.write_index(self._engine, str(path))

    @classmethod
    def load(cls, path: Path) -> DenseIndex:
        """Open the index of a file, memory-mapped."""
        return cls(faiss.read_index(str(path), faiss.IO_FLAG_MMAP | faiss.IO_FLAG_READ_ONLY))

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._engine.d)

    def vectors(self, numbers: list[int]) -> NDArray[np.float32]:
        """The stored vectors of passages, shape (numbers, dimension)."""
        return np.stack([self._engine.reconstruct(n) for n in numbers])

    def search(
        self, vector: NDArray[np.float32], k: int, allowed: NDArray[np.bool_] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The k nearest passages among the allowed: numbers and inner products, best first."""
        selector = None if allowed is None else faiss.IDSelectorBatch(np.flatnonzero(allowed))
        params: Any = faiss.SearchParameters()
        if "IVF" in type(self._engine).__name__:
            params = faiss.SearchParametersIVF()
            params.nprobe = _PROBES
        params.sel = selector
        scores, numbers = self._engine.search(vector.reshape(1, -1), k, params=params)
        found = numbers[0] >= 0
        return numbers[0][found], scores[0][found]


def plan(count: int) -> str:
    """The FAISS factory string for so many vectors (it stands in the manifest)."""
    if count <= FLAT_UP_TO:
        return "Flat"
    return f"IVF{min(4096, int(4 * count**0.5))},SQ8"
