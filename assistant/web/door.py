"""Who may pass: citizens ask at a limited rate; counts are for staff and for this machine.

Plain ASGI around the application, inside the guard. The rate of the chat is kept by the chat
itself (state.py), so that its message stands in the page.
"""

from __future__ import annotations

import ipaddress

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.store.store import Store
from assistant.web.problems import problem
from assistant.web.rate import Rate, RateError
from assistant.web.recorder import asker
from corpus.errors import MinshengError

COOKIE = "minsheng-session"
_STAFF_ONLY = ("/metrics",)
_LIMITED = ("/api/ask", "/api/search", "/api/feedback", "/v1/chat/completions")


def is_local(address: str) -> bool:
    """Whether an address is this machine's own."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


class Admission:
    """The rate at which one address may ask; none for staff and for this machine."""

    def __init__(self, store: Store, rate: Rate) -> None:
        self._store = store
        self._rate = rate

    def admit(self, address: str, token: str) -> None:
        """Count one question; RateError where the asker has to wait."""
        if is_local(address):
            return
        try:
            self._rate.take(address)
        except RateError:
            if not self.is_staff(token):
                raise

    def is_staff(self, token: str) -> bool:
        """Whether the token is that of a session; false where that cannot be known."""
        try:
            return bool(token) and self._store.sessions.find(token) is not None
        except MinshengError:
            return False


class Door:
    """The application behind its door."""

    def __init__(self, app: ASGIApp, admission: Admission) -> None:
        self._app = app
        self._admission = admission

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request pass, or answer that it may not."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        address = scope["client"][0] if scope.get("client") else ""
        token = HTTPConnection(scope).cookies.get(COOKIE, "")
        asker.set(token)
        refusal = await self._refusal(scope["path"], address, token)
        await (refusal or self._app)(scope, receive, send)

    async def _refusal(self, path: str, address: str, token: str) -> Response | None:
        private = path in _STAFF_ONLY and not is_local(address)
        if private and not await run_in_threadpool(self._admission.is_staff, token):
            hint = "先登录 sign in first: /staff/"
            return problem(path, 403, "只供工作人员 for staff only.", hint)
        if path in _LIMITED:
            try:
                await run_in_threadpool(self._admission.admit, address, token)
            except RateError as error:
                refusal = problem(path, 429, error.message, error.hint)
                refusal.headers["Retry-After"] = str(round(error.seconds + 0.5))
                return refusal
        return None
