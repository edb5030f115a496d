"""What readers said of answers, kept in one SQLite file; personal numbers are masked before.

Knows neither the web nor the assistant. A connection lives for one operation, so that any thread
may call; the file is made with the first thing that is kept. Writers take turns by SQLite's locks
alone: write-ahead logging (https://www.sqlite.org/wal.html) is left off, since switching it on can
fail at once, without waiting, where several are first at a new file.
"""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from assistant.mask import masked
from corpus.errors import MinshengError

Verdict = Literal["up", "down"]
_WAIT_S = 5.0  # for another writer; a reader of the page waits as long
# Migration n leads from version n to n + 1; published ones are never changed.
MIGRATIONS: tuple[str, ...] = (
    """CREATE TABLE feedback (
        id TEXT PRIMARY KEY, time TEXT NOT NULL, question TEXT NOT NULL, answer TEXT NOT NULL,
        verdict TEXT NOT NULL CHECK (verdict IN ('up', 'down')), reason TEXT NOT NULL)""",
)
_KEEP = """INSERT INTO feedback (id, time, question, answer, verdict, reason)
    VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE
    SET time = excluded.time, verdict = excluded.verdict, reason = excluded.reason"""


class StoreError(MinshengError):
    """The file cannot be read or written: locked, full, not ours, no permission."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """One verdict on one answer.

    Attributes:
        time: when it was given, ISO 8601 in UTC.
        id: "" for a new one; an earlier one's id replaces its verdict and reason.
    """

    question: str
    answer: str
    verdict: Verdict
    reason: str = ""
    time: str = ""
    id: str = ""


class Memory:
    """The file of feedback; opening nothing until it is used."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def keep(self, given: Feedback) -> str:
        """Store a verdict, masked and dated now; returns its id. StoreError where it cannot be."""
        row = (
            given.id or uuid.uuid4().hex, datetime.now(UTC).isoformat(timespec="seconds"),
            masked(given.question), masked(given.answer), given.verdict, masked(given.reason),
        )  # fmt: skip
        with self._opened() as connection:
            connection.execute(_KEEP, row)
        return row[0]

    def feedback(self) -> list[Feedback]:
        """All that is kept, oldest first; StoreError where the file cannot be read."""
        if not self._path.exists():
            return []
        with self._opened() as connection:
            rows = connection.execute(
                "SELECT question, answer, verdict, reason, time, id FROM feedback"
                " ORDER BY time, rowid"
            ).fetchall()
        return [Feedback(*row) for row in rows]

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        """A connection to an up-to-date file; every fault of it is a StoreError."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(self._path, timeout=_WAIT_S, isolation_level=None)
            try:
                _migrate(connection)
                yield connection
            finally:
                connection.close()
        except (sqlite3.Error, OSError) as error:
            raise StoreError(
                f"反馈文件 feedback file {str(self._path)!r}: {error}.",
                hint="检查该文件的权限和磁盘空间,稍后再试 (check permissions and disk space)。",
            ) from error


def _migrate(connection: sqlite3.Connection) -> None:
    """Bring the file up to the newest version, each step whole or not at all."""
    if _version(connection) == len(MIGRATIONS):
        return
    for number in range(len(MIGRATIONS)):
        connection.execute("BEGIN IMMEDIATE")
        if _version(connection) == number:  # another process may have been faster
            connection.execute(MIGRATIONS[number])
            connection.execute(f"PRAGMA user_version = {number + 1}")
        connection.execute("COMMIT")
    if _version(connection) != len(MIGRATIONS):
        raise sqlite3.DatabaseError("written by a newer version of this program")


def _version(connection: sqlite3.Connection) -> int:
    found: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return found
