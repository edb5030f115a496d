"""Plots as SVG files that stand alone, for a page: grouped bars, and lines over powers of ten."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape

COLOURS = ("#14588f", "#6fa8d6", "#9aa7b5", "#c98a2b", "#a8321f", "#1d7044")
WIDTH, HEIGHT = 720, 300
LEFT, RIGHT, TOP, BOTTOM = 56, 36, 56, 44
_STYLE = "font: 12px sans-serif; fill: #1d2733"


def grouped_bars(groups: Sequence[str], series: Mapping[str, Sequence[float]], title: str) -> str:
    """Bars of shares in [0, 1]: one group of bars a name, one colour a series."""
    marks = [_axis_y(part / 4, f"{25 * part} %") for part in range(5)]
    room = (WIDTH - LEFT - RIGHT) / max(len(groups), 1)
    width = room * 0.84 / max(len(series), 1)
    for g, group in enumerate(groups):
        start = LEFT + g * room + room * 0.08
        marks.append(_text(start + room * 0.42, HEIGHT - BOTTOM + 18, group, "middle"))
        for s, values in enumerate(series.values()):
            x, top = start + s * width, _y(values[g])
            marks.append(
                f'<rect x="{x:.1f}" y="{top:.1f}" width="{width - 2:.1f}" '
                f'height="{HEIGHT - BOTTOM - top:.1f}" fill="{COLOURS[s % len(COLOURS)]}"/>'
                + _text(x + width / 2 - 1, top - 3, f"{100 * values[g]:.0f}", "middle")
            )
    return _svg(marks, list(series), title)


def log_lines(
    series: Mapping[str, Sequence[tuple[float, float]]], title: str, *, x_label: str, y_label: str
) -> str:
    """Lines through points (x, y), all above nought, on two logarithmic axes."""
    points = [point for line in series.values() for point in line]
    low_x, high_x = _powers([x for x, _ in points])
    low_y, high_y = _powers(
        [y / 1.5 for _, y in points] + [y for _, y in points]
    )  # room for values
    room = WIDTH - LEFT - RIGHT

    def place(x: float, y: float) -> tuple[float, float]:
        across = (math.log10(x) - low_x) / (high_x - low_x)
        return LEFT + room * across, _y((math.log10(y) - low_y) / (high_y - low_y))

    steps = range(low_y, high_y + 1)
    marks = [_axis_y((p - low_y) / (high_y - low_y), f"{10.0**p:,g}") for p in steps]
    for p in range(low_x, high_x + 1):
        marks.append(_text(place(10.0**p, 10.0**low_y)[0], HEIGHT - BOTTOM + 18, f"{10**p:,}",
                           "middle"))  # fmt: skip
    for s, line in enumerate(series.values()):
        placed, colour = [place(x, y) for x, y in line], COLOURS[s % len(COLOURS)]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in placed)
        marks.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        for (x, y), (_, value) in zip(placed, line, strict=True):
            marks.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>')
            # The first line lies lowest: its values stand below, out of the others' way.
            marks.append(_text(x, y - 7 if s else y + 16, _value(value), "middle"))
    marks.append(_text(WIDTH - RIGHT, HEIGHT - 8, x_label, "end"))
    marks.append(_text(WIDTH - RIGHT, 15, y_label, "end"))
    return _svg(marks, list(series), title)


def _value(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _powers(values: Sequence[float]) -> tuple[int, int]:
    """The powers of ten below and above the values, at least one apart."""
    low = math.floor(math.log10(min(values)))
    return low, max(low + 1, math.ceil(math.log10(max(values))))


def _y(part: float) -> float:
    return HEIGHT - BOTTOM - part * (HEIGHT - BOTTOM - TOP)


def _axis_y(part: float, label: str) -> str:
    y = _y(part)
    line = f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="#d8dee6"/>'
    return line + _text(LEFT - 6, y + 4, label, "end")


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def _svg(marks: Sequence[str], names: Sequence[str], title: str) -> str:
    room = (WIDTH - LEFT - RIGHT) / max(len(names), 1)
    legend = "".join(
        f'<rect x="{LEFT + i * room:.1f}" y="24" width="10" height="10" '
        f'fill="{COLOURS[i % len(COLOURS)]}"/>' + _text(LEFT + i * room + 14, 33, name, "start")
        for i, name in enumerate(names)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}" role="img" aria-label="{escape(title)}">'
        f'<rect width="100%" height="100%" fill="#fff"/><g style="{_STYLE}">'
        f'<text x="{LEFT}" y="15" font-weight="bold">{escape(title)}</text>'
        f"{legend}{''.join(marks)}</g></svg>\n"
    )
