"""The whole way from cases to a report: asked, scored, summarised, laid out.

`evaluate` takes any assistant; command.py opens the real one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from eval.cases import Case
from eval.collect import PREDICTIONS, collect, finish, questions_hash, unwritable, write_whole
from eval.compare import Comparison, compare
from eval.markdown import markdown_report
from eval.metrics import metrics
from eval.observe import Assistant, Search
from eval.predictions import read_predictions
from eval.report import html_report
from eval.report_cases import wrong_case
from eval.scores import Score, score_all, score_line

SCORES, METRICS = "scores.jsonl", "metrics.json"


def evaluate(
    assistant: Assistant,
    cases: Sequence[Case],
    out: Path,
    *,
    search: Search | None = None,
    run: str = "",
    before: Sequence[Score] | None = None,
    seed: int = 0,
    progress: bool = True,
) -> dict[str, Any]:
    """Ask, measure and write predictions.jsonl, scores.jsonl, metrics.json, report.html, report.md.

    Args:
        search: finds passages for a case; without it the passages that the answer shows count.
        run: names what answers; half-written predictions of the same run are continued.
        before: scores of an earlier run, for the paired comparison in the reports.

    Returns:
        What metrics.json holds.

    Raises:
        EvalError: the folder cannot be written.
    """
    collect(assistant, cases, out, search=search, run=run, progress=progress)
    scores = list(score_all(cases, read_predictions(out / PREDICTIONS)))
    figures = metrics(scores, questions=questions_hash(cases), seed=seed)
    comparison = compare(before, scores, seed=seed) if before else None
    write_whole(out / SCORES, "".join(score_line(one) for one in scores))
    write_whole(out / METRICS, _json(figures))
    write_whole(out / "report.md", markdown_report(figures, comparison))
    _write_html(out, cases, scores, figures, comparison)
    finish(out)
    return figures


def _json(figures: dict[str, Any]) -> str:
    return json.dumps(figures, ensure_ascii=False, indent=1) + "\n"


def _write_html(
    out: Path,
    cases: Sequence[Case],
    scores: Sequence[Score],
    figures: dict[str, Any],
    comparison: Comparison | None,
) -> None:
    latencies = [s.latency_ms for s in scores if s.latency_ms is not None]
    wrong = _wrong(out, cases, scores)
    try:
        with (out / "report.html").open("w", encoding="utf-8") as file:
            file.writelines(html_report(figures, wrong, latencies=latencies, comparison=comparison))
    except OSError as error:
        raise unwritable(out, error) from None


def _wrong(out: Path, cases: Sequence[Case], scores: Sequence[Score]) -> Iterator[str]:
    """Each wrong case as HTML, its prediction read again so that no run is held in memory."""
    predictions = read_predictions(out / PREDICTIONS)
    for case, prediction, score in zip(cases, predictions, scores, strict=True):
        if score.why:
            yield wrong_case(case, prediction, score)
