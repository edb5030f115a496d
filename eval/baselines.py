"""Naive answerers to measure beside the assistant: best sentence by BM25, LangChain's default.

They read the same documents as plain text: no headings, fields, filters or conversation, no
check of what they say; they abstain only where no word of the question is known.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Any, Protocol

import bm25s
import numpy as np
from langchain_core.embeddings import Embeddings

from assistant.answers import Answer, Citation
from corpus.records import Document, Passage
from eval.errors import EvalError
from index.dense import DenseIndex
from index.embedder import Embedder
from index.hits import Hit
from index.segment import Segmenter

CHUNK, OVERLAP = 400, 50  # characters, as the recipe for Chinese text usually has them
NEAREST = 4  # chunks, what a LangChain store's similarity search gives unless asked otherwise
_SENTENCE = re.compile(r"[^。！？!?\r\n]+[。！？!?]*")
Cut = Callable[[str], Iterable[tuple[int, int]]]


def plain_sentences(text: str) -> list[tuple[int, int]]:
    """Half-open offsets of the sentences: cut after full stops and at line ends, trimmed.

    >>> plain_sentences("甲。 乙！丙")
    [(0, 2), (3, 5), (5, 6)]
    """
    spans = []
    for match in _SENTENCE.finditer(text):
        piece = match.group()
        start = match.start() + len(piece) - len(piece.lstrip())
        end = match.end() - len(piece) + len(piece.rstrip())
        if end > start:
            spans.append((start, end))
    return spans


def chunks(text: str) -> list[tuple[int, int]]:
    """Half-open offsets of the pieces that LangChain's recursive splitter makes.

    Raises:
        EvalError: the splitter is not installed.
    """
    pieces = _splitter().create_documents([text])
    starts = ((int(piece.metadata["start_index"]), piece.page_content) for piece in pieces)
    return [(start, start + len(content)) for start, content in starts]


def _splitter() -> Any:
    try:
        from langchain_text_splitters import RecursiveCharacterTextSplitter
    except ImportError as error:
        hint = "安装 pip install 'minsheng[dev]' (or langchain-text-splitters)."
        raise EvalError("缺少 langchain-text-splitters is not installed.", hint=hint) from error
    return RecursiveCharacterTextSplitter(
        chunk_size=CHUNK, chunk_overlap=OVERLAP, add_start_index=True
    )


class Answerer(Protocol):
    """Whatever can be measured: it answers, finds passages, and shows its documents."""

    @property
    def documents(self) -> Sequence[Document]: ...  # noqa: D102

    def ask(self, question: str, *, history: Sequence[str] = ()) -> Answer:
        """The answer, or an abstention."""
        ...

    def search(self, words: str, *, k: int = 10) -> Sequence[Hit]:
        """The k nearest pieces of text, best first."""
        ...


class BestSentence:
    """The sentence with the highest BM25 score; bm25s at its defaults over jieba words."""

    def __init__(
        self, documents: Sequence[Document], pieces: Sequence[Hit], engine: bm25s.BM25
    ) -> None:
        self.documents = documents
        self._pieces = pieces
        self._engine = engine
        self._segmenter = Segmenter()

    @classmethod
    def build(cls, documents: Sequence[Document], cut: Cut = plain_sentences) -> BestSentence:
        """Index every sentence of the documents, or the pieces of another cut.

        Raises:
            EvalError: there is no sentence in them.
        """
        pieces = [_piece(d, a, b) for d in documents for a, b in cut(d.text)]
        segmenter, vocabulary = Segmenter(), dict[str, int]()
        rows = [segmenter.words(piece.passage.text) for piece in pieces]
        ids = [[vocabulary.setdefault(word, len(vocabulary)) for word in row] for row in rows]
        if not vocabulary:
            raise _nothing_to_read()
        engine = bm25s.BM25()
        engine.index((ids, vocabulary), show_progress=False)
        return cls(documents, pieces, engine)

    def search(self, words: str, *, k: int = 10) -> list[Hit]:
        """The k best sentences that share a word with the question."""
        known = self._engine.vocab_dict
        ids = [known[w] for w in dict.fromkeys(self._segmenter.words(words)) if w in known]
        if not ids:
            return []
        scores = self._engine.get_scores(ids)
        best = np.argsort(-scores, kind="stable")[:k]
        return _ranked((self._pieces[i], float(scores[i])) for i in best if scores[i] > 0)

    def ask(self, question: str, *, history: Sequence[str] = ()) -> Answer:
        """The best sentence, cited."""
        hits = self.search(" ".join((*history, question)), k=1)
        if not hits:
            return _nothing_found(question)
        return _quoting(question, hits[0].passage, hits[0].document, 0, len(hits[0].passage.text))


class LangChainEmbeddings(Embeddings):
    """Our embedding in the form that LangChain's stores take."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a text."""
        return [[float(x) for x in row] for row in self._embedder.embed_passages(texts)]

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        return [float(x) for x in self._embedder.embed_queries([text])[0]]


