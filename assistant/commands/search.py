"""`minsheng search "words"`: the nearest passages."""

from __future__ import annotations

import argparse
import json

from assistant.finding.limits import Limits, document_ids
from assistant.settings import load_settings
from assistant.wiring import open_assistant
from corpus.typed import passage_line

_FILTERS = {
    "region": "只找这个地区的 only of this region",
    "level": "只找这级文件的(国家、省、市、区县) only of this level",
    "year": "只找这一年文件的 only of documents of this year",
    "document": "只找这份文件的(文件名、标题、文号或编号) only of this document",
    "kind": "只找这类段落(clause、item、row、paragraph、title) only passages of this kind",
    "unit": "只找这个单位牵头或负责的 only what this body leads or is responsible for",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("words", help="要找的词 what to look for")
    parser.add_argument("--index", metavar="DIR", help="索引文件夹 index folder")
    parser.add_argument("--k", type=int, default=10, help="条数 how many (10)")
    for name, what in _FILTERS.items():
        parser.add_argument(f"--{name}", action="append", default=[], metavar="…",
                            help=f"{what};可重复 may be repeated")  # fmt: skip
    parser.add_argument("--json", action="store_true", help="每段一行 JSON, one line a passage")


def run(args: argparse.Namespace) -> int:
    """Print the passages, best first."""
    assistant = open_assistant(load_settings(index=args.index))
    limits = Limits(
        regions=tuple(args.region), years=tuple(args.year), levels=tuple(args.level),
        doc_ids=document_ids(args.document, assistant.documents),
        kinds=tuple(args.kind), units=tuple(args.unit),
    )  # fmt: skip
    for hit in assistant.search(args.words, k=max(1, args.k), scope=limits):
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
