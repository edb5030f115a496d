"""What holds for every request: a limit on the body, security headers, a count.

Plain ASGI around the whole application, so that gradio's own routes are covered as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.metrics import Metrics
from assistant.web.problems import problem
from corpus.errors import MinshengError

BODY_MAX = 1_000_000  # bytes
UPLOAD = "/staff/documents/upload"  # reads its body itself, piece by piece, with its own limit
SELF = "'self'"
_FRAMES = re.compile(r"[\w.:/*'-]+( [\w.:/*'-]+)*", re.ASCII)
_ENDLESS = "/heartbeat/"  # gradio's, by which it knows that a page is still open
_STATUS_NONE = 499  # the asker was gone before an answer began


class FramesError(MinshengError):
    """The setting of hosts that may embed the page is not a list of sources."""


class Guard:
    """The application with the limit, the headers and the count around it."""

    def __init__(
        self,
        app: ASGIApp,
        metrics: Metrics,
        *,
        frames: str = SELF,
        release: Callable[[], None] = lambda: None,
    ) -> None:
        """An application in its guard.

        Args:
            frames: who may show the page in a frame, a CSP source list. FramesError if not.
            release: ends the streams that open pages hold for as long as they are open.
        """
        if not _FRAMES.fullmatch(frames):
            raise FramesError(
                f"设置 frames = {frames!r} 不是来源列表 (not a list of sources).",
                hint="例如 e.g. 'self' https://www.example.gov.cn",
            )
        self._app = app
        self._metrics = metrics
        self._frames = frames
        self.release = release
        self.busy = 0  # requests under way, the endless ones of open pages left out

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request; other ASGI events pass through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status = _STATUS_NONE
        counted = 0 if _ENDLESS in scope["path"] else 1
        self.busy += counted

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                self._secure(MutableHeaders(scope=message))
            await send(message)

        try:
            body = [] if scope["path"] == UPLOAD else await _body(scope, receive)
            if body is None:
                hint = f"请求体不得超过 {BODY_MAX} 字节 (bytes)。"
                refusal = problem(scope["path"], 413, "请求太大 (request too large)。", hint)
                await refusal(scope, receive, sending)
            else:
                await self._app(scope, _replayed(body, receive), sending)
        finally:
            self.busy -= counted
            self._metrics.request(scope["method"], status)

    def _secure(self, headers: MutableHeaders) -> None:
        """The headers; a content security policy of the page's own is added to."""
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "same-origin"
        if self._frames == SELF:
            headers["X-Frame-Options"] = "SAMEORIGIN"
        own = headers.get("Content-Security-Policy")
        frames = f"frame-ancestors {self._frames}"
        headers["Content-Security-Policy"] = f"{own}; {frames}" if own else frames


async def _body(scope: Scope, receive: Receive) -> list[Message] | None:
    """The messages of the body, or None where it is too large."""
    declared = Headers(scope=scope).get("content-length", "0")
    if declared.isdecimal() and int(declared) > BODY_MAX:
        return None
    messages: list[Message] = []
    size = 0
    while True:
        message = await receive()
        messages.append(message)
        size += len(message.get("body", b""))
        if size > BODY_MAX:
            return None
        if message["type"] != "http.request" or not message.get("more_body", False):
            return messages


def _replayed(messages: list[Message], receive: Receive) -> Receive:
    """The messages once more, then what comes after them."""
    waiting = iter(messages)

    async def again() -> Message:
        message = next(waiting, None)
        return await receive() if message is None else message

    return again