class LangChainDefault:
    """LangChain's usual recipe: recursive splitter, embedding, nearest chunk in a flat FAISS.

    It is given our embedding, so that what differs is the recipe; the answer is the sentence of
    the nearest chunks that shares most words with the question, the nearer chunk's at a tie.
    """

    def __init__(
        self, documents: Sequence[Document], chunks: Sequence[Hit], embeddings: Embeddings
    ) -> None:
        self.documents = documents
        self._chunks = chunks
        self._embeddings = embeddings
        self._segmenter = Segmenter()

    @classmethod
    def build(cls, documents: Sequence[Document], embedder: Embedder) -> LangChainDefault:
        """Split the documents; vectors are made at the first search.

        Raises:
            EvalError: there is nothing to split, or the splitter is not installed.
        """
        found = [_piece(d, a, b) for d in documents for a, b in chunks(d.text)]
        if not found:
            raise _nothing_to_read()
        return cls(documents, found, LangChainEmbeddings(embedder))

    @cached_property
    def _dense(self) -> DenseIndex:
        vectors = self._embeddings.embed_documents([c.passage.text for c in self._chunks])
        return DenseIndex.build(np.array(vectors, dtype=np.float32))

    def search(self, words: str, *, k: int = 10) -> list[Hit]:
        """The k nearest chunks."""
        vector = np.array(self._embeddings.embed_query(words), dtype=np.float32)
        if not vector.any():
            return []
        numbers, scores = self._dense.search(vector, k)
        found = zip(numbers, scores, strict=True)
        return _ranked((self._chunks[int(n)], float(score)) for n, score in found)

    def ask(self, question: str, *, history: Sequence[str] = ()) -> Answer:
        """The sentence of the nearest chunks with most words of the question, cited."""
        words = " ".join((*history, question))
        wanted = set(self._segmenter.words(words))
        best: tuple[int, Answer] | None = None
        for hit in self.search(words, k=NEAREST):
            text = hit.passage.text
            for start, end in plain_sentences(text):
                shared = len(wanted & set(self._segmenter.words(text[start:end])))
                if best is None or shared > best[0]:
                    best = shared, _quoting(question, hit.passage, hit.document, start, end)
        return best[1] if best else _nothing_found(question)


def _piece(document: Document, start: int, end: int) -> Hit:
    """A slice of a document in the form that the measures look at."""
    name = hashlib.sha256(f"{document.id}:{start}:{end}".encode()).hexdigest()[:16]
    text, where = document.text[start:end], f"字符 {start}–{end}"
    passage = Passage(
        name, document.id, "paragraph", (), (), text, start, end, document.region, None, where
    )
    return Hit(passage, document, 1, 0.0)


def _ranked(found: Iterable[tuple[Hit, float]]) -> list[Hit]:
    return [Hit(h.passage, h.document, rank, score) for rank, (h, score) in enumerate(found, 1)]


def _quoting(question: str, passage: Passage, document: Document, start: int, end: int) -> Answer:
    """A slice of a passage as the answer and as its own citation."""
    at = passage.start + start
    citation = Citation(
        1, document.source, document.title, passage.locator, passage.text[start:end], at,
        at + end - start, passage.page, passage, document,
    )  # fmt: skip
    return Answer(question, f"{citation.quote}[1]", False, None, "extractive", (citation,))


def _nothing_found(question: str) -> Answer:
    return Answer(question, "没有找到相关内容", True, "没有找到相关内容", "extractive")


def _nothing_to_read() -> EvalError:
    return EvalError(
        "文件中没有文字 no text in the documents.", hint="重建索引 (rebuild the index)."
    )
