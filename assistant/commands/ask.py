"""`minsheng ask "question"`: one answer on the terminal."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from assistant.answers import Answer
from assistant.settings import load_settings
from assistant.tables import write_table
from assistant.wiring import open_assistant


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("question", help="问题 the question")
    parser.add_argument("--history", nargs="+", default=[], metavar="EARLIER",
                        help="本次会话先前的问题 earlier questions, oldest first")  # fmt: skip
    parser.add_argument("--index", metavar="DIR", help="索引文件夹 index folder")
    parser.add_argument("--json", action="store_true", help="JSON")
    parser.add_argument("--table", type=Path, metavar="FILE",
                        help="把答案的表格存为 .csv 或 .xlsx write the answer's table")  # fmt: skip


def run(args: argparse.Namespace) -> int:
    """Print the answer with its citations; an abstention is an answer too (exit 0)."""
    assistant = open_assistant(load_settings(index=args.index), official=True)
    answer = assistant.ask(args.question, history=args.history)
    if args.json:
        print(json.dumps(answer.to_json(), ensure_ascii=False))
    else:
        _show(answer)
    if args.table is not None:
        write_table(answer, args.table)
    return 0


def _show(answer: Answer) -> None:
    if answer.official:
        print(f"【官方答复 official】{answer.official.approver} {answer.official.approved} 审定")
    print("\n".join([answer.text, *(f"  * {note}" for note in answer.notes)]))
    if answer.official and answer.official.note:
        print(f"  来源 source: {answer.official.note}")
    for citation in answer.citations or answer.nearest:
        mark = f"[{citation.marker}]" if answer.citations else "相近 near:"
        print(f"  {mark} 《{citation.title}》 {citation.locator}: {citation.quote.strip()}")
