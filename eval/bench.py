"""`python -m eval.bench` (`make bench`): how fast and how well, on this machine, into a page.

Writes docs/benchmarks.md and its plots, with `--growth` docs/growth.md instead. What needs
../shared is left out where that is absent.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tqdm import tqdm

from assistant.pipeline import Assistant
from assistant.settings import Settings
from assistant.wiring import SAMPLE, open_assistant
from corpus.errors import MinshengError
from corpus.units import Units
from eval.ablations import NO_DENSE, ablated
from eval.bench_pages import Report, Speed, benchmark_lines
from eval.collect import write_whole
from eval.faulty_writer import FaultReport, measure_faults
from eval.growth import SIZES, grow, write_growth
from eval.legs import SEARCH, Found, compare_ways, plain_questions, ways
from eval.pages import ROOT, manifest_line, stamp, write_page
from eval.pasted import paste
from eval.peers import absent
from eval.readers import read_cases
from eval.retrieval_pages import (
    ABLATIONS,
    RECALL,
    Retrieval,
    ablation_picture,
    recall_picture,
)
from eval.retrieval_sets import RetrievalSet, each_text_once, retrieval_sets, texts_held
from eval.timing import Spread, load, machine, run_minsheng, run_python, several
from index.build import build_index
from index.embedder import load_embedder

QUESTIONS = ROOT / "eval" / "sets" / "sample.jsonl"
SHARED = ROOT.parent / "shared"
PAGE = ROOT / "docs" / "benchmarks.md"
GROWTH_PAGE = ROOT / "docs" / "growth.md"
CHANGES = 1_000
SEED = 0


@dataclass(frozen=True, slots=True)
class Corpus:
    """Documents and the questions over them."""

    name: str
    documents: Path
    questions: Path


def corpora(shared: Path) -> list[Corpus]:
    """The sample corpus, and the development corpus where it is present."""
    found = [Corpus("示例语料 sample", SAMPLE, QUESTIONS)]
    questions = shared / "eval" / "dev.jsonl"
    if questions.is_file():
        found.append(Corpus("开发语料 development", shared / "corpus", questions))
    return found


def measure(shared: Path, work: Path, *, runs: int, changes: int = CHANGES) -> Report:
    """All figures; indexes are built in the folder `work`; `changes` are injected in all."""
    speeds, found, plain, manifests, faults, pasted = {}, {}, {}, {}, {}, {}
    for number, corpus in enumerate(corpora(shared)):
        _say(f"{corpus.name}: 速度 speed")
        index = work / f"index-{number}"
        speeds[corpus.name] = speed(corpus, index, runs=runs)
        _say(f"{corpus.name}: 检索 retrieval")
        assistant = open_assistant(Settings(index=str(index)))
        found[corpus.name], plain[corpus.name] = retrieval(corpus, assistant)
        pasted[corpus.name] = paste(assistant, seed=SEED)
        manifests[corpus.name] = manifest_line(index)
        if changes:
            _say(f"{corpus.name}: 注入的错误 injected changes")
            faults[corpus.name] = injected(corpus, index, changes)
    _say("去掉一样 ablations")
    missing = ablations(corpus, index)
    sets, absent_sets = retrieval_sets(shared, seed=SEED)
    measured = {one.name: of_set(one, work / f"set-{i}") for i, one in enumerate(sets)}
    result = Retrieval(found, plain, pasted, absent(), missing, measured, absent_sets)
    return Report(stamp(), machine(), load(), runs, speeds, result, manifests, faults)


def ablations(corpus: Corpus, index: Path) -> dict[str, dict[str, Found]]:
    """Search without each of its parts, on the corpus's plain questions, by style."""
    cases, _ = read_cases([corpus.questions])
    compared = ablated(index, Settings(index=str(index)))
    plain = plain_questions(cases)
    return {style: compare_ways(compared, some, seed=SEED) for style, some in plain.items()}


def of_set(one: RetrievalSet, work: Path) -> dict[str, Found]:
    """Each way over a public retrieval set, ours also without vectors; the index goes into work."""
    _say(one.name)
    one.write(work / "documents")
    build_index([work / "documents"], work / "index", load_embedder(None))
    settings = Settings(index=str(work / "index"))
    assistant = open_assistant(settings)
    compared = ways(assistant)
    without = {f"检索{NO_DENSE}": ablated(work / "index", settings)[NO_DENSE]}
    compared = {SEARCH: compared[SEARCH]} | without | compared
    if not one.whole:
        return compare_ways(compared, one.cases, seed=SEED)
    once = {name: each_text_once(find) for name, find in compared.items()}
    return compare_ways(once, one.cases, seed=SEED, judge=texts_held(assistant.documents))


