"""`minsheng people list|add|reset|role|shut-out`: the staff who may sign in."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from assistant.settings import Settings, load_settings
from assistant.store.people import ROLES, PeopleBook
from assistant.store.store import Store

_BY = "命令行 command line"
LINK = "http://{host}:{port}/staff/link?token={token}"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's verbs and their arguments."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--memory", metavar="DB", help="数据库文件或地址 database")
    verbs = parser.add_subparsers(dest="what", metavar="verb", required=True)

    def verb(name: str, text: str, *, named: bool = True) -> argparse.ArgumentParser:
        made = verbs.add_parser(name, help=text, description=text, parents=[common])
        if named:
            made.add_argument("name", help="姓名 the person's name")
        return made

    verb("list", "列表 everyone with role and state", named=False)
    verb("add", "新增,输出设置密码的一次性链接 add; prints a one-time link").add_argument(
        "--role", choices=ROLES, default="reader", help="角色 role (reader)"
    )
    verb("reset", "重置密码,输出一次性链接 new password; prints a one-time link")
    verb("role", "换角色 give another role").add_argument("role", choices=ROLES)
    verb("shut-out", "停用 let no longer sign in")


def run(args: argparse.Namespace) -> int:
    """Do what the verb says."""
    settings = load_settings(memory=args.memory)
    _VERBS[args.what](args, Store(settings.memory).people, settings)
    return 0


def _list(_: argparse.Namespace, people: PeopleBook, __: Settings) -> None:
    for person in people.all():
        state = "" if person.ready else "未设密码 no password"
        state = state if person.active else "停用 shut out"
        print(f"{person.name}\t{person.role}\t{state}".rstrip())


def _add(args: argparse.Namespace, people: PeopleBook, settings: Settings) -> None:
    _print_link(people.add(args.name, args.role, by=_BY), settings)


def _reset(args: argparse.Namespace, people: PeopleBook, settings: Settings) -> None:
    _print_link(people.reset(args.name, by=_BY), settings)


def _role(args: argparse.Namespace, people: PeopleBook, _: Settings) -> None:
    people.change(args.name, role=args.role, active=True, by=_BY)


def _shut_out(args: argparse.Namespace, people: PeopleBook, _: Settings) -> None:
    known = {person.name: person.role for person in people.all()}
    people.change(args.name, role=known.get(args.name, "reader"), active=False, by=_BY)


_VERBS: dict[str, Callable[[argparse.Namespace, PeopleBook, Settings], None]] = {
    "list": _list, "add": _add, "reset": _reset, "role": _role, "shut-out": _shut_out,
}  # fmt: skip


def _print_link(token: str, settings: Settings) -> None:
    print(LINK.format(host=settings.host, port=settings.port, token=token))
    print("一天内有效,只能用一次 (holds for a day and for one use)")
