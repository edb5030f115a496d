"""report.html: one self-contained file in Chinese and English, nothing fetched from anywhere.

It lays out what metrics.py, compare.py and report_cases.py give; it measures nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from importlib.resources import files
from typing import Any

from eval.charts import difference_chart, histogram, line_chart
from eval.compare import Comparison
from eval.labels import (
    ABOUT_LABELS,
    GROUP_LABELS,
    MEASURE_LABELS,
    NONE,
    SHARES_NOT,
    WHYS,
    Label,
    both,
    count,
    figure,
    html_label,
)
from eval.measures.retrieval import DEPTHS
from eval.metrics import GROUP_MEASURES
from eval.scores import Score

CARDS = ("right", "fully_cited", "verbatim", "figure_accuracy", "abstention_recall",
         "over_abstention", "recall_10", "consistency")  # fmt: skip
MOST_FLIPS = 20  # of more, the list is shown folded
LEAST_P = 0.001


def html_report(
    metrics: Mapping[str, Any],
    cases: Iterable[str],
    *,
    latencies: Sequence[float] = (),
    comparison: Comparison | None = None,
) -> Iterator[str]:
    """The report, piece by piece.

    Args:
        cases: HTML of each wrong answer (report_cases.wrong_case).
    """
    asset = files("eval") / "assets"
    yield '<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield "<title>民生问答评测报告 · Minsheng evaluation</title><style>"
    yield (asset / "report.css").read_text(encoding="utf-8")
    yield '</style></head><body class="show-zh">'
    yield f"<header><h1>{both('民生问答评测报告', 'Minsheng evaluation report')}</h1>"
    yield '<button id="language" type="button">中文 / English</button></header>'
    yield _summary(metrics)
    if comparison:
        yield comparison_section(comparison)
    yield f"<h2>{both('图', 'Plots')}</h2><div class='plots'>{_plots(metrics, latencies)}</div>"
    yield f"<h2>{both('各项指标', 'All measures')}</h2>{_measures(metrics)}"
    for name, groups in metrics["by"].items():
        yield _groups(GROUP_LABELS[name], groups)
    yield _filters(metrics)
    yield from cases
    yield "<script>" + (asset / "report.js").read_text(encoding="utf-8") + "</script>"
    yield "</body></html>\n"


def _summary(metrics: Mapping[str, Any]) -> str:
    counts = metrics["counts"]
    cards = "".join(
        f'<div class="card">{html_label(MEASURE_LABELS[name])}<b>{figure(name, m["value"])}</b>'
        f"<small>{figure(name, m['low'])} – {figure(name, m['high'])} · {count(m['hits'], m['of'])}"
        "</small></div>"
        for name in CARDS
        if (m := metrics["measures"].get(name))
    )
    if latency := metrics["latency_ms"]:
        cards += (
            f'<div class="card">{both("延迟中位数", "Median latency")}'
            f"<b>{latency['p50']:.1f} ms</b>"
            f"<small>p95 {latency['p95']:.1f} · p99 {latency['p99']:.1f}</small></div>"
        )
    level = f"{100 * metrics['level']:.0f} %"
    note = both(
        f"共 {counts['asked']} 题,计分 {counts['judged']} 题,答对 {counts['right']} 题。"
        f"区间为按题自助抽样的 {level} 区间({metrics['resamples']} 次,种子 {metrics['seed']})。"
        "缺答计为答错。",
        f"{counts['asked']} questions, {counts['judged']} judged, {counts['right']} right. "
        f"Intervals: {level} bootstrap over questions ({metrics['resamples']} resamples, seed "
        f"{metrics['seed']}). A missing answer counts as wrong.",
    )
    about = "".join(
        f"<br>{both(*ABOUT_LABELS[name])}: {escape(value)}"
        for name, value in metrics["about"].items()
    )
    return f'<p class="note">{note}{about}</p><div class="cards">{cards}</div>'


def _plots(metrics: Mapping[str, Any], latencies: Sequence[float]) -> str:
    plots = ""
    recalls = [(float(k), metrics["measures"].get(f"recall_{k}")) for k in DEPTHS]
    if points := [(k, m["value"]) for k, m in recalls if m]:
        plots += line_chart(
            points, x_label="k", y_label="recall", title="证据召回随 k · Recall by k"
        )
    if risk := metrics["risk_coverage"]:
        title = f"风险—覆盖曲线 · Risk and coverage (AURC {risk['aurc']:.3f})"
        plots += line_chart(risk["points"], x_label="coverage", y_label="risk", title=title)
    if latencies:
        plots += histogram(
            latencies, x_label="ms", y_label="题 / questions", title="延迟 · Latency"
        )
    return plots


def _measures(metrics: Mapping[str, Any]) -> str:
    rows = "".join(
        f"<tr><td>{html_label(label)}<br><small>{both(label.note_zh, label.note_en)}</small></td>"
        f'<td class="n">{figure(name, m["value"])}</td>'
        f'<td class="n">{figure(name, m["low"])} – {figure(name, m["high"])}</td>'
        f'<td class="n">{count(m["hits"], m["of"])}</td></tr>'
        for name, label in MEASURE_LABELS.items()
        if (m := metrics["measures"].get(name))
    )
    heads = (("指标", "Measure"), ("值", "Value"), ("区间", "Interval"), ("计数", "Count"))
    head = "".join(f'<th class="{"n" if i else ""}">{both(*h)}</th>' for i, h in enumerate(heads))
    return f'<div class="wide"><table><tr>{head}</tr>{rows}</table></div>'


def _groups(label: Label, groups: Mapping[str, Any]) -> str:
    """The table of one grouping; nothing where it does not divide the questions."""
    if not groups or set(groups) == {""}:
        return ""
    shown = [name for name in GROUP_MEASURES if any(name in group for group in groups.values())]
    head = "".join(f'<th class="n">{html_label(MEASURE_LABELS[name])}</th>' for name in shown)
    rows = ""
    for key, group in groups.items():
        cells = "".join(f'<td class="n">{_cell(name, group.get(name))}</td>' for name in shown)
        rows += f"<tr><td>{escape(key) or both(NONE.zh, NONE.en)}</td>{cells}</tr>"
    title = html_label(label)
    return f'<h2>{title}</h2><div class="wide"><table><tr><th></th>{head}</tr>{rows}</table></div>'


def _cell(name: str, measure: Mapping[str, float] | None) -> str:
    if not measure:
        return "—"
    low, high = figure(name, measure["low"]), figure(name, measure["high"])
    number = f"<small>{count(measure['hits'], measure['of'])}</small>" if name == "right" else ""
    return f'<span title="{low} – {high}">{figure(name, measure["value"])}</span> {number}'


def comparison_section(comparison: Comparison) -> str:
    """What changed between two runs, with the questions that flipped."""
    shares = [(n, s) for n, s in comparison.shifts.items() if n not in SHARES_NOT]
    titles = {"zh": "与前次之差,百分点", "en": "Difference from the earlier run, percentage points"}
    chart = "".join(
        f'<div class="{language}">'
        + difference_chart(
            [(getattr(MEASURE_LABELS[n], language), s.difference, *s.interval) for n, s in shares],
            title=title,
        )
        + "</div>"
        for language, title in titles.items()
    )
    flips = _flips("转对", "became right", "up", comparison.gained)
    flips += _flips("转错", "became wrong", "down", comparison.lost)
    gained, lost, p = len(comparison.gained), len(comparison.lost), comparison.p_value
    chance = f"= {p:.3f}" if p >= LEAST_P else f"< {LEAST_P}"
    note = both(
        f"转对 {gained} 题,转错 {lost} 题(McNemar 精确检验 p {chance})。",
        f"{gained} became right, {lost} became wrong (exact McNemar p {chance}).",
    )
    left_out = comparison.only_before + comparison.only_after
    if left_out:
        note += " " + both(
            f"仅一方有的 {left_out} 题未计。", f"{left_out} of one run only left out."
        )
    title = both("与前次比较", "Comparison with the earlier run")
    return f'<h2>{title}</h2><p class="note">{note}</p>{chart}{flips}'


def _flips(zh: str, en: str, style: str, scores: Sequence[Score]) -> str:
    items = "".join(f"<li>[{escape(s.id)}] {escape(s.question)}</li>" for s in scores)
    title = f'<summary class="{style}">{both(zh, en)}: {len(scores)}</summary>'
    state = " open" if len(scores) <= MOST_FLIPS else ""
    return f"<details{state}>{title}<ul>{items}</ul></details>" if scores else ""


def _filters(metrics: Mapping[str, Any]) -> str:
    by = metrics["by"]
    selects = _select("why", "原因 / why", {w: f"{WHYS[w].zh} · {w}" for w in metrics["why"]})
    for name in ("category", "style", "document", "region", "file"):
        selects += _select(name, f"{GROUP_LABELS[name].zh} / {name}", {k: k for k in by[name] if k})
    title = both("答错与引用不足的题", "Wrong and uncited answers")
    search = (
        '<input id="words" type="search" aria-label="检索 / filter" placeholder="检索 / filter">'
    )
    counter = '<output id="shown"></output>'
    return f'<h2>{title}</h2><div class="filters">{search}{selects}{counter}</div>'


def _select(name: str, label: str, options: Mapping[str, str]) -> str:
    inside = "".join(
        f'<option value="{escape(v)}">{escape(t)}</option>' for v, t in options.items()
    )
    whole = f'<option value="">{escape(label)}</option>'
    return f'<select name="{name}" aria-label="{escape(label)}">{whole}{inside}</select>'
