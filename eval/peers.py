"""LlamaIndex's and Haystack's default pipelines with our embedding, where they are installed.

Splitter, store and retriever are theirs at their defaults, so that what differs is the recipe.
They come with the extra `bench`; without it their rows are left out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from typing import Any

from corpus.records import Document, Passage
from index.embedder import Embedder

Find = Callable[[str, int], Sequence[Passage]]


def peers(documents: Sequence[Document], embedder: Embedder) -> dict[str, Find]:
    """The peers that are installed, by name, over the texts of the documents."""
    return {
        name: build(documents, embedder)
        for name, (package, build) in _PEERS.items()
        if find_spec(package)
    }


def absent() -> tuple[str, ...]:
    """Names of the peers that are not installed."""
    return tuple(name for name, (package, _) in _PEERS.items() if not find_spec(package))


def _llama_index(documents: Sequence[Document], embedder: Embedder) -> Find:
    """VectorStoreIndex: chunks of 1,024 tokens that overlap by 200, nearest by cosine."""
    from llama_index.core import Document as Text
    from llama_index.core import VectorStoreIndex
    from llama_index.core.embeddings import BaseEmbedding

    class Ours(BaseEmbedding):  # type: ignore[misc]
        """Our embedding in the form that LlamaIndex takes."""

        def _get_text_embedding(self, text: str) -> list[float]:
            return _floats(embedder.embed_passages([text])[0])

        def _get_query_embedding(self, query: str) -> list[float]:
            return _floats(embedder.embed_queries([query])[0])

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_query_embedding(query)

    texts = [Text(text=d.text, id_=d.id) for d in documents]
    index = VectorStoreIndex.from_documents(texts, embed_model=Ours())

    def find(words: str, k: int) -> list[Passage]:
        nodes = index.as_retriever(similarity_top_k=k).retrieve(words)
        return [_passage(n.node.ref_doc_id, n.node.get_content()) for n in nodes]

    return find


def _haystack(documents: Sequence[Document], embedder: Embedder) -> Find:
    """DocumentSplitter (200 words), in-memory store, embedding retriever (dot product)."""
    from haystack import Document as Text
    from haystack.components.preprocessors import DocumentSplitter
    from haystack.components.retrievers.in_memory import InMemoryEmbeddingRetriever
    from haystack.document_stores.in_memory import InMemoryDocumentStore

    texts = [Text(id=d.id, content=d.text) for d in documents]
    chunks = DocumentSplitter().run(documents=texts)["documents"]
    vectors = embedder.embed_passages([chunk.content for chunk in chunks])
    placed = [
        Text(id=c.id, content=c.content, meta=c.meta, embedding=_floats(v))
        for c, v in zip(chunks, vectors, strict=True)
    ]
    store = InMemoryDocumentStore()
    store.write_documents(placed)
    retriever = InMemoryEmbeddingRetriever(store)

    def find(words: str, k: int) -> list[Passage]:
        vector = _floats(embedder.embed_queries([words])[0])
        found = retriever.run(query_embedding=vector, top_k=k)["documents"]
        return [_passage(d.meta["source_id"], d.content) for d in found]

    return find


_PEERS: dict[str, tuple[str, Callable[[Sequence[Document], Embedder], Find]]] = {
    "LlamaIndex 默认 default": ("llama_index", _llama_index),
    "Haystack 默认 default": ("haystack", _haystack),
}


def _floats(row: Any) -> list[float]:
    return [float(x) for x in row]


def _passage(doc_id: str, text: str) -> Passage:
    """A chunk in the form that the measures look at; where it stands does not matter to them."""
    name = hashlib.sha256(f"{doc_id}:{text}".encode()).hexdigest()[:16]
    return Passage(name, doc_id, "paragraph", (), (), text, 0, len(text))
