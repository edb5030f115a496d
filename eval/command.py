"""`minsheng eval`: its arguments, and the way from them to an exit status.

0 done; 1 below --floor or behind --baseline; 2 bad input.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from corpus.errors import MinshengError
from corpus.records import Passage
from eval.cases import Case
from eval.collect import questions_hash
from eval.compare import check_same_questions, compare, regressions
from eval.errors import EvalError
from eval.evidence import absent_evidence
from eval.fingerprint import fingerprint
from eval.generate import generate, write_cases
from eval.labels import MEASURE_LABELS, count, figure
from eval.markdown import comparison_lines
from eval.metrics import read_metrics
from eval.observe import Search
from eval.readers import read_cases
from eval.run import METRICS, SCORES, evaluate
from eval.scores import Score, read_scores
from eval.systems import SYSTEMS, open_system
from index.hits import Hit

SHOWN = ("right", "fully_cited", "verbatim", "figure_accuracy", "abstention_recall",
         "over_abstention", "recall_10")  # fmt: skip
SHOWN_PROBLEMS = 5


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `minsheng eval`."""
    add = parser.add_argument
    questions = "题集 question files: .jsonl (own or SQuAD form) or .csv, also .xz"
    add("--questions", nargs="+", type=Path, metavar="FILE", help=questions)
    add("--index", metavar="DIR", help="索引文件夹 index folder")
    add("--out", type=Path, metavar="DIR", help="结果文件夹 folder for the results")
    system = "测哪个系统 what is measured: the assistant, or a naive baseline"
    add("--system", choices=SYSTEMS, default=SYSTEMS[0], help=system)
    baseline = "前次的 metrics.json 或结果文件夹 metrics.json or --out folder of an earlier run"
    add("--baseline", type=Path, metavar="FILE", help=baseline)
    tolerance = "允许低于前次多少 how far a measure may fall below the baseline (default 0)"
    add("--tolerance", type=float, default=0.0, metavar="X", help=tolerance)
    floor = "正确率下限 exit 1 where the share of right answers is below, e.g. 0.65"
    add("--floor", type=float, metavar="X", help=floor)
    add("--lenient", action="store_true", help="跳过有误的行 skip faulty lines and say which")
    compared = "比较两次结果 compare two --out folders and measure nothing"
    add("--compare", nargs=2, type=Path, metavar=("A", "B"), help=compared)
    made = "由索引出题 write questions made from the index's records, and measure nothing"
    add("--generate", type=Path, metavar="FILE", help=made)
    add("--most", type=int, default=200, metavar="N", help="至多出多少题 at most so many")
    add(
        "--seed",
        type=int,
        default=0,
        help="自助抽样的种子 seed of intervals and questions (default 0)",
    )


def run(args: argparse.Namespace) -> int:
    """Run the command; every message goes to stderr, the figures to stdout."""
    try:
        if args.compare:
            return _compare(*args.compare, seed=args.seed)
        if args.generate:
            return _generate(args)
        if not args.questions or not args.out:
            missing = "--out" if args.questions else "--questions"
            raise EvalError(f"缺少 missing {missing}.", hint="见 see minsheng eval --help.")
        return _measure(args)
    except MinshengError as error:
        _say(f"minsheng eval: {error}")
        return 2


def _measure(args: argparse.Namespace) -> int:
    from assistant.settings import load_settings

    cases, problems = read_cases(args.questions, lenient=args.lenient)
    _list("跳过 skipped", problems)
    baseline, before = _baseline(args.baseline, questions_hash(cases))
    settings = load_settings(index=args.index)
    assistant = open_system(args.system, settings)
    _list("索引中没有的依据 evidence not indexed", absent_evidence(cases, assistant.documents))
    name = fingerprint(Path(settings.index), (args.system, settings))
    search = search_with(assistant)
    figures = evaluate(
        assistant, cases, args.out, search=search, run=name, before=before, seed=args.seed
    )
    for line in _summary(figures):
        sys.stdout.write(line + "\n")
    _say(f"结果 results: {args.out / 'report.html'}")
    return verdict(figures, baseline, tolerance=args.tolerance, floor=args.floor)


class Searcher(Protocol):
    """Whatever finds passages for words."""

    def search(self, words: str, *, k: int = 10) -> Sequence[Hit]:
        """The k nearest passages, best first."""


def search_with(searcher: Searcher) -> Search:
    """What the index alone finds for a case's question, in its conversation."""

    def search(case: Case, k: int) -> Sequence[Passage]:
        hits = searcher.search(" ".join((*case.history, case.question)), k=k)
        return [hit.passage for hit in hits]

    return search


def verdict(
    figures: Mapping[str, Any],
    baseline: Mapping[str, Any] | None,
    *,
    tolerance: float = 0.0,
    floor: float | None = None,
) -> int:
    """0, or 1 with the reason on stderr: right answers below the floor, a measure behind."""
    reasons = regressions(baseline, figures, tolerance=tolerance) if baseline else []
    value = figures["measures"].get("right", {}).get("value", 0.0)
    if floor is not None and value < floor:
        reasons.append(f"right {value:.4f}, floor {floor}")
    for reason in reasons:
        _say(f"退步 regression: {reason}")
    return 1 if reasons else 0


def _baseline(
    path: Path | None, questions: str
) -> tuple[dict[str, Any] | None, list[Score] | None]:
    """The baseline's figures, and its scores where they stand beside them; read before asking."""
    if path is None:
        return None, None
    folder = path if path.is_dir() else path.parent
    figures = read_metrics(folder / METRICS if path.is_dir() else path)
    check_same_questions(figures, questions)
    return figures, read_scores(folder / SCORES) if (folder / SCORES).is_file() else None


def _compare(before: Path, after: Path, *, seed: int) -> int:
    comparison = compare(read_scores(before / SCORES), read_scores(after / SCORES), seed=seed)
    sys.stdout.write("\n".join(comparison_lines(comparison)) + "\n")
    return 0


def _generate(args: argparse.Namespace) -> int:
    from assistant.settings import load_settings
    from assistant.wiring import open_assistant

    assistant = open_assistant(load_settings(index=args.index))
    pairs = ((d, p) for d in assistant.documents for p in assistant.passages(d.id))
    cases = generate(pairs, most=args.most, seed=args.seed)
    write_cases(args.generate, cases)
    _say(f"题目 questions: {len(cases)} -> {args.generate}")
    return 0


def _summary(figures: Mapping[str, Any]) -> list[str]:
    lines = []
    for name in SHOWN:
        if m := figures["measures"].get(name):
            label = f"{MEASURE_LABELS[name].zh} {MEASURE_LABELS[name].en}"
            interval = f"[{figure(name, m['low'])}, {figure(name, m['high'])}]"
            lines.append(
                f"{label}: {figure(name, m['value'])} {count(m['hits'], m['of'])} {interval}"
            )
    if latency := figures["latency_ms"]:
        lines.append(f"延迟 latency: p50 {latency['p50']:.1f} ms, p95 {latency['p95']:.1f} ms")
    return lines


def _list(title: str, problems: Sequence[str]) -> None:
    if problems:
        _say(f"{title}: {len(problems)}")
    for problem in problems[:SHOWN_PROBLEMS]:
        _say(f"  {problem}")


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")
