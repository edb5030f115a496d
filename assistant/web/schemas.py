"""The HTTP API's requests and replies as pydantic models: what OpenAPI shows, with examples."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.finding.limits import Limits
from assistant.web.schemas_typed import DEADLINE, QUANTITY, DeadlineReply, QuantityReply

QUESTION = "老年助餐服务由哪个单位牵头？"
_ANSWER: dict[str, Any] = {
    "question": QUESTION,
    "answer": "老年助餐服务由市民政局牵头[1]。",
    "abstained": False,
    "reason": None,
    "mode": "structured",
    "citations": [
        {
            "marker": 1, "source": "list.txt", "title": "2024年民生实事清单",
            "locator": "表第1行 · 牵头单位", "quote": "市民政局", "start": 120, "end": 124,
            "page": None, "doc_id": "d1", "passage_id": "d1-3",
        }
    ],
    "latency_ms": 12.5, "checks": ["quotes"], "nearest": [], "carried": {}, "mended": [],
    "table": None, "follow_ups": ["老年助餐服务什么时候完成？"], "confidence": 0.93,
    "notes": ["以上依据《2024年民生实事清单》(市级,2024年1月26日)。"],
    "official": None, "usage": None,
    "aside": "",
}  # fmt: skip


_PASSAGE: dict[str, Any] = {
    "id": "d1-3", "doc_id": "d1", "source": "list.txt", "title": "2024年民生实事清单",
    "issuer": "市人民政府办公室", "region": "", "level": "市", "date": "2024-01-26", "number": "",
    "kind": "row", "path": ["一、养老服务"],
    "fields": {"事项": "老年助餐服务", "牵头单位": ["市民政局"]},
    "deadlines": [DEADLINE], "quantities": [QUANTITY],
    "text": "1 老年助餐服务 市民政局", "start": 110, "end": 124, "page": None,
}  # fmt: skip
_DOCUMENT: dict[str, Any] = {
    "id": "d1", "source": "list.txt", "sha256": "0" * 64, "title": "2024年民生实事清单",
    "issuer": "市人民政府办公室", "level": "市", "region": "", "number": "", "date": "2024-01-26",
    "published": "2024-02-01", "effective": "", "expires": "", "year": "2024", "characters": 5120,
}  # fmt: skip


def _example(value: dict[str, Any]) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [value]})


class FilterRequest(BaseModel):
    """What alone may answer; an empty list does not limit. Unknown values are a 400."""

    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True)

    regions: list[str] = Field(default_factory=list, max_length=1000)
    years: list[str] = Field(default_factory=list, max_length=1000, examples=[["2024"]])
    doc_ids: list[str] = Field(default_factory=list, max_length=1000)
    levels: list[str] = Field(default_factory=list, max_length=10, examples=[["市"]])

    def limits(self) -> Limits:
        """The same for the assistant."""
        return Limits(
            tuple(self.regions), tuple(self.years), tuple(self.doc_ids), tuple(self.levels)
        )


class AskRequest(BaseModel):
    """A question, and the earlier questions of the same conversation, oldest first."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"question": QUESTION, "history": [], "stream": False}]},
    )

    question: str = Field(description="The question, Chinese or English")
    history: list[str] = Field(default_factory=list, max_length=50)
    filters: FilterRequest = Field(default_factory=FilterRequest)
    drop: list[Literal["place", "year", "topic", "unit", "intent"]] = Field(
        default_factory=list, max_length=5,
        description="What is not to be carried over from the history, as `carried` names it",
    )  # fmt: skip
    stream: bool = Field(
        default=False,
        description="true: server-sent events `piece` {text}, then `answer` or `error`",
    )


class FeedbackRequest(BaseModel):
    """What a reader says of an answer."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "question": QUESTION,
                    "answer": "老年助餐服务由市民政局牵头[1]。",
                    "verdict": "down",
                    "reason": "还有责任单位",
                }
            ]
        },
    )

    question: str = Field(min_length=1, max_length=10_000)
    answer: str = Field(max_length=50_000)
    verdict: Literal["up", "down"]
    reason: str = Field(default="", max_length=2000)
    id: str = Field(
        default="",
        pattern="^([0-9a-f]{32})?$",
        description="the id of an earlier reply: its verdict and reason are replaced",
    )


class FeedbackReply(BaseModel):
    """The verdict was kept."""

    model_config = _example({"id": "0123456789abcdef0123456789abcdef"})

    id: str


class CitationReply(BaseModel):
    """A verbatim slice of a document: its text[start:end] is the quote."""

    marker: int
    source: str
    title: str
    locator: str
    quote: str
    start: int
    end: int
    page: int | None
    doc_id: str
    passage_id: str


class TableReply(BaseModel):
    """Rows that read better as a table."""

    columns: list[str]
    rows: list[list[str]]
    numeric: int | None = Field(default=None, description="The column of plain numbers, if any")
    unit: str = Field(default="", description="What these numbers count")


class OfficialReply(BaseModel):
    """Who stands behind an answer that an office fixed itself."""

    id: str
    author: str
    approver: str
    approved: str
    expires: str
    note: str
    match: Literal["exact", "near"]


class AnswerReply(BaseModel):
    """An answer with its citations, or an abstention with its reason."""

    model_config = ConfigDict(json_schema_extra={"examples": [_ANSWER]})

    question: str
    answer: str = Field(description="Short text with [n] marks, n a citation's marker")
    abstained: bool
    reason: str | None
    mode: Literal["structured", "extractive", "generative"]
    citations: list[CitationReply]
    latency_ms: float
    checks: list[str]
    nearest: list[CitationReply]
    carried: dict[str, str]
    mended: list[list[str]]
    table: TableReply | None
    follow_ups: list[str]
    confidence: float | None
    notes: list[str] = Field(
        default_factory=list, description="How current the answer is, and what else is said"
    )
    official: OfficialReply | None = None
    aside: Literal["", "chat", "override"] = Field(
        default="", description="Set where nothing was asked of the documents"
    )
    usage: dict[str, int] | None = Field(
        default=None, description="Tokens that a language model read and wrote"
    )


class PassageReply(BaseModel):
    """The smallest thing that can be cited; offsets count characters of the document's text."""

    model_config = _example(_PASSAGE)

    id: str
    doc_id: str
    source: str
    title: str
    issuer: str
    region: str
    level: str
    date: str
    number: str
    kind: str
    path: list[str]
    fields: dict[str, str | list[str]]
    deadlines: list[DeadlineReply]
    quantities: list[QuantityReply]
    text: str
    start: int
    end: int
    page: int | None


class HitReply(PassageReply):
    """A passage found, best first."""

    model_config = _example({**_PASSAGE, "rank": 1, "score": 0.0328})

    rank: int
    score: float


class DocumentReply(BaseModel):
    """What the corpus knows of one document, without its text; dates are ISO 8601 or ""."""

    model_config = _example(_DOCUMENT)

    id: str
    source: str
    sha256: str
    title: str
    issuer: str
    level: str
    region: str
    number: str
    date: str
    published: str
    effective: str
    expires: str
    year: str
    characters: int


class Problem(BaseModel):
    """What went wrong, and how to mend it."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"error": "问题是空的。", "hint": "请输入问题。"}]}
    )

    error: str
    hint: str


class State(BaseModel):
    """Whether the server lives, and how many documents it can answer from."""

    model_config = _example({"status": "ok", "documents": 5})

    status: Literal["ok", "empty"]
    documents: int
