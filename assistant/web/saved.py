"""Turns that a reader's browser kept, made whole again over the corpus at hand.

Nothing that a browser sends is trusted: a citation comes back only where the document still has
those very characters at that place; the number of those that do not is told (`gone:N`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from assistant.answers import Answer, Citation, Official, Table
from assistant.web import Asking
from assistant.web.schemas import AnswerReply, CitationReply, TableReply
from assistant.web.talk import Turn

_TURNS_MAX = 200


class _Saved(BaseModel):
    """One turn as `Turn.to_json` gives it."""

    model_config = ConfigDict(extra="ignore")

    id: str = Field(pattern="^[0-9a-f]{32}$")
    question: str = Field(min_length=1, max_length=10_000)
    answer: AnswerReply
    dropped: list[str] = Field(default_factory=list, max_length=20)
    anew: list[str] | None = Field(default=None, max_length=50)


_ONE = TypeAdapter(_Saved)


def saved_turns(sent: object, assistant: Asking) -> Iterator[Turn]:
    """The turns of a list that a browser sent; what is not a turn is left out."""
    for item in sent[-_TURNS_MAX:] if isinstance(sent, list) else []:
        try:
            saved = _ONE.validate_python(item)
        except ValidationError:
            continue
        anew = None if saved.anew is None else tuple(saved.anew)
        answer = _answer(saved.answer, assistant)
        yield Turn(saved.question, answer, saved.id, tuple(saved.dropped), anew)


def _answer(reply: AnswerReply, assistant: Asking) -> Answer:
    citations = _citations(reply.citations, assistant)
    nearest = _citations(reply.nearest, assistant)
    gone = len(reply.citations) + len(reply.nearest) - len(citations) - len(nearest)
    official = reply.official
    return Answer(
        reply.question, reply.answer, reply.abstained, reply.reason, reply.mode, citations,
        reply.latency_ms,
        checks=(*reply.checks, f"gone:{gone}") if gone else tuple(reply.checks),
        nearest=nearest,
        carried=tuple(reply.carried.items()),
        mended=tuple((pair[0], pair[1]) for pair in reply.mended if len(pair) == 2),
        table=_table(reply.table) if reply.table else None,
        follow_ups=tuple(reply.follow_ups),
        confidence=reply.confidence,
        notes=tuple(reply.notes),
        official=Official(**official.model_dump()) if official else None,
        aside=reply.aside,
    )  # fmt: skip


def _table(reply: TableReply) -> Table:
    """The table; a column of numbers only where there is such a column."""
    numeric = reply.numeric if reply.numeric in range(len(reply.columns)) else None
    return Table(tuple(reply.columns), tuple(map(tuple, reply.rows)), numeric, reply.unit)


def _citations(replies: Sequence[CitationReply], assistant: Asking) -> tuple[Citation, ...]:
    """Those whose quote still stands where they say."""
    found = []
    for one in replies:
        document = assistant.document(one.doc_id)
        passages = assistant.passages(one.doc_id) if document else ()
        passage = next((p for p in passages if p.id == one.passage_id), None)
        if document and passage and one.quote and document.text[one.start : one.end] == one.quote:
            found.append(
                Citation(one.marker, document.source, document.title, one.locator, one.quote,
                         one.start, one.end, one.page, passage, document)
            )  # fmt: skip
    return tuple(found)
