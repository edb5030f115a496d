"""Official answers: the approved golden answers, kept fresh, and how one becomes an Answer."""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.answering.bench import Bench
from assistant.answers import Answer, Official
from assistant.asking.topic import Knowledge
from assistant.asking.understand import understand
from assistant.cite import citation
from assistant.golden.check import MARK, status, supports_of
from assistant.golden.match import Match, Matcher
from assistant.golden.records import GoldenAnswer
from corpus.errors import MinshengError
from corpus.fold import to_traditional
from corpus.records import Passage
from index.retriever import Retriever

if TYPE_CHECKING:
    from assistant.store.golden import GoldenBook

_log = logging.getLogger(__name__)
_FRESH_S = 2.0  # how long another process's change may go unnoticed
_PATIENCE_S = 0.5  # how long an asker waits for the database; what was read before holds then
CHECKS = ("official", "quotes verbatim")


class OfficialAnswers:
    """The approved golden answers of a database; safe to share between threads."""

    def __init__(
        self, load: Callable[[], Sequence[GoldenAnswer]], know: Knowledge, *,
        fresh_s: float = _FRESH_S,
    ) -> None:  # fmt: skip
        """`load` reads them; what it raises is logged, and those read before stay.

        The first reading is waited for; later ones only so long that a database which does not
        answer (locked, gone) keeps no asker.
        """
        self._load = load
        self._know = know
        self._fresh_s = fresh_s
        self._lock = threading.Lock()
        self._read_at = -fresh_s
        self._patience: float | None = None
        self._known: tuple[GoldenAnswer, ...] = ()
        self._matcher = self._matching(())

    def answer(self, bench: Bench) -> Answer | None:
        """The official answer to the question, if there is one that stands today."""
        self._refresh()
        met = self._matcher.find(bench.question)
        if met is None:
            return None
        golden, match = met
        documents = bench.retriever.documents
        state = status(golden, documents, date.today())
        if state != "approved":
            _log.warning("golden answer %s is %s and was not given", golden.id, state)
            return None
        return _given(golden, match, bench)

    def _matching(self, answers: Sequence[GoldenAnswer]) -> Matcher:
        return Matcher(answers, lambda text: understand(text, self._know))

    def _refresh(self) -> None:
        """Read them again where that is due; one asker waits a moment, the others go on."""
        if time.monotonic() - self._read_at < self._fresh_s or not self._lock.acquire(False):
            return
        patience, self._patience = self._patience, _PATIENCE_S
        reading = threading.Thread(target=self._read, name="golden", daemon=True)
        reading.start()
        reading.join(patience)

    def _read(self) -> None:
        """Read them; the lock is held, and given back."""
        try:
            now = tuple(self._load())
            if now != self._known:
                self._known, self._matcher = now, self._matching(now)
        except MinshengError as error:
            _log.warning("golden answers cannot be read: %s", error)
        finally:
            self._read_at = time.monotonic()
            self._lock.release()


def _given(golden: GoldenAnswer, match: Match, bench: Bench) -> Answer | None:
    """The answer with its citations; None where the asker's limits or a lost passage forbid it."""
    retriever, question = bench.retriever, bench.question
    supports = supports_of(golden, retriever.documents, lambda i: _passages(i, retriever))
    admitted = all(question.limits.admit(s.passage, s.document) for s in supports)
    if len(supports) < len(golden.quotes) or not admitted or (question.limits and not supports):
        return None
    marks = "" if MARK.search(golden.answer) else "".join(
        f"[{n}]" for n in range(1, len(supports) + 1)
    )  # fmt: skip
    text = golden.answer + marks
    return Answer(
        question=question.text, text=to_traditional(text) if question.traditional else text,
        abstained=False, reason=None, mode="structured",
        citations=tuple(citation(s, n) for n, s in enumerate(supports, 1)),
        checks=CHECKS if supports else CHECKS[:1], mended=question.mended, confidence=1.0,
        official=Official(golden.id, golden.author, golden.approver, golden.approved[:10],
                          golden.expires, golden.note, match),
    )  # fmt: skip


def _passages(doc_id: str, retriever: Retriever) -> Sequence[Passage]:
    document = next(d for d in retriever.documents if d.id == doc_id)
    return [retriever.passage(n) for n in retriever.numbers_of(document)]


def loader(memory: str) -> Callable[[], Sequence[GoldenAnswer]]:
    """Reads the approved golden answers of the setting `memory`.

    The database library is imported only where there is one: a cold `minsheng ask` over a file
    without golden answers pays for none.
    """

    def load() -> Sequence[GoldenAnswer]:
        if "://" not in memory and not _may_hold(Path(memory)):
            return ()
        return book().approved()

    @cache
    def book() -> GoldenBook:
        from assistant.store.store import Store

        return Store(memory).golden

    return load


def _may_hold(file: Path) -> bool:
    """Whether an SQLite file may hold approved golden answers; false is sure."""
    if not file.is_file():
        return False
    try:
        connection = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=1)
        try:
            held = connection.execute("SELECT 1 FROM golden WHERE state = 'approved' LIMIT 1")
            return held.fetchone() is not None
        finally:
            connection.close()
    except sqlite3.Error as error:
        return "no such table" not in str(error)
