"""`minsheng search "words"`: the nearest passages."""

from __future__ import annotations

import argparse
import json

from assistant.settings import load_settings
from assistant.wiring import open_assistant
from corpus.records import passage_line


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("words", help="要找的词 what to look for")
    parser.add_argument("--index", metavar="DIR", help="索引文件夹 index folder")
    parser.add_argument("--k", type=int, default=10, help="条数 how many (10)")
    parser.add_argument("--json", action="store_true", help="每段一行 JSON, one line a passage")


def run(args: argparse.Namespace) -> int:
    """Print the passages, best first."""
    assistant = open_assistant(load_settings(index=args.index))
    for hit in assistant.search(args.words, k=max(1, args.k)):
        if args.json:
            line = {**passage_line(hit.passage, hit.document), "rank": hit.rank,
                    "score": round(hit.score, 6)}  # fmt: skip
            print(json.dumps(line, ensure_ascii=False))
        else:
            print(
                f"{hit.rank}. {hit.document.source} {hit.passage.locator}\n"
                f"   {hit.passage.text[:120]}"
            )
    return 0
