"""report.md: the figures of a run as Markdown tables, for a document or a pull request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from eval.compare import Comparison
from eval.labels import ABOUT_LABELS, GROUP_LABELS, MEASURE_LABELS, NONE, count, figure


def markdown_report(metrics: Mapping[str, Any], comparison: Comparison | None = None) -> str:
    """The report; without latency, so that two runs of one commit give the same text."""
    counts = metrics["counts"]
    lines = [
        "# 评测 / Evaluation",
        "",
        f"{counts['asked']} 题 / questions, {counts['judged']} 计分 / judged, "
        f"{counts['right']} 正确 / right.",
        *(f"{' / '.join(ABOUT_LABELS[n])}: {value}." for n, value in metrics["about"].items()),
        "",
        "| 指标 / measure | 值 / value | 95 % | 计数 / count |",
        "| --- | ---: | ---: | ---: |",
    ]
    for name, label in MEASURE_LABELS.items():
        if m := metrics["measures"].get(name):
            interval = f"{figure(name, m['low'])} – {figure(name, m['high'])}"
            value = figure(name, m["value"])
            title = f"{label.zh} / {label.en}" if label.zh != label.en else label.zh
            lines.append(f"| {title} | {value} | {interval} | {count(m['hits'], m['of'])} |")
    for grouping, groups in metrics["by"].items():
        if set(groups) - {""}:
            label = GROUP_LABELS[grouping]
            lines += ["", f"| {label.zh} / {label.en} | 正确率 / right | 计数 / count |"]
            lines.append("| --- | ---: | ---: |")
            lines += [_group_row(key, group) for key, group in groups.items()]
    if comparison:
        lines += ["", *comparison_lines(comparison)]
    return "\n".join(lines) + "\n"


def comparison_lines(comparison: Comparison) -> list[str]:
    """The comparison of two runs as a table and two lists."""
    lines = [
        "| 指标 / measure | 前 / before | 后 / after | 差 / difference | 95 % |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for name, shift in comparison.shifts.items():
        low, high = (figure(name, bound) for bound in shift.interval)
        values = (figure(name, v) for v in (shift.before, shift.after, shift.difference))
        title = f"{MEASURE_LABELS[name].zh} / {MEASURE_LABELS[name].en}"
        lines.append(f"| {title} | {' | '.join(values)} | {low} – {high} |")
    lines += ["", f"McNemar p = {comparison.p_value:.4f}"]
    flips = (("转对 / became right", comparison.gained), ("转错 / became wrong", comparison.lost))
    for title, scores in flips:
        lines += ["", f"{title}: {len(scores)}"]
        lines += [f"- [{s.id}] {s.question}" for s in scores]
    if left_out := comparison.only_before + comparison.only_after:
        lines += ["", f"仅一方有,未计 / of one run only, left out: {left_out}"]
    return lines


def _group_row(key: str, group: Mapping[str, Any]) -> str:
    name = key.replace("|", "\\|") or NONE.zh
    if not (m := group.get("right")):
        return f"| {name} | — | — |"
    return f"| {name} | {figure('right', m['value'])} | {count(m['hits'], m['of'])} |"
