"""`minsheng eval`: its arguments, and the way from them to an exit status.

0 done; 1 below --floor or behind --baseline; 2 bad input, or a server that went away.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

from assistant.settings import Settings
from assistant.writing.llm import ChatModel
from corpus.errors import MinshengError
from eval.cases import Case
from eval.collect import questions_hash
from eval.compare import check_same_questions, compare, regressions
from eval.errors import EvalError
from eval.evidence import absent_evidence
from eval.generate import generate, write_cases
from eval.labels import MEASURE_LABELS, count, figure
from eval.markdown import comparison_lines
from eval.metrics import read_metrics
from eval.readers import read_cases, read_rows
from eval.reading import write_contexts
from eval.run import METRICS, SCORES, How, evaluate
from eval.scores import Score, read_scores
from eval.scripts import with_other_script
from eval.systems import SYSTEMS, Subject, open_server, open_subject

SHOWN = ("right", "fully_cited", "verbatim", "figure_accuracy", "abstention_recall",
         "over_abstention", "recall_10", "consistency", "judged_right", "judge_agreement",
         "tokens")  # fmt: skip
SHOWN_PROBLEMS = 5


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `minsheng eval`."""
    add = parser.add_argument
    what = (
        "run: 评测 ask and measure (default); generate: 由索引出题 write questions made from an "
        "index's records; documents: 写出公开题集的原文 write the texts of a public set"
    )
    add("what", nargs="?", choices=tuple(_WAYS), default="run", help=what)
    questions = "题集 question files: .jsonl (own, SQuAD, RGB, LeCoQA), .csv or .xlsx, also .xz"
    add("--questions", nargs="+", type=Path, metavar="FILE", help=questions)
    add("--out", type=Path, metavar="PATH", help="结果 folder of results; file of generate")
    add("--lenient", action="store_true", help="跳过有误的行 skip faulty lines and say which")
    add("--scripts", action="store_true", help="另以繁/简体各问一次 ask in the other script, too")
    add("--sample", type=int, metavar="N", help="只抽 N 题 draw so many questions by the seed")
    add("--most", type=int, default=200, metavar="N", help="至多出多少题 generate at most so many")
    add("--seed", type=int, default=0, help="种子 seed of samples, intervals, questions (0)")
    _subject_arguments(parser.add_argument_group("测什么 what is measured"))
    _gate_arguments(parser.add_argument_group("比较与门槛 comparison and gate"))


def _subject_arguments(group: argparse._ArgumentGroup) -> None:
    add = group.add_argument
    add("--index", metavar="DIR", help="索引文件夹 index folder")
    system = "测哪个系统 the assistant, or a naive baseline over the same index"
    add("--system", choices=SYSTEMS, default=SYSTEMS[0], help=system)
    url = "运行中的服务 a running server: ours, or an OpenAI-compatible one (URL ends in /v1)"
    add("--url", metavar="URL", help=url)
    add("--model", default="", metavar="NAME", help="该服务的模型 the server's model")
    phrases = "拒答用语表 file of phrases that tell an abstention, one a line (OpenAI-compatible)"
    add("--abstains", type=Path, metavar="FILE", help=phrases)
    add("--timeout", type=float, default=120.0, metavar="S", help="一题几秒 seconds for one answer")
    add("--concurrency", type=int, default=1, metavar="N", help="同时几题 questions at a time (1)")
    judge = (
        "另由大语言模型评判,不取代规则 a model's verdicts beside the rule's: OpenAI-compatible URL"
    )
    add("--judge", metavar="URL", help=judge)
    add("--judge-model", default="", metavar="NAME", help="评判所用模型 the judge's model")


