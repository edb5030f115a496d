"""Which of the cells that a question names select rows, and the rows that they select."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.tabular.mentions import Mention, rows_of
from assistant.tabular.subject import NAME, SUBJECT, VERB
from assistant.tabular.table import Row, Table
from corpus.fold import squeezed

_UNION = re.compile(r"和|与|跟|及|、|还是|比|各|分别")
_DENIED = re.compile(r"(?:不是|不属于|不在|并非|而非|除了?)$")
_CHECKS = re.compile(r"吗|是不是|是否|还是|有没有|能不能|可不可以|要不要|对不对|属不属于")
_YEAR = re.compile(r"^\d{4}年度?")
_BODY = re.compile(r"(单位|部门|主体|机构)$")


@dataclass(frozen=True, slots=True)
class Selection:
    """The cells that select rows, those that are only asked about, and the rows.

    Attributes:
        over: cells of a named row that a question of yes or no asks about (甲小学是公办吗).
    """

    mentions: tuple[Mention, ...]
    over: tuple[Mention, ...]
    rows: tuple[Row, ...]


def selection(
    named: Sequence[Mention], table: Table, text: str, own: str, start: int
) -> Selection | None:
    """What the cells named select; None where the table has no row that has all of them.

    Args:
        text: the squeezed question; in a conversation the question before first.
        own: the text with what was asked before blanked out.
        start: where in the text this question begins.
    """
    found = [_in_column(m, table, text) for m in _but_for(named, table, text)]
    mentions = _latest(_telling(found, table, text), start)
    over = _asked_over(mentions, table, own)
    mentions = [m for m in mentions if m not in over]
    rows = _selected(mentions, table, own)
    return None if rows is None else Selection(tuple(mentions), tuple(over), tuple(rows))


def _but_for(mentions: Sequence[Mention], table: Table, text: str) -> list[Mention]:
    """The mentions; behind a denial (不是全国的) a cell names the rows that do not have it."""
    every = frozenset(r.id for r in table.rows)
    return [replace(m, rows=every - m.rows) if _DENIED.search(text, 0, m.start) else m
            for m in mentions]  # fmt: skip


def _in_column(mention: Mention, table: Table, text: str) -> Mention:
    """A body named in several columns: in those whose verb is said (主管 for 主管部门) alone."""
    if len(mention.labels) < 2:
        return mention
    columns = [c for c in table.columns if c.label in mention.labels and c.kind == "body"]
    labels = {c.label for c in columns if _BODY.sub("", c.base) in text}
    form = text[mention.start : mention.end]
    rows = {r.id for r in table.rows if any(form in squeezed(r.text(x)) for x in labels)}
    return replace(mention, labels=frozenset(labels), rows=frozenset(rows)) if rows else mention


def _latest(mentions: list[Mention], start: int) -> list[Mention]:
    """Without what was named before in the columns in which the question itself names cells."""
    now = frozenset(label for m in mentions if m.end > start for label in m.labels)
    return [m for m in mentions if m.end > start or not m.labels & now]


def _telling(mentions: list[Mention], table: Table, text: str) -> list[Mention]:
    """The mentions but for those of all rows, the noun asked for, titles beside whole cells."""
    noun = SUBJECT.search(text)
    asked = range(*noun.span("noun")) if noun else range(0)
    size = _noun_size(noun["noun"], table) if noun else 0
    found = [m for m in mentions if len(m.rows) < len(table.rows)
             and (m.whole or m.start not in asked[:size])]  # fmt: skip
    title = squeezed(table.document.title)
    heads = table.caption + title
    if any(m.whole for m in found):
        return [m for m in found if m.whole or not _said_in(text[m.start : m.end], heads)]
    of_all = (title, squeezed(table.document.region), table.caption)
    return [m for m in found if not _says_all(text[m.start : m.end], m, of_all, table)]


def _said_in(word: str, heads: str) -> bool:
    """Whether headings say a word, or its beginning and its end (殡葬服务: 殡葬基本服务)."""
    return word in heads or (len(word) > 3 and word[:2] in heads and word[-2:] in heads)


def _noun_size(run: str, table: Table) -> int:
    """Characters of a run that are the noun: up to a verb, or the name of the rows' column."""
    noun: str = VERB.split(run)[0]
    name = NAME.sub("", table.name.base)[-2:] if table.name else ""
    at = noun.find(name) if len(name) > 1 else -1
    return at + len(name) if at >= 0 else len(noun)


def _says_all(word: str, mention: Mention, heads: Sequence[str], table: Table) -> bool:
    """Whether a word says what all rows are of: their place, a noun of the title."""
    if mention.whole:
        return False
    name = table.name.label if table.name else ""
    common = len(mention.rows) > 1 or name not in mention.labels
    return any(_YEAR.sub("", h).startswith(word) or (common and word in h) for h in heads)


def _asked_over(mentions: Sequence[Mention], table: Table, text: str) -> list[Mention]:
    """The cells behind the name of a row that yes or no is asked about, or a choice of them.

    An age may stand before it (70岁老人进甲馆要买票吗).
    """
    name = table.name
    names = [m for m in mentions if name is not None and name.label in m.labels]
    if not names or not _CHECKS.search(text):
        return []
    end = max(m.end for m in names)
    return [m for m in mentions if m.start >= end or (m not in names and text[m.start].isdigit())]


def _selected(mentions: Sequence[Mention], table: Table, text: str) -> list[Row] | None:
    """The rows that all mentions select; cells of one column are alternatives."""
    if not mentions:
        return list(table.rows)
    groups: dict[frozenset[str], list[Mention]] = {}
    for mention in mentions:
        groups.setdefault(mention.labels, []).append(mention)
    kept: set[str] | None = None
    for group in groups.values():
        rows = _alternatives(group, text)
        both = rows if kept is None else kept & rows
        if not both:
            return None
        kept = both
    return rows_of(kept or (), table)


def _alternatives(group: Sequence[Mention], text: str) -> set[str]:
    """The rows of some mentions in one column: of any whole cell, of all words together."""
    whole = [set(m.rows) for m in group if m.whole]
    words = [set(m.rows) for m in group if not m.whole]
    rows: set[str] = set().union(*whole)
    shared = set.intersection(*words) if words else set()
    if not words:
        return rows
    if not whole:
        return shared or (set().union(*words) if _UNION.search(text) else set())
    return rows & shared or (rows | shared if shared and _UNION.search(text) else rows)
