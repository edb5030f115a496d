"""The pages beside the chat: task ledger, documents, one whole document. Routes only."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import HTMLResponse

from assistant.sheets import XLSX, workbook
from assistant.web import Asking
from assistant.web.files import asset
from assistant.web.frame import PAGE_CSP, shell
from assistant.web.ledger import Choice, chosen, sheet
from assistant.web.look import keep_look, look_of
from assistant.web.problems import found_document
from assistant.web.render_pages import reader
from assistant.web.render_tables import documents, ledger, slice_of
from assistant.web.shelf import Shelf
from assistant.web.texts import language_of, say
from corpus.fold import squeezed

_TEXT_MAX = 200
_PAGE_MAX = 10**6
Text = Annotated[str, Query(max_length=_TEXT_MAX)]
Number = Annotated[int, Query(ge=1, le=_PAGE_MAX)]


class Reader:
    """Whoever asked for a page: how they want it to look, and the page as the reply to them."""

    def __init__(self, request: Request) -> None:
        self.look = look_of(request)
        self._request = request

    def reply(self, html: str) -> HTMLResponse:
        """The page, which may run no script."""
        reply = HTMLResponse(html, headers={"Content-Security-Policy": PAGE_CSP})
        keep_look(reply, self._request)
        return reply


By = Annotated[Reader, Depends()]


def page_routes(assistant: Asking, shelf: Shelf, style: str) -> APIRouter:
    """The pages in that CSS."""
    routes = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    _ledger_routes(routes, shelf, style)

    @routes.get("/documents")
    def library(by: By, words: Text = "", page: Number = 1, lang: Text = "") -> Response:
        language, entries = language_of(lang), shelf.entries()
        wanted = squeezed(words)
        shown = slice_of([e for e in entries if wanted in squeezed(e.document.title)], page)
        body = documents(shown, len(entries), words, date.today(), language)
        return by.reply(
            shell(say("nav_documents", language), body, language, style, current="nav_documents",
                  query={"words": words} if words else {}, look=by.look)
        )  # fmt: skip

    @routes.get("/widget.js")
    def widget() -> Response:
        return Response(asset("widget.js"), media_type="text/javascript")

    @routes.get("/read/{doc_id:path}")
    def read(by: By, doc_id: str, start: int = 0, end: int = 0, lang: str = "") -> Response:
        document = found_document(assistant, doc_id)
        return by.reply(reader(document, start, end, language_of(lang), style, by.look))

    return routes


def _ledger_routes(routes: APIRouter, shelf: Shelf, style: str) -> None:
    @routes.get("/tasks")
    def tasks(
        by: By, choice: Annotated[Choice, Depends(_choice)], page: Number = 1, lang: Text = ""
    ) -> Response:
        language, today, everything = language_of(lang), date.today(), shelf.tasks()
        shown = slice_of(chosen(everything, choice, today), page)
        body = ledger(shown, everything, choice, today, language)
        return by.reply(
            shell(say("ledger", language), body, language, style, current="nav_tasks",
                  query=choice.query(), look=by.look)
        )  # fmt: skip

    @routes.get("/tasks.xlsx")
    def tasks_sheet(choice: Annotated[Choice, Depends(_choice)], lang: Text = "") -> Response:
        language, today = language_of(lang), date.today()
        columns, rows = sheet(chosen(shelf.tasks(), choice, today), today, language)
        name = f'attachment; filename="tasks-{today.isoformat()}.xlsx"'
        book = workbook(say("ledger", language), columns, rows)
        return Response(book, media_type=XLSX, headers={"Content-Disposition": name})


def _choice(
    words: Text = "",
    unit: Text = "",
    place: Text = "",
    doc: Text = "",
    status: Text = "",
    sort: Text = "",
) -> Choice:
    return Choice(words.strip(), unit.strip(), place, doc, status, sort)
