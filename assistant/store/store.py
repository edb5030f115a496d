"""Everything that is remembered, in one place: a book for each noun over one database."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import delete

from assistant.store import tables
from assistant.store.audit import AuditLog, append
from assistant.store.database import Database
from assistant.store.feedback import FeedbackBook
from assistant.store.golden import GoldenBook
from assistant.store.people import PeopleBook
from assistant.store.questions import QuestionBook
from assistant.store.sessions import SessionBook
from assistant.store.talks import TalkBook, forget_talks


class Store:
    """The books over a database, which is a file's path or a PostgreSQL URL.

    Opens nothing until something is read or written. Every operation may be called from any
    thread and raises StoreError where the database cannot be used.
    """

    def __init__(self, memory: str | Path) -> None:
        """`memory` as the setting has it; StoreError where it is a URL of another kind."""
        self.database = Database(memory)
        self.feedback = FeedbackBook(self.database)
        self.golden = GoldenBook(self.database)
        self.questions = QuestionBook(self.database)
        self.people = PeopleBook(self.database)
        self.sessions = SessionBook(self.database)
        self.talks = TalkBook(self.database)
        self.audit = AuditLog(self.database)

    def forget(self, days: float, *, who: str) -> Mapping[str, int]:
        """Delete what is older than that many days, and all that has run out; how much of each.

        Golden answers and people stay until someone retires or shuts them out.
        """
        before = tables.now(days=-days)
        old = {
            "feedback": tables.feedback.c.time < before,
            "unanswered": tables.unanswered.c.last < before,
            "answers": tables.answers.c.time < before,
            "sessions": tables.sessions.c.expires < tables.now(),
            "links": tables.links.c.expires < tables.now(),
        }
        with self.database.writing() as connection:
            gone = {
                name: connection.execute(delete(tables.metadata.tables[name]).where(test)).rowcount
                for name, test in old.items()
            }
            gone["talks"] = forget_talks(connection, before)
            if any(gone.values()):
                append(connection, who, "records.forget", before, **gone)
        return {**gone, "audit": self.audit.forget(before, who=who)}
