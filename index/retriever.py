"""An opened index: hybrid search over lexical and dense legs, and the look-ups of an answerer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.fold import squeeze
from corpus.records import Document, Passage
from index.dense import DenseIndex
from index.embedder import Embedder
from index.errors import IndexUnusableError
from index.fusion import reciprocal_rank_fusion
from index.hits import Hit
from index.lexical import LexicalIndex
from index.segment import Segmenter
from index.spelling import Spelling
from index.store import REBUILD, PassageFile, read_documents, read_manifest

PASTED = 15  # characters from which a query counts as a sentence pasted from a document
POOL = 100  # passages that each leg gives to the fusion
WEIGHTS = {"lexical": 1.0, "dense": 0.5}


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for: weighted lexical terms, and a text for the dense leg."""

    text: str
    terms: tuple[tuple[str, float], ...]


class Retriever:
    """Searches one generation of an index folder; safe to share between threads."""

    def __init__(self, folder: Path, embedder: Embedder) -> None:
        self.manifest = read_manifest(folder)
        self._hint = REBUILD.format(folder=folder)
        self._check(embedder)
        generation = folder / self.manifest["generation"]
        try:
            self.documents: list[Document] = read_documents(generation)
            self._passages = PassageFile(generation)
            self.lexical = LexicalIndex.load(generation / "lexical")
            self._dense = DenseIndex.load(generation / "dense.faiss")
            with np.load(generation / "columns.npz") as columns:
                self.document_of: NDArray[np.int32] = columns["document"]
                self.region_of: NDArray[np.str_] = columns["region"]
                self.kind_of: NDArray[np.str_] = columns["kind"]
            terms = (generation / "terms.txt").read_text(encoding="utf8").split("\n")
        except (OSError, ValueError, KeyError, RuntimeError) as error:
            raise IndexUnusableError(
                f"索引损坏 corrupted index {str(folder)!r}: {type(error).__name__}.",
                hint=self._hint,
            ) from error
        self._generation = generation
        self.embedder = embedder
        self.segmenter = Segmenter.default(terms)

    @classmethod
    def open(cls, folder: Path, embedder: Embedder) -> Retriever:
        """Open an index folder.

        Raises:
            IndexUnusableError: missing, half-written, foreign, corrupted, or built with another
                embedding than the one given.
        """
        return cls(folder, embedder)

    def __len__(self) -> int:
        return len(self._passages)

    @cached_property
    def spelling(self) -> Spelling:
        """The corpus's own character n-grams."""
        return Spelling.load(self._generation / "spelling.npz")

    def passage(self, number: int) -> Passage:
        """A passage by its number in the index."""
        found: Passage = self._passages.read(int(number))
        return found

    def document(self, number: int) -> Document:
        """The document of a passage, by the passage's number."""
        return self.documents[int(self.document_of[int(number)])]

    def numbers_of(self, document: Document) -> list[int]:
        """Numbers of the passages of a document, in its order."""
        return np.flatnonzero(self.document_of == self.documents.index(document)).tolist()

    def query(self, text: str) -> Query:
        """A plain query: every token of the text with weight 1."""
        return Query(text, tuple((t, 1.0) for t in dict.fromkeys(self.segmenter.tokens(text))))

    def rank(
        self, query: Query, k: int, allowed: NDArray[np.bool_] | None = None
    ) -> list[tuple[int, float]]:
        """Numbers and fused scores of the k best passages, ties broken by passage number."""
        legs = {
            "lexical": self._lexical_leg(query, allowed),
            "dense": self._dense_leg(query, allowed),
        }
        fused = reciprocal_rank_fusion(
            {leg: [f"{n:012d}" for n in found] for leg, found in legs.items()}, WEIGHTS
        )
        return [(int(key), score) for key, score in fused[:k]]

    def alike(self, text: str) -> list[int]:
        """Numbers of the passages nearest to a text by their vectors alone, best first."""
        return self._dense_leg(Query(text, ()), None)

    def search(
        self, query: Query | str, *, k: int = 10, allowed: NDArray[np.bool_] | None = None
    ) -> list[Hit]:
        """The k best passages for a query, best first."""
        if isinstance(query, str):
            query = self.query(query)
        ranked = self._exact_first(query.text, self.rank(query, max(k, POOL), allowed))
        return [
            Hit(self.passage(number), self.document(number), rank, score)
            for rank, (number, score) in enumerate(ranked[:k], 1)
        ]

    def _exact_first(self, text: str, ranked: list[tuple[int, float]]) -> list[tuple[int, float]]:
        """Passages that hold a pasted sentence before all others, as near as they were found."""
        pasted = squeeze(text)[0]
        if len(pasted) < PASTED:
            return ranked
        holds = [pasted in squeeze(self.passage(n).text)[0] for n, _ in ranked]
        top = ranked[0][1] if ranked else 0.0
        exact = [(n, score + top) for (n, score), held in zip(ranked, holds, strict=True) if held]
        return exact + [pair for pair, held in zip(ranked, holds, strict=True) if not held]

    def _lexical_leg(self, query: Query, allowed: NDArray[np.bool_] | None) -> list[int]:
        scores = self.lexical.scores(query.terms)
        if allowed is not None:
            scores = np.where(allowed, scores, 0)
        top = np.argsort(-scores, kind="stable")[:POOL]
        return [int(n) for n in top if scores[n] > 0]

    def _dense_leg(self, query: Query, allowed: NDArray[np.bool_] | None) -> list[int]:
        if not query.text.strip() or (allowed is not None and not allowed.any()):
            return []
        vector = self.embedder.embed_queries([query.text])[0]
        if not vector.any():
            return []
        numbers, _ = self._dense.search(vector, POOL, allowed)
        return [int(n) for n in numbers]

    def _check(self, embedder: Embedder) -> None:
        built: dict[str, Any] = self.manifest
        if built["embedder_fingerprint"] != embedder.fingerprint:
            raise IndexUnusableError(
                f"索引用 {built['embedder']!r} ({built['dimension']} 维) 建立,现在的向量模型是 "
                f"{embedder.name!r} ({embedder.dimension} 维) (built with another embedding).",
                hint=self._hint,
            )
