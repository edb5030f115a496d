"""The figures of a benchmark, and how docs/benchmarks.md and its plots show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from eval.faulty_writer import FaultReport
from eval.legs import ALL_5, MEASURES, Found
from eval.pages import table
from eval.pasted import LEAST, Pasted
from eval.pictures import grouped_bars
from eval.timing import Spread

_BARS = ("R@1", "R@5", "R@10")


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
    """All figures of a run, by name of the corpus; `plain` by style within it."""

    stamp: str
    machine: str
    load: float
    runs: int
    speeds: Mapping[str, Speed]
    found: Mapping[str, Mapping[str, Found]]
    plain: Mapping[str, Mapping[str, Mapping[str, Found]]]
    manifests: Mapping[str, str]
    faults: Mapping[str, FaultReport] = field(default_factory=dict)
    pasted: Mapping[str, Pasted] = field(default_factory=dict)
    absent: Sequence[str] = ()


def benchmark_lines(report: Report) -> list[str]:
    """The page between its marks."""
    lines = [
        f"{report.stamp}。{report.machine}。",
        f"测完时每核负载 load a core: {report.load:.2f}(1 为满载 is full);"
        "机器忙时以最小值为准 on a busy machine quote the least。",
        "",
        *_speed_lines(report),
        "",
        *_retrieval_lines(report),
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


def _retrieval_lines(report: Report) -> list[str]:
    lines = [
        "## 检索 / Retrieval",
        "",
        "证据召回:前 k 段含有的依据原句占全部依据的比例(括号内为 95 % 区间);"
        "all@5:前五段含全部依据的题所占的比例。各法在同一次运行中用同样的文件、题目和向量模型。",
        "“字/段”是所找到片段的平均字数,片段越长越容易含有依据。",
        "",
        "Evidence recall: the share of the evidence quotes that the first k passages hold (95 % "
        "interval); all@5: questions with all of it in the first five. All ways ran in one run, "
        "over the same documents, questions and embedding. “chars” is the mean length of what "
        "was found: a longer piece holds evidence more easily.",
        "",
        "“检索 search”是 `minsheng search`:先理解问题,按地区与年份筛选,问字段的先查字段;"
        "“混合 hybrid”只用原话。",
        "“search” is `minsheng search`, which understands the question (places and years filter, "
        "fields asked for come first); “hybrid” takes the words as they are.",
    ]
    if report.absent:
        names = "、".join(report.absent)
        lines += ["", f"未安装,因而未测 not installed, so not measured (extra `bench`): {names}。"]
    for name, found in report.found.items():
        questions = next(iter(found.values())).questions
        heads = [f"{name}, {questions} 题 questions", *MEASURES, "字/段 chars", "p50 / p95 ms"]
        rows = [_found_row(way, one) for way, one in found.items()]
        lines += ["", *table(heads, rows), "", *_plain_lines(report.plain[name])]
    lines += ["", *_pasted_lines(report)] if report.pasted else []
    return [*lines, "", "![recall](pictures/bench-recall.svg)"]


def _pasted_lines(report: Report) -> list[str]:
    """Sentences pasted whole, and how many of them came first."""
    return [
        f"原句照贴({LEAST} 字以上),含有它的段落排在第一 sentences of {LEAST} characters or more "
        "pasted, a passage that holds them first:",
        "",
        *(
            f"- {name}: {p.asked - len(p.missed):,} / {p.asked:,}"
            for name, p in report.pasted.items()
        ),
    ]


def _plain_lines(plain: Mapping[str, Mapping[str, Found]]) -> list[str]:
    """all@5 of single-turn questions, comparisons and lists left out, by style."""
    title = "all@5, 单轮,不含比较与列举 single-turn, no compare, no list"
    parts = [(style or "全部 all", next(iter(ways.values()))) for style, ways in plain.items()]
    heads = [title, *(f"{style} ({found.questions})" for style, found in parts)]
    rows = [[way, *(_share(ways[way], ALL_5) for ways in plain.values())] for way in plain[""]]
    return table(heads, rows)


def _share(found: Found, name: str) -> str:
    low, high = (100 * bound for bound in found.intervals[name])
    return f"{100 * found.values[name]:.1f} ({low:.0f}–{high:.0f})"


def _found_row(way: str, found: Found) -> list[str]:
    cells = [_share(found, name) for name in MEASURES]
    return [way, *cells, f"{found.characters:.0f}", f"{found.p50:.1f} / {found.p95:.1f}"]


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
        "一个按种子出错的写手(真实的 HTTP 接口)照抄资料,改动其中的数字、日期、文号、单位或界限;"
        "“查出”是被扣下的改动所占的比例,“误删”是被扣下的真句子所占的比例。",
        "A seeded faulty writer behind a real HTTP endpoint copies the evidence and changes "
        "figures, dates, document numbers, bodies or bounds; caught: changed sentences withheld; "
        "withheld: true ones.",
        "",
        *table(["", *faults], rows),
    ]


def recall_picture(report: Report) -> str:
    """Recall of each way on the last corpus (the development questions where present)."""
    name, found = list(report.found.items())[-1]
    series = {way: [one.values[m] for m in (*_BARS, ALL_5)] for way, one in found.items()}
    return grouped_bars((*_BARS, ALL_5), series, f"证据召回 Evidence recall, % · {name}")


def _spread(spread: Spread) -> str:
    return f"{spread.least:.2f} / {spread.middle:.2f} / {spread.most:.2f}"


def _spread_of(values: Mapping[str, float]) -> str:
    return " / ".join(f"{values[name]:.1f}" for name in ("p50", "p95", "max"))
