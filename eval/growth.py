"""How an index grows: build time, memory and latency over ever more laws, into docs/growth.md.

`python -m eval.bench --growth` runs it; where the laws are used up they come again as numbered
copies. Indexes are built by the product's own command.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.collect import write_whole
from eval.errors import EvalError
from eval.pages import stamp, table, write_page
from eval.pictures import log_lines
from eval.shared_data import LAWS, LAY_ASKED, LAY_QUESTIONS, sample, write_laws, write_questions
from eval.timing import load, machine, run_minsheng, run_python

SIZES = (1_000, 10_000, 100_000, 1_000_000)
CORES = 2  # that the queries may use
PICTURE = "bench-growth.svg"
BUILT = "built.json"  # what a build has cost, beside the index


@dataclass(frozen=True, slots=True)
class Growth:
    """One size of a growing index; memory is the peak of its process, load that of a core."""

    passages: int
    characters: int
    build_s: float
    build_mb: float
    build_load: float
    disk_mb: float
    open_ms: float
    ready_ms: float
    query_mb: float
    search_ms: dict[str, float]
    answer_ms: dict[str, float]


def grow(
    shared: Path, work: Path, sizes: Sequence[int], *, seed: int, keep: bool = False
) -> Iterator[Growth]:
    """Build, memory and latency over ever more laws, asked by laypeople's questions.

    Args:
        shared: the folder that holds the laws and the questions.
        work: where texts and indexes are written.
        sizes: numbers of passages.
        seed: of the draw of laws and questions.
        keep: leave the indexes in `work`, and measure those that are there without a new build.

    Raises:
        EvalError: the laws are not there, or a command failed.
    """
    if not (shared / LAWS).is_file():
        hint = "用 --shared 指明位置 (say where with --shared)."
        raise EvalError(f"没有法律全文 no laws in {str(shared)!r}.", hint=hint)
    work.mkdir(parents=True, exist_ok=True)
    questions = work / "lay.jsonl"
    write_questions(questions, sample(shared / LAY_QUESTIONS, LAY_ASKED, seed=seed))
    for size in sizes:
        sys.stderr.write(f"增长 growth: {size:,}\n")
        folder = work / str(size)
        built = _built(shared, folder, size, seed=seed)
        asked = ("-m", "eval.probe", str(folder / "index"), str(questions), "--cores", str(CORES))
        run = run_python(*asked)
        seen = json.loads(run.out)
        disk = sum(f.stat().st_size for f in (folder / "index").rglob("*") if f.is_file()) / 1e6
        yield Growth(
            seen["passages"], **built, disk_mb=disk, open_ms=seen["open_ms"],
            ready_ms=seen["ready_ms"], query_mb=run.peak_mb, search_ms=seen["search_ms"],
            answer_ms=seen["answer_ms"],
        )  # fmt: skip
        if not keep:
            shutil.rmtree(folder)


def _built(shared: Path, folder: Path, size: int, *, seed: int) -> dict[str, Any]:
    """The index in the folder, built unless it is there: what its build has cost."""
    record = folder / BUILT
    if record.is_file():
        return dict(json.loads(record.read_text(encoding="utf-8")))
    texts = folder / "laws"
    characters = write_laws(shared / LAWS, texts, size, seed=seed)
    build = run_minsheng("index", str(texts), "--index", str(folder / "index"))
    shutil.rmtree(texts)
    cost = {"characters": characters, "build_s": build.seconds, "build_mb": build.peak_mb,
            "build_load": load()}  # fmt: skip
    write_whole(record, json.dumps(cost))
    return cost


def write_growth(page: Path, grown: Sequence[Growth]) -> None:
    """Write the page and its plot."""
    pictures = page.parent / "pictures"
    pictures.mkdir(parents=True, exist_ok=True)
    write_whole(pictures / PICTURE, growth_picture(grown))
    command = "python -m eval.bench --growth"
    write_page(page, growth_lines(grown), command=command, title="增长 / Growth")


def growth_lines(grown: Sequence[Growth]) -> list[str]:
    """The page between its marks."""
    heads = ["段落 passages", "字 characters", "建 build, s", "建时负载 load at build",
             "建 build, MB", "盘 disk, MB",
             "打开 open, ms", "首题 first answer, ms", "查询内存 query peak, MB",
             "检索 search p50 / p95 / max, ms", "回答 answer p50 / p95 / max, ms"]  # fmt: skip
    rows = [
        [f"{g.passages:,}", f"{g.characters:,}", f"{g.build_s:.1f}", f"{g.build_load:.1f}",
         f"{g.build_mb:.0f}",
         f"{g.disk_mb:.0f}", f"{g.open_ms:.0f}", f"{g.ready_ms:.0f}", f"{g.query_mb:.0f}",
         _spread(g.search_ms), _spread(g.answer_ms)]
        for g in grown
    ]  # fmt: skip
    return [
        f"{stamp()}。{machine()}。",
        f"测完时每核负载 load a core: {load():.2f}(1 为满载 is full)。",
        "",
        f"法律法规逐步增多,用尽后以编号副本补足;{LAY_ASKED} 道群众法律问题各检索、各回答一次,"
        f"限用 {CORES} 核,磁盘缓存已热。“查询内存”是打开索引并问完这些题的进程的峰值。",
        "Ever more laws, numbered copies of them where they run out; "
        f"{LAY_ASKED} laypeople's legal questions are searched and answered once each on {CORES} "
        "cores, disk cache warm. “Query peak” is of the process that opened the index and put "
        "them all.",
        "",
        *table(heads, rows),
        "",
        f"![growth](pictures/{PICTURE})",
    ]


def growth_picture(grown: Sequence[Growth]) -> str:
    """Query and answer latency over the number of passages."""
    series = {
        "检索 search p50": [(g.passages, g.search_ms["p50"]) for g in grown],
        "检索 search p95": [(g.passages, g.search_ms["p95"]) for g in grown],
        "回答 answer p50": [(g.passages, g.answer_ms["p50"]) for g in grown],
        "回答 answer max": [(g.passages, g.answer_ms["max"]) for g in grown],
        "建索引 build, s": [(g.passages, g.build_s) for g in grown],
    }
    points = {name: [(float(x), y) for x, y in line] for name, line in series.items()}
    return log_lines(points, "增长 Growth", x_label="段落 passages", y_label="ms (建 build: s)")


def _spread(values: Mapping[str, float]) -> str:
    return " / ".join(f"{values[name]:.1f}" for name in ("p50", "p95", "max"))
