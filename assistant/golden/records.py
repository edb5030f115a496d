"""The nouns: GoldenAnswer and Quote; free of the database, which a cold ask does not import."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from corpus.errors import MinshengError

State = Literal["draft", "approved", "retired"]
Status = Literal["draft", "approved", "retired", "expired", "stale"]


class GoldenError(MinshengError):
    """A golden answer cannot be saved, approved or read as it stands."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A verbatim slice of a document as it was when the answer was saved.

    `doc_id` is the hash of the document's text, so that it tells whether anything changed.
    """

    doc_id: str
    source: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class GoldenAnswer:
    """An office's answer to a question.

    Attributes:
        answer: the text; [n] in it names the n-th quote.
        quotes: what it rests on in the documents.
        note: where else it comes from (a notice, a telephone call), shown beside it.
        paraphrases: other wordings of the question that it answers too.
        negatives: questions that look alike and that it must not answer.
        expires: the last day on which it is given, ISO, or "".
        author, approver: two persons; `approved` is when.
        version: raised with every change, so that two editors notice each other.
    """

    question: str
    answer: str
    author: str
    quotes: tuple[Quote, ...] = ()
    note: str = ""
    paraphrases: tuple[str, ...] = ()
    negatives: tuple[str, ...] = ()
    expires: str = ""
    state: State = "draft"
    approver: str = ""
    approved: str = ""
    changed: str = ""
    id: str = ""
    version: int = 0
