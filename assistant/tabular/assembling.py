"""Tables put together again from the passages of their rows, once for all rows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.bench import Bench
from assistant.finding.pieces import is_labelled
from assistant.recent import Recent
from assistant.tabular.table import Row, Table, cells_of, is_total
from corpus.fold import squeezed
from corpus.records import NUMBER, Document, Field, Passage

_NAMES = re.compile(r"名称$|^(姓名|单位|机构|事项|项目|品种|岗位)$")
MANY_ROWS = 400  # rows of a table that are looked at
ROWS_KEPT = 20_000  # rows whose tables are kept
_kept: Recent[tuple[str, str, str], Table] = Recent(ROWS_KEPT)


def tables_of(bench: Bench, *, most: int) -> list[Table]:
    """The tables of the ranked rows, that of the best row first."""
    found: list[Table] = []
    seen: set[str] = set()
    for passage, document in bench.passages:
        if passage.id in seen or not passage.fields:
            continue
        if passage.kind != "row" and not is_labelled(passage):
            continue
        table = table_of(passage, document, bench)
        seen |= {p.id for r in (*table.rows, *table.totals) for p in r.passages}
        if len(table.rows) > 1:
            found.append(table)
        if len(found) == most:
            break
    return found


def table_of(passage: Passage, document: Document, bench: Bench) -> Table:
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
    rows = [
        Row((p,), cells_of(p), squeezed("".join(h.text for h in p.path[common:]))) for p in held
    ]
    labels = tuple(dict.fromkeys(label for r in rows for label in r.cells))
    before = passages[max(0, first - 3) : first]
    heads = [h.text for h in held[0].path[:common]] + [p.text for p in before if len(p.text) < 60]
    totals = [r for r in rows if is_total(r)]
    data = tuple(r for r in rows if not is_total(r) and len(r.cells) > 1)
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
    """Whether two rows have the same columns and stand each in a group under the same headings.

    Cells may be left empty, those of totals above all.
    """
    if not one.kind == other.kind == "row":
        return False
    above = [h.text for h in one.path[:-1]] == [h.text for h in other.path[:-1]]
    few, many = sorted(({f.label for f in p.fields} for p in (one, other)), key=len)
    return above and few <= many


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
