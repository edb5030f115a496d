"""What the assistant gives back: Answer and Citation, and their JSON form (a contract)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from corpus.records import Document, Passage

Mode = Literal["structured", "extractive", "generative"]
Aside = Literal["", "chat", "override"]


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim slice of a document: `document.text[start:end] == quote`."""

    marker: int
    source: str
    title: str
    locator: str
    quote: str
    start: int
    end: int
    page: int | None
    passage: Passage
    document: Document

    def to_json(self) -> dict[str, Any]:
        """The contract's form, with the ids that an interface needs to open the place."""
        return {
            "marker": self.marker, "source": self.source, "title": self.title,
            "locator": self.locator, "quote": self.quote, "start": self.start, "end": self.end,
            "page": self.page, "doc_id": self.document.id, "passage_id": self.passage.id,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that read better as a table than as a sentence.

    Attributes:
        numeric: the column whose cells are plain numbers that share a unit, as a bar chart needs
            them (the first column names the bars); None where there is none.
        unit: that unit (个, 所, 项), or "".
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: int | None = None
    unit: str = ""

    def to_json(self) -> dict[str, Any]:
        """The table as the answer's JSON has it."""
        return {
            "columns": list(self.columns), "rows": [list(r) for r in self.rows],
            "numeric": self.numeric, "unit": self.unit,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Official:
    """Who stands behind an answer that an office fixed itself (assistant/golden).

    Attributes:
        approved, expires: ISO dates; `expires` is the last day on which it is given, or "".
        note: a source beside the documents, or "".
        match: whether the question is the fixed one ("exact") or as good as ("near").
    """

    id: str
    author: str
    approver: str
    approved: str
    expires: str
    note: str
    match: Literal["exact", "near"]


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens that a language model read and wrote, as its server counts them."""

    prompt_tokens: int
    completion_tokens: int

    @property
    def total_tokens(self) -> int:
        """Both together."""
        return self.prompt_tokens + self.completion_tokens

    def to_json(self) -> dict[str, int]:
        """The form of OpenAI's `usage`."""
        return {**asdict(self), "total_tokens": self.total_tokens}


@dataclass(frozen=True, slots=True)
class Answer:
    """The assistant's answer, verified, or its abstention.

    Attributes:
        text: short text with [n] marks, n being a citation's marker.
        reason: why the assistant abstained, for a reader; None when it answered.
        checks: names of the checks that the text passed (or "withheld:N" sentences).
        nearest: the nearest passages, as citations, shown where it abstained.
        carried: what was carried over from the conversation, e.g. {"region": "十堰市"}.
        mended: spelling that was mended, as (as typed, as understood).
        follow_ups: questions that can be answered next.
        notes: shown below the text: what is no longer in force, time limits that have passed, as of
            which document and date, what other documents say; [n] marks as in the text.
        confidence: 0 to 1, what the threshold of abstention was compared with; None where the
            assistant did not get as far as an answer.
        official: who stands behind it, where an office fixed this answer.
        aside: "chat" where no question was asked (a greeting, thanks, what the assistant can do),
            "override" where it was told to leave the documents or its rules aside; else "".
        usage: what a language model was asked for it; None where none was or its server tells not.
    """

    question: str
    text: str
    abstained: bool
    reason: str | None
    mode: Mode
    citations: tuple[Citation, ...] = ()
    latency_ms: float = 0.0
    checks: tuple[str, ...] = ()
    nearest: tuple[Citation, ...] = ()
    carried: tuple[tuple[str, str], ...] = ()
    mended: tuple[tuple[str, str], ...] = ()
    table: Table | None = None
    follow_ups: tuple[str, ...] = ()
    confidence: float | None = None
    notes: tuple[str, ...] = ()
    official: Official | None = None
    aside: Aside = ""
    usage: Usage | None = None

    def to_json(self) -> dict[str, Any]:
        """One answer as `ask --json`, `POST /api/ask` and predictions.jsonl give it."""
        return {
            "question": self.question,
            "answer": self.text,
            "abstained": self.abstained,
            "reason": self.reason,
            "mode": self.mode,
            "citations": [c.to_json() for c in self.citations],
            "latency_ms": round(self.latency_ms, 3),
            "checks": list(self.checks),
            "nearest": [c.to_json() for c in self.nearest],
            "carried": dict(self.carried),
            "mended": [list(pair) for pair in self.mended],
            "table": self.table.to_json() if self.table else None,
            "follow_ups": list(self.follow_ups),
            "confidence": self.confidence,
            "notes": list(self.notes),
            "official": asdict(self.official) if self.official else None,
            "aside": self.aside,
            "usage": self.usage.to_json() if self.usage else None,
        }
