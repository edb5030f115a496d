"""Our search as a LangChain retriever: `MinshengRetriever(search=assistant.search)`.

This module imports LangChain; nothing else of the package does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever

from corpus.typed import passage_line
from index.hits import Hit


class MinshengRetriever(BaseRetriever):
    """Passages as LangChain documents: the text, and all else of a passage line as metadata.

    Attributes:
        search: what finds the passages: `Assistant.search`, or `Retriever.search` of an index.
        k: how many.
        options: given to the search as they are, such as scope=Limits(regions=("甲市",)).
    """

    search: Callable[..., Sequence[Hit]]
    k: int = 5
    options: dict[str, Any] = {}  # noqa: RUF012 (pydantic copies it for each instance)

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[LangChainDocument]:
        return [_document(hit) for hit in self.search(query, k=self.k, **self.options)]


def _document(hit: Hit) -> LangChainDocument:
    line = passage_line(hit.passage, hit.document)
    text = line.pop("text")
    ranked = {**line, "rank": hit.rank, "score": hit.score, "locator": hit.passage.locator}
    return LangChainDocument(page_content=text, metadata=ranked, id=hit.passage.id)
