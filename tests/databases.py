"""Databases for the tests: a file, and a schema of its own in the machine's PostgreSQL.

`Wire` stands between a test and PostgreSQL, so that a server can be gone and come back.
"""

from __future__ import annotations

import socket
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
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


class Wire:
    """A port of this machine that leads to PostgreSQL while the wire is not cut."""

    def __init__(self, url: str) -> None:
        """`url`: what `postgres` gives; `self.url` is the same database through the wire."""
        self._open: set[socket.socket] = set()
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = self._server.getsockname()[1]
        self.url = url.replace(":5432", f":{self.port}")
        threading.Thread(target=self._accept, args=(self._server,), daemon=True).start()

    def cut(self) -> None:
        """End every connection and take no new one."""
        self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        for end in list(self._open):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        """Take connections again, at the same port."""
        self._server = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._accept, args=(self._server,), daemon=True).start()

    def _accept(self, server: socket.socket) -> None:
        with suppress(OSError):
            while True:
                near, _ = server.accept()
                far = socket.create_connection(("127.0.0.1", 5432))
                self._open |= {near, far}
                for ends in ((near, far), (far, near)):
                    threading.Thread(target=self._carry, args=ends, daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                target.sendall(data)
        for end in (source, target):
            self._open.discard(end)
            end.close()
