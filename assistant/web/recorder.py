"""What is remembered of answers: questions without one, and, if the office says so, all of it.

Written by a thread of its own, so that no asker waits for the database; where it cannot be
written the log says so and answering goes on.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from contextvars import ContextVar
from typing import Literal

from assistant.answers import Answer
from assistant.store.questions import record_of
from assistant.store.store import Store
from corpus.errors import MinshengError
from corpus.records import Document

Keep = Literal["none", "staff", "all"]
KEEPS: tuple[Keep, ...] = ("none", "staff", "all")
_log = logging.getLogger(__name__)
_WAITING_MAX = 10_000
FORGET_EVERY_S = 86_400.0
SERVICE = "服务器 server"  # who deletes what is too old
# The session token that came with the request being handled, "" for a citizen.
asker: ContextVar[str] = ContextVar("asker", default="")


class Recorder:
    """Remembers answers in a store, as the office keeps them."""

    def __init__(self, store: Store, keep: Keep = "none", retention: float = 0.0) -> None:
        """`retention`: days after which records are deleted; 0 for never."""
        self._store = store
        self._keep = keep
        self._retention = retention
        self._waiting: queue.Queue[tuple[Answer, Sequence[Document], str]] = queue.Queue(
            _WAITING_MAX
        )
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def put(self, answer: Answer, documents: Sequence[Document], token: str) -> None:
        """Remember an answer from these documents, asked with that session token."""
        if not _unanswered(answer) and self._keep == "none":
            return
        try:
            self._waiting.put_nowait((answer, documents, token))
        except queue.Full:
            _log.warning("an answer was not recorded: too many are waiting")
            return
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="records", daemon=True)
                self._thread.start()

    def flush(self) -> None:
        """Wait until everything that was put is written."""
        self._waiting.join()

    def _work(self) -> None:
        while True:
            item = self._waiting.get()
            try:
                self._write(*item)
            except MinshengError as error:
                _log.warning("an answer was not recorded: %s", error)
            except Exception:
                _log.exception("an answer was not recorded")
            finally:
                self._waiting.task_done()

    def _write(self, answer: Answer, documents: Sequence[Document], token: str) -> None:
        session = self._store.sessions.find(token) if token else None
        who = session.person.name if session else ""
        if _unanswered(answer):
            self._store.questions.missed(answer.question, answer.reason or "")
        if self._keep == "all" or (self._keep == "staff" and who):
            self._store.questions.keep(record_of(answer, documents, who))

    @asynccontextmanager
    async def running(self, _: object) -> AsyncIterator[None]:
        """The lifespan of an application: what is too old is deleted at its start and daily."""
        left = threading.Event()
        if self._retention > 0:
            threading.Thread(target=self._forget, args=(left,), name="forget", daemon=True).start()
        try:
            yield
        finally:
            left.set()

    def _forget(self, left: threading.Event) -> None:
        """Delete what is too old, again and again until left; sooner where it did not work."""
        wait = 0.0
        while not left.wait(wait):
            try:
                self._store.forget(self._retention, who=SERVICE)
                wait = FORGET_EVERY_S
            except MinshengError as error:
                _log.warning("what is too old was not deleted: %s", error)
                wait = FORGET_EVERY_S / 24


def _unanswered(answer: Answer) -> bool:
    """Whether a question found no answer; a greeting or an attempt to override asked none."""
    return answer.abstained and not answer.aside
