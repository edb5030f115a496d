"""The part of docs/benchmarks.md on retrieval: our corpora, ablations, public sets; its plots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from eval.legs import ALL_5, MEASURES, Found
from eval.pages import table
from eval.pasted import LEAST, Pasted
from eval.pictures import grouped_bars

RECALL, ABLATIONS = "bench-recall.svg", "bench-ablations.svg"
_BARS = ("R@1", "R@5", "R@10")
_SET_MEASURES = ("R@1", "R@5", "R@10", "RR", "nDCG@10")


@dataclass(frozen=True, slots=True)
class Retrieval:
    """What was found by each way.

    Attributes:
        found: by name of the corpus, then of the way.
        plain: by name of the corpus, style ("" for all) and way.
        absent: peers that are not installed.
        ablations: by style ("" for all plain questions) and by what is missing.
        sets: public sets by name, then way.
        absent_sets: names of those whose data are not there.
    """

    found: Mapping[str, Mapping[str, Found]]
    plain: Mapping[str, Mapping[str, Mapping[str, Found]]]
    pasted: Mapping[str, Pasted] = field(default_factory=dict)
    absent: Sequence[str] = ()
    ablations: Mapping[str, Mapping[str, Found]] = field(default_factory=dict)
    sets: Mapping[str, Mapping[str, Found]] = field(default_factory=dict)
    absent_sets: Sequence[str] = ()


def retrieval_lines(report: Retrieval) -> list[str]:
    """The part of the page on retrieval."""
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
        "“检索 search”是 `minsheng search`:先理解问题,别处别年的排后,问字段的先查字段;"
        "“混合 hybrid”只用原话。",
        "“search” is `minsheng search`, which understands the question (other places and years "
        "count less, fields asked for come first); “hybrid” takes the words as they are.",
    ]
    if report.absent:
        names = "、".join(report.absent)
        lines += ["", f"未安装,因而未测 not installed, so not measured (extra `bench`): {names}。"]
    for name, found in report.found.items():
        questions = next(iter(found.values())).questions
        heads = [f"{name}, {questions} 题 questions", *MEASURES, "字/段 chars", "p50 / p95 ms"]
        rows = [_row(way, one) for way, one in found.items()]
        lines += ["", *table(heads, rows), "", *_plain_lines(report.plain[name])]
    lines += ["", *_pasted_lines(report)] if report.pasted else []
    lines += ["", f"![recall](pictures/{RECALL})"]
    if report.ablations:
        lines += ["", *_ablation_lines(report.ablations)]
    return [*lines, "", *_set_lines(report)] if report.sets or report.absent_sets else lines


def _pasted_lines(report: Retrieval) -> list[str]:
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


def _ablation_lines(ablations: Mapping[str, Mapping[str, Found]]) -> list[str]:
    """What search loses without one of its parts, on the plain questions of the last corpus."""
    whole = ablations[""]
    parts = [(style, found) for style, found in ablations.items() if style]
    heads = ["单轮,不含比较与列举 plain questions", *_BARS, ALL_5, "nDCG@10",
             *(f"{ALL_5} {style}" for style, _ in parts)]  # fmt: skip
    rows = [
        [name, *(_share(one, m) for m in (*_BARS, ALL_5, "nDCG@10")),
         *(_share(found[name], ALL_5) for _, found in parts)]
        for name, one in whole.items()
    ]  # fmt: skip
    return [
        "### 去掉一样 / Ablations",
        "",
        "在上面最后一个语料上,检索每次少用一样:一路(词面、向量、字段、地区与年份),或一种扩展(同义词、"
        "英汉词表、纠错、由语料自己说明词表没有的英文词)。",
        "Search on the last corpus above with one part taken away: a leg (lexical, dense, fields, "
        "places and years) or an expansion (synonyms, English glossary, spelling, the corpus's own "
        "words for English ones that the glossary lacks).",
        "",
        *table(heads, rows),
        "",
        f"![ablations](pictures/{ABLATIONS})",
    ]


def _set_lines(report: Retrieval) -> list[str]:
    """The public retrieval sets, one table each."""
    lines = [
        "## 公开检索题集 / Public retrieval sets",
        "",
        "按种子抽题。每条原文各为一份文件,找到其中任何一段即算找到该文(同一篇只算最好的一段);"
        "“查条文”在整部法律里找,要找到那一条的第一句。",
        "Questions drawn by a seed. Each text is a document, any piece of it counts as the text, "
        "and the best one alone counts; article look-up goes into whole laws and must find the "
        "first sentence of the article.",
    ]
    for name, found in report.sets.items():
        one = next(iter(found.values()))
        heads = [f"{name}, {one.questions} 题 questions", *_SET_MEASURES, "字/段 chars",
                 "p50 / p95 ms"]  # fmt: skip
        lines += ["", *table(heads, [_row(way, f, _SET_MEASURES) for way, f in found.items()])]
    if report.absent_sets:
        names = "、".join(report.absent_sets)
        lines += ["", f"没有数据,因而未测 without their data, so not measured: {names}。"]
    return lines


def ablation_picture(report: Retrieval) -> str:
    """all@5 of search without each of its parts: all plain questions, and by style."""
    names = [name.split(" ")[0] for name in report.ablations[""]]
    series = {
        style or "全部 all": [one.values[ALL_5] for one in found.values()]
        for style, found in report.ablations.items()
    }
    return grouped_bars(names, series, f"去掉一样 Ablations, {ALL_5} %")


def recall_picture(report: Retrieval) -> str:
    """Recall of each way on the last corpus (the development questions where present)."""
    name, found = list(report.found.items())[-1]
    series = {way: [one.values[m] for m in (*_BARS, ALL_5)] for way, one in found.items()}
    return grouped_bars((*_BARS, ALL_5), series, f"证据召回 Evidence recall, % · {name}")


def _share(found: Found, name: str) -> str:
    low, high = (100 * bound for bound in found.intervals[name])
    return f"{100 * found.values[name]:.1f} ({low:.0f}–{high:.0f})"


def _row(way: str, found: Found, measures: Sequence[str] = MEASURES) -> list[str]:
    cells = [_share(found, name) for name in measures]
    return [way, *cells, f"{found.characters:.0f}", f"{found.p50:.1f} / {found.p95:.1f}"]
