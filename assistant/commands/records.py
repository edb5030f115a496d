"""`minsheng records export|remove|forget`: questions and answers that are kept (setting keep)."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from assistant.settings import SettingsError, load_settings
from assistant.store.store import Store

_BY = "命令行 command line"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's verbs and their arguments."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--memory", metavar="DB", help="数据库文件或地址 database")
    verbs = parser.add_subparsers(dest="what", metavar="verb", required=True)
    for name, text in (("export", "输出问答记录 kept answers as JSON lines"),
                       ("unanswered", "输出没有答案的问题 questions without answer"),
                       ("remove", "删除一条问答记录 delete one kept answer"),
                       ("forget", "删除过期的全部记录 delete all that is too old")):  # fmt: skip
        verb = verbs.add_parser(name, help=text, description=text, parents=[common])
        if name == "remove":
            verb.add_argument("id", help="编号 its id")
        if name == "forget":
            verb.add_argument("--days", type=float, help="天数,默认取设置 retention (days)")


def run(args: argparse.Namespace) -> int:
    """Do what the verb says."""
    settings = load_settings(memory=args.memory)
    store = Store(settings.memory)
    if args.what == "export":
        for record in store.questions.kept():
            print(json.dumps(asdict(record), ensure_ascii=False))
    elif args.what == "unanswered":
        for question in store.questions.unanswered():
            print(json.dumps(asdict(question), ensure_ascii=False))
    elif args.what == "remove":
        found = store.questions.remove(args.id, by=_BY)
        print("已删除 removed" if found else "没有这条 there is none")
    else:
        days = settings.retention if args.days is None else args.days
        if days <= 0:
            raise SettingsError(
                f"retention = {days}: 全部保留 all is kept.", hint="给出 --days N (say how many)。"
            )
        gone = store.forget(days, who=_BY)
        print(", ".join(f"{name} {count}" for name, count in gone.items()))
    return 0
