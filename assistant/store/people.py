"""Staff: names, roles, passwords (argon2id), and the one-time links by which these are set.

There is no default password: who is added, or forgot theirs, gets a link that holds for a day
and for one use; so does whoever starts the service first.
"""

from __future__ import annotations

import hashlib
import secrets
import uuid
from dataclasses import dataclass
from typing import Any, Literal, get_args

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from sqlalchemy import Connection, delete, func, insert, select, update

from assistant.store import tables
from assistant.store.audit import append
from assistant.store.database import Database
from assistant.store.errors import ConflictError
from corpus.errors import MinshengError

Role = Literal["reader", "editor", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)
PASSWORD_MIN = 10
_PASSWORD_MAX, _NAME_MAX = 200, 60
_LINK_DAYS = 1.0
_FIRST = ""  # the person of a link that makes the first administrator
# OWASP's parameters for argon2id with the least memory that it recommends
# (Password Storage Cheat Sheet): 19 MiB, two passes, one lane.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_NOBODY = _HASHER.hash(secrets.token_hex())  # compared with where the name is unknown
_TABLE, _LINKS = tables.people, tables.links


class SignInError(MinshengError):
    """Name and password do not belong together, or a link is used up or too old."""


class PeopleError(MinshengError):
    """A name, role or password cannot be taken as it stands."""


@dataclass(frozen=True, slots=True)
class Person:
    """One of the staff; `ready` once a password is set."""

    id: str
    name: str
    role: Role
    active: bool
    ready: bool
    version: int

    def may(self, role: Role) -> bool:
        """Whether the person's role allows what that role may do."""
        return self.active and ROLES.index(self.role) >= ROLES.index(role)


