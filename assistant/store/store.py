"""Everything that is remembered, in one place: a book for each noun over one database."""

from __future__ import annotations

from pathlib import Path

from assistant.store.database import Database
from assistant.store.feedback import FeedbackBook
from assistant.store.golden import GoldenBook


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
