"""A question read against one table: the rows it names, the columns it asks for, what is left."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from assistant.asking.question import Question, Term
from assistant.finding.matching import match
from assistant.tabular.asking import Asked, put_to
from assistant.tabular.choosing import LABEL, columns_asked
from assistant.tabular.columns import Column
from assistant.tabular.mentions import (
    Mention,
    Named,
    cells_named,
    rows_of,
)
from assistant.tabular.periods import Period, periods
from assistant.tabular.request import Request, request_of
from assistant.tabular.subject import SUBJECT, VERB, subject_of
from assistant.tabular.table import Row, Table
from corpus.figures import figures
from corpus.fold import fold, squeezed
from index.expand import read_table

# Share of the topic's weight that nothing in the table may leave unsaid: where nothing tells which
# rows are meant, where cells do and the things asked for are the table's, where a row is named.
UNEXPLAINED, CLEARLY, LOOSELY = 0.2, 0.3, 0.4
TRANSLATED = 0.5  # instead of the last where the words are translations
_MOST_COLUMNS = 3  # that words of the topic may point at together
NEAR = 12  # characters around a column's name in which the document says what belongs to it
CELL = 2.0  # weight of a cell that no word of the topic names
_SAID = 0.4  # how far the table must say a word of the topic
_DATA = Path(__file__).parent / "data" / "plain_words.tsv"
_UNION = re.compile(r"和|与|跟|及|、|还是|比|各|分别")
_DENIED = re.compile(r"(?:不是|不属于|不在|并非|而非|除了?)$")
_WORDS = re.compile(r"[一-鿿]")


@dataclass(frozen=True)
class Reading:
    """A question as one table answers it.

    Attributes:
        rows: those that the cells it names select; all where it names none.
        named: whether they are selected by the column that names rows.
        selecting: the columns whose cells it names.
        asked: the columns it asks for, best first.
        period: the days that it names, if any.
        left: share of the topic's weight that neither table nor title says.
        weight: how much of it the table's own cells and columns say.
    """

    table: Table
    request: Request
    question: Question
    text: str
    rows: tuple[Row, ...]
    selecting: frozenset[str]
    asked: tuple[Column, ...]
    subject: Column | None
    period: Period | None
    left: float
    weight: float

    @property
    def allowed(self) -> float:
        """How much of the topic may be left unsaid: more where rows and what is asked are clear."""
        name = self.table.name
        if self.named and self.asked:
            return TRANSLATED if self.question.english else LOOSELY
        clear = bool(self.selecting) and name is not None and self.subject == name
        return CLEARLY if clear else UNEXPLAINED

    @property
    def named(self) -> bool:
        """Whether rows are named, not only told by what stands in them."""
        name = self.table.name
        return name is not None and name.label in self.selecting


def read(table: Table, question: Question, others: Sequence[Named] = ()) -> Reading | None:
    """The question read against a table; None where it names rows that the table has not.

    Args:
        others: what its cells name in other forms than the question.
    """
    asking = put_to(table, question)
    question, text, own = asking.question, asking.text, asking.own
    request = request_of(question, own)
    named = _but_for(cells_named(text, table, question.terms, others), table, text)
    mentions = _telling(named, table, text)
    mentions = _latest(mentions, asking.start)
    spans = [(m.start, m.end) for m in mentions]
    found = [p for p in periods(text) if not any(a < p.end and p.start < b for a, b in spans)]
    dated = [(p.start, p.end) for p in found]
    free = [True] * len(text)
    for a, b in spans:
        free[a:b] = [False] * (b - a)
    asked = columns_asked(own, table, question, free) or columns_asked(text, table, question, free)
    rows = _selected(mentions, table, own)
    if rows is None or _says_nothing(asking, mentions, asked):
        return None
    if not asked and table.name and any(table.name.label in m.labels for m in mentions):
        asked = _of_topic(table, question, text, spans)
    if request.which and not request.bounds and any(c.numeric for c, _ in asked):
        dated += [(f.start, f.end) for f in figures(text) if not f.dated and not f.is_year]
    subject = subject_of(own, table)
    left, weight = _unexplained(question, text, table, [*spans, *dated, *request.spans], asked)
    return Reading(
        table, request, question, text, tuple(rows),
        frozenset(label for m in mentions for label in m.labels),
        tuple(c for c, _ in asked), subject, found[0] if found else None, left, weight,
    )  # fmt: skip


def _but_for(mentions: list[Mention], table: Table, text: str) -> list[Mention]:
    """The mentions; behind a denial (不是全国的) a cell names the rows that do not have it."""
    every = frozenset(r.id for r in table.rows)
    return [replace(m, rows=every - m.rows) if _DENIED.search(text, 0, m.start) else m
            for m in mentions]  # fmt: skip


def _latest(mentions: list[Mention], start: int) -> list[Mention]:
    """Without what was named before in the columns in which the question itself names cells."""
    now = frozenset(label for m in mentions if m.end > start for label in m.labels)
    return [m for m in mentions if m.end > start or not m.labels & now]


def _says_nothing(
    asking: Asked, mentions: Sequence[Mention], asked: Sequence[tuple[Column, float]]
) -> bool:
    """Whether a question of a conversation names nothing of the table itself."""
    own = asking.own.lstrip("\n")
    columns = own != asking.text and asked
    return bool(asking.start) and not columns and all(m.end <= asking.start for m in mentions)


def _of_topic(
    table: Table, question: Question, text: str, spans: Sequence[tuple[int, int]]
) -> list[tuple[Column, float]]:
    """The columns whose names say a word of the topic that no cell explains."""
    words = [t.text for t in question.terms if len(t.text) > 1
             and not any(a <= text.find(t.text) < b for a, b in spans)]  # fmt: skip
    found = [(c, LABEL) for c in table.columns if c != table.name
             and any(w in c.base for w in words)]  # fmt: skip
    return found if len(found) <= _MOST_COLUMNS else []


def _telling(mentions: list[Mention], table: Table, text: str) -> list[Mention]:
    """The mentions but for those of all rows, the noun asked for, titles beside whole cells."""
    noun = SUBJECT.search(text)
    asked = range(*noun.span("noun")) if noun else range(0)
    size = len(VERB.split(noun["noun"])[0]) if noun else 0
    found = [m for m in mentions if len(m.rows) < len(table.rows)
             and (m.whole or m.start not in asked[:size])]  # fmt: skip
    heads = table.caption + squeezed(table.document.title)
    if any(m.whole for m in found):
        found = [m for m in found if m.whole or text[m.start : m.end] not in heads]
    return found


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


def _unexplained(
    question: Question,
    text: str,
    table: Table,
    spans: Sequence[tuple[int, int]],
    asked: Sequence[tuple[Column, float]],
) -> tuple[float, float]:
    """Shares of the topic that nothing says, and that the table's cells and columns say.

    Cells that are named count as topic too, though places and bodies are none of its words.
    """
    labels = squeezed("".join(table.labels)) + " ".join(c.base for c, _ in asked)
    around = table.caption + squeezed(table.document.title + table.document.issuer)
    covered = [False] * len(text)
    for a, b in spans:
        covered[a:b] = [True] * (b - a)
    left, own, total = 0.0, 0.0, 0.0
    counted = [False] * len(text)
    for term in question.terms:
        at = text.find(term.text)
        span = range(at, at + len(term.text)) if at >= 0 else range(0)
        inside = sum(covered[i] for i in span) / len(term.text)
        for i in span:
            counted[i] = True
        total += term.weight
        if match(term, labels) >= _SAID or any(w in term.text for w in plain_words()):
            inside = 1.0
        own += term.weight * inside
        if match(term, around) < _SAID and not (inside < 1 and _beside(term, asked, table)):
            left += term.weight * (1 - inside)
    for a, b in spans[: len(spans)]:
        if not any(counted[a:b]):
            own, total = own + CELL, total + CELL
    return (left / total, own / total) if total else (0.0, 0.0)


def _beside(term: Term, asked: Sequence[tuple[Column, float]], table: Table) -> bool:
    """Whether the document says a word right beside the name of a column asked for."""
    body = squeezed(table.document.text)
    for column, _ in asked:
        name = column.base
        at = body.find(name) if len(name) > 2 else -1
        while at >= 0:
            if term.text in body[max(0, at - NEAR) : at + len(name) + NEAR]:
                return True
            at = body.find(name, at + 1)
    return False


@cache
def plain_words() -> tuple[str, ...]:
    """Words that ask of any table and name nothing (阶段, 承担)."""
    return tuple(fold(row[0]) for row in read_table(_DATA))
