"""metrics.json: every measure of a run with its interval, overall and by group.

All of it is the same at every run of the same commit, latency aside (key "latency_ms").
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from eval.bootstrap import LEVEL, RESAMPLES, intervals
from eval.errors import EvalError
from eval.measures.latency import latency
from eval.measures.risk import area_under_risk, risk_coverage
from eval.measures.tally import Tally
from eval.scores import NAMES, Score

FORM = 1
PLACES = 6
GROUPS: dict[str, Callable[[Score], tuple[str, ...]]] = {
    "category": lambda score: (score.category,),
    "style": lambda score: (score.style,),
    "file": lambda score: (score.file,),
    "document": lambda score: score.documents,
    "region": lambda score: score.regions,
}
# What a table by group shows beside the share of right answers.
GROUP_MEASURES = ("right", "fully_cited", "figure_accuracy", "citation_recall", "recall_10",
                  "over_abstention", "abstention_recall", "consistency", "length")  # fmt: skip


def metrics(
    scores: Sequence[Score], *, questions: str, about: Mapping[str, str], seed: int = 0
) -> dict[str, Any]:
    """The figures of a run as metrics.json has them.

    Args:
        about: what was measured, for a reader (names: labels.ABOUT_LABELS).
        questions: hash of the question set, so that a baseline over other questions is noticed.
    """
    why: dict[str, int] = {}
    for one in scores:
        if one.why:
            why[one.why] = why.get(one.why, 0) + 1
    return {
        "form": FORM,
        "about": dict(about),
        "questions": questions,
        "seed": seed,
        "resamples": RESAMPLES,
        "level": LEVEL,
        "counts": {
            "asked": len(scores),
            "judged": sum(s.right is not None for s in scores),
            "right": sum(bool(s.right) for s in scores),
            "abstained": sum(s.abstained for s in scores),
        },
        "why": dict(sorted(why.items())),
        "measures": summarise(scores, NAMES, seed=seed),
        "by": {name: _by_group(scores, keys, seed) for name, keys in GROUPS.items()},
        "risk_coverage": _risk(scores),
        "latency_ms": latency([s.latency_ms for s in scores if s.latency_ms is not None]),
    }


def summarise(
    scores: Sequence[Score], names: Sequence[str], *, seed: int
) -> dict[str, dict[str, float]]:
    """Value, interval (low, high), hits and what they are out of, of measures that apply."""
    columns: dict[str, list[Tally]] = {
        name: [s.tallies.get(name, (0.0, 0.0)) for s in scores] for name in names
    }
    found = {}
    for name, (low, high) in intervals(columns, seed=seed).items():
        hits, total = (sum(column) for column in zip(*columns[name], strict=True))
        figures = {"value": hits / total, "low": low, "high": high, "hits": hits, "of": total}
        found[name] = {key: round(figure, PLACES) for key, figure in figures.items()}
    return found


def _by_group(
    scores: Sequence[Score], keys: Callable[[Score], tuple[str, ...]], seed: int
) -> dict[str, Any]:
    groups: dict[str, list[Score]] = {}
    for one in scores:
        for key in keys(one):
            groups.setdefault(key, []).append(one)
    return {key: summarise(groups[key], GROUP_MEASURES, seed=seed) for key in sorted(groups)}


def _risk(scores: Sequence[Score]) -> dict[str, Any] | None:
    """The curve over the answers given; None where the assistant offers no confidence."""
    given = [
        (s.confidence, s.right)
        for s in scores
        if s.confidence is not None and s.right is not None and not s.abstained
    ]
    if not given:
        return None
    points = risk_coverage(given)
    rounded = [[round(x, PLACES), round(y, PLACES)] for x, y in points]
    return {"answers": len(given), "aurc": round(area_under_risk(points), PLACES),
            "points": rounded}  # fmt: skip


def read_metrics(path: Path) -> dict[str, Any]:
    """The figures of an earlier run.

    Raises:
        EvalError: there is no such file, or it is not ours.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        reason = error.strerror or str(error)
        hint = "给出 metrics.json 或结果文件夹 (metrics.json or the --out folder)."
        raise EvalError(f"无法读取 cannot read {str(path)!r}: {reason}.", hint=hint) from None
    except ValueError:
        data = None
    if not isinstance(data, dict) or data.get("form") != FORM:
        hint = "给出本版本写的 metrics.json (one that this version wrote)."
        raise EvalError(f"不是指标文件 not a file of metrics: {str(path)!r}.", hint=hint)
    return data
