"""Golden answers in the database: saved as drafts, approved by another person, retired."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from assistant.golden.records import GoldenAnswer, GoldenError, Quote
from assistant.store import tables
from assistant.store.audit import append
from assistant.store.database import Database
from assistant.store.errors import ConflictError

_TABLE = tables.golden
_COMPARE = "您的内容没有丢;对照新版本后再保存 (yours is kept; compare, then save again)。"
_LOOK = "看过现在的内容再定 (look at it as it is now, then decide)。"
_NAMES = tuple(f.name for f in fields(GoldenAnswer))


class GoldenBook:
    """The golden answers of a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, given: GoldenAnswer, *, by: str) -> GoldenAnswer:
        """Keep a new one, or change the one of its id; either way it is a draft again, by `by`.

        Raises:
            ConflictError: it was changed since the version that was given.
            GoldenError: there is none of that id.
        """
        if not by.strip():
            raise GoldenError("缺作者 no author.", hint="写明是谁 (say who)。")
        draft = replace(given, author=by, state="draft", approver="", approved="",
                        changed=tables.now(), version=given.version + 1)  # fmt: skip
        with self._database.writing() as connection:
            if given.id:
                _change(connection, given.id, given.version, asdict(draft), _COMPARE)
            else:
                draft = replace(draft, id=uuid.uuid4().hex)
                connection.execute(insert(_TABLE).values(**asdict(draft)))
            append(connection, by, "golden.save", draft.id, question=draft.question)
        return draft

    def approve(self, known: str, version: int, *, by: str) -> GoldenAnswer:
        """Approve a draft; GoldenError where the approver is its author or it is no draft."""
        with self._database.writing() as connection:
            found = _one(connection, known)
            if found.state != "draft":
                raise GoldenError(
                    f"不是草稿 not a draft: {found.state}.", hint="先修改 (edit it)。"
                )
            if not by.strip() or by.strip().casefold() == found.author.strip().casefold():
                raise GoldenError(
                    f"须由另一人审核 {found.author!r} wrote it and cannot approve it.",
                    hint="请同事审核 (ask a colleague to approve it)。",
                )
            when = tables.now()
            done = replace(found, state="approved", approver=by, approved=when, changed=when,
                           version=version + 1)  # fmt: skip
            _change(connection, known, version, asdict(done))
            append(connection, by, "golden.approve", known, author=found.author)
        return done

    def retire(self, known: str, version: int, *, by: str) -> GoldenAnswer:
        """Take one out of use; it stays on the list."""
        with self._database.writing() as connection:
            found = _one(connection, known)
            done = replace(found, state="retired", changed=tables.now(), version=version + 1)
            _change(connection, known, version, asdict(done))
            append(connection, by, "golden.retire", known)
        return done

    def get(self, known: str) -> GoldenAnswer:
        """The one of that id (its first characters do, where they name one only)."""
        with self._database.reading() as connection:
            return _one(connection, known)

    def all(self) -> list[GoldenAnswer]:
        """All of them, the latest change first."""
        with self._database.reading() as connection:
            chosen = _select().order_by(_TABLE.c.changed.desc(), _TABLE.c.id)
            return [_golden(row) for row in connection.execute(chosen)]

    def approved(self) -> list[GoldenAnswer]:
        """Those that were approved, oldest approval first."""
        with self._database.reading() as connection:
            chosen = _select().where(_TABLE.c.state == "approved")
            rows = connection.execute(chosen.order_by(_TABLE.c.approved, _TABLE.c.id))
            return [_golden(row) for row in rows]


def _change(
    connection: Connection, known: str, version: int, values: Mapping[str, Any],
    remedy: str = _LOOK,
) -> None:  # fmt: skip
    """Write the values where the version is still the one that was read."""
    same = (_TABLE.c.id == known) & (_TABLE.c.version == version)
    if not connection.execute(update(_TABLE).where(same).values(**values)).rowcount:
        found = _one(connection, known)
        when = f"{datetime.fromisoformat(found.changed).astimezone():%Y-%m-%d %H:%M}"
        raise ConflictError(
            f"{_changer(connection, found)} 已于 {when} 改过 changed it meanwhile.", hint=remedy
        )


def _changer(connection: Connection, found: GoldenAnswer) -> str:
    """Who changed one last, as the audit log says: its author, its approver, who retired it."""
    told = tables.audit.c
    last = select(told.who).where((told.about == found.id) & told.what.startswith("golden."))
    who: str | None = connection.execute(last.order_by(told.seq.desc()).limit(1)).scalar()
    return who or found.author


def _one(connection: Connection, known: str) -> GoldenAnswer:
    exact = connection.execute(_select().where(_TABLE.c.id == known)).all()
    rows = exact or connection.execute(
        _select().where(_TABLE.c.id.startswith(known, autoescape=True)).limit(2)
    ).all()  # fmt: skip
    if len(rows) != 1 or not known:
        raise GoldenError(
            f"没有这条官方答案 no golden answer {known!r}.",
            hint="编号见 minsheng golden list (see the list)。",
        )
    return _golden(rows[0])


def _select() -> Any:
    return select(*(_TABLE.c[name] for name in _NAMES))


def _golden(row: Row[Any]) -> GoldenAnswer:
    raw = dict(row._mapping)
    raw["quotes"] = tuple(Quote(**q) for q in raw["quotes"])
    raw |= {name: tuple(raw[name]) for name in ("paraphrases", "negatives")}
    return GoldenAnswer(**raw)
