"""The column whose things a question asks for: by which, what or how many."""

from __future__ import annotations

import re

from assistant.tabular.columns import Column
from assistant.tabular.table import Table
from corpus.fold import squeezed

SUBJECT = re.compile(
    r"(?:哪(?!里|儿|天|年|月|日|怕)(?:些|几|一)?(?:个|家|项|所|座|处|条|种|类|位|名|款|件|批|场|支|户|只|块)?|什么|啥)"
    r"(?P<noun>[一-鿿]{1,14})"
)
_COUNTED = re.compile(
    r"(?:多少|几)(?:个|家|项|所|座|处|条|种|类|位|名|款|件|批|场|支|户|只|台|辆|门|期|档)(?P<noun>[一-鿿]{2,16})"
)
_BEFORE = re.compile(
    r"(?P<noun>[一-鿿]{2,8})(?:都|分别|一?共)?(?:有|是|包括|涉及)(?:了)?(?:哪|谁|什么|几|多少)"
)
NAME = re.compile(r"名称?$")  # what the names of columns of names end with
_PLACES = "省市县区乡镇州村"  # by which the names of places end
VERB = re.compile(r"[要的在是能可会由已未被需]")  # what ends a noun behind which
_NOUN = 4  # characters of a noun that are looked for in the names of columns


def subject_of(text: str, table: Table) -> Column | None:
    """The column whose things are asked for by which, what or how many: 哪些小区, 小区有几个."""
    for pattern in (SUBJECT, _COUNTED, _BEFORE):
        found = pattern.search(text)
        if found is None:
            continue
        pieces = _pieces(found["noun"], before=pattern is _BEFORE)
        columns = [c for piece, head in pieces if (c := _column_of(piece, table, head=head))]
        if columns:
            return table.name if table.name in columns else columns[0]
    return None


def _pieces(noun: str, *, before: bool) -> list[tuple[str, bool]]:
    """The ends and beginnings of a run of characters that may be the noun, longest first.

    A beginning (小区 of 小区完工) must end the name of its column: 不合格 is no 不合格项目.
    """
    if not before:
        noun = VERB.split(noun)[0] or noun
    sizes = range(min(_NOUN, len(noun)), 1, -1)
    ends = [(noun[-n:], False) for n in sizes]
    return ends if before else [*ends, *((noun[:n], True) for n in sizes if noun[:n] != noun)]


def _column_of(noun: str, table: Table, *, head: bool) -> Column | None:
    """The column whose name says a noun, else the one whose cells end with it."""
    words = [c for c in table.columns if not c.numeric]
    fitting = [c for c in words if noun in c.base]
    if head:
        fitting = [c for c in fitting if NAME.sub("", c.base).endswith(noun)]
    if not fitting:
        fitting = [c for c in words if _mostly_end(noun, c, table)]
    name = table.name
    if name is not None and name in fitting:
        return name
    return fitting[0] if fitting else None


def _mostly_end(noun: str, column: Column, table: Table) -> bool:
    cells = [t for r in table.rows if (t := squeezed(r.text(column.label)))]
    places = [c for c in noun if c in _PLACES]
    ends = sum(t.endswith((noun, *places)) for t in cells)
    return bool(cells) and ends * 10 >= 7 * len(cells)