def _gate_arguments(group: argparse._ArgumentGroup) -> None:
    add = group.add_argument
    baseline = "前次的 metrics.json 或结果文件夹 metrics.json or --out folder of an earlier run"
    add("--baseline", type=Path, metavar="FILE", help=baseline)
    tolerance = "允许低于前次多少 how far a measure may fall below the baseline (default 0)"
    add("--tolerance", type=float, default=0.0, metavar="X", help=tolerance)
    floor = "正确率下限 exit 1 where the share of right answers is below, e.g. 0.65"
    add("--floor", type=float, metavar="X", help=floor)
    compared = "比较两次结果 compare two --out folders and measure nothing"
    add("--compare", nargs=2, type=Path, metavar=("A", "B"), help=compared)


def run(args: argparse.Namespace) -> int:
    """Run the command; every message goes to stderr, the figures to stdout."""
    try:
        if args.compare:
            return _compare(*args.compare, seed=args.seed)
        needed = {"--questions": args.what == "generate" or args.questions, "--out": args.out}
        if missing := [name for name, given in needed.items() if not given]:
            raise EvalError(f"缺少 missing {missing[0]}.", hint="见 see minsheng eval --help.")
        return _WAYS[args.what](args)
    except MinshengError as error:
        _say(f"minsheng eval: {error}")
        return 2


def _measure(args: argparse.Namespace) -> int:
    from assistant.settings import load_settings

    if min(args.concurrency, args.sample or 1, args.timeout) <= 0:
        raise EvalError(
            "--concurrency, --sample 与 --timeout 应大于零 must be above 0.", hint="改正 mend it."
        )
    cases = _cases(args)
    baseline, before = _baseline(args.baseline, questions_hash(cases))
    settings = load_settings(index=args.index)
    with _subject(args, settings) as subject:
        if subject.documents:
            absent = absent_evidence(cases, subject.documents)
            _list("索引中没有的依据 evidence not in the corpus", absent)
        how = How(
            run=subject.identity, about=subject.about, workers=args.concurrency,
            regions=subject.regions, judge=_judge(args, settings), before=before, seed=args.seed,
        )  # fmt: skip
        figures = evaluate(subject.observe, cases, args.out, how)
    for line in _summary(figures):
        sys.stdout.write(line + "\n")
    _say(f"结果 results: {args.out / 'report.html'}")
    return verdict(figures, baseline, tolerance=args.tolerance, floor=args.floor)


def _cases(args: argparse.Namespace) -> list[Case]:
    """The questions asked for: read, sampled in their order, and put in the other script."""
    cases, problems = read_cases(args.questions, lenient=args.lenient)
    _list("跳过 skipped", problems)
    if args.sample and args.sample < len(cases):
        drawn = random.Random(args.seed).sample(range(len(cases)), args.sample)
        cases = [cases[i] for i in sorted(drawn)]
    return with_other_script(cases) if args.scripts else cases


def _subject(args: argparse.Namespace, settings: Settings) -> AbstractContextManager[Subject]:
    if args.url:
        return open_server(
            args.url, settings, model=args.model, phrases=args.abstains, timeout=args.timeout
        )
    return nullcontext(open_subject(args.system, settings))


def _judge(args: argparse.Namespace, settings: Settings) -> ChatModel | None:
    if not args.judge:
        return None
    if not args.judge_model:
        raise EvalError("缺少 missing --judge-model.", hint="指明模型 (name the judge's model).")
    from assistant.writing.llm import open_chat

    return open_chat(replace(settings, llm_url=args.judge, llm_model=args.judge_model))


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
    write_cases(args.out, cases)
    _say(f"题目 questions: {len(cases)} -> {args.out}")
    return 0


def _documents(args: argparse.Namespace) -> int:
    found = (row for path in args.questions for _, row in read_rows(path))
    written = write_contexts(found, args.out)
    if not written:
        hint = "给出 SQuAD、RGB 或 LeCoQA 形式的题集 (a set of SQuAD's, RGB's or LeCoQA's form)."
        raise EvalError("题集不带原文 the questions bring no texts along.", hint=hint)
    _say(f"文件 documents: {written} -> {args.out}")
    return 0


_WAYS = {"run": _measure, "generate": _generate, "documents": _documents}


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
