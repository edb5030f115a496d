"""`minsheng corpus show|check [PATH ...]`: what the reader makes of documents, without indexing."""

from __future__ import annotations

import argparse
import json
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

from tqdm import tqdm

from assistant.wiring import SAMPLE
from corpus.batch import read_each
from corpus.check import Checked, check
from corpus.errors import DocumentError
from corpus.files import find_files
from corpus.records import Document, Passage
from corpus.typed import passage_line

_HEAD = ("文件 file", "覆盖 covered", "标题 条 项 行 段", "单元格 cells 入=出/有名", "最长 longest",
         "页/无字 pages/blank")  # fmt: skip
_KINDS = ("title", "clause", "item", "row", "paragraph")
_MAX_NAME = 40


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    commands = parser.add_subparsers(dest="what", metavar="show|check", required=True)
    for name, text, line in (
        ("show", "逐段输出 passages", "每段一行 JSON lines"),
        ("check", "读全了没有 is anything lost", "每份一行 JSON lines"),
    ):
        command = commands.add_parser(name, help=text, description=text)
        command.add_argument(
            "paths",
            nargs="*",
            metavar="PATH",
            help="文件或文件夹,省略则为示例语料 none: the sample corpus",
        )
        command.add_argument("--json", action="store_true", help=line)


def run(args: argparse.Namespace) -> int:
    """Print passages, or what each document came to; 2 where nothing could be read."""
    files = find_files([Path(p) for p in args.paths] or [SAMPLE])
    failed: list[DocumentError] = []
    checked: list[Checked] = []
    read = 0
    with tqdm(
        total=len(files), desc="读取 reading", file=sys.stderr, disable=len(files) < 2
    ) as bar:
        for result in read_each(files, progress=lambda done, _: bar.update(done - bar.n)):
            if isinstance(result, DocumentError):
                failed.append(result)
                continue
            read += 1
            if args.what == "show":
                _show(*result, as_json=args.json)
            else:
                checked.append(check(*result))
    if args.what == "check":
        _print_checked(checked, as_json=args.json)
    for error in failed:
        print(f"跳过 skipped: {error}", file=sys.stderr)
    return 2 if failed and not read else 0


def _show(document: Document, passages: Sequence[Passage], *, as_json: bool) -> None:
    for passage in passages:
        if as_json:
            print(json.dumps(passage_line(passage, document), ensure_ascii=False))
        else:
            heads = " > ".join(h.text for h in passage.path)
            print(f"[{passage.kind}] {passage.locator}  {heads}\n{passage.text}\n")


def _print_checked(checked: Sequence[Checked], *, as_json: bool) -> None:
    if as_json:
        for one in checked:
            print(json.dumps(one.line(), ensure_ascii=False))
        return
    rows = [_HEAD, *map(_row, checked)]
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    for i, row in enumerate(rows):
        print("  ".join(_padded(c, w) for c, w in zip(row, widths, strict=True)).rstrip())
        for note in _notes(checked[i - 1]) if i else ():
            print(f"    {note}")
    lost = sum(one.share < 1 for one in checked)
    print(f"{len(checked)} 份文件 documents; {lost} 份有遗漏 with something lost")


def _row(one: Checked) -> tuple[str, ...]:
    name = one.source if len(one.source) <= _MAX_NAME else f"…{one.source[1 - _MAX_NAME :]}"
    kept = "=" if one.cells == one.cells_kept else "≠"
    return (
        name,
        f"{one.share:.2%}" if one.share < 1 else "100 %",
        " ".join(str(one.kinds.get(kind, 0)) for kind in _KINDS),
        f"{one.cells}{kept}{one.cells_kept}/{one.cells_named}" if one.cells else "-",
        str(one.longest),
        f"{one.pages}/{one.pages_without_text}" if one.pages else "-",
    )


def _notes(one: Checked) -> Iterable[str]:
    """What was left out and why, what is lost, what is missing."""
    for label, counts in (("排除 excluded", one.excluded), ("清除 removed", one.removed),
                          ("缺 missing", one.missing)):  # fmt: skip
        if counts:
            shown = "; ".join(k if n == 1 else f"{k} {n}" for k, n in counts.items())
            yield f"{label}: {shown}"
    if one.pages_recognised:
        yield f"文字识别 OCR: {one.pages_recognised} 页 pages"
    if one.gaps:
        yield f"遗漏 lost: {' … '.join(repr(g[:40]) for g in one.gaps[:5])}"


def _width(text: str) -> int:
    """Columns that a text takes on a terminal."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
