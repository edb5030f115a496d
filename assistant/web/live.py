"""An assistant that follows its index: a new generation is opened beside the old one, then swapped.

Questions under way keep the assistant that they began with, so that a swap loses none. Where the
new generation cannot be opened, the old one goes on and the log says why.
"""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

from assistant.answers import Answer
from assistant.finding.limits import Limits
from assistant.web import Asking
from corpus.errors import MinshengError
from corpus.records import Document, Passage
from index.hits import Hit
from index.store import MANIFEST

_log = logging.getLogger(__name__)
EVERY_S = 1.0


def generation(folder: Path) -> Hashable:
    """What changes when an index folder's manifest is replaced; None while there is none."""
    try:
        found = (folder / MANIFEST).stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def warmed(assistant: Asking) -> Asking:
    """The assistant once what it loads late is loaded, so that no reader waits for it."""
    assistant.search("预热")
    for question in assistant.examples()[:1]:
        assistant.ask(question)
    return assistant


class Live:
    """The newest assistant that `opens` gave, asked for again whenever `version` changes."""

    def __init__(self, opens: Callable[[], Asking], version: Callable[[], Hashable]) -> None:
        """Opens the first one; its errors are the caller's."""
        self._opens = opens
        self._version = version
        self._seen = version()  # before opening: a change meanwhile is noticed afterwards
        self._now = warmed(opens())
        self._swept = True

    def refresh(self) -> bool:
        """Open what is new, if anything is; whether the assistant was swapped."""
        version = self._version()
        if version in (self._seen, None):
            self._sweep()
            return False
        self._seen = version
        try:
            self._now = warmed(self._opens())
        except MinshengError as error:
            _log.error("the new index cannot be used, the old one goes on: %s", error)
            return False
        except Exception:
            _log.exception("the new index cannot be opened, the old one goes on")
            return False
        _log.warning("新索引已启用 the new index is in use")
        self._swept = False
        return True

    def _sweep(self) -> None:
        """Give back the memory of a swapped assistant, once: it refers to itself in circles, which
        Python would collect only much later, and questions under way may have held it at first.
        """
        if not self._swept:
            self._swept = True
            gc.collect()

    @contextmanager
    def following(self, every: float = EVERY_S) -> Iterator[None]:
        """Look for a new index every so many seconds, in a thread of its own, until left."""
        left = Event()

        def follow() -> None:
            while not left.wait(every):
                self.refresh()

        thread = Thread(target=follow, name="index", daemon=True)
        thread.start()
        try:
            yield
        finally:
            left.set()

    def ask(
        self,
        question: str,
        *,
        history: Sequence[str] = (),
        scope: Limits | None = None,
        drop: Collection[str] = (),
    ) -> Answer:
        """The newest assistant's answer."""
        return self._now.ask(question, history=history, scope=scope, drop=drop)

    def stream(
        self,
        question: str,
        *,
        history: Sequence[str] = (),
        scope: Limits | None = None,
        drop: Collection[str] = (),
    ) -> Iterator[str | Answer]:
        """The newest assistant's pieces and answer; one swapped meanwhile finishes its own."""
        return self._now.stream(question, history=history, scope=scope, drop=drop)

    @property
    def streams(self) -> bool:
        """Whether the newest assistant's pieces come long before their Answer."""
        return self._now.streams

    @property
    def documents(self) -> Sequence[Document]:
        """All documents of the newest index; the same object until that is swapped."""
        return self._now.documents

    def document(self, doc_id: str) -> Document | None:
        """The document of that id, or None."""
        return self._now.document(doc_id)

    def passages(self, doc_id: str) -> Sequence[Passage]:
        """The passages of a document in reading order."""
        return self._now.passages(doc_id)

    def search(self, words: str, *, k: int = 10, scope: Limits | None = None) -> Sequence[Hit]:
        """The nearest passages."""
        return self._now.search(words, k=k, scope=scope)

    def examples(self) -> Sequence[str]:
        """Questions that the newest index can answer."""
        return self._now.examples()
