"""Printed lines to paragraphs by their place: a full line goes on in one at the left margin.

Works across page ends; the words that go on stay with the page on which the paragraph began.
"""

from __future__ import annotations

from collections import Counter

from corpus.formats.converted import prose
from corpus.formats.pdf_blocks import TextLine, opens_entry

_FULL, _RAGGED, _INDENT, _LEADING = 1.3, 3.0, 0.8, 1.3
_INDENTS = (1.5, 2.7)
_ASIDE = 5.0  # a line that begins farther in is centred or set to the right, and whole
_STOPS = "。；：！？;:!?"
_CLOSERS = "）)”》"
_MIN_FULL = 3
_MIN_LINE = 10


class Paragraphs:
    """Gathers lines into paragraphs, page after page.

    Args:
        lines: all lines of the document, from which the margins are learnt, page by page.
    """

    def __init__(self, lines: list[TextLine]) -> None:
        pages: dict[int, list[TextLine]] = {}
        for line in lines:
            if len(line.text) >= _MIN_LINE:
                pages.setdefault(line.page, []).append(line)
        widest = {page: _edge([ln.x1 for ln in found], -1) for page, found in pages.items()}
        self._left = {page: _edge([ln.x0 for ln in found], 1) for page, found in pages.items()}
        common = max(widest.values(), default=0.0)
        self._right = {
            p: x if x > 0.8 * common or -p in widest else common for p, x in widest.items()
        }
        self._common = common
        indented = sum(self._is_indented(line) for line in lines)
        # Where paragraphs are indented, a line at the margin goes on even with a ragged one.
        self._short = _RAGGED if indented >= _MIN_FULL else _FULL
        full = sum(self._is_full(line) for line in lines)
        self._wrapped = full >= _MIN_FULL
        self._last: TextLine | None = None
        self._place: list[str] = []

    def add(self, line: TextLine, out: list[list[str]], *, fresh: bool) -> None:
        """Add a line to the last page of `out`, or to the paragraph that it goes on with.

        `fresh`: it is the first of its page.
        """
        if self._last is not None and self._goes_on(self._last, line, fresh):
            text = self._place[-1]
            blank = " " if text[-1:].isascii() and line.text[:1].isascii() else ""
            self._place[-1] = f"{text}{blank}{line.text.strip()}"
        else:
            self._place = out[-1]
            self._place.append(_kept(line.text))
        self._last = line

    def end(self) -> None:
        """Something other than text follows: the paragraph is over."""
        self._last = None

    def _goes_on(self, line: TextLine, following: TextLine, fresh: bool) -> bool:
        if not self._wrapped or not self._is_full(line) or abs(line.size - following.size) > 1.5:
            return False
        if "…" in line.text or "  " in line.text or "  " in following.text:
            return False
        left = self._left.get(following.page, following.x0)
        if following.x0 > left + _INDENT * following.size:
            return False
        far = following.top - line.bottom > _LEADING * line.size
        if not fresh and far:
            return False
        last = line.text.rstrip()[-1:]
        if opens_entry(following.text) and (last in _STOPS or last in _CLOSERS):
            return False
        return not (fresh and last in _STOPS and self._short == _FULL)

    def _is_full(self, line: TextLine) -> bool:
        right = self._right.get(line.page, self._common)
        aside = line.x0 > self._left.get(line.page, line.x0) + _ASIDE * line.size
        full = line.x1 >= right - self._short * line.size
        return len(line.text) >= _MIN_LINE and full and not aside

    def _is_indented(self, line: TextLine) -> bool:
        indent = (line.x0 - self._left.get(line.page, line.x0)) / line.size
        return len(line.text) >= _MIN_LINE and _INDENTS[0] <= indent <= _INDENTS[1]


def _edge(values: list[float], sign: int) -> float:
    """The outermost place (sign 1: leftmost) where two lines or more end; else the outermost."""
    counts = Counter(round(v / 4) for v in values)
    shared = [v for v in values if sum(counts[round(v / 4) + d] for d in (-1, 0, 1)) > 1]
    return min(shared or values) if sign > 0 else max(shared or values)


def _kept(text: str) -> str:
    """A line with its wide gaps, which may part the columns of a table without rules."""
    return "  ".join(prose(part) for part in text.split("  ")).strip()
