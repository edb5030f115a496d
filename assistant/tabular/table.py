"""Tables put together again from their rows: columns, cells, the row of totals."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from assistant.answering.bench import Bench
from assistant.finding.pieces import is_labelled
from assistant.recent import Recent
from assistant.tabular.columns import Column, column_of
from corpus.fold import squeezed
from corpus.records import MATTER, NUMBER, Document, Field, Passage

_TOTAL = re.compile(
    r"(合计|总计|小计|共计|总和|累计|全[省市州县区]|全[省市州县区]?(平均|合计|总计))"
)
_NAMES = re.compile(r"名称$|^(姓名|单位|机构|事项|项目|品种|岗位)$")
_DISTINCT = 0.9  # share of different cells from which a column can name the rows
MANY_ROWS = 400  # rows of a table that are looked at
_ROWS_KEPT = 20_000  # rows whose tables are kept


_kept: Recent[tuple[str, str, str], Table] = Recent(_ROWS_KEPT)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, or a block of labelled lines that is as good as one.

    Attributes:
        passages: the row itself, or the lines of the block.
        cells: its fields by the printed names of their columns.
        group: the heading inside the table that it stands under, squeezed, or "".
    """

    passages: tuple[Passage, ...]
    cells: dict[str, Field]
    group: str = ""

    @property
    def id(self) -> str:
        """Its first passage's id."""
        return self.passages[0].id

    def text(self, label: str) -> str:
        """The cell of a column as printed, "" where it is empty."""
        cell = self.cells.get(label)
        return cell.text if cell is not None else ""

    @property
    def partial(self) -> bool:
        """Whether it adds up a part of the rows only."""
        first = next(iter(self.cells.values()), None)
        return first is not None and squeezed(first.text) == "小计"

    def holding(self, labels: Collection[str]) -> list[Passage]:
        """The passages that the cells of some columns stand in; the whole row where it is one."""
        cells = [c for label in labels if (c := self.cells.get(label)) is not None]
        found = [p for p in self.passages if any(p.start <= c.start < p.end for c in cells)]
        return found or list(self.passages[:1])


@dataclass(frozen=True)
class Table:
    """Rows under one header.

    Attributes:
        rows: its rows but for those of totals.
        totals: the rows that add others up.
        caption: what stands above: headings, and the lines before the first row, squeezed.
    """

    document: Document
    rows: tuple[Row, ...]
    totals: tuple[Row, ...]
    caption: str
    labels: tuple[str, ...] = field(default=())

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """Its columns in order, but for that of the rows' numbers."""
        return tuple(
            column_of(label, [r.text(label) for r in self.rows], self.caption)
            for label in self.labels
        )

    @cached_property
    def words(self) -> str:
        """All that its caption, columns and cells say, squeezed."""
        cells = (c.text for r in self.rows for c in r.cells.values())
        groups = (r.group for r in self.rows)
        return self.caption + squeezed(" ".join((*self.labels, *cells, *dict.fromkeys(groups))))

    @cached_property
    def name(self) -> Column | None:
        """The column that names the rows: that of matters, else the first of different words."""
        words = [c for c in self.columns if not c.numeric and c.kind not in ("rank", "phone")]
        matters = [c for c in words if self._canonical(c.label) == MATTER]
        distinct = [c for c in words if _distinct(self.rows, c.label) and c.kind != "time"]
        return next(iter([*matters, *distinct, *words]), None)

    def _canonical(self, label: str) -> str:
        cells = (r.cells.get(label) for r in self.rows)
        return next((c.name for c in cells if c is not None), "")


def _distinct(rows: Sequence[Row], label: str) -> bool:
    values = [v for r in rows if (v := r.text(label))]
    return len(values) * 2 > len(rows) and len(set(values)) >= _DISTINCT * len(values)


def tables_of(bench: Bench, *, most: int) -> list[Table]:
    """The tables of the ranked rows, that of the best row first."""
    found: list[Table] = []
    seen: set[str] = set()
    for passage, document in bench.passages:
        if passage.id in seen or not passage.fields:
            continue
        if passage.kind != "row" and not is_labelled(passage):
            continue
        table = _table_of(passage, document, bench)
        seen |= {p.id for r in (*table.rows, *table.totals) for p in r.passages}
        if len(table.rows) > 1:
            found.append(table)
        if len(found) == most:
            break
    return found


def _table_of(passage: Passage, document: Document, bench: Bench) -> Table:
    """The table of a row or of a labelled line, put together once for all its rows."""
    held = _kept.get(_key(passage, document))
    if held is not None:
        return held
    whole = passage.kind == "row"
    table = (
        _around(passage, document, bench) if whole else blocks_of(document, _all(document, bench))
    )
    rows = (*table.rows, *table.totals)
    of_table = [p for r in rows for p in r.passages] if len(rows) < MANY_ROWS else []
    for one in (*of_table, passage):
        _kept.put(_key(one, document), table)
    return table


def _key(passage: Passage, document: Document) -> tuple[str, str, str]:
    return passage.id, passage.text, document.sha256


def _around(passage: Passage, document: Document, bench: Bench) -> Table:
    """The table that a row stands in."""
    passages = _all(document, bench)
    at = next(i for i, p in enumerate(passages) if p.id == passage.id)
    first = last = at
    while at - first < MANY_ROWS and (above := _next(passages, first, -1)) is not None:
        first = above
    while last - at < MANY_ROWS and (below := _next(passages, last, 1)) is not None:
        last = below
    held = [p for p in passages[first : last + 1] if p.kind == "row"]
    held = [*_before(passages[:first], held), *held, *_after(passages[last + 1 :], held)]
    common = _common_path(held)
    rows = [Row((p,), _cells(p), squeezed("".join(h.text for h in p.path[common:]))) for p in held]
    labels = tuple(dict.fromkeys(label for r in rows for label in r.cells))
    before = passages[max(0, first - 3) : first]
    heads = [h.text for h in held[0].path[:common]] + [p.text for p in before if len(p.text) < 60]
    totals = [r for r in rows if _is_total(r)]
    data = tuple(r for r in rows if not _is_total(r) and len(r.cells) > 1)
    return Table(document, data, tuple(totals), squeezed("".join(heads)), labels)


