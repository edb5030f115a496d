"""Rows in a document of one cell a line, read by the kinds that the cells of columns have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from corpus.cellkinds import BODIES, EMPTY, FIGURE, MIXED, WORDS, WORDY, alike, fits, kind_of
from corpus.flat import Span
from corpus.lines import HAN_BRACKET, Line
from corpus.tables import TOTAL

MIN_NAMES, MAX_NAMES = 3, 12
_LONGEST_NAME, _LONGEST_GROUP, _LONGEST = 20, 30, 200
_NAMING = (WORDS, BODIES)
_MAX_LACKING = 2  # cells that a row may lack
_STOP = re.compile(r"[。;!?:]$|[。;]")
PERIOD = re.compile(r"(?:19|20)\d\d|\d{1,2}(?:-\d{1,2})?月|季度|半年")
_WORDS_OF_PERIOD = re.compile(r"[^\W\d]{3}")


@dataclass(slots=True)
class Row:
    """A row: the slots of its cells by column (None: empty), or the slot of a group's name."""

    cells: list[int | None]
    begin: int
    end: int
    sure: bool = True
    group: bool = False
    total: bool = False


@dataclass(slots=True)
class Body:
    """Rows behind each other; `size` is their number of columns, `profile` the kinds of these."""

    size: int
    profile: list[str]
    rows: list[Row] = field(default_factory=list)

    @property
    def data(self) -> list[Row]:
        """Its rows but for groups and totals."""
        return [r for r in self.rows if not r.group and not r.total]

    @property
    def worth(self) -> int:
        """Cells that are read; less for rows that lack some and for columns of mixed kinds."""
        mixed = self.profile.count(MIXED)
        lacking = sum(None in r.cells for r in self.data)
        return len(self.data) * (self.size - 2 * mixed) - 3 * lacking


class Slots:
    """The places of cells in a document, in order; a place may be empty."""

    def __init__(self, lines: Sequence[Line], *, gapped: bool) -> None:
        self.lines = lines
        self.spans: list[Span | None] = []
        for i, line in enumerate(lines):
            steps = (line.gap + 1) // 2 if gapped else 1
            if steps == 0 and self.spans and self.spans[-1] is not None:
                self.spans[-1] = (self.spans[-1][0], i)
                continue
            self.spans += [None] * (min(steps, 2 * MAX_NAMES) - 1 if i else 0)
            self.spans.append((i, i))
        self.kinds = [self._kind(span) for span in self.spans]

    def text(self, at: int) -> str:
        """What a slot holds, folded; "" for none and past the end."""
        span = self.spans[at] if at < len(self.spans) else None
        return "".join(self.lines[i].text for i in range(span[0], span[1] + 1)) if span else ""

    def _kind(self, span: Span | None) -> str:
        if span is None:
            return EMPTY
        line = self.lines[span[0]]
        parted = any(mark in line.raw for mark in ("\t", "|", "  "))
        if parted or line.depth or len(line.text) > _LONGEST:
            return ""  # no cell of such a table
        return kind_of("".join(self.lines[i].text for i in range(span[0], span[1] + 1)))

    def is_name(self, at: int) -> bool:
        """Whether a slot may hold the name of a column."""
        text = self.text(at)
        if not text or len(text) > _LONGEST_NAME or _STOP.search(text):
            return False
        told = self.kinds[at] in _NAMING
        return told or _WORDS_OF_PERIOD.search(PERIOD.sub("", text)) is not None

    def numbered(self, at: int) -> bool:
        """Whether a slot begins with a number as headings have: 一、, (一)."""
        span = self.spans[at]
        marker = self.lines[span[0]].marker if span is not None else None
        return marker is not None and marker.level <= HAN_BRACKET

    def is_group(self, at: int) -> bool:
        """Whether a slot may name a group of rows."""
        text = self.text(at)
        plain = len(text) <= _LONGEST_GROUP and not _STOP.search(text)
        return len(text) > 1 and self.kinds[at] in WORDY and plain


def profiles(kinds: Sequence[str], first: int, size: int) -> Iterable[tuple[str, ...]]:
    """The kinds of columns that two rows behind each other show, near a slot; each once.

    Those that the first row alone shows, too, as the second may lack cells; wider ones; and those
    of a cell less with a last column, of remarks, that is mostly empty.
    """
    found: dict[tuple[str, ...], None] = {}
    for at in range(first, first + 2 * size + 1):
        one = kinds[at : at + size]
        profile = _profile(one, kinds[at + size : at + 2 * size])
        profile = profile or (_profile(one, one) if at == first else ())
        if len(profile) == size:
            found[profile] = None
            found[tuple(WORDS if kind in WORDY else kind for kind in profile)] = None
        short = _profile(kinds[at : at + size - 1], kinds[at + size - 1 : at + 2 * size - 2])
        if len(short) == size - 1 >= MIN_NAMES:
            found[(*short, EMPTY)] = None
    return found


