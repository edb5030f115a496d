"""`minsheng audit verify|show`: the log of what staff did, and the proof that it is whole."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict

from assistant.settings import load_settings
from assistant.store.store import Store


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("what", choices=("verify", "show"),
                        help="verify: 核对 check the chain; show: 输出 JSON lines")  # fmt: skip
    parser.add_argument("--memory", metavar="DB", help="数据库文件或地址 database")
    parser.add_argument("--head", default="", metavar="HASH",
                        help="先前记下的散列 an earlier head, still to be there")  # fmt: skip
    parser.add_argument("--limit", type=int, default=0, metavar="N",
                        help="show: 最近 N 条 the last N")  # fmt: skip


def run(args: argparse.Namespace) -> int:
    """Verify: exit status 1 where the chain is broken. Show: the oldest entry first."""
    log = Store(load_settings(memory=args.memory).memory).audit
    if args.what == "show":
        for entry in reversed(log.entries(max(0, args.limit))):
            print(json.dumps(asdict(entry), ensure_ascii=False))
        return 0
    found = log.verify(args.head)
    if found.broken is not None:
        print(f"审计日志在第 {found.broken} 条断裂 the chain breaks at entry {found.broken}",
              file=sys.stderr)  # fmt: skip
        return 1
    print(f"完好 whole: {found.entries} 条 entries, head {found.head}")
    return 0