def _next(passages: Sequence[Passage], at: int, step: int) -> int | None:
    """The next row of a table, or the next heading inside it; None at its end.

    Between rows of the same columns under the same headings stand only the names of groups.
    """
    other = at + step
    if not 0 <= other < len(passages):
        return None
    one, two = sorted((at, other))
    if _joined(passages[one], passages[two]):
        return other
    while 0 <= other < len(passages) and passages[other].kind == "title" and abs(other - at) < 3:
        other += step
    if other == at + step or not 0 <= other < len(passages):
        return None
    return other if _alike(passages[at], passages[other]) else None


def _alike(one: Passage, other: Passage) -> bool:
    """Whether two rows have the same columns and stand each in a group under the same headings."""
    if not one.kind == other.kind == "row":
        return False
    above = [h.text for h in one.path[:-1]] == [h.text for h in other.path[:-1]]
    return above and [f.label for f in one.fields] == [f.label for f in other.fields]


def _all(document: Document, bench: Bench) -> list[Passage]:
    return [bench.retriever.passage(n) for n in bench.retriever.numbers_of(document)]


def blocks_of(document: Document, passages: Sequence[Passage]) -> Table:
    """Blocks of labelled lines as a table, where the name that opens them recurs in a document.

    事项名称:… 办理地点:… 咨询电话:… and again 事项名称:…
    """
    labelled = [p for p in passages if p.fields and is_labelled(p)]
    opening = _opening(labelled)
    rows: list[Row] = []
    held: list[Passage] = []
    for passage in labelled:
        if passage.fields[0].label == opening and held:
            rows.append(_block(held))
            held = []
        if held or passage.fields[0].label == opening:
            held.append(passage)
    if held:
        rows.append(_block(held))
    labels = tuple(dict.fromkeys(label for r in rows for label in r.cells))
    whole = tuple(r for r in rows if len(r.cells) > 1)
    return Table(document, whole[:MANY_ROWS], (), squeezed(document.title), labels)


def _opening(labelled: Sequence[Passage]) -> str:
    """The label that opens every block: the first that names things and recurs with others."""
    values: dict[str, set[str]] = {}
    for passage in labelled:
        values.setdefault(passage.fields[0].label, set()).add(squeezed(passage.fields[0].text))
    named = (label for label in values if _NAMES.search(squeezed(label)))
    return next((label for label in named if len(values[label]) > 1), "")


def _block(passages: Sequence[Passage]) -> Row:
    cells: dict[str, Field] = {}
    for passage in passages:
        for one in passage.fields:
            cells.setdefault(one.label, one)
    return Row(tuple(passages), cells)


def _after(passages: Sequence[Passage], rows: Sequence[Passage]) -> list[Passage]:
    """The rows that go on with the numbers of some rows under the same names further below."""
    out: list[Passage] = []
    for passage in passages:
        last = (out or rows)[-1]
        if passage.kind == "row" and _goes_on(last, passage):
            out.append(passage)
    return out if len(out) < MANY_ROWS else []


def _before(passages: Sequence[Passage], rows: Sequence[Passage]) -> list[Passage]:
    """The rows further above whose numbers some rows go on with."""
    out: list[Passage] = []
    for passage in reversed(passages):
        first = (out or rows)[-1 if out else 0]
        if passage.kind == "row" and _goes_on(passage, first):
            out.append(passage)
    return out[::-1] if len(out) < MANY_ROWS else []


def _goes_on(one: Passage, other: Passage) -> bool:
    """Whether a row has a later number under the same names of columns."""
    mine, next_one = one.field(NUMBER), other.field(NUMBER)
    if mine is None or next_one is None:
        return False
    if not (mine.text.isdecimal() and next_one.text.isdecimal()):
        return False
    same = {f.label for f in one.fields} == {f.label for f in other.fields}
    return same and int(next_one.text) > int(mine.text)


def _joined(one: Passage, other: Passage) -> bool:
    """Whether two passages that follow each other belong to one table, a heading inside it too."""
    if one.kind == other.kind == "row":
        mine, others = ({f.label for f in p.fields} for p in (one, other))
        few, many = sorted((mine, others), key=len)
        return len(few & many) * 2 >= len(few) and len(one.path) == len(other.path)
    inside = {one.kind, other.kind} == {"row", "title"}
    heading = one if one.kind == "title" else other
    row = other if heading is one else one
    return inside and len(heading.path) > 1 and len(row.path) == len(heading.path) + 1


def _common_path(rows: Sequence[Passage]) -> int:
    """How many headings all rows stand under."""
    paths = [tuple(h.text for h in p.path) for p in rows]
    shared = 0
    for level in zip(*paths, strict=False):
        if len(set(level)) > 1:
            break
        shared += 1
    return shared


def _cells(passage: Passage) -> dict[str, Field]:
    """The cells by the names of their columns, but for derived ones and the row's number."""
    stated = [f for f in passage.fields if f.rule is None]
    return {f.label: f for f in stated if f.name != NUMBER or _TOTAL.fullmatch(squeezed(f.text))}


def _is_total(row: Row) -> bool:
    first = next(iter(row.cells.values()), None)
    return first is not None and _TOTAL.fullmatch(squeezed(first.text)) is not None
