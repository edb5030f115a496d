"""Sessions of signed-in staff, kept by the server: ended by signing out, by time, by a reset."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from sqlalchemy import delete, insert, select, update

from assistant.store import tables
from assistant.store.audit import append
from assistant.store.database import Database
from assistant.store.people import Person, digest

IDLE_DAYS = 1 / 24
_WHOLE_DAYS = 0.5
_SEEN_DAYS = IDLE_DAYS / 60  # how stale the time of the last request may be
_TABLE, _PEOPLE = tables.sessions, tables.people


@dataclass(frozen=True, slots=True)
class Session:
    """Who is signed in, and the token that their forms carry."""

    person: Person
    csrf: str


class SessionBook:
    """The sessions of a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def start(self, person: Person) -> str:
        """A new session; the token for the browser, of which only a hash is kept."""
        token = secrets.token_urlsafe(32)
        row = {"hash": digest(token), "person": person.id, "csrf": secrets.token_urlsafe(32),
               "expires": tables.now(days=_WHOLE_DAYS), "seen": tables.now()}  # fmt: skip
        with self._database.writing() as connection:
            connection.execute(delete(_TABLE).where(_TABLE.c.expires < tables.now()))
            connection.execute(insert(_TABLE).values(**row))
        return token

    def find(self, token: str) -> Session | None:
        """The session of a browser's token; None where it has ended."""
        if not token:
            return None
        joined = select(_PEOPLE, _TABLE.c.csrf, _TABLE.c.seen).join(
            _TABLE, _TABLE.c.person == _PEOPLE.c.id
        )
        alive = joined.where(
            _TABLE.c.hash == digest(token), _TABLE.c.expires > tables.now(),
            _TABLE.c.seen > tables.now(days=-IDLE_DAYS), _PEOPLE.c.active,
        )  # fmt: skip
        with self._database.reading() as connection:
            row = connection.execute(alive).first()
        if row is None:
            return None
        if row.seen < tables.now(days=-_SEEN_DAYS):
            with self._database.writing() as connection:
                own = _TABLE.c.hash == digest(token)
                connection.execute(update(_TABLE).where(own).values(seen=tables.now()))
        person = Person(row.id, row.name, row.role, row.active, True, row.version)
        return Session(person, row.csrf)

    def end(self, token: str, *, who: str) -> None:
        """Sign out."""
        with self._database.writing() as connection:
            connection.execute(delete(_TABLE).where(_TABLE.c.hash == digest(token)))
            append(connection, who, "sign-out")
