"""The web: chat page at /, HTTP API at /api, over anything that can be asked.

`Asking` is all that the web knows of the assistant; how answers come about is not its business.
This module stays free of gradio, so that importing it costs nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Protocol

from assistant.answers import Answer
from assistant.finding.limits import Limits
from corpus.records import Document, Passage
from index.hits import Hit


class Asking(Protocol):
    """What the web asks of an assistant; every method may be called from many threads."""

    def ask(
        self,
        question: str,
        *,
        history: Sequence[str] = (),
        scope: Limits | None = None,
        drop: Collection[str] = (),
    ) -> Answer:
        """The answer, from what the scope allows (None: from all documents).

        MinshengError where the question cannot be read (empty, far too long) or where the scope
        names what the corpus does not have. `drop` names what is not to be carried over from the
        history, as `Answer.carried` names it.
        """
        ...

    def stream(
        self,
        question: str,
        *,
        history: Sequence[str] = (),
        scope: Limits | None = None,
        drop: Collection[str] = (),
    ) -> Iterator[str | Answer]:
        """Pieces of text to show while the answer is made; the last item is the Answer."""
        ...

    @property
    def streams(self) -> bool:
        """Whether pieces come long before their Answer: something writes it as one watches."""
        ...

    @property
    def documents(self) -> Sequence[Document]:
        """All documents of the corpus at hand."""
        ...

    def document(self, doc_id: str) -> Document | None:
        """The document of that id, or None."""
        ...

    def passages(self, doc_id: str) -> Sequence[Passage]:
        """The passages of a document in reading order; empty where there is none such."""
        ...

    def search(self, words: str, *, k: int = 10, scope: Limits | None = None) -> Sequence[Hit]:
        """The nearest passages that the scope allows, best first; MinshengError as for ask."""
        ...

    def examples(self) -> Sequence[str]:
        """Questions that this corpus can answer, for the first screen."""
        ...
