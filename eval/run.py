"""The whole way from cases to a report: asked, scored, summarised, laid out.

`evaluate` takes whatever answers; command.py opens it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.writing.llm import ChatModel
from eval.cases import Case
from eval.collect import PREDICTIONS, Observer, collect, finish, questions_hash, write_whole
from eval.compare import compare
from eval.judge import judge_answers, read_verdicts, with_verdict
from eval.markdown import markdown_report
from eval.metrics import metrics
from eval.predictions import read_predictions
from eval.report import html_report
from eval.report_cases import wrong_case
from eval.scores import Score, score_all, score_line, with_consistency

SCORES, METRICS = "scores.jsonl", "metrics.json"


@dataclass(frozen=True, slots=True)
class How:
    """How a run is made; nothing of it is needed.

    Attributes:
        run: names what answers; half-written predictions of the same run are continued.
        about: what is measured, for a reader of the report (names: labels.ABOUT_LABELS).
        workers: how many questions are put at the same time.
        regions: the region of each document by its source, for the table by region.
        judge: a language model whose verdicts are shown beside the rule's.
        before: scores of an earlier run, for the paired comparison in the reports.
        seed: of the resamples that give intervals.
    """

    run: str = ""
    about: Mapping[str, str] = field(default_factory=dict)
    workers: int = 1
    regions: Mapping[str, str] = field(default_factory=dict)
    judge: ChatModel | None = None
    before: Sequence[Score] | None = None
    seed: int = 0
    progress: bool = True


def evaluate(
    observe: Observer, cases: Sequence[Case], out: Path, how: How | None = None
) -> dict[str, Any]:
    """Ask, measure and write predictions.jsonl, scores.jsonl, metrics.json, report.html, report.md.

    Returns:
        What metrics.json holds.

    Raises:
        EvalError: the folder cannot be written, or what answers has gone away.
    """
    how = how or How()
    collect(observe, cases, out, run=how.run, workers=how.workers, progress=how.progress)
    if how.judge:
        judge_answers(how.judge, cases, out, workers=how.workers, progress=how.progress)
    verdicts = read_verdicts(out) if how.judge else {}
    judged = (with_verdict(p, verdicts) for p in read_predictions(out / PREDICTIONS))
    scores = with_consistency(list(score_all(cases, judged, how.regions)))
    about = {**how.about, **({"judge": how.judge.name} if how.judge else {})}
    figures = metrics(scores, questions=questions_hash(cases), about=about, seed=how.seed)
    comparison = compare(how.before, scores, seed=how.seed) if how.before else None
    write_whole(out / SCORES, (score_line(one) for one in scores))
    write_whole(out / METRICS, _json(figures))
    write_whole(out / "report.md", markdown_report(figures, comparison))
    latencies = [s.latency_ms for s in scores if s.latency_ms is not None]
    wrong = _wrong(out, cases, scores)
    page = html_report(figures, wrong, latencies=latencies, comparison=comparison)
    write_whole(out / "report.html", page)
    finish(out)
    return figures


def _json(figures: dict[str, Any]) -> str:
    return json.dumps(figures, ensure_ascii=False, indent=1) + "\n"


def _wrong(out: Path, cases: Sequence[Case], scores: Sequence[Score]) -> Iterator[str]:
    """Each wrong case as HTML, its prediction read again so that no run is held in memory."""
    predictions = read_predictions(out / PREDICTIONS)
    for case, prediction, score in zip(cases, predictions, scores, strict=True):
        if score.why:
            yield wrong_case(case, prediction, score)
