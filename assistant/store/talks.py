"""Conversations of signed-in staff: each belongs to one person, who alone reads and changes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, func, insert, select, update

from assistant.mask import masked
from assistant.store import tables
from assistant.store.audit import append
from assistant.store.database import Database
from assistant.store.people import Person

_TALKS, _TURNS = tables.talks, tables.turns
TITLE_MAX = 60  # characters
_LISTED = 500


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation as a list shows it; `changed` is when its last turn was kept, ISO 8601."""

    id: str
    title: str
    changed: str


class TalkBook:
    """The conversations of a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, person: Person, talk: str, turns: Sequence[Mapping[str, Any]]) -> None:
        """Keep the turns (each with "id" and "question") that the conversation does not have yet.

        The first question, personal numbers masked, is its title until it is renamed.
        """
        title = masked(str(turns[0]["question"]))[:TITLE_MAX]
        with self._database.writing() as connection:
            own = _own(person, talk)
            changed = update(_TALKS).where(own).values(changed=tables.now())
            if not connection.execute(changed).rowcount:
                row = {"person": person.id, "id": talk, "title": title, "changed": tables.now()}
                connection.execute(insert(_TALKS).values(**row))
            _add(connection, person, talk, turns)

    def all(self, person: Person) -> list[Talk]:
        """The person's conversations, the newest first."""
        chosen = select(_TALKS.c.id, _TALKS.c.title, _TALKS.c.changed)
        mine = chosen.where(_TALKS.c.person == person.id).order_by(_TALKS.c.changed.desc())
        with self._database.reading() as connection:
            return [Talk(*row) for row in connection.execute(mine.limit(_LISTED))]

    def turns(self, person: Person, talk: str) -> list[Any]:
        """The turns of a conversation as they were kept, oldest first; none where there is none."""
        own = and_(_TURNS.c.person == person.id, _TURNS.c.talk == talk)
        chosen = select(_TURNS.c.data).where(own).order_by(_TURNS.c.number)
        with self._database.reading() as connection:
            return list(connection.execute(chosen).scalars())

    def rename(self, person: Person, talk: str, title: str) -> bool:
        """Give a conversation another title; whether there was one."""
        named = update(_TALKS).where(_own(person, talk)).values(title=masked(title)[:TITLE_MAX])
        with self._database.writing() as connection:
            return connection.execute(named).rowcount > 0

    def remove(self, person: Person, talk: str) -> bool:
        """Delete a conversation with its turns; whether there was one."""
        own = and_(_TURNS.c.person == person.id, _TURNS.c.talk == talk)
        with self._database.writing() as connection:
            connection.execute(delete(_TURNS).where(own))
            gone = connection.execute(delete(_TALKS).where(_own(person, talk))).rowcount > 0
            if gone:
                append(connection, person.name, "talks.remove", talk)
        return gone


def _own(person: Person, talk: str) -> ColumnElement[bool]:
    return and_(_TALKS.c.person == person.id, _TALKS.c.id == talk)


def _add(
    connection: Connection, person: Person, talk: str, turns: Sequence[Mapping[str, Any]]
) -> None:
    own = and_(_TURNS.c.person == person.id, _TURNS.c.talk == talk)
    known = set(connection.execute(select(_TURNS.c.id).where(own)).scalars())
    last = connection.execute(select(func.max(_TURNS.c.number)).where(own)).scalar() or 0
    fresh = [turn for turn in turns if turn["id"] not in known]
    for number, turn in enumerate(fresh, last + 1):
        row = {"person": person.id, "talk": talk, "number": number, "id": turn["id"]}
        connection.execute(insert(_TURNS).values(**row, data=dict(turn)))


def forget_talks(connection: Connection, before: str) -> int:
    """Delete the conversations whose last turn is from before that time; how many there were."""
    old = _TALKS.c.changed < before
    theirs = select(_TALKS.c.id).where(
        old, _TALKS.c.person == _TURNS.c.person, _TALKS.c.id == _TURNS.c.talk
    )
    connection.execute(delete(_TURNS).where(theirs.exists()))
    return connection.execute(delete(_TALKS).where(old)).rowcount
