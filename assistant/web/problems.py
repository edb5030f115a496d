"""Errors as HTTP replies: our form {"error", "hint"} under /api, OpenAI's form under /v1.

What a reader can mend is told in one line; what failed inside is logged and not told.
"""

from __future__ import annotations

import logging
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from assistant.errors import EmbedderError, IndexUnusableError
from assistant.store.errors import StoreError
from assistant.web import Asking
from assistant.web.texts import Language, say
from corpus.errors import MinshengError
from corpus.records import Document

_log = logging.getLogger(__name__)
OPENAI = "/v1/"  # paths below it answer in OpenAI's form
NO_STORE = {
    "error": "数据库暂时不能用 the database cannot be used just now.",
    "hint": "请稍后再试;若再次出现,请告知管理人员 (try again later, or tell the office)。",
}
INTERNAL = {"error": "程序内部出错,已记入日志。", "hint": "请稍后再试;若再次出现,请告知管理人员。"}


class UnknownDocument(MinshengError):
    """No document, or no passage of it, has the id that was asked for."""


class UnknownModel(MinshengError):
    """There is no model of that name."""


def told(error: MinshengError, language: Language) -> str:
    """What a page says of an error; of a database's, which names file or host, the log alone."""
    if isinstance(error, StoreError):
        _log.error("%s", error.message)
        return say("error_store", language)
    return str(error)


def found_document(assistant: Asking, doc_id: str) -> Document:
    """The document of that id; UnknownDocument where there is none."""
    document = assistant.document(doc_id)
    if document is None:
        raise UnknownDocument(f"没有这个文件:{doc_id!r}。", hint="编号见 GET /api/documents。")
    return document


def add_handlers(app: FastAPI) -> None:
    """Make every error of the app a reply in the form of its path."""
    app.add_exception_handler(MinshengError, _refused)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, _missing)
    app.add_exception_handler(Exception, _failed)


def problem(path: str, status: int, error: str, hint: str) -> JSONResponse:
    """The reply for an error of a request to that path."""
    body = openai_error(status, error, hint) if path.startswith(OPENAI) else {
        "error": error, "hint": hint
    }  # fmt: skip
    return JSONResponse(body, status_code=status)


def openai_error(status: int, error: str, hint: str) -> dict[str, Any]:
    """An error as OpenAI's API gives it, so that its clients show the message."""
    kind = "server_error" if status >= 500 else "invalid_request_error"
    code = {404: "not_found", 413: "request_too_large"}.get(status)
    return {"error": {"message": f"{error} {hint}".strip(), "type": kind, "param": None,
                      "code": code}}  # fmt: skip


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, MinshengError)
    if isinstance(error, StoreError):  # it names the file, or host and user: nothing for readers
        _log.error("%s", error.message)
        return problem(request.url.path, status_of(error), NO_STORE["error"], NO_STORE["hint"])
    return problem(request.url.path, status_of(error), error.message, error.hint)


def status_of(error: MinshengError) -> int:
    """The HTTP status of an error that a user can meet."""
    if isinstance(error, UnknownDocument | UnknownModel):
        return 404
    if isinstance(error, StoreError | IndexUnusableError | EmbedderError):
        return 503
    return 400


def _malformed(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    faults = [f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
    status = 400 if request.url.path.startswith(OPENAI) else 422
    message = f"请求的格式不对:{'; '.join(faults)}"
    return problem(request.url.path, status, message, "格式见 /api/openapi.json。")


def _missing(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    path = request.url.path
    message = f"{request.method} {path}: {error.detail}"
    return problem(path, error.status_code, message, "地址见 /api/openapi.json。")


def _failed(request: Request, error: Exception) -> Response:
    _log.error("a request failed", exc_info=error)
    return problem(request.url.path, 500, INTERNAL["error"], INTERNAL["hint"])
