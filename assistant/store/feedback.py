"""What readers said of answers; personal numbers are masked before anything is kept."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import insert, select, update

from assistant.mask import masked
from assistant.store import tables
from assistant.store.audit import append
from assistant.store.database import Database

Verdict = Literal["up", "down"]
_TABLE = tables.feedback


@dataclass(frozen=True, slots=True)
class Feedback:
    """One verdict on one answer.

    Attributes:
        time: when it was given, ISO 8601 in UTC.
        id: "" for a new one; an earlier one's id replaces its verdict and reason.
        state: "open" until staff have dealt with it, then "done".
    """

    question: str
    answer: str
    verdict: Verdict
    reason: str = ""
    time: str = ""
    id: str = ""
    state: str = "open"


class FeedbackBook:
    """The feedback of a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, given: Feedback) -> str:
        """Store a verdict, masked and dated now; returns its id."""
        said = {"time": tables.now(), "verdict": given.verdict, "reason": masked(given.reason)}
        with self._database.writing() as connection:
            known = update(_TABLE).where(_TABLE.c.id == given.id).values(**said)
            if given.id and connection.execute(known).rowcount:
                return given.id
            row = {
                "id": given.id or uuid.uuid4().hex, **said,
                "question": masked(given.question), "answer": masked(given.answer),
            }  # fmt: skip
            connection.execute(insert(_TABLE).values(**row))
        return str(row["id"])

    def settle(self, known: str, *, by: str) -> None:
        """Mark one as dealt with."""
        with self._database.writing() as connection:
            connection.execute(update(_TABLE).where(_TABLE.c.id == known).values(state="done"))
            append(connection, by, "feedback.done", known)

    def all(self) -> list[Feedback]:
        """All that is kept, oldest first."""
        chosen = [_TABLE.c[name] for name in Feedback.__slots__]
        with self._database.reading() as connection:
            rows = connection.execute(select(*chosen).order_by(_TABLE.c.time, _TABLE.c.id))
            return [Feedback(*row) for row in rows]
