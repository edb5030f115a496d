"""Databases for the tests: a file, and a schema of its own in the machine's PostgreSQL."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import psycopg
import pytest

_WHERE = "postgresql://{user}@127.0.0.1:5432/test"


@cache
def _server() -> str | None:
    """The URL of a PostgreSQL that lets us in, or None."""
    for user in ("root", "postgres"):
        try:
            psycopg.connect(_WHERE.format(user=user), connect_timeout=5).close()
        except psycopg.Error:
            continue
        return _WHERE.format(user=user)
    return None


KINDS = ("sqlite", "postgresql")


@contextmanager
def database(kind: str, folder: Path) -> Iterator[str]:
    """What the setting `memory` would say of a new database of that kind."""
    if kind == "sqlite":
        yield str(folder / "memory.sqlite3")
        return
    with postgres() as url:
        yield url


@contextmanager
def postgres() -> Iterator[str]:
    """A URL whose schema is new and dropped afterwards; skips where there is no server."""
    server = _server()
    if server is None:
        pytest.skip("no PostgreSQL at 127.0.0.1:5432 (database test, user root or postgres)")
    name = f"minsheng_{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}")
        try:
            yield f"{server}?options=-csearch_path%3D{name}"
        finally:
            connection.execute(f"DROP SCHEMA {name} CASCADE")
