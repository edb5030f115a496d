"""Embedder: texts to unit vectors, queries and passages by two methods.

The shipped static embedding is read with tokenizers, safetensors and numpy alone; any other
sentence-transformers model is loaded through that library, on first use. Knows no passages.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from corpus.fold import fold
from index.model_folder import fingerprint, is_static, unreadable, why_not_loaded
from index.model_prompts import listed_prompts, own_prompt

SHIPPED = Path(__file__).parent / "model"
DEFAULT = "default"
_WEIGHTS = "model.safetensors"
_TOKENIZER = "tokenizer.json"
_BATCH = 512  # texts tokenised at once
_POOLED = 32  # texts pooled at once: their token vectors stay in the processor's cache
_QUERY_PROMPTS = ("query",)
_PASSAGE_PROMPTS = ("passage", "document", "corpus")

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """Texts to vectors.

    Attributes:
        name: as the user names the model; stands in the index manifest.
        dimension: length of a vector.
        fingerprint: changes whenever the vectors would; an index is refused under another one.
    """

    @property
    def name(self) -> str: ...  # noqa: D102

    @property
    def dimension(self) -> int: ...  # noqa: D102

    @property
    def fingerprint(self) -> str: ...  # noqa: D102

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """L2-normalised rows, shape (texts, dimension); a zero row for a text without words."""
        ...

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """L2-normalised rows, shape (texts, dimension); a zero row for a text without words."""
        ...


class StaticEmbedder:
    """A bag of token vectors: a folder with a StaticEmbedding as its only module, without torch.

    Texts are folded first (Traditional to Simplified, full to half width, lower case).
    """

    def __init__(self, name: str, tokenizer: Tokenizer, weights: Vectors, fingerprint: str) -> None:
        self.name = name
        self.fingerprint = fingerprint
        self._tokenizer = tokenizer
        self._weights = weights

    @classmethod
    def load(cls, folder: Path | None = None) -> StaticEmbedder:
        """Read a model folder; without one, the model that ships.

        Raises:
            EmbedderError: a file is missing, damaged, or does not fit the other.
        """
        place = folder or SHIPPED
        name = DEFAULT if folder is None else str(folder)
        try:
            tokenizer = Tokenizer.from_file(str(place / _TOKENIZER))
            weights = _weights(load_file(place / _WEIGHTS)).astype(np.float32)
            prints = fingerprint(place / _TOKENIZER, place / _WEIGHTS)
        except (OSError, KeyError, SafetensorError) as fault:
            raise unreadable(place, str(fault)) from fault
        except Exception as fault:  # tokenizers raises bare Exception for a damaged file
            raise unreadable(place, str(fault)) from fault
        if weights.ndim != 2 or len(weights) < tokenizer.get_vocab_size():
            raise unreadable(
                place, f"{tokenizer.get_vocab_size()} tokens, weights of shape {weights.shape}"
            )
        tokenizer.no_padding()
        tokenizer.no_truncation()
        return cls(name, tokenizer, weights, prints)

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._weights.shape[1])

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """L2-normalised rows, shape (texts, dimension).

        >>> StaticEmbedder.load().embed_queries(["", "養老"]).any(axis=1).tolist()
        [False, True]
        """
        return self._embed(texts)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """L2-normalised rows, shape (texts, dimension); the same space as the queries."""
        return self._embed(texts)

    def tokens(self, texts: Sequence[str]) -> list[list[int]]:
        """The numbers of each text's tokens, in its order."""
        if len(texts) == 1:  # a batch of one costs twice as much
            return [self._tokenizer.encode(fold(texts[0]), add_special_tokens=False).ids]
        folded = [fold(text) for text in texts]
        encoded = self._tokenizer.encode_batch_fast(folded, add_special_tokens=False)
        return [encoding.ids for encoding in encoded]

    def token_vectors(self, tokens: Sequence[int]) -> Vectors:
        """The vectors of tokens as they were learned, shape (tokens, dimension)."""
        return np.asarray(self._weights[np.asarray(tokens, dtype=np.int64)])

    def token_lengths(self, tokens: Sequence[int]) -> Vectors:
        """The lengths of such vectors, shape (tokens,)."""
        return np.asarray(self._lengths[np.asarray(tokens, dtype=np.int64)])

    @cached_property
    def _lengths(self) -> Vectors:
        return np.asarray(np.sqrt(np.einsum("ij,ij->i", self._weights, self._weights)))

    def _embed(self, texts: Sequence[str]) -> Vectors:
        out = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for at in range(0, len(texts), _BATCH):
            ids = self.tokens(texts[at : at + _BATCH])
            for first in range(0, len(ids), _POOLED):
                some = ids[first : first + _POOLED]
                _pool(some, self._weights, out[at + first : at + first + len(some)])
        return out


