"""The database: a transaction for each operation, the schema brought up to date before the first.

Writers take turns by the database's own locks. SQLite's write-ahead logging
(https://www.sqlite.org/wal.html) is left off, since switching it on can fail at once, without
waiting, where several are first at a new file; a writer's transaction begins with the lock
(BEGIN IMMEDIATE), so that it waits for it instead of failing half-way.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from alembic.util import CommandError
from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from assistant.store.errors import StoreError
from assistant.store.migrating import HEAD, upgrade

_WAIT_S = 5.0  # for another writer, far longer than one takes; a reader of the page waits as long
_LOCK = 0x6D696E73  # PostgreSQL's advisory lock of our migrations and of the audit's chain
_MIGRATING = threading.Lock()  # Alembic's operations are global to a process


class Database:
    """One database by a file's path or a PostgreSQL URL; opens nothing until it is used."""

    def __init__(self, memory: str | Path) -> None:
        self.url = _url(str(memory))
        self._ready: object = None

    @property
    def exists(self) -> bool:
        """Whether there is anything: false for an SQLite file that was not made yet."""
        return self._file is None or self._file.exists()

    @property
    def shown(self) -> str:
        """The database as messages name it, without a password."""
        return str(self._file or self.url.render_as_string(hide_password=True))

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that reads; StoreError where the database cannot be used."""
        with self._faults():
            self._prepare()
            with self._engine.connect() as connection:
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes: kept whole at the end, or, after any error, not at all."""
        with self._faults():
            self._prepare()
            with self._begun() as connection:
                yield connection

    @cached_property
    def _file(self) -> Path | None:
        return Path(self.url.database or "") if self.url.get_backend_name() == "sqlite" else None

    @cached_property
    def _engine(self) -> Engine:
        if self._file is None:
            return create_engine(
                self.url, pool_pre_ping=True, hide_parameters=True,
                connect_args={"connect_timeout": round(_WAIT_S)},
            )  # fmt: skip
        engine = create_engine(
            self.url, poolclass=NullPool, hide_parameters=True, connect_args={"timeout": _WAIT_S}
        )
        event.listen(engine, "connect", _sqlite_connected)
        event.listen(engine, "begin", _sqlite_begun)
        return engine

    @contextmanager
    def _begun(self) -> Iterator[Connection]:
        writing = self._engine.execution_options(writes=True)
        with writing.begin() as connection:
            if self._file is None:
                connection.execute(text(f"SET LOCAL lock_timeout = '{round(_WAIT_S)}s'"))
            yield connection

    def _prepare(self) -> None:
        """Bring the schema up to date, once for as long as the file stays the same one."""
        if self._ready is not None and self._ready == self._identity():
            return
        if self._file is not None:
            self._file.parent.mkdir(parents=True, exist_ok=True)
        with self._engine.connect() as connection:
            current = _version(connection)
        if current != HEAD:
            with _MIGRATING, self._begun() as connection:
                one_at_a_time(connection)
                if _version(connection) != HEAD:  # another process may have been faster
                    upgrade(connection)
        self._ready = self._identity()

    def _identity(self) -> object:
        """Tells one database file from another of the same name; None where it is gone."""
        if self._file is None:
            return self.url
        try:
            found = self._file.stat()
        except OSError:
            return None
        return (found.st_dev, found.st_ino)

    @contextmanager
    def _faults(self) -> Iterator[None]:
        """Every fault of the database as a StoreError of one line."""
        try:
            yield
        except (SQLAlchemyError, CommandError, OSError) as error:
            cause = error.orig if isinstance(error, DBAPIError) else error
            line = " ".join(str(cause).split()) or type(cause).__name__
            raise StoreError(
                f"数据库 database {self.shown!r}: {line}.",
                hint="检查它是否在、权限和磁盘空间,稍后再试 (check that it is there, permissions "
                "and disk space, then try again)。",
            ) from error


def one_at_a_time(connection: Connection) -> None:
    """Let no other such transaction run beside this one; SQLite's writers never do."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))


def _url(memory: str) -> URL:
    if "://" not in memory:
        return URL.create("sqlite", database=memory)
    try:
        url = make_url(re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", memory))
        if url.drivername == "postgresql+psycopg":
            return url
    except SQLAlchemyError:
        pass
    kind = memory.split("://", 1)[0]
    raise StoreError(
        f"设置 setting memory: 不认识的数据库地址 unknown kind of database {kind!r}.",
        hint="写 SQLite 文件的路径,或 postgresql://用户@主机/库 (a file, or a PostgreSQL URL)。",
    )


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def _sqlite_connected(connection: object, _: object) -> None:
    connection.isolation_level = None  # type: ignore[attr-defined]  # we say BEGIN ourselves


def _sqlite_begun(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
