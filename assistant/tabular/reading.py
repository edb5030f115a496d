"""A question read against one table: the rows it names, the columns it asks for, what is left."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.asking.question import TOWN, Question, Term
from assistant.finding.matching import match
from assistant.tabular.asking import Asked, put_to
from assistant.tabular.choosing import HEAD, LABEL, asks_of_others, columns_asked
from assistant.tabular.columns import Column, kinds
from assistant.tabular.mentions import Mention, Named, cells_named
from assistant.tabular.periods import Period, periods
from assistant.tabular.request import Request, request_of
from assistant.tabular.selecting import Selection, selection
from assistant.tabular.subject import subject_of
from assistant.tabular.table import Row, Table
from assistant.tabular.wordings import meant
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
        exact: whether a whole cell of that column is said.
        wholly: whether all cells named are said as a whole.
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
    exact: bool = False
    wholly: bool = False

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
    chosen = selection(cells_named(text, table, question.terms, others), table, text, own,
                       asking.start)  # fmt: skip
    if chosen is None:
        return None
    if any(p.level == TOWN and p.name not in table.words for p in question.places):
        return None
    mentions = chosen.mentions
    labels = frozenset(label for m in mentions for label in m.labels)
    spans = [(m.start, m.end) for m in (*mentions, *chosen.over)]
    found = [p for p in periods(text) if not any(a < p.end and p.start < b for a, b in spans)]
    dated = [(p.start, p.end) for p in found]
    free = [True] * len(text)
    for a, b in spans:
        free[a:b] = [False] * (b - a)
    asked = columns_asked(own, table, question, free) or columns_asked(text, table, question, free)
    asked = _with_over(asked, chosen, table)
    if _says_nothing(asking, mentions, asked):
        return None
    if not asked and table.name and any(table.name.label in m.labels for m in mentions):
        asked = _of_topic(table, question, text, spans)
    if request.which and not request.bounds and any(c.numeric for c, _ in asked):
        dated += [(f.start, f.end) for f in figures(text) if not f.dated and not f.is_year]
    subject = subject_of(own, table)
    if subject not in (None, table.name) and mentions and all(s < HEAD for _, s in asked):
        asked = [(subject, 1.0)] if subject and subject.label not in labels else asked
    dated += _asking(own, [c for c, _ in asked])
    left, weight = _unexplained(question, text, table, [*spans, *dated, *request.spans], asked)
    return Reading(
        table, request, question, text, chosen.rows,
        labels, tuple(c for c, _ in asked), subject, found[0] if found else None, left, weight,
        any(m.whole and table.name and table.name.label in m.labels for m in mentions),
        all(m.whole for m in mentions),
    )  # fmt: skip


def _with_over(
    asked: list[tuple[Column, float]], chosen: Selection, table: Table
) -> list[tuple[Column, float]]:
    """The columns asked for, those whose cells yes or no is asked about first."""
    over = {label for m in chosen.over for label in m.labels}
    first = [(c, LABEL) for c in table.columns if c.label in over]
    return [*first, *((c, s) for c, s in asked if c.label not in over)] if first else asked


def _asking(text: str, columns: Sequence[Column]) -> list[tuple[int, int]]:
    """Where a text asks for some columns by their kind, or in other words than their names."""
    asked = {k.name: k.asked for k in kinds()}
    found = [m.span() for c in columns if c.kind and (m := asked[c.kind].search(text))]
    return found + [span for c in columns if (span := meant(c.base, text))]


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
    if asks_of_others(text, table):
        return []
    return found if len(found) <= _MOST_COLUMNS else []


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
