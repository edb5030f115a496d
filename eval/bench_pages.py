"""The figures of a benchmark, and how docs/benchmarks.md and its plots show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from eval.faulty_writer import FaultReport
from eval.pages import table
from eval.retrieval_pages import Retrieval, retrieval_lines
from eval.timing import Spread


@dataclass(frozen=True, slots=True)
class Speed:
    """Times of one corpus: seconds of whole processes, milliseconds within one."""

    passages: int
    questions: int
    build: Spread
    build_mb: float
    cold: Spread
    cold_mb: float
    torch: bool
    open_ms: float
    ready_ms: float
    search_ms: dict[str, float]
    answer_ms: dict[str, float]


@dataclass(frozen=True, slots=True)
class Report:
    """All figures of a run, by name of the corpus."""

    stamp: str
    machine: str
    load: float
    runs: int
    speeds: Mapping[str, Speed]
    retrieval: Retrieval
    manifests: Mapping[str, str]
    faults: Mapping[str, FaultReport] = field(default_factory=dict)


def benchmark_lines(report: Report) -> list[str]:
    """The page between its marks."""
    lines = [
        f"{report.stamp}。{report.machine}。",
        f"测完时每核负载 load a core: {report.load:.2f}(1 为满载 is full);"
        "机器忙时以最小值为准 on a busy machine quote the least。",
        "",
        *_speed_lines(report),
        "",
        *retrieval_lines(report.retrieval),
    ]
    if report.faults:
        lines += ["", *_fault_lines(report.faults)]
    lines += ["", "索引 indexes:", ""]
    return lines + [f"- {name}: {line}" for name, line in report.manifests.items()]


def _speed_lines(report: Report) -> list[str]:
    runs = report.runs
    heads = ["", *(f"{name}, {s.passages:,} 段 passages" for name, s in report.speeds.items())]
    speeds = list(report.speeds.values())
    rows = [
        ["建索引 build, s", *(_spread(s.build) for s in speeds)],
        ["建索引内存峰值 build peak, MB", *(f"{s.build_mb:.0f}" for s in speeds)],
        ["首次提问 cold `minsheng ask`, s", *(_spread(s.cold) for s in speeds)],
        ["首次提问内存峰值 cold peak, MB", *(f"{s.cold_mb:.0f}" for s in speeds)],
        ["首次提问载入 torch? torch imported", *("是 yes" if s.torch else "否 no" for s in speeds)],
        ["打开索引 open, ms", *(f"{s.open_ms:.0f}" for s in speeds)],
        ["打开并答首题 open and first answer, ms", *(f"{s.ready_ms:.0f}" for s in speeds)],
        ["检索 search p50 / p95 / max, ms", *(_spread_of(s.search_ms) for s in speeds)],
        ["回答 answer p50 / p95 / max, ms", *(_spread_of(s.answer_ms) for s in speeds)],
        ["题数 questions", *(f"{s.questions}" for s in speeds)],
    ]
    return [
        "## 速度 / Speed",
        "",
        f"秒和内存是整个进程的(磁盘缓存已热),{runs} 次的最小 / 中位 / 最大;毫秒是一个进程之内的,"
        f"取 {runs} 个进程中最小的。",
        "Seconds and memory are of whole processes (disk cache warm), least / median / most of "
        f"{runs} runs; milliseconds are within one process, the least of {runs}.",
        "",
        *table(heads, rows),
    ]


def _fault_lines(faults: Mapping[str, FaultReport]) -> list[str]:
    """How many injected changes were caught, in all and by kind, and true sentences withheld."""
    kinds = sorted({kind for one in faults.values() for kind in one.kinds})
    rows = [
        ["改过的句子 changed sentences", *(f"{one.changed:,}" for one in faults.values())],
        ["查出 caught", *(f"{100 * one.caught_share:.1f} %" for one in faults.values())],
        ["未改的句子 true sentences", *(f"{one.true:,}" for one in faults.values())],
        ["误删 withheld", *(f"{100 * one.withheld_share:.1f} %" for one in faults.values())],
        *([f"{kind}: 查出/改过 caught/changed",
           *("/".join(str(n) for n in reversed(one.kinds.get(kind, [0, 0])))
             for one in faults.values())] for kind in kinds),
    ]  # fmt: skip
    return [
        "## 生成文字的核对 / Checks of generated text",
        "",
        "一个按种子出错的写手(真实的 HTTP 接口)照抄资料,改动其中的数字、日期、文号、单位、界限、"
        "义务或否定,或换成同一段里别的数字、牵头单位和地名;"
        "“查出”是被扣下的改动所占的比例,“误删”是被扣下的真句子所占的比例。",
        "A seeded faulty writer behind a real HTTP endpoint copies the evidence and changes "
        "figures, dates, document numbers, bodies, bounds, duties or denials, or takes another "
        "figure, lead or place of the same passage; caught: changed sentences withheld; "
        "withheld: true ones.",
        "",
        *table(["", *faults], rows),
    ]


def _spread(spread: Spread) -> str:
    return f"{spread.least:.2f} / {spread.middle:.2f} / {spread.most:.2f}"


def _spread_of(values: Mapping[str, float]) -> str:
    return " / ".join(f"{values[name]:.1f}" for name in ("p50", "p95", "max"))
