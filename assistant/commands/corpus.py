"""`minsheng corpus show|check [PATH ...]`: what the reader makes of documents, without indexing."""

from __future__ import annotations

import argparse
import collections
import json
import sys
from pathlib import Path

from assistant.wiring import SAMPLE
from corpus.coverage import coverage
from corpus.reader import find_files, read_all
from corpus.records import passage_line


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("what", choices=("show", "check"),
                        help="show: 逐段输出 passages; check: 覆盖率 coverage")  # fmt: skip
    parser.add_argument("paths", nargs="*", metavar="PATH")
    parser.add_argument("--json", action="store_true", help="每段一行 JSON, one line a passage")


def run(args: argparse.Namespace) -> int:
    """Print passages, or the coverage of each document."""
    works, failed = read_all(find_files([Path(p) for p in args.paths] or [SAMPLE]))
    for document, passages in works:
        if args.what == "check":
            share = coverage(document, passages)
            kinds = collections.Counter(p.kind for p in passages)
            reasons = collections.Counter(e.reason for e in document.exclusions)
            left_out = ", ".join(f"{r} {n}" for r, n in sorted(reasons.items()))
            print(f"{document.source}: {share.share:.2%} 覆盖 covered, "
                  f"{', '.join(f'{k} {n}' for k, n in sorted(kinds.items()))}; 排除 excluded: "
                  f"{left_out or '无 none'}")  # fmt: skip
            continue
        for passage in passages:
            if args.json:
                print(json.dumps(passage_line(passage, document), ensure_ascii=False))
            else:
                heads = " > ".join(h.text for h in passage.path)
                print(f"[{passage.kind}] {passage.locator}  {heads}\n{passage.text}\n")
    for error in failed:
        print(f"跳过 skipped: {error}", file=sys.stderr)
    return 2 if failed and not works else 0
