"""The blocks of a printed page, text lines and tables, and how characters become lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from corpus.formats.grid import Cell

_SNAP, _DRIFT = 3.0, 9.0
_WIDE_GAP, _HAN_GAP, _WORD_GAP = 1.5, 0.6, 0.2


@dataclass(frozen=True, slots=True)
class TextLine:
    """A printed line: its text and box in points, from the top left; `size` is the type's."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    page: int


@dataclass(slots=True)
class TableBlock:
    """A table (or its part on one page): cells, left and right edge, top.

    `lefts`: where its columns begin, for a table without rules; () for a ruled one.
    """

    cells: list[Cell]
    x0: float
    x1: float
    top: float
    lefts: tuple[float, ...] = ()

    def goes_on_in(self, other: TableBlock) -> bool:
        """Whether the other, first on the next page, has the same outline and columns."""
        if self.lefts or other.lefts:
            near = (abs(a - b) <= _DRIFT for a, b in zip(self.lefts, other.lefts, strict=False))
            return len(self.lefts) == len(other.lefts) and all(near)
        same = abs(self.x0 - other.x0) <= _SNAP and abs(self.x1 - other.x1) <= _SNAP
        return same and self._width() == other._width()

    def _width(self) -> int:
        return max((c.column + c.columns for c in self.cells), default=0)


Block = TextLine | TableBlock


def join_cell(text: str) -> str:
    """A cell's lines joined: a wrapped line goes on without a blank, a numbered one keeps one."""
    out = ""
    for line in text.split("\n"):
        gap = out and line and ((out[-1].isascii() and line[0].isascii()) or opens_entry(line))
        out += f" {line}" if gap else line
    return out


def opens_entry(line: str) -> bool:
    """Whether a line begins with the number of a list: 1. 2、 (3) （一） ①."""
    head = line[:5]
    if head[:1] in "(（":
        return ")" in head or "）" in head
    return ("①" <= head[:1] <= "⑳") or (
        head[:1] in "0123456789一二三四五六七八九十" and any(c in head[1:4] for c in ".．、")
        and not (head[1:2] == "." and head[2:3].isdigit())
    )  # fmt: skip


def lines_of(chars: list[Any], page: int, wide: float = _WIDE_GAP) -> list[TextLine]:
    """Characters to lines: those whose middles lie in one line's height, from left to right.

    A gap over `wide` type sizes parts columns.
    """
    return [_line(g, page, wide) for g in groups_of(chars)]


def _line(chars: list[Any], page: int, wide: float) -> TextLine:
    text, right, spaced = "", 0.0, False
    own = [c for c in chars if not c["text"].isspace()]
    size = max(float(c["bottom"] - c["top"]) for c in own)
    for char in chars:
        if char["text"].isspace():
            spaced = True
            continue
        if text:
            gap = _gap(text, char["text"], (char["x0"] - right) / size, wide)
            text += gap or (" " if spaced else "")
        text += char["text"]
        right, spaced = char["x1"], False
    return TextLine(
        text=text,
        x0=float(own[0]["x0"]),
        x1=float(right),
        top=float(min(c["top"] for c in own)),
        bottom=float(max(c["bottom"] for c in own)),
        size=size,
        page=page,
    )


def _gap(text: str, following: str, gap: float, wide: float) -> str:
    """The blanks that a gap (in type sizes) stands for: two where it parts columns."""
    if gap > wide:
        return "  "
    narrow = text[-1].isascii() and following[:1].isascii()
    return " " if gap > (_WORD_GAP if narrow else _HAN_GAP) else ""


def groups_of(chars: list[Any]) -> list[list[Any]]:
    """Characters by printed line, from top to bottom and left to right; none of blanks alone."""
    groups: list[list[Any]] = []
    middle = half = 0.0
    for char in sorted(chars, key=lambda c: ((c["top"] + c["bottom"]) / 2, c["x0"])):
        y = (char["top"] + char["bottom"]) / 2
        if groups and abs(y - middle) <= half:
            groups[-1].append(char)
        else:
            groups.append([char])
            middle, half = y, (char["bottom"] - char["top"]) * 0.5
    ordered = (sorted(group, key=lambda c: float(c["x0"])) for group in groups)
    return [g for g in ordered if not all(c["text"].isspace() for c in g)]
