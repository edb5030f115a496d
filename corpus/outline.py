"""The headings that are open at a place of the document, and the drafts that stand under them."""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.labelled import Part
from corpus.lines import ANNEX_TITLE, CAPTION, GROUP, TITLE, Marker
from corpus.notes import Note
from corpus.records import Heading, Kind
from corpus.tables import Cell, Column


@dataclass(frozen=True, slots=True)
class Open:
    """One open heading: its level, and its number as a locator prints it ("" for titles)."""

    level: float
    heading: Heading
    number: str


@dataclass(slots=True)
class Draft:
    """A passage to be: span, kind, headings above it, and what its fields are read from.

    `parts` are the spans of its lines: where it is too long it is cut between them.
    `above_cells`: by column, the cells of rows above that reach down into this one.
    """

    kind: Kind
    start: int
    end: int
    above: tuple[Open, ...]
    marker: Marker | None = None
    body: int = 0
    note: Note | None = None
    cells: list[Cell] | None = None
    header: tuple[Column, ...] | None = None
    above_cells: dict[int, Cell] = field(default_factory=dict)
    table: int = 0
    row: int = 0
    keys: list[Part] = field(default_factory=list)
    parts: list[tuple[int, int]] = field(default_factory=list)

    @property
    def path(self) -> tuple[Heading, ...]:
        """The headings above, outermost first."""
        return tuple(o.heading for o in self.above)


class Outline:
    """A stack of open headings. A heading closes those of its level and below."""

    def __init__(self) -> None:
        self._open: list[Open] = []

    @property
    def above(self) -> tuple[Open, ...]:
        """The open headings, outermost first."""
        return tuple(self._open)

    @property
    def in_annex(self) -> bool:
        """Whether an annex heading is open and nothing is under it yet."""
        return bool(self._open) and self._open[-1].number.startswith("附")

    @property
    def annexed(self) -> bool:
        """Whether an annex is open."""
        return any(o.number.startswith("附") for o in self._open)

    def close(self, level: float, depth: int = 0) -> None:
        """Close every heading of this level or deeper.

        A numbered Markdown heading (`depth` its marks) ends unnumbered ones as deep as itself too.
        """
        while self._open and self._open[-1].level >= level:
            self._open.pop()
        for i, entry in enumerate(self._open if depth else ()):
            if ANNEX_TITLE < entry.level < CAPTION and entry.level >= 1 + depth / 10:
                del self._open[i:]
                return

    def push(self, level: float, heading: Heading, number: str = "") -> None:
        """Open a heading, closing those that it ends."""
        self.close(level)
        self._open.append(Open(level, heading, number))

    def leave_table(self) -> None:
        """Close what only holds above table rows: group rows and captions."""
        while self._open and self._open[-1].level in (GROUP, CAPTION):
            self._open.pop()


def anchors(above: tuple[Open, ...]) -> list[str]:
    """The titles, annexes and captions among open headings, for locators."""
    names = []
    annexed = any(o.number.startswith("附") for o in above)
    for entry in above:
        if entry.level == TITLE and entry.number:
            names.append(entry.number)
        elif entry.level == CAPTION or (entry.level in (TITLE, ANNEX_TITLE) and not annexed):
            names.append(entry.heading.text)
    return names
