"""FAISS over unit vectors: exact while small, inverted lists with 8-bit codes when large."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

FLAT_UP_TO = 50_000
_PROBES = 32
_COUNTED = 20_000  # passages left by a filter that are compared one by one
_TRAINED_ON = 200_000
_NO_MAP: Any = faiss.DirectMap.NoMap  # type: ignore[attr-defined]
_DRIFT = 2  # inverted lists serve until there are so many times more or fewer vectors

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Kept:
    """Vectors of an earlier index that still hold.

    Attributes:
        index: the earlier index, opened in memory or to read.
        moved: the new number of each of its vectors, -1 for one that is gone.
    """

    index: DenseIndex
    moved: NDArray[np.int64]


class DenseIndex:
    """Inner-product search; row numbers are passage numbers."""

    def __init__(self, engine: Any) -> None:
        self._engine = engine

    @classmethod
    def build(
        cls, vectors: Vectors, numbers: NDArray[np.int64] | None = None, kept: Kept | None = None
    ) -> DenseIndex:
        """Index L2-normalised rows, shape (rows, dimension).

        Args:
            numbers: of the rows, where others are kept; without it they count from 0.
            kept: what is taken over. Inverted lists are taken with their 8-bit codes as they
                are, unless there are now twice as many or half as many vectors: then they are
                trained anew.
        """
        at = np.arange(len(vectors)) if numbers is None else numbers
        stay = np.flatnonzero(kept.moved >= 0) if kept else np.zeros(0, dtype=np.int64)
        count = len(vectors) + len(stay)
        if kept and kept.index.serves(count):
            return cls(_followed(kept, vectors, at))
        whole = np.zeros((count, vectors.shape[1]), dtype=np.float32)
        whole[at] = vectors
        if kept:
            whole[kept.moved[stay]] = kept.index.vectors(stay)
        return cls(_trained(whole))

    def serves(self, count: int) -> bool:
        """Whether its inverted lists also serve so many vectors; never true of a flat index."""
        near = len(self) <= _DRIFT * count and count <= _DRIFT * len(self)
        return _is_inverted(self._engine) and plan(count).startswith("IVF") and near

    def save(self, path: Path) -> None:
        """Write the index to a file."""
        faiss.write_index(self._engine, str(path))

    @classmethod
    def load(cls, path: Path, *, mapped: bool = True) -> DenseIndex:
        """Open the index of a file: memory-mapped and only to read, or in memory."""
        flags = faiss.IO_FLAG_MMAP | faiss.IO_FLAG_READ_ONLY if mapped else 0
        return cls(faiss.read_index(str(path), flags))

    def __len__(self) -> int:
        return int(self._engine.ntotal)

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._engine.d)

    def vectors(self, numbers: NDArray[np.integer[Any]]) -> Vectors:
        """The stored vectors of passages, shape (numbers, dimension)."""
        if not len(numbers):
            return np.zeros((0, self.dimension), dtype=np.float32)
        found: Vectors = self._engine.reconstruct_batch(np.asarray(numbers, dtype=np.int64))
        return found

    def search(
        self, vector: Vectors, k: int, allowed: NDArray[np.bool_] | None = None
    ) -> tuple[NDArray[np.int64], Vectors]:
        """The k nearest passages among the allowed: numbers and inner products, best first."""
        inverted = _is_inverted(self._engine)
        params: Any = faiss.SearchParametersIVF() if inverted else faiss.SearchParameters()
        if inverted:
            params.nprobe = _PROBES
        if allowed is not None:
            few = np.flatnonzero(allowed)
            if inverted and len(few) <= _COUNTED:
                return self._counted(vector, few, k)
            bitmap: Any = faiss.IDSelectorBitmap
            params.sel = bitmap(np.packbits(allowed, bitorder="little"))
        with _one_thread():
            scores, numbers = self._engine.search(vector.reshape(1, -1), k, params=params)
        found = numbers[0] >= 0
        return numbers[0][found], scores[0][found]

    def _counted(
        self, vector: Vectors, numbers: NDArray[np.int64], k: int
    ) -> tuple[NDArray[np.int64], Vectors]:
        """The k nearest of these, each compared: lists that are not probed hold some of them."""
        scores = self.vectors(numbers) @ vector
        best = np.argsort(-scores, kind="stable")[:k]
        return numbers[best], scores[best]


@contextmanager
def _one_thread() -> Iterator[None]:
    """One question needs no team of threads: on busy cores its members wait for one another."""
    before = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(before)


def _trained(vectors: Vectors) -> Any:
    engine: Any = faiss.index_factory(
        vectors.shape[1], plan(len(vectors)), faiss.METRIC_INNER_PRODUCT
    )
    if not engine.is_trained:
        sample = np.random.default_rng(0).permutation(len(vectors))[:_TRAINED_ON]
        engine.train(vectors[np.sort(sample)])
    engine.add(vectors)
    if _is_inverted(engine):
        engine.make_direct_map()
    return engine


def _followed(kept: Kept, vectors: Vectors, numbers: NDArray[np.int64]) -> Any:
    """The inverted lists of the earlier index: what is gone left out, what is new added."""
    before = kept.index._engine
    engine: Any = faiss.clone_index(before)
    engine.reset()
    engine.set_direct_map_type(_NO_MAP)
    for i in range(before.nlist):
        size = before.invlists.list_size(i)
        if not size:
            continue
        ids = faiss.rev_swig_ptr(before.invlists.get_ids(i), size)
        codes = faiss.rev_swig_ptr(before.invlists.get_codes(i), size * before.code_size)
        moved = kept.moved[ids]
        stay = np.flatnonzero(moved >= 0)
        some = np.ascontiguousarray(codes.reshape(size, -1)[stay])
        places = np.ascontiguousarray(moved[stay])
        engine.invlists.add_entries(i, len(stay), faiss.swig_ptr(places), faiss.swig_ptr(some))
        engine.ntotal += len(stay)
    if len(vectors):
        engine.add_with_ids(vectors, np.ascontiguousarray(numbers))
    engine.make_direct_map()
    return engine


def _is_inverted(engine: Any) -> bool:
    return "IVF" in type(engine).__name__


def plan(count: int) -> str:
    """The FAISS factory string for so many vectors (it stands in the manifest)."""
    if count <= FLAT_UP_TO:
        return "Flat"
    return f"IVF{min(4096, int(4 * count**0.5))},SQ8"
