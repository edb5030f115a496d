"""Inline SVG plots: a line through points, a histogram, differences with their intervals."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import numpy as np

WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 420, 250, 46, 38, 24
ROW = 24
MOST_DOTS = 40  # of more points only the line is drawn


def line_chart(
    points: Sequence[tuple[float, float]], *, x_label: str, y_label: str, title: str
) -> str:
    """A line through points whose coordinates lie in [0, x of the last] and [0, 1]."""
    right = max((x for x, _ in points), default=1.0) or 1.0
    top = max(1e-9, *(y for _, y in points)) if points else 1.0
    top = min(1.0, -(-top * 10 // 1) / 10)
    placed = [(_x(x / right), _y(y / top)) for x, y in points]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in placed)
    few = placed if len(placed) <= MOST_DOTS else []
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3"/>' for x, y in few)
    marks = _ticks(right, top) + f'<polyline class="line" points="{path}"/>{dots}'
    return _svg(marks + _axis_labels(x_label, y_label), title)


def histogram(values: Sequence[float], *, x_label: str, y_label: str, title: str) -> str:
    """Counts in 20 bins of equal width up to the 99th percentile; what is above is in the last."""
    most = float(np.percentile(values, 99)) if len(values) else 1.0
    counts, edges = np.histogram(np.minimum(values, most), bins=20, range=(0, most or 1.0))
    top = max(int(counts.max()), 1)
    width = (WIDTH - LEFT - 10) / len(counts)
    bars = "".join(
        f'<rect x="{LEFT + i * width:.1f}" y="{_y(c / top):.1f}" width="{width - 1:.1f}" '
        f'height="{HEIGHT - BOTTOM - _y(c / top):.1f}"/>'
        for i, c in enumerate(counts)
    )
    ticks = _ticks(float(edges[-1]), float(top))
    return _svg(ticks + bars + _axis_labels(x_label, y_label), title)


def difference_chart(rows: Sequence[tuple[str, float, float, float]], *, title: str) -> str:
    """Rows of (name, difference, low, high) about a line at nought."""
    reach = max([abs(v) for _, *values in rows for v in values] + [0.01])
    middle, half = 290, 120
    height = ROW * len(rows) + 30
    place = [middle + half * v / reach for _, *values in rows for v in values]
    marks = f'<line class="axis" x1="{middle}" y1="4" x2="{middle}" y2="{height - 22}"/>'
    for i, (name, *_) in enumerate(rows):
        y = ROW * i + 18
        mid, low, high = place[3 * i : 3 * i + 3]
        marks += (
            f'<text x="0" y="{y + 4}">{escape(name)}</text>'
            f'<line class="line" x1="{low:.1f}" y1="{y}" x2="{high:.1f}" y2="{y}"/>'
            f'<circle cx="{mid:.1f}" cy="{y}" r="4"/>'
        )
    marks += "".join(
        f'<text x="{middle + half * side}" y="{height - 4}" text-anchor="middle">'
        f"{100 * reach * side:+.1f}</text>"
        for side in (-1, 0, 1)
    )
    return _svg(marks, title, height=height)


def _x(part: float) -> float:
    return LEFT + part * (WIDTH - LEFT - 10)


def _y(part: float) -> float:
    return HEIGHT - BOTTOM - part * (HEIGHT - BOTTOM - TOP)


def _ticks(right: float, top: float) -> str:
    """Axes with five marks each."""
    marks = f'<path class="axis" d="M{LEFT} {TOP}V{HEIGHT - BOTTOM}H{WIDTH - 10}" fill="none"/>'
    for i in range(5):
        part = i / 4
        marks += (
            f'<text x="{_x(part):.1f}" y="{HEIGHT - BOTTOM + 14}" '
            f'text-anchor="{"end" if i == 4 else "middle"}">'
            f"{right * part:.4g}</text>"
            f'<text x="{LEFT - 5}" y="{_y(part) + 4:.1f}" text-anchor="end">{top * part:.2g}</text>'
        )
    return marks


def _axis_labels(x_label: str, y_label: str) -> str:
    return (
        f'<text x="{WIDTH - 10}" y="{HEIGHT - 6}" text-anchor="end">{escape(x_label)}</text>'
        f'<text x="4" y="11">{escape(y_label)}</text>'
    )


def _svg(inside: str, title: str, *, height: int = HEIGHT) -> str:
    return (
        f'<figure><svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(title)}">'
        f"{inside}</svg><figcaption>{escape(title)}</figcaption></figure>"
    )
