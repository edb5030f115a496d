"""The HTTP API: routes only; what goes in and out is schemas.py's.

Handlers are plain functions, so that FastAPI runs them in its pool of threads.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from itertools import chain
from typing import Annotated, Any, Literal

from fastapi import APIRouter, FastAPI, Query, Response
from fastapi.responses import PlainTextResponse, StreamingResponse

from assistant.answers import Answer
from assistant.finding.limits import Limits, document_ids
from assistant.store.feedback import Feedback
from assistant.store.store import Store
from assistant.tables import FORMS, as_file
from assistant.web import Asking
from assistant.web.metrics import CONTENT_TYPE, Metrics
from assistant.web.openai_api import openai_routes
from assistant.web.pages import page_routes
from assistant.web.problems import INTERNAL, UnknownDocument, add_handlers, found_document
from assistant.web.schemas import (
    AnswerReply,
    AskRequest,
    DocumentReply,
    FeedbackReply,
    FeedbackRequest,
    HitReply,
    PassageReply,
    Problem,
    State,
)
from assistant.web.shelf import Shelf
from corpus.errors import MinshengError
from corpus.records import Document
from corpus.typed import passage_line

Several = Annotated[
    list[str] | None, Query(max_length=1000, description="may be repeated; only these are searched")
]
_log = logging.getLogger(__name__)
_PROBLEMS: dict[int | str, dict[str, Any]] = {
    code: {"model": Problem} for code in (400, 404, 413, 422, 429, 500)
}
_CLOSED: dict[int | str, dict[str, Any]] = {
    403: {
        "description": "For staff and this machine only",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
}


def _asked(assistant: Asking, request: AskRequest) -> Answer:
    scope = request.filters.limits()
    return assistant.ask(request.question, history=request.history, scope=scope, drop=request.drop)


def _asking(assistant: Asking) -> APIRouter:
    """Questions and searches."""
    routes = APIRouter(prefix="/api", responses=_PROBLEMS)

    @routes.post(
        "/ask", response_model=AnswerReply, summary="Ask a question",
        responses={200: {"content": {"text/event-stream": {}}}},
    )  # fmt: skip
    def ask(request: AskRequest) -> Any:
        if not request.stream:
            return _asked(assistant, request).to_json()
        items = assistant.stream(
            request.question, history=request.history, scope=request.filters.limits(),
            drop=request.drop,
        )  # fmt: skip
        first = next(items, None)  # a question that cannot be read is a 400, not an event
        began = chain([] if first is None else [first], items)
        return StreamingResponse(_events(began), media_type="text/event-stream")

    @routes.post(
        "/ask/table", response_class=Response, summary="The table of an answer as a file",
        responses={200: {"content": {kind: {} for kind in FORMS.values()}}},
    )  # fmt: skip
    def table(request: AskRequest, form: Literal["csv", "xlsx"] = "xlsx") -> Any:
        answer = _asked(assistant, request)
        name = f'attachment; filename="answer.{form}"'
        return Response(as_file(answer, form), media_type=FORMS[form],
                        headers={"content-disposition": name})  # fmt: skip

    @routes.get("/search", response_model=list[HitReply], summary="Search for passages")
    def search(
        q: Annotated[str, Query(description="words", examples=["养老 助餐"])],
        k: Annotated[int, Query(ge=1, le=100)] = 10,
        region: Several = None, level: Several = None, year: Several = None,
        doc_id: Several = None, document: Several = None, kind: Several = None,
        unit: Several = None,
    ) -> Any:  # fmt: skip
        named = document_ids(document or (), assistant.documents)
        scope = Limits(
            regions=tuple(region or ()), levels=tuple(level or ()), years=tuple(year or ()),
            doc_ids=(*(doc_id or ()), *named), kinds=tuple(kind or ()), units=tuple(unit or ()),
        )  # fmt: skip
        return [
            {**passage_line(hit.passage, hit.document), "rank": hit.rank, "score": hit.score}
            for hit in assistant.search(q, k=k, scope=scope)
        ]

    return routes


def _library(assistant: Asking) -> APIRouter:
    """Documents and their passages."""
    routes = APIRouter(prefix="/api/documents", responses=_PROBLEMS)

    @routes.get("", response_model=list[DocumentReply], summary="All documents")
    def documents() -> Any:
        return [_described(document) for document in assistant.documents]

    @routes.get("/{doc_id}", response_model=DocumentReply, summary="One document")
    def document(doc_id: str) -> Any:
        return _described(found_document(assistant, doc_id))

    @routes.get(
        "/{doc_id}/passages", response_model=list[PassageReply], summary="Passages of a document"
    )
    def passages(
        doc_id: str,
        offset: Annotated[int, Query(ge=0, le=10**9)] = 0,
        limit: Annotated[int, Query(ge=1, le=1000)] = 1000,
    ) -> Any:
        owner = found_document(assistant, doc_id)
        chosen = assistant.passages(doc_id)[offset : offset + limit]
        return [passage_line(passage, owner) for passage in chosen]

    return routes


def _passages(shelf: Shelf) -> APIRouter:
    """Single passages by their own ids."""
    routes = APIRouter(prefix="/api/passages", responses=_PROBLEMS)

    @routes.get("/{passage_id}", response_model=PassageReply, summary="One passage")
    def passage(passage_id: str) -> Any:
        found = shelf.passage(passage_id)
        if found is None:
            raise UnknownDocument(
                f"没有这个段落:{passage_id!r}。", hint="编号见 /api/documents/{doc_id}/passages。"
            )
        return passage_line(*found)

    return routes


def _feedback(memory: Store) -> APIRouter:
    """What readers say of answers."""
    routes = APIRouter(prefix="/api", responses={**_PROBLEMS, 503: {"model": Problem}})

    @routes.post("/feedback", response_model=FeedbackReply, summary="Keep a verdict on an answer")
    def feedback(request: FeedbackRequest) -> Any:
        return {"id": memory.feedback.keep(Feedback(**request.model_dump()))}

    return routes


def _upkeep(assistant: Asking, metrics: Metrics) -> APIRouter:
    """For load balancers and supervisors."""
    routes = APIRouter()

    @routes.get("/healthz", response_model=State, summary="The process lives")
    def healthz() -> Any:
        return {"status": "ok", "documents": len(assistant.documents)}

    @routes.get(
        "/readyz", response_model=State, responses={503: {"model": State}},
        summary="There are documents to answer from",
    )  # fmt: skip
    def readyz(response: Response) -> Any:
        count = len(assistant.documents)
        response.status_code = 200 if count else 503
        return {"status": "ok" if count else "empty", "documents": count}

    @routes.get(
        "/metrics", response_class=PlainTextResponse, responses=_CLOSED,
        summary="Counts for Prometheus",
    )  # fmt: skip
    def counts() -> Any:
        return PlainTextResponse(metrics.text(len(assistant.documents)), media_type=CONTENT_TYPE)

    return routes


def add_routes(
    app: FastAPI, assistant: Asking, shelf: Shelf, memory: Store, metrics: Metrics, style: str
) -> None:
    """Put the API, the pages (in that CSS) and the error replies on the app."""
    for routes in (
        _asking(assistant), _library(assistant), _passages(shelf), _upkeep(assistant, metrics),
        page_routes(assistant, shelf, style), openai_routes(assistant), _feedback(memory),
    ):  # fmt: skip
        app.include_router(routes)
    add_handlers(app)


def _described(document: Document) -> dict[str, Any]:
    names = (
        "id", "source", "sha256", "title", "issuer", "level", "region", "number", "date",
        "published", "effective", "expires", "year",
    )  # fmt: skip
    return {**{name: getattr(document, name) for name in names}, "characters": len(document.text)}


def _events(items: Iterator[str | Answer]) -> Iterator[str]:
    """Server-sent events: `piece` with text, then one `answer`, or `error` where it broke off."""
    try:
        for item in items:
            if isinstance(item, Answer):
                yield _event("answer", item.to_json())
            else:
                yield _event("piece", {"text": item})
    except MinshengError as error:
        yield _event("error", {"error": error.message, "hint": error.hint})
    except Exception:
        _log.exception("a stream broke off")
        yield _event("error", INTERNAL)


def _event(name: str, data: dict[str, Any]) -> str:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