def _profile(one: Sequence[str], other: Sequence[str]) -> tuple[str, ...]:
    """The kinds of columns that two rows show; () where they show none alike."""
    if len(one) != len(other) or "" in (*one, *other):
        return ()
    kinds = tuple(alike(a, b) for a, b in zip(one, other, strict=True))
    mixed = kinds.count(MIXED)
    words = sum(kind in WORDY for kind in kinds)
    return kinds if mixed + words < len(kinds) and words and mixed * 4 <= len(kinds) else ()


def read_rows(slots: Slots, at: int, body: Body, *, gapped: bool) -> Body:
    """Read rows into a body, from a slot on, as long as the kinds allow; the same body.

    `gapped`: empty cells have slots of their own, too.
    """
    while at < len(slots.kinds):
        row = _full(slots, at, body) or _totals(slots, at, body, gapped=gapped)
        lone = row is None and slots.is_group(at) and _parts(slots, at, body)
        if lone and _full(slots, at + 1, body):
            row = Row([at], at, at + 1, group=True)
        if row is None and not gapped:
            row = _lacking(slots, at, body)
        if row is None and lone and not gapped and _lacking(slots, at + 1, body):
            row = Row([at], at, at + 1, group=True)
        if row is None:
            break
        body.rows.append(row)
        at = row.end
    while body.rows and body.rows[-1].group:
        body.rows.pop()
    return body


def _parts(slots: Slots, at: int, body: Body) -> bool:
    """Whether a group may begin amid the rows read: it is numbered, or the first row has one."""
    told = slots.numbered(at) or (body.rows and body.rows[0].group)
    return not body.rows or (bool(told) and not body.rows[-1].group)


def _full(slots: Slots, at: int, body: Body) -> Row | None:
    """A row of as many cells as there are columns, most of them filled."""
    own = slots.kinds[at : at + body.size]
    filled = sum(span is not None for span in slots.spans[at : at + body.size])
    if len(own) < body.size or filled * 2 <= body.size:
        return None
    whole = all(fits(kind, column) for kind, column in zip(own, body.profile, strict=True))
    return Row(list(range(at, at + body.size)), at, at + body.size) if whole else None


def _totals(slots: Slots, at: int, body: Body, *, gapped: bool) -> Row | None:
    """A row of totals: its name, then figures."""
    near = range(at, min(at + 3, len(slots.spans)))
    name = next((k for k in near if slots.spans[k]), -1)
    if name < 0 or not TOTAL.fullmatch(slots.text(name)):
        return None
    if gapped:
        own = range(at, min(at + body.size, len(slots.spans)))
        return Row([k if slots.spans[k] else None for k in own], at, own.stop, total=True)
    end = name + 1
    while end < len(slots.kinds) and slots.kinds[end] in (FIGURE, EMPTY):
        end += 1
    figures = [c for c, kind in enumerate(body.profile) if kind == FIGURE]
    cells: list[int | None] = [None] * body.size
    cells[next((c for c, kind in enumerate(body.profile) if kind in WORDY), 0)] = name
    if end - name - 1 > len(figures):
        return None
    if len(figures) == end - name - 1:
        for column, k in zip(figures, range(name + 1, end), strict=True):
            cells[column] = k
    return Row(cells, at, end, total=True)


def _lacking(slots: Slots, at: int, body: Body) -> Row | None:
    """A row some of whose cells were empty and left no line; what is sure of it."""
    size = body.size
    for lacking in range(1, min(_MAX_LACKING, size // 4) + 1):
        end = at + size - lacking
        kept = _ways(slots.kinds[at:end], body, lacking)
        ways = [dict(zip(way, range(at, end), strict=True)) for way in kept]
        if ways and _goes_on(slots, end, body):
            sure = [{w.get(c) for w in ways} for c in range(size)]
            cells = [next(iter(s)) if len(s) == 1 else None for s in sure]
            row = Row(cells, at, end, sure=len(ways) == 1)
            return row if size - cells.count(None) > 1 else None
    return None


def _ways(own: Sequence[str], body: Body, lacking: int) -> list[list[int]]:
    """The columns, all but so many, in which cells of these kinds may stand."""
    ways: list[list[int]] = [[]] if len(own) + lacking == body.size else []
    for column, kind in enumerate(body.profile):
        longer = []
        for way in ways:
            if len(way) < len(own) and fits(own[len(way)], kind):
                longer.append([*way, column])
            if column - len(way) < lacking:
                longer.append(way)
        ways = longer
        if not ways:
            break
    return [way for way in ways if len(way) == len(own)]


def _goes_on(slots: Slots, at: int, body: Body) -> bool:
    """Whether a row, one of totals, or a group with its rows can begin with a slot."""
    for begin in (at, at + 1) if slots.is_group(at) else (at,):
        for lacking in range(min(_MAX_LACKING, body.size // 4) + 1):
            if _ways(slots.kinds[begin : begin + body.size - lacking], body, lacking):
                return True
    return _totals(slots, at, body, gapped=False) is not None
