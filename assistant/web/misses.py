"""Errors at the address of a page, as a page: what a browser asks to show is never raw JSON.

Plain ASGI inside the guard, so that it holds for the chat's own routes as well. What programs call
(/api, /v1) and whoever does not ask for HTML keep the form of problems.py.
"""

from __future__ import annotations

from fastapi.responses import HTMLResponse
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.frame import PAGE_CSP, shell
from assistant.web.look import PARAMETER, look_of
from assistant.web.markup import esc
from assistant.web.texts import language_of, say

_PROGRAMS = ("/api/", "/v1/", "/gradio_api/")
_TEXTS = {404: "page_missing", 400: "page_malformed", 422: "page_malformed"}
_SERVER_ERROR = 500


class Misses:
    """The application, its errors told as pages in that CSS."""

    def __init__(self, app: ASGIApp, style: str) -> None:
        self._app = app
        self._style = style

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if not _shown(scope):
            await self._app(scope, receive, send)
            return
        replaced = False

        async def sending(message: Message) -> None:
            nonlocal replaced
            if message["type"] == "http.response.start":
                status = message["status"]
                key = "error_inside" if status >= _SERVER_ERROR else _TEXTS.get(status)
                kind = Headers(raw=message["headers"]).get("content-type", "")
                if key and kind.startswith("application/json"):
                    replaced = True
                    await self._page(Request(scope), status, key)(scope, receive, send)
            if not replaced:
                await send(message)

        await self._app(scope, receive, sending)

    def _page(self, request: Request, status: int, key: str) -> HTMLResponse:
        query = {k: v for k, v in request.query_params.items() if k not in ("lang", PARAMETER)}
        language = language_of(request.query_params.get("lang"))
        root = "../" * (request.url.path.count("/") - 1) or "./"
        title = say("page_error", language)
        body = (
            f'<h1>{esc(title)}</h1><p role="alert">{esc(say(key, language))}</p>'
            f'<p><a href="{root}?lang={language}">{esc(say("nav_chat", language))}</a> · '
            f'<a href="{root}documents?lang={language}">{esc(say("nav_documents", language))}</a>'
            "</p>"
        )
        html = shell(title, body, language, self._style, root=root, query=query,
                     look=look_of(request))  # fmt: skip
        return HTMLResponse(html, status, headers={"Content-Security-Policy": PAGE_CSP})


def _shown(scope: Scope) -> bool:
    """Whether a browser asks for it to be shown as a page."""
    return (
        scope["type"] == "http"
        and scope["method"] == "GET"
        and not scope["path"].startswith(_PROGRAMS)
        and "text/html" in Headers(scope=scope).get("accept", "")
    )