class PeopleBook:
    """The staff of a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[Person]:
        """Everyone, by name."""
        with self._database.reading() as connection:
            rows = connection.execute(select(_TABLE).order_by(_TABLE.c.name))
            return [_person(row) for row in rows]

    def first_link(self) -> str:
        """The token that makes the first administrator, "" where someone can sign in already."""
        with self._database.writing() as connection:
            ready = select(func.count()).where(
                _TABLE.c.password != "", _TABLE.c.role == "admin", _TABLE.c.active
            )
            return "" if connection.execute(ready).scalar() else _link(connection, _FIRST)

    def add(self, name: str, role: str, *, by: str) -> str:
        """Add a person; the token by which they set their password."""
        name = _checked_name(name)
        with self._database.writing() as connection:
            if _by_name(connection, name) is not None:
                raise PeopleError(f"已有此人 {name!r} is there already.", hint="换一个名字。")
            known = _insert(connection, name, _checked_role(role))
            append(connection, by, "people.add", name, role=role)
            return _link(connection, known)

    def reset(self, name: str, *, by: str) -> str:
        """A token for a new password; the old one and all sessions end at once."""
        with self._database.writing() as connection:
            person = _known(connection, name)
            values = {"password": "", "version": person.version + 1}
            connection.execute(update(_TABLE).where(_TABLE.c.id == person.id).values(**values))
            _end_sessions(connection, person.id)
            append(connection, by, "people.reset", name)
            return _link(connection, person.id)

    def change(
        self, name: str, *, role: str, active: bool, by: str, version: int | None = None
    ) -> None:
        """Give another role, or shut out; sessions end. The last administrator stays one."""
        with self._database.writing() as connection:
            person = _known(connection, name)
            if version is not None and version != person.version:
                raise ConflictError(
                    f"{name} 已被他人改过 was changed meanwhile.", hint="对照后再改 (look again)。"
                )
            others = select(func.count()).where(
                _TABLE.c.role == "admin", _TABLE.c.active, _TABLE.c.id != person.id
            )
            leaves = person.role == "admin" and (role != "admin" or not active)
            if leaves and not connection.execute(others).scalar():
                raise PeopleError(
                    "须留一名管理员 the last administrator must stay.", hint="先另设一名。"
                )
            values = {"role": _checked_role(role), "active": active, "version": person.version + 1}
            connection.execute(update(_TABLE).where(_TABLE.c.id == person.id).values(**values))
            _end_sessions(connection, person.id)
            append(connection, by, "people.change", name, role=role, active=active)

    def invited(self, token: str) -> str | None:
        """The name that a link is for, "" for the first administrator; None where it is void."""
        with self._database.reading() as connection:
            known = _linked(connection, token)
            if known is None or known == _FIRST:
                return known
            row = connection.execute(select(_TABLE).where(_TABLE.c.id == known)).first()
            return _person(row).name if row else None

    def redeem(self, token: str, name: str, password: str) -> Person:
        """Set the password that a link allows; for the first administrator the name as well.

        Raises:
            SignInError: the link is unknown, used or too old.
            PeopleError: the name or the password cannot be taken.
        """
        with self._database.writing() as connection:
            known = _linked(connection, token)
            if known is None:
                raise SignInError(
                    "链接无效或已过期 the link is void.",
                    hint="请管理员重发,或运行 minsheng people reset (ask for a new one)。",
                )
            if known == _FIRST:
                name = _checked_name(name)
                held = _by_name(connection, name)
                known = held.id if held else _insert(connection, name, "admin")
                connection.execute(
                    update(_TABLE).where(_TABLE.c.id == known).values(role="admin", active=True)
                )
            row = connection.execute(select(_TABLE).where(_TABLE.c.id == known)).one()
            hashed = _HASHER.hash(_checked_password(password, _person(row).name))
            connection.execute(update(_TABLE).where(_TABLE.c.id == known).values(password=hashed))
            connection.execute(delete(_LINKS).where(_LINKS.c.person.in_({known, _FIRST})))
            _end_sessions(connection, known)
            person = _person(row)
            append(connection, person.name, "people.password", person.name)
        return Person(person.id, person.name, person.role, person.active, True, person.version)

    def sign_in(self, name: str, password: str) -> Person:
        """The person; SignInError, the same whatever was wrong, and noted either way."""
        with self._database.reading() as connection:
            row = connection.execute(select(_TABLE).where(_TABLE.c.name == name.strip())).first()
        hashed = row.password if row is not None and row.password and row.active else _NOBODY
        try:
            _HASHER.verify(hashed, password)
            right = hashed is not _NOBODY
        except (Argon2Error, InvalidHashError):
            right = False
        with self._database.writing() as connection:
            append(connection, name.strip()[:_NAME_MAX], "sign-in" if right else "sign-in.failed")
        if not right or row is None:
            raise SignInError(
                "姓名或密码不对 name or password is wrong.",
                hint="再试一次,或请管理员重置 (try again, or ask for a reset)。",
            )
        return _person(row)


def digest(token: str) -> str:
    """The form in which links and sessions are kept: a leaked database signs nobody in."""
    return hashlib.sha256(token.encode()).hexdigest()


def _link(connection: Connection, person: str) -> str:
    """A new token for the person, the only one that holds from now on."""
    token = secrets.token_urlsafe(32)
    connection.execute(delete(_LINKS).where(_LINKS.c.person == person))
    row = {"hash": digest(token), "person": person, "expires": tables.now(days=_LINK_DAYS)}
    connection.execute(insert(_LINKS).values(**row))
    return token


def _linked(connection: Connection, token: str) -> str | None:
    chosen = select(_LINKS.c.person).where(
        _LINKS.c.hash == digest(token), _LINKS.c.expires > tables.now()
    )
    known: str | None = connection.execute(chosen).scalar()
    return known


def _insert(connection: Connection, name: str, role: Role) -> str:
    row: dict[str, Any] = {"id": uuid.uuid4().hex, "name": name, "role": role, "password": "",
                           "active": True, "created": tables.now(), "version": 1}  # fmt: skip
    connection.execute(insert(_TABLE).values(**row))
    return str(row["id"])


def _end_sessions(connection: Connection, known: str) -> None:
    connection.execute(delete(tables.sessions).where(tables.sessions.c.person == known))


def _by_name(connection: Connection, name: str) -> Person | None:
    row = connection.execute(select(_TABLE).where(_TABLE.c.name == name)).first()
    return _person(row) if row else None


def _known(connection: Connection, name: str) -> Person:
    person = _by_name(connection, name.strip())
    if person is None:
        raise PeopleError(f"没有此人 nobody is called {name!r}.", hint="见 minsheng people list。")
    return person


def _person(row: Any) -> Person:
    return Person(row.id, row.name, row.role, row.active, bool(row.password), row.version)


def _checked_name(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > _NAME_MAX or not any(c.isalnum() for c in name):
        raise PeopleError(
            f"姓名不可用 the name {name[:20]!r} will not do.", hint=f"1 到 {_NAME_MAX} 个字。"
        )
    return name


def _checked_role(role: str) -> Role:
    for known in ROLES:
        if role == known:
            return known
    raise PeopleError(f"没有这个角色 no role {role!r}.", hint=f"可选 one of: {', '.join(ROLES)}。")


def _checked_password(password: str, name: str) -> str:
    if not PASSWORD_MIN <= len(password) <= _PASSWORD_MAX or password == name:
        raise PeopleError(
            f"密码太短、太长或与姓名相同 the password is too short or too long ({len(password)}).",
            hint=f"{PASSWORD_MIN} 到 {_PASSWORD_MAX} 个字符 ({PASSWORD_MIN} characters at least)。",
        )
    return password
