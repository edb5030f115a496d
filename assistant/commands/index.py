"""`minsheng index [PATH ...]`: documents or folders into an index, with a progress bar."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tqdm import tqdm

from assistant.settings import load_settings
from assistant.wiring import SAMPLE, build


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("paths", nargs="*", metavar="PATH",
                        help="文件或文件夹,省略则为示例语料 none: the sample corpus")  # fmt: skip
    parser.add_argument("--index", metavar="DIR", help="索引文件夹 index folder")
    parser.add_argument("--embedder", metavar="NAME", help="向量模型路径或名称 embedding model")


def run(args: argparse.Namespace) -> int:
    """Build the index; unreadable files are reported, the rest goes on."""
    settings = load_settings(index=args.index, embedder=args.embedder)
    paths = [Path(p) for p in args.paths] or [SAMPLE]
    with Bar() as bar:
        report = build(settings, paths, bar)
    for error in report["failed"]:
        print(f"跳过 skipped: {error}", file=sys.stderr)
    print(
        f"索引 index {settings.index}: {report['documents']} 份文件 documents, "
        f"{report['passages']} 个段落 passages, {report['reused']} 份未变 unchanged, "
        f"{len(report['failed'])} 份跳过 skipped"
    )
    return 0


class Bar:
    """One progress bar a stage, on stderr."""

    def __init__(self) -> None:
        self._bar: tqdm | None = None
        self._stage = ""

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Show how far the stage is."""
        if stage != self._stage:
            self.__exit__()
            self._stage = stage
            self._bar = tqdm(total=total, desc=stage, file=sys.stderr, leave=True)
        if self._bar is not None:
            self._bar.update(done - self._bar.n)