def _weights(tensors: Mapping[str, NDArray[Any]]) -> NDArray[Any]:
    """One row per token; the model2vec form (rows shared through a mapping, weighted) unfolded."""
    if "embedding.weight" in tensors:
        return tensors["embedding.weight"]
    rows = tensors["embeddings"]
    if "mapping" in tensors:
        rows = rows[tensors["mapping"].astype(np.int64)]
    if "weights" in tensors:
        rows = rows.astype(np.float32) * tensors["weights"][:, None]
    return rows


def _pool(ids: Sequence[Sequence[int]], weights: Vectors, out: Vectors) -> None:
    """Write the normalised sum of each text's token vectors; a text without tokens stays zero.

    The mean that StaticEmbedding takes has the same direction.
    """
    lengths = np.array([len(i) for i in ids])
    filled = np.flatnonzero(lengths)
    if not len(filled):
        return
    flat = np.fromiter(chain.from_iterable(ids), dtype=np.int64, count=int(lengths.sum()))
    starts = np.concatenate([[0], np.cumsum(lengths[filled])[:-1]])
    sums = np.add.reduceat(weights[flat], starts, axis=0)
    out[filled] = _normalised(sums)


def _normalised(rows: Vectors) -> Vectors:
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    unit = np.divide(rows, norms, out=np.zeros_like(rows), where=norms > 0)
    return np.asarray(unit, dtype=np.float32)


class SentenceTransformerEmbedder:
    """Any sentence-transformers model by folder or id, with its query and passage prompts.

    The model's own prompts, or those that data/prompts.tsv has for its name.
    """

    def __init__(self, name: str, model: Any, fingerprint: str) -> None:
        self.name = name
        self.fingerprint = fingerprint
        self._model = model
        query, passage = listed_prompts(name)
        self._query = own_prompt(model, _QUERY_PROMPTS) or query
        self._passage = own_prompt(model, _PASSAGE_PROMPTS) or passage

    @classmethod
    def load(cls, name: str) -> SentenceTransformerEmbedder:
        """Load a model of this machine, nothing is downloaded; this imports torch.

        Raises:
            EmbedderError: there is no such folder or downloaded id, or it cannot be loaded.
        """
        folder = Path(name)
        looks_like_path = folder.is_absolute() or name.startswith(".") or name.count("/") > 1
        if looks_like_path and not folder.is_dir():
            raise unreadable(folder, "没有这个文件夹 (no such folder)")
        try:
            from sentence_transformers import SentenceTransformer

            model = SentenceTransformer(name, device="cpu", local_files_only=True)
        except Exception as fault:  # the library and its downloads raise many unrelated classes
            raise unreadable(folder, why_not_loaded(folder, fault)) from fault
        files = sorted(p for p in folder.rglob("*") if p.is_file()) if folder.is_dir() else []
        prints = fingerprint(*files) if files else hashlib.sha256(name.encode()).hexdigest()[:16]
        return cls(name, model, prints)

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._model.get_embedding_dimension())

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """L2-normalised rows, shape (texts, dimension), with the model's query prompt."""
        return self._encode(texts, self._query)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """L2-normalised rows, shape (texts, dimension), with the model's passage prompt."""
        return self._encode(texts, self._passage)

    def _encode(self, texts: Sequence[str], prompt: str) -> Vectors:
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        filled = [i for i, text in enumerate(texts) if text.strip()]
        if filled:
            said = [texts[i] for i in filled]
            vectors = self._model.encode(said, prompt=prompt or None, show_progress_bar=False)
            rows[filled] = _normalised(np.asarray(vectors, dtype=np.float32))
        return rows


def load_embedder(name: str | None) -> Embedder:
    """The embedder of that name: None, "" or "default" is the one that ships.

    A folder with a StaticEmbedding as its only module is read without torch; anything else goes
    to sentence-transformers.

    Raises:
        EmbedderError: it cannot be loaded.
    """
    if not name or name == DEFAULT:
        return StaticEmbedder.load()
    folder = Path(name)
    if is_static(folder):
        return StaticEmbedder.load(folder)
    return SentenceTransformerEmbedder.load(name)
