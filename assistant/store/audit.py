"""The audit log: each entry holds the hash of the one before, so that none can change unseen.

An entry is written in the transaction of what it tells. Old entries are forgotten from the
beginning only: the anchor keeps the hash of the last one forgotten, and an entry says so.
Whoever can write the database could still write the whole chain anew; note the head elsewhere
(`minsheng audit verify` prints it, `--head` looks for it) to notice that too.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from assistant.mask import masked
from assistant.store import tables
from assistant.store.database import Database, one_at_a_time

_TABLE, _ANCHOR = tables.audit, tables.audit_anchor
_FIRST = "0" * 64
FORGET = "audit.forget"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was done.

    Attributes:
        seq: 1, 2, 3, … without a gap.
        what: e.g. "golden.approve"; `about`: the id or name of its object.
        detail: a JSON object as text, personal numbers masked.
        before, hash: sha256 (hex) of the entry before, and of this one with that.
    """

    seq: int
    time: str
    who: str
    what: str
    about: str
    detail: str
    before: str
    hash: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What a check of the chain found.

    Attributes:
        broken: the number of the first entry that does not fit, None where all do.
        head: the hash of the last entry.
    """

    entries: int
    head: str
    broken: int | None


_COLUMNS = tuple(_TABLE.c[f.name] for f in fields(Entry))


def append(connection: Connection, who: str, what: str, about: str = "", **detail: Any) -> None:
    """Add an entry within the transaction of what it tells."""
    one_at_a_time(connection)
    seq, before = _last(connection)
    told = masked(json.dumps(detail, ensure_ascii=False, sort_keys=True))
    said = (seq + 1, tables.now(), masked(who), what, masked(about), told, before)
    entry = Entry(*said, hash=_hash(*said))
    row = {f.name: getattr(entry, f.name) for f in fields(entry)}
    connection.execute(insert(_TABLE).values(**row))


def _last(connection: Connection) -> tuple[int, str]:
    """Number and hash of the last entry, or of the anchor, or of the beginning."""
    newest = select(_TABLE.c.seq, _TABLE.c.hash).order_by(_TABLE.c.seq.desc()).limit(1)
    anchor = select(_ANCHOR.c.seq, _ANCHOR.c.hash).order_by(_ANCHOR.c.seq.desc()).limit(1)
    row = connection.execute(newest).first() or connection.execute(anchor).first()
    return (row[0], row[1]) if row else (0, _FIRST)


def _hash(*said: Any) -> str:
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


class AuditLog:
    """The audit log of a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, who: str, what: str, about: str = "", **detail: Any) -> None:
        """An entry of its own, for what changes nothing in the database."""
        with self._database.writing() as connection:
            append(connection, who, what, about, **detail)

    def entries(self, limit: int = 0, *, before: int = 0) -> list[Entry]:
        """The last ones, newest first; all of them where the limit is 0.

        `before`: only those of a lower number, where it is not 0.
        """
        chosen = select(*_COLUMNS).order_by(_TABLE.c.seq.desc())
        if before:
            chosen = chosen.where(_TABLE.c.seq < before)
        with self._database.reading() as connection:
            rows = connection.execute(chosen.limit(limit) if limit else chosen)
            return [Entry(*row) for row in rows]

    def verify(self, head: str = "") -> Verified:
        """Check every entry against the one before, and that `head` (if given) is still there."""
        with self._database.reading() as connection:
            anchor = connection.execute(select(_ANCHOR.c.seq, _ANCHOR.c.hash)).first()
            rows = connection.execute(select(*_COLUMNS).order_by(_TABLE.c.seq))
            return _checked((Entry(*row) for row in rows), tuple(anchor or (0, _FIRST)), head)

    def forget(self, before: str, *, who: str) -> int:
        """Delete the entries from before that time; how many there were."""
        with self._database.writing() as connection:
            one_at_a_time(connection)
            kept = select(func.min(_TABLE.c.seq)).where(_TABLE.c.time >= before)
            first = connection.execute(kept).scalar()
            old = _TABLE.c.seq < first if first else _TABLE.c.time < before
            last = connection.execute(
                select(_TABLE.c.seq, _TABLE.c.hash).where(old).order_by(_TABLE.c.seq.desc())
            ).first()
            if last is None:
                return 0
            connection.execute(delete(_ANCHOR))
            connection.execute(insert(_ANCHOR).values(seq=last[0], hash=last[1]))
            gone = connection.execute(delete(_TABLE).where(old)).rowcount
            append(connection, who, FORGET, str(last[0]), hash=last[1])
        return gone


def _checked(entries: Iterator[Entry], anchor: tuple[int, str], head: str) -> Verified:
    seq, before = anchor
    count, seen, vouched = 0, not head or before == head, anchor[0] == 0
    for entry in entries:
        said = (entry.seq, entry.time, entry.who, entry.what, entry.about, entry.detail,
                entry.before)  # fmt: skip
        if (entry.seq, entry.before, entry.hash) != (seq + 1, before, _hash(*said)):
            return Verified(count, before, entry.seq)
        seq, before, count = entry.seq, entry.hash, count + 1
        seen = seen or before == head
        if entry.what == FORGET and entry.about == str(anchor[0]):
            vouched = json.loads(entry.detail)["hash"] == anchor[1]
    if not seen or not vouched:
        return Verified(count, before, seq + 1 if not seen else anchor[0])
    return Verified(count, before, None)
