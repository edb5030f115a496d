"""Questions that found no answer, and what was answered where the office keeps that."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from sqlalchemy import delete, insert, select, update

from assistant.answers import Answer
from assistant.mask import masked
from assistant.store import tables
from assistant.store.audit import append
from assistant.store.database import Database
from corpus.fold import squeezed
from corpus.records import Document

_OPEN, _KEPT = tables.unanswered, tables.answers


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question that was abstained from, however often it was asked.

    Attributes:
        key: names it; `first`, `last`: when it was asked, ISO 8601 in UTC.
        state: "open" until staff have dealt with it, then "done".
    """

    key: str
    question: str
    reason: str
    first: str
    last: str
    state: str
    count: int


@dataclass(frozen=True, slots=True)
class AnswerRecord:
    """A question and its answer as they were given.

    Attributes:
        who: the person of the staff who asked, "" for anyone else.
        official: the id of the golden answer that was given, or "".
        corpus: sha256 over the documents of the index that answered, as its manifest has it.
        citations: marker, source, sha256 of the source, start, end.
    """

    id: str
    time: str
    who: str
    question: str
    answer: str
    mode: str
    official: str
    corpus: str
    abstained: bool
    citations: tuple[dict[str, Any], ...]


def corpus_hash(documents: Sequence[Document]) -> str:
    """What index.build writes as `corpus` into the manifest of an index of these documents."""
    return hashlib.sha256("".join(d.sha256 for d in documents).encode()).hexdigest()


def record_of(answer: Answer, documents: Sequence[Document], who: str = "") -> AnswerRecord:
    """An answer as it is kept, personal numbers masked."""
    cited = tuple(
        {"marker": c.marker, "source": c.source, "sha256": c.document.sha256,
         "start": c.start, "end": c.end}
        for c in answer.citations
    )  # fmt: skip
    return AnswerRecord(
        uuid.uuid4().hex, tables.now(), who, masked(answer.question), masked(answer.text),
        answer.mode, answer.official.id if answer.official else "", corpus_hash(documents),
        answer.abstained, cited,
    )  # fmt: skip


class QuestionBook:
    """The questions of a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def missed(self, question: str, reason: str) -> None:
        """Count a question without answer; one that was dealt with is open again."""
        shown = masked(question)
        key = hashlib.sha256(squeezed(shown).encode()).hexdigest()[:32]
        when = tables.now()
        again = update(_OPEN).where(_OPEN.c.key == key)
        with self._database.writing() as connection:
            values = {"last": when, "reason": reason, "state": "open", "count": _OPEN.c.count + 1}
            if not connection.execute(again.values(**values)).rowcount:
                row = Unanswered(key, shown, reason, when, when, "open", 1)
                connection.execute(insert(_OPEN).values(**asdict(row)))

    def unanswered(self, state: str = "open") -> list[Unanswered]:
        """Those of a state, the most asked first."""
        chosen = select(*(_OPEN.c[f.name] for f in fields(Unanswered)))
        with self._database.reading() as connection:
            rows = connection.execute(
                chosen.where(_OPEN.c.state == state)
                .order_by(_OPEN.c.count.desc(), _OPEN.c.last.desc())
            )  # fmt: skip
            return [Unanswered(*row) for row in rows]

    def settle(self, key: str, *, by: str) -> None:
        """Mark one as dealt with."""
        with self._database.writing() as connection:
            connection.execute(update(_OPEN).where(_OPEN.c.key == key).values(state="done"))
            append(connection, by, "unanswered.done", key)

    def keep(self, record: AnswerRecord) -> None:
        """Keep a question with its answer."""
        with self._database.writing() as connection:
            connection.execute(insert(_KEPT).values(**asdict(record)))

    def kept(self) -> list[AnswerRecord]:
        """All that is kept, oldest first."""
        chosen = select(*(_KEPT.c[f.name] for f in fields(AnswerRecord)))
        with self._database.reading() as connection:
            rows = connection.execute(chosen.order_by(_KEPT.c.time, _KEPT.c.id))
            return [AnswerRecord(*(*row[:-1], tuple(row[-1]))) for row in rows]

    def remove(self, known: str, *, by: str) -> bool:
        """Delete a kept answer by its id; whether there was one."""
        with self._database.writing() as connection:
            gone = connection.execute(delete(_KEPT).where(_KEPT.c.id == known)).rowcount > 0
            if gone:
                append(connection, by, "answers.remove", known)
        return gone
