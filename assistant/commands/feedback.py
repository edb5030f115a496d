"""`minsheng feedback export`: what readers said of answers, as JSON lines."""

from __future__ import annotations

import argparse
import json
from typing import Any

from assistant.settings import load_settings
from assistant.store.feedback import Feedback
from assistant.store.store import Store


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("what", choices=("export",), help="输出 print as JSON lines")
    parser.add_argument("--memory", metavar="FILE", help="数据库文件或地址 database")
    parser.add_argument("--questions", action="store_true",
                        help="只留题集字段 only the fields that `minsheng eval` reads")  # fmt: skip


def run(args: argparse.Namespace) -> int:
    """Print one JSON line a verdict, oldest first; nothing where there is none."""
    store = Store(load_settings(memory=args.memory).memory)
    for given in store.feedback.all() if store.database.exists else ():
        line = _case(given) if args.questions else _line(given)
        print(json.dumps(line, ensure_ascii=False))
    return 0


def _line(given: Feedback) -> dict[str, Any]:
    names = ("id", "question", "answer", "verdict", "reason", "time")
    return {name: getattr(given, name) for name in names}


def _case(given: Feedback) -> dict[str, Any]:
    """A question of a question set: what was answered and said of it stands in the note."""
    note = f"{given.verdict}: {given.reason} | {given.answer}"
    return {"id": given.id, "question": given.question, "note": note}
