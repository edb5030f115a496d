"""The task ledger: what a reader chose, the tasks that pass, and their table for a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from assistant.web.shelf import Task
from assistant.web.texts import Language, say
from corpus.fold import squeezed

SORTS = ("document", "deadline", "lead", "place", "matter")
COLUMNS = ("matter", "lead", "responsible", "deadline", "status", "progress", "place", "document")


@dataclass(frozen=True, slots=True)
class Choice:
    """What to show: "" does not limit; `words` and `unit` are looked for within the texts."""

    words: str = ""
    unit: str = ""
    place: str = ""
    doc: str = ""
    status: str = ""
    sort: str = ""

    def query(self) -> dict[str, str]:
        """The choice as an address has it, without what does not limit."""
        return {name: value for name, value in asdict(self).items() if value}


def chosen(tasks: Iterable[Task], choice: Choice, today: date) -> list[Task]:
    """The tasks that pass, sorted, those without a time limit last; ties keep their order."""

    words, unit = squeezed(choice.words), squeezed(choice.unit)

    def passes(task: Task) -> bool:
        return (
            words in task.folded
            and unit in task.units
            and choice.place in ("", task.place)
            and choice.doc in ("", task.document.id)
            and choice.status in ("", task.status(today))
        )

    keys: dict[str, Callable[[Task], Any]] = {
        "deadline": lambda t: t.due or date.max,
        "lead": lambda t: (not t.lead, t.lead),
        "place": lambda t: (not t.place, t.place),
        "matter": lambda t: t.matter,
    }
    found = [task for task in tasks if passes(task)]
    key = keys.get(choice.sort)
    return sorted(found, key=key) if key else found


def cells(task: Task, today: date, language: Language) -> tuple[str, ...]:
    """The texts of a task in the order of COLUMNS."""
    status = say(f"status_{task.status(today)}", language)
    return (
        task.matter, task.lead, task.responsible, task.deadline, status, task.progress, task.place,
        task.document.title,
    )  # fmt: skip


def sheet(
    tasks: Sequence[Task], today: date, language: Language
) -> tuple[list[str], list[list[str]]]:
    """Columns and rows for a spreadsheet: the ledger's, then where each task stands."""
    columns = [say(f"task_{name}", language) for name in COLUMNS]
    columns += [say(name, language) for name in ("place", "file", "original")]
    rows = [
        [*cells(t, today, language), t.passage.locator, t.document.source, t.passage.text]
        for t in tasks
    ]
    return columns, rows
