"""An opened index: hybrid search over lexical and dense legs, and the look-ups of an answerer."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from corpus.fold import squeezed
from corpus.records import Document, Passage
from corpus.titles import spoken_title
from index.columns import PASSAGE_COLUMNS, Column, DocumentColumn
from index.dense import DenseIndex
from index.embedder import Embedder
from index.errors import IndexUnusableError
from index.fusion import DENSE, ELSEWHERE, HEADING, blend
from index.hits import Hit
from index.lexical import LexicalIndex
from index.rerank import RERANKED, Reranker
from index.segment import Segmenter, han_runs
from index.spelling import Spelling
from index.store import REBUILD, VECTORS, PassageFile, digest, read_documents, read_manifest

PASTED = 10  # characters from which words are looked for as they stand
POOL = 100  # passages that each leg gives to the fusion
_DOUBTED = 2000  # passages with all pairs of a pasted text that are looked at

Mask = NDArray[np.bool_]
Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for: weighted lexical terms, a text for the dense leg, and its weight."""

    text: str
    terms: tuple[tuple[str, float], ...]
    dense: float = DENSE


class VectorSearch(Protocol):
    """What searches vectors: DenseIndex for a file of this machine, MilvusVectors for a server."""

    def search(
        self, vector: Vectors, k: int, allowed: Mask | None = None
    ) -> tuple[NDArray[np.int64], Vectors]:
        """The k nearest passages among the allowed: numbers and inner products, best first."""
        ...

    def vectors(self, numbers: NDArray[np.integer[Any]]) -> Vectors:
        """The stored vectors of passages, shape (numbers, dimension)."""
        ...


