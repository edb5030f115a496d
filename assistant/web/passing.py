"""An assistant around another one: what a wrapper does not change passes through."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.web import Asking
from corpus.records import Document


class Passing:
    """Everything of an assistant but its answers; a subclass gives `ask` and `stream`."""

    def __init__(self, assistant: Asking) -> None:
        self._assistant = assistant
        self.document = assistant.document
        self.passages = assistant.passages
        self.search = assistant.search
        self.examples = assistant.examples

    @property
    def streams(self) -> bool:
        """Whether pieces come long before their Answer."""
        return self._assistant.streams

    @property
    def documents(self) -> Sequence[Document]:
        """All documents of the corpus at hand."""
        return self._assistant.documents
