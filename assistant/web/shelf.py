"""What pages and API know of the corpus: documents with what was lost, tasks, passages by id.

Read once for each state of the corpus, which is told by the identity of its list of documents.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Literal

from assistant.web import Asking
from corpus.coverage import Coverage, coverage
from corpus.deadlines import Deadline, latest
from corpus.fold import squeezed
from corpus.records import (
    DEADLINE,
    LEAD,
    MATTER,
    PROGRESS,
    RESPONSIBLE,
    TARGET,
    Document,
    Passage,
)
from corpus.typed import deadlines_of

Status = Literal["past", "open", "standing", "unstated"]
STATUSES: tuple[Status, ...] = ("past", "open", "standing", "unstated")
_TASK_KINDS = ("row", "item")
_TASK_FIELDS = (LEAD, RESPONSIBLE, DEADLINE, TARGET)


@dataclass(frozen=True, slots=True)
class Entry:
    """A document of the corpus with the number of its passages and what they cover."""

    document: Document
    passages: int
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class Task:
    """One record: a row or numbered item with its matter; texts as printed, "" where not stated.

    `limits` are its time limits as typed values; `folded` and `units` are the whole record and
    its units folded for searching.
    """

    document: Document
    passage: Passage
    matter: str
    lead: str
    responsible: str
    deadline: str
    progress: str
    limits: tuple[Deadline, ...]
    folded: str
    units: str

    @property
    def place(self) -> str:
        """The place that the record speaks of."""
        return self.passage.region or self.document.region

    @property
    def due(self) -> date | None:
        """The last day of the latest stated time limit, None where it has none."""
        return latest(self.limits)

    def status(self, today: date) -> Status:
        """How the time limits stand on that day; a task that lasts or recurs is never past."""
        if any(x.lasting or x.every for x in self.limits):
            return "standing"
        if self.due is None:
            return "unstated"
        return "past" if self.due < today else "open"


class Shelf:
    """Entries, tasks and passages of an assistant's corpus; any thread may ask."""

    def __init__(self, assistant: Asking) -> None:
        self._assistant = assistant
        self._lock = Lock()
        self._seen: Sequence[Document] | None = None
        self._entries: tuple[Entry, ...] = ()
        self._tasks: tuple[Task, ...] = ()
        self._owners: dict[str, Document] = {}

    def entries(self) -> tuple[Entry, ...]:
        """All documents, in the order of the index."""
        self._read()
        return self._entries

    def tasks(self) -> tuple[Task, ...]:
        """All records, in the order of their documents."""
        self._read()
        return self._tasks

    def passage(self, passage_id: str) -> tuple[Passage, Document] | None:
        """The passage of that id with its document, or None."""
        self._read()
        owner = self._owners.get(passage_id)
        passages = self._assistant.passages(owner.id) if owner else ()
        found = next((p for p in passages if p.id == passage_id), None)
        return (found, owner) if found and owner else None

    def _read(self) -> None:
        with self._lock:
            documents = self._assistant.documents
            if documents is self._seen:
                return
            entries: list[Entry] = []
            tasks: list[Task] = []
            owners: dict[str, Document] = {}
            for document in documents:
                passages = self._assistant.passages(document.id)
                entries.append(Entry(document, len(passages), coverage(document, passages)))
                tasks += [_task(document, p) for p in passages if _is_task(p)]
                owners.update((p.id, document) for p in passages)
            self._entries, self._tasks, self._owners = tuple(entries), tuple(tasks), owners
            self._seen = documents


def _is_task(passage: Passage) -> bool:
    return passage.kind in _TASK_KINDS and (
        passage.field(MATTER) is not None
        or any(passage.field(name) is not None for name in _TASK_FIELDS)
    )


def _task(document: Document, passage: Passage) -> Task:
    def text(name: str) -> str:
        field = passage.field(name)
        return field.text if field else ""

    limits = deadlines_of(passage, document.year)
    deadline = text(DEADLINE) or "、".join(x.printed for x in limits)
    matter = text(MATTER) or text(TARGET) or passage.text
    units = f"{text(LEAD)}、{text(RESPONSIBLE)}"
    return Task(
        document, passage, matter, text(LEAD), text(RESPONSIBLE), deadline, text(PROGRESS),
        limits, squeezed(passage.text), squeezed(units),
    )  # fmt: skip