def injected(corpus: Corpus, index: Path, changes: int) -> FaultReport:
    """What the checks catch of a faulty writer's changes, asked the corpus's questions."""
    cases, _ = read_cases([corpus.questions])
    questions = [case.question for case in cases if case.answerable and not case.history]
    with tqdm(total=changes, unit="change", file=sys.stderr) as bar:
        return measure_faults(
            Settings(index=str(index)), questions, Units.default(), cases=changes, seed=SEED,
            progress=lambda done, _: bar.update(done - bar.n) and None,
        )  # fmt: skip


def speed(corpus: Corpus, index: Path, *, runs: int) -> Speed:
    """Build, cold answer, open, search and answer times of one corpus."""
    fresh = iter(index.with_name(f"{index.name}-{i}") for i in range(runs - 1))
    arguments = [str(corpus.documents), "--index"]
    builds = [run_minsheng("index", *arguments, str(index))]
    builds += [run_minsheng("index", *arguments, str(folder)) for folder in fresh]
    cases, _ = read_cases([corpus.questions])
    question = next(case.question for case in cases if case.answerable and not case.history)
    cold = several(lambda: run_minsheng("ask", question, "--index", str(index)), runs)
    probes = [_probe(index, corpus.questions) for _ in range(runs)]
    return Speed(
        passages=probes[0]["passages"],
        questions=len(cases),
        build=Spread.of([run.seconds for run in builds]),
        build_mb=max(run.peak_mb for run in builds),
        cold=Spread.of([run.seconds for run in cold]),
        cold_mb=max(run.peak_mb for run in cold),
        torch=any(run.torch for run in cold),
        open_ms=min(p["open_ms"] for p in probes),
        ready_ms=min(p["ready_ms"] for p in probes),
        search_ms=_least(probes, "search_ms"),
        answer_ms=_least(probes, "answer_ms"),
    )


def retrieval(
    corpus: Corpus, assistant: Assistant
) -> tuple[dict[str, Found], dict[str, dict[str, Found]]]:
    """Each way to find passages over the corpus's questions, and over plain ones by style."""
    cases, _ = read_cases([corpus.questions])
    compared = ways(assistant)
    plain = plain_questions(cases)
    return compare_ways(compared, cases, seed=SEED), {
        name: compare_ways(compared, some, seed=SEED) for name, some in plain.items()
    }


def _probe(index: Path, questions: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        run_python("-m", "eval.probe", str(index), str(questions)).out
    )
    return found


def _least(probes: Sequence[Mapping[str, Any]], name: str) -> dict[str, float]:
    """The least p50, p95 and maximum over several processes: what the machine can do."""
    return {p: min(float(one[name][p]) for one in probes) for p in probes[0][name]}


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench", description=__doc__)
    add = parser.add_argument
    add("--out", type=Path, help="写到哪一页 the page to write")
    add("--shared", type=Path, default=SHARED, help="公共数据 folder of the public data")
    add("--runs", type=int, default=5, help="每条命令几次 runs of each command (5)")
    add("--changes", type=int, default=CHANGES, metavar="N",
        help="语料各注入几处错误 injected changes for each corpus, 0 for none (1000)")  # fmt: skip
    add("--growth", type=int, nargs="*", metavar="N",
        help="只测增长,写 docs/growth.md:段落数 measure growth alone, by passages "
        f"({' '.join(map(str, SIZES))})")  # fmt: skip
    add("--kept", type=Path, metavar="DIR",
        help="增长所建索引留在此处,已有的不再建 folder in which the indexes of --growth stay; "
        "those that are there are not built again")  # fmt: skip
    args = parser.parse_args(arguments)
    try:
        with TemporaryDirectory() as work:
            if args.growth is None:
                page = _bench(args, Path(work))
            else:
                page = args.out or GROWTH_PAGE
                at, keep = args.kept or Path(work), args.kept is not None
                grown = grow(args.shared, at, args.growth or SIZES, seed=SEED, keep=keep)
                write_growth(page, list(grown))
    except MinshengError as error:
        _say(f"eval.bench: {error}")
        return 2
    _say(f"结果 results: {page}")
    return 0


def _bench(args: argparse.Namespace, work: Path) -> Path:
    """The whole benchmark but growth, into its page."""
    page = args.out or PAGE
    report = measure(args.shared, work, runs=max(1, args.runs), changes=args.changes)
    pictures = page.parent / "pictures"
    pictures.mkdir(parents=True, exist_ok=True)
    write_whole(pictures / RECALL, recall_picture(report.retrieval))
    write_whole(pictures / ABLATIONS, ablation_picture(report.retrieval))
    title = "性能测量 / Benchmarks"
    write_page(page, benchmark_lines(report), command="make bench", title=title)
    return page


if __name__ == "__main__":
    sys.exit(main())
