"""`python -m eval.publish` (`make published`): our figures beside the baselines', into a page.

Writes docs/evaluation.md. What needs ../shared is left out where that is absent.
"""

from __future__ import annotations

import argparse
import itertools
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.settings import Settings
from corpus.errors import MinshengError
from eval.abstaining import Put, abstaining_section, put_all
from eval.labels import count, figure
from eval.pages import ROOT, manifest_line, stamp, table, write_page
from eval.readers import read_cases
from eval.run import How, evaluate
from eval.scripts import with_other_script
from eval.shared_data import UNANSWERED
from eval.systems import NAMES, System, open_subject
from eval.trials import (
    Trial,
    guide_trials,
    legal_trials,
    reading_trials,
    trials,
    wording_trials,
)
from index.build import build_index
from index.embedder import load_embedder

PAGE = ROOT / "docs" / "evaluation.md"
SHARED = ROOT.parent / "shared"
WORK = ROOT / "var" / "published"
SEED = 0
READ = 300  # questions drawn from each public set
RULED = {
    "right": "正确 right",
    "fully_cited": "引用完整 fully cited",
    "verbatim": "逐字 verbatim",
    "figure_accuracy": "数字准确 figures",
    "abstention_recall": "无据拒答 abstained rightly",
    "over_abstention": "误拒 abstained wrongly",
    "recall_10": "证据召回 recall@10",
}
READING_RULED = {
    "containment": "包含 containment",
    "f1": "字级 F1",
    "exact_match": "完全一致 exact",
    "over_abstention": "误拒 abstained wrongly",
    "length": "字数 length",
}
COUNTED = ("right", "consistency")  # shown with how many of how many
WORDING_RULED = {
    "consistency": "回答一致 consistency",
    "right": "正确 right",
    "over_abstention": "误拒 abstained wrongly",
}
LEGAL_RULED = {
    "recall_1": "证据召回 recall@1",
    "recall_5": "recall@5",
    "recall_10": "recall@10",
    "mrr": "MRR",
    "ndcg_10": "nDCG@10",
    "f1": "字级 F1",
    "over_abstention": "误拒 abstained wrongly",
}
GUIDES_DRAWN = 80
GUIDES_RULED = {
    "right": "正确 right",
    "abstention_recall": "该拒已拒 abstained rightly",
    "over_abstention": "误拒 abstained wrongly",
    "verbatim": "逐字 verbatim",
}
GUIDES_SAID = (
    "随机抽取的办事指南,一半题问其中有的栏目,一半问其中没有的(传真、邮箱、有效期……),问法见 "
    "eval/sets/guide_questions.tsv。",
    "Guides drawn by the seed; half of the questions ask for lines that they have, half for what "
    "they lack (fax, e-mail, validity), worded as in eval/sets/guide_questions.tsv.",
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """metrics.json of each system over one trial, and the line of the index's manifest."""

    trial: Trial
    metrics: Mapping[System, Mapping[str, Any]]
    manifest: str


def abstaining(shared: Path, work: Path, *, most: int, seed: int) -> dict[str, list[Put]]:
    """The questions of the sets that leave some unanswered, by the names of those present."""
    return {
        name: put_all(shared / path, work / path.parent.name, most, seed=seed)
        for name, path in UNANSWERED.items()
        if (shared / path).is_file()
    }


def measure(trial: Trial, work: Path, *, seed: int) -> Outcome:
    """Build the index in the folder `work` and put the questions to each system."""
    settings = Settings(index=str(work / "index"))
    build_index([trial.documents], work / "index", load_embedder(None))
    cases, _ = read_cases([trial.questions, *([trial.again] if trial.again else [])])
    if trial.scripts:
        cases = with_other_script(cases)
    found: dict[System, Mapping[str, Any]] = {}
    for system in trial.systems:
        _say(f"{trial.name}: {system}")
        subject = open_subject(system, settings)
        how = How(run=subject.identity, about=subject.about, regions=subject.regions, seed=seed)
        found[system] = evaluate(subject.observe, cases, work / system, how)
    return Outcome(trial, found, manifest_line(work / "index"))


def published_lines(
    ruled: Sequence[Outcome],
    reworded: Sequence[Outcome],
    read: Sequence[Outcome],
    legal: Sequence[Outcome],
    guides: Sequence[Outcome],
    *,
    seed: int,
    put: Mapping[str, Sequence[Put]] | None = None,
) -> list[str]:
    """The page between its marks."""
    lines = [f"{stamp()};种子 seed {seed}。括号内为 95 % 自助区间 bootstrap intervals。"]
    for outcome in ruled:
        lines += ["", *_table(outcome, RULED)]
    for outcome in reworded:
        lines += ["", *_table(outcome, WORDING_RULED)]
    if read:
        lines += [
            "",
            "## 阅读理解公开题集 / Public reading comprehension sets",
            "",
            f"每套按种子 {seed} 抽题,只索引这些题的原文。民生问答为政策文件而作,答以整句,"
            "“完全一致”对它意义不大。",
            f"Questions drawn by seed {seed}, only their contexts indexed. Minsheng answers in "
            "whole sentences of policy documents, so exact match says little.",
        ]
    for outcome in read:
        lines += ["", *_table(outcome, READING_RULED)]
    if legal:
        lines += [
            "",
            "## 百姓的法律问题 / Laypeople's legal questions",
            "",
            f"按种子 {seed} 抽题,只抽自带向量模型没有训练过的题;索引整套题所依据的全部条文;"
            "检得的段落里有一条的第一句,才算找到;按条计的检索见 benchmarks.md。",
            f"Questions drawn by seed {seed} from those that the shipped embedding was not trained "
            "on; all articles that some question of the set rests on "
            "are indexed. An article is found only where a passage holds its first sentence; "
            "benchmarks.md counts by article.",
        ]
    for outcome in legal:
        lines += ["", *_table(outcome, LEGAL_RULED)]
    if guides:
        lines += ["", "## 办事指南 / Service guides", "", *GUIDES_SAID]
    for outcome in guides:
        lines += ["", *_table(outcome, GUIDES_RULED)]
    lines += abstaining_section(put or {}, seed=seed)
    lines += ["", "索引 indexes:", ""]
    every = (*ruled, *reworded, *read, *legal, *guides)
    return lines + [f"- {o.trial.name}: {o.manifest}" for o in every]


def _table(outcome: Outcome, columns: Mapping[str, str]) -> list[str]:
    asked = next(iter(outcome.metrics.values()))["counts"]["asked"]
    heads = [f"{outcome.trial.name}, {asked} 题 questions", *columns.values(), "p50 ms"]
    rows = []
    for system, metrics in outcome.metrics.items():
        cells = [_cell(name, metrics["measures"].get(name)) for name in columns]
        rows.append([NAMES[system], *cells, f"{metrics['latency_ms'].get('p50', 0):.1f}"])
    return table(heads, rows)


def _cell(name: str, measure: Mapping[str, float] | None) -> str:
    """A value with its interval, or its count for what is a share of few things."""
    if not measure:
        return "—"
    value = figure(name, measure["value"])
    if name == "length":
        return value
    low, high = (figure(name, measure[bound]).removesuffix(" %") for bound in ("low", "high"))
    counted = f", {count(measure['hits'], measure['of'])}" if name in COUNTED else ""
    return f"{value} ({low}–{high}{counted})"


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m eval.publish", description=__doc__)
    add = parser.add_argument
    add("--out", type=Path, default=PAGE, help="写到哪一页 the page to write")
    add("--shared", type=Path, default=SHARED, help="公共数据 folder of the public data")
    add("--work", type=Path, default=WORK, help="结果与索引 folder of the runs and indexes")
    add("--seed", type=int, default=SEED, help="抽样的种子 seed of samples and intervals")
    add("--read", type=int, default=READ, metavar="N", help="每套公开题集抽几题 questions a set")
    args = parser.parse_args(arguments)
    drawn = {"most": args.read, "seed": args.seed}
    try:
        parts = (
            trials(args.shared),
            wording_trials(),
            reading_trials(args.shared, args.work, **drawn),
            legal_trials(args.shared, args.work, **drawn),
            guide_trials(args.shared, args.work, most=GUIDES_DRAWN, seed=args.seed),
        )
        numbers = itertools.count()
        outcomes = [
            [measure(t, args.work / f"set-{next(numbers)}", seed=args.seed) for t in part]
            for part in parts
        ]
        put = abstaining(args.shared, args.work, **drawn)
        lines = published_lines(*outcomes, seed=args.seed, put=put)
        write_page(args.out, lines, command="make published", title="评测 / Evaluation")
    except MinshengError as error:
        _say(f"eval.publish: {error}")
        return 2
    _say(f"结果 results: {args.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