class Retriever:
    """Searches one generation of an index folder; safe to share between threads."""

    def __init__(
        self,
        folder: Path,
        embedder: Embedder,
        reranker: Reranker | None = None,
        dense: VectorSearch | None = None,
    ) -> None:
        self.manifest = read_manifest(folder)
        self._hint = REBUILD.format(folder=folder)
        self._check(embedder)
        generation = folder / self.manifest["generation"]
        try:
            self.documents: list[Document] = read_documents(generation)
            self._passages = PassageFile(generation)
            self.lexical = LexicalIndex.load(generation / "lexical")
            self._dense = dense or self._load_vectors(generation / VECTORS)
            with np.load(generation / "columns.npz") as columns:
                self.document_of: NDArray[np.int32] = columns["document"]
                self.columns = {name: Column.read(columns, name) for name in PASSAGE_COLUMNS}
            self.spelling = Spelling.load(generation / "spelling")
            terms = (generation / "terms.txt").read_text(encoding="utf8").split("\n")
        except (OSError, ValueError, KeyError, RuntimeError) as error:
            raise IndexUnusableError(
                f"索引损坏 corrupted index {str(folder)!r}: {_first_line(error)}.",
                hint=self._hint,
            ) from error
        self.embedder = embedder
        self._reranker = reranker
        # Questions multiply small matrices, for which threads only wait for one another.
        threadpool_limits(limits=1, user_api="blas")
        self.segmenter = Segmenter.default(terms)

    @classmethod
    def open(
        cls,
        folder: Path,
        embedder: Embedder,
        reranker: Reranker | None = None,
        dense: VectorSearch | None = None,
    ) -> Retriever:
        """Open an index folder; with a reranker the best passages are put in its order.

        Args:
            dense: what searches the vectors, where not the folder's own file does.

        Raises:
            IndexUnusableError: missing, half-written, foreign, corrupted, or built with another
                embedding than the one given.
        """
        return cls(folder, embedder, reranker, dense)

    def __len__(self) -> int:
        return len(self._passages)

    def passage(self, number: int) -> Passage:
        """A passage by its number in the index."""
        found: Passage = self._passages.read(int(number))
        return found

    def document(self, number: int) -> Document:
        """The document of a passage, by the passage's number."""
        return self.documents[int(self.document_of[int(number)])]

    def numbers_of(self, document: Document) -> list[int]:
        """Numbers of the passages of a document, in its order."""
        at = self._numbers[document.id]
        first, last = np.searchsorted(self.document_of, [at, at + 1])
        return list(range(int(first), int(last)))

    def number_at(self, document: Document, offset: int) -> int:
        """The number of the passage that holds a place, else of the nearest one before it."""
        numbers = self.numbers_of(document)
        after = bisect_right(numbers, offset, key=lambda n: self.passage(n).start)
        return numbers[max(0, after - 1)]

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {document.id: number for number, document in enumerate(self.documents)}

    @cached_property
    def titled(self) -> dict[str, list[Document]]:
        """Documents by their titles as people say them (spoken_title), in the index's order."""
        found: dict[str, list[Document]] = {}
        for document in self.documents:
            found.setdefault(spoken_title(document.title), []).append(document)
        return found

    @cached_property
    def document_columns(self) -> dict[str, DocumentColumn]:
        """Attributes of documents over their passages: id, region, level, year."""
        return {
            name: DocumentColumn((getattr(d, name) for d in self.documents), self.document_of)
            for name in ("id", "region", "level", "year")
        }

    @cached_property
    def _headings(self) -> Mask:
        return self.columns["kind"].mask(("title",))

    def query(self, text: str) -> Query:
        """A plain query: every token of the text with weight 1."""
        return Query(text, tuple((t, 1.0) for t in dict.fromkeys(self.segmenter.tokens(text))))

    def rank(
        self, query: Query, k: int, allowed: Mask | None = None, preferred: Mask | None = None
    ) -> list[tuple[int, float]]:
        """Numbers and blended scores of the k best passages, ties broken by passage number.

        Args:
            allowed: nothing else is found.
            preferred: others score less (ELSEWHERE), and are looked for as well.
        """
        weights = None if preferred is None else np.where(preferred, np.float32(1), ELSEWHERE)
        lexical = self.lexical.scores(query.terms)
        for factor in (allowed, weights):
            if factor is not None:
                lexical *= factor
        by_words = _best(lexical, POOL)
        vector = self._vector(query, allowed)
        by_vector = self._near(vector, allowed, preferred)
        pool = np.union1d(by_words, by_vector)
        like = np.zeros(0, np.float32) if vector is None else self._dense.vectors(pool) @ vector
        if weights is not None and len(like):
            like *= weights[pool]
        known = self.lexical.known_share(query.terms)
        scores = blend(lexical[pool], like, known, query.dense)
        scores[self._headings[pool]] *= HEADING
        order = np.lexsort((pool, -scores))
        ranked = [(int(n), float(s)) for n, s in zip(pool[order], scores[order], strict=True)]
        return self._reranked(query.text, ranked)[:k]

    def _near(
        self, vector: Vectors | None, allowed: Mask | None, preferred: Mask | None
    ) -> NDArray[np.int64]:
        """Passages near a vector: among those allowed, and among those preferred."""
        if vector is None:
            return np.zeros(0, dtype=np.int64)
        found = self._dense.search(vector, POOL, allowed)[0]
        if preferred is None:
            return found
        both = preferred if allowed is None else preferred & allowed
        return np.union1d(found, self._dense.search(vector, POOL, both)[0])

    def _reranked(self, text: str, ranked: list[tuple[int, float]]) -> list[tuple[int, float]]:
        """The ranking with its first passages in the reranker's order, if there is one."""
        if self._reranker is None or not text.strip():
            return ranked
        head, tail = ranked[:RERANKED], ranked[RERANKED:]
        judged = self._reranker.scores(text, [self._read(n) for n, _ in head])
        floor = tail[0][1] if tail else 0.0
        least = float(judged.min()) if len(judged) else 0.0
        scored = [(n, floor + float(s) - least) for (n, _), s in zip(head, judged, strict=True)]
        return sorted(scored, key=lambda pair: (-pair[1], pair[0])) + tail

    def _read(self, number: int) -> str:
        """What the reranker reads of a passage: the headings above it, and its text."""
        passage = self.passage(number)
        return " ".join((*(heading.text for heading in passage.path), passage.text))

    def alike(self, text: str) -> list[int]:
        """Numbers of the passages nearest to a text by their vectors alone, best first."""
        vector = self._vector(Query(text, ()), None)
        return [] if vector is None else self._dense.search(vector, POOL)[0].tolist()

    def search(self, query: Query | str, *, k: int = 10, allowed: Mask | None = None) -> list[Hit]:
        """The k best passages for a query, best first; such as hold its very text before all."""
        if isinstance(query, str):
            query = self.query(query)
        held = self.holding(query.text, allowed)
        return self.hits(put_first(held, self.rank(query, max(k, POOL), allowed))[:k])

    def hits(self, ranked: Sequence[tuple[int, float]]) -> list[Hit]:
        """Ranked passages as hits."""
        return [
            Hit(self.passage(number), self.document(number), rank, score)
            for rank, (number, score) in enumerate(ranked, 1)
        ]

    def holding(self, text: str, allowed: Mask | None = None) -> list[int]:
        """Passages in which a text of some length stands as it is, the shortest first."""
        pasted = squeezed(text)
        if len(pasted) < PASTED:
            return []
        pairs = [run[i : i + 2] for run in han_runs(text) for i in range(len(run) - 1)]
        numbers = self.lexical.holding(pairs)
        if allowed is not None:
            numbers = numbers[allowed[numbers]]
        texts = {int(n): squeezed(self.passage(n).text) for n in numbers[:_DOUBTED]}
        return sorted(
            (n for n, t in texts.items() if pasted in t), key=lambda n: (len(texts[n]), n)
        )

    def _vector(self, query: Query, allowed: Mask | None) -> NDArray[np.float32] | None:
        """The vector of a query, None where it has none or nothing may be found."""
        if not query.text.strip() or (allowed is not None and not allowed.any()):
            return None
        vector: NDArray[np.float32] = self.embedder.embed_queries([query.text])[0]
        return vector if vector.any() else None

    def _load_vectors(self, file: Path) -> VectorSearch:
        """The vectors of a file; ValueError where it is not the one that was written."""
        if digest(file) != self.manifest["sha256"][VECTORS]:
            raise ValueError(VECTORS)
        return DenseIndex.load(file)

    def _check(self, embedder: Embedder) -> None:
        built: dict[str, Any] = self.manifest
        if built["embedder_fingerprint"] != embedder.fingerprint:
            raise IndexUnusableError(
                f"索引用 {built['embedder']!r} ({built['dimension']} 维) 建立,现在的向量模型是 "
                f"{embedder.name!r} ({embedder.dimension} 维) (built with another embedding).",
                hint=self._hint,
            )


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:120]


def put_first(first: Sequence[int], ranked: Sequence[tuple[int, float]]) -> list[tuple[int, float]]:
    """A ranking with some passages, in their order, before all others."""
    top, own = ranked[0][1] if ranked else 0.0, set(first)
    return [(n, top) for n in first] + [pair for pair in ranked if pair[0] not in own]


def _best(scores: NDArray[np.float32], k: int) -> NDArray[np.int64]:
    """Numbers of the k best positive scores, best first, ties broken by number."""
    least, top = 0.5, float(scores.max(initial=0.0))
    found = np.flatnonzero(scores >= least * top) if top > 0 else np.zeros(0, dtype=np.int64)
    while top > 0 and len(found) < k and least:  # mostly a short list, found without sorting all
        least = least / 4 if least > 0.01 else 0.0
        found = np.flatnonzero(scores >= least * top if least else scores > 0)
    return found[np.lexsort((found, -scores[found]))][:k]
