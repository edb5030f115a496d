"""Who may see and do what: sessions, roles, forged forms, and forms that outlive their session.

What a person typed is never lost: a form that comes without a session is kept in the sign-in
page and offered again after signing in.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData

from assistant.store.people import Role
from assistant.store.sessions import Session
from assistant.store.store import Store
from assistant.web.door import COOKIE
from assistant.web.guard import UPLOAD
from assistant.web.staff.views import LANGUAGE, Views
from assistant.web.texts import Language, language_of, say

HOME = "/staff/"
CSRF, KEPT, THEN = "csrf", "kept", "then"
SECRET = (CSRF, KEPT, THEN, "password", "token")


@dataclass(frozen=True, slots=True)
class Visit:
    """One request to a page of the staff: what was sent, and in which language to reply."""

    request: Request
    language: Language
    form: Mapping[str, str]

    @property
    def token(self) -> str:
        """The browser's session token, "" where it has none."""
        return self.request.cookies.get(COOKIE, "")

    @property
    def secure(self) -> bool:
        """Whether the browser came by HTTPS."""
        return self.request.url.scheme == "https"

    @property
    def address(self) -> str:
        """Where the request came from."""
        return self.request.client.host if self.request.client else ""


class Refusal(Exception):
    """A request that may not go on; `response` says why, and keeps what was typed."""

    def __init__(self, response: Response) -> None:
        super().__init__("refused")
        self.response = response


async def visit_of(request: Request) -> Visit:
    """The visit of a request; the body is read only where it is a form of text fields."""
    chosen = request.query_params.get("lang") or request.cookies.get(LANGUAGE)
    sent = FormData()
    kind = request.headers.get("content-type", "")
    if request.url.path != UPLOAD and kind.startswith("application/x-www-form-urlencoded"):
        sent = await request.form(max_fields=100)
    form = {name: value for name, value in sent.items() if isinstance(value, str)}
    return Visit(request, language_of(chosen), form)


async def answer_refusal(_: Request, refusal: Exception) -> Response:
    """The reply of a Refusal."""
    assert isinstance(refusal, Refusal)
    return refusal.response


class Gate:
    """Lets the staff in."""

    def __init__(self, store: Store, views: Views) -> None:
        self._store = store
        self._views = views

    def enter(self, visit: Visit, role: Role = "reader") -> Session:
        """The session of a visit that may go on; Refusal otherwise.

        A form must come from a page of this server (its Origin) and carry the session's token.
        """
        posted = visit.request.method != "GET"
        if posted:
            self.same_origin(visit)
        session = self._store.sessions.find(visit.token)
        if session is None:
            raise Refusal(self._signing_in(visit, posted=posted))
        if not session.person.may(role):
            text = say("staff_forbidden", visit.language, role=say(f"role_{role}", visit.language))
            raise Refusal(self._views.message(visit, session, text, status=403))
        if posted and not secrets.compare_digest(visit.form.get(CSRF, ""), session.csrf):
            raise Refusal(self.again(visit, session, visit.request.url.path, visit.form))
        return session

    def enter_script(self, visit: Visit, role: Role) -> Session | None:
        """The session of a request by the page's script; None where it may not go on.

        Its own header cannot be sent by another site's page.
        """
        self.same_origin(visit)
        session = self._store.sessions.find(visit.token)
        sent = visit.request.headers.get("x-minsheng") == "staff"
        return session if sent and session and session.person.may(role) else None

    def same_origin(self, visit: Visit) -> None:
        """Refuse what another site's page sends."""
        origin = visit.request.headers.get("origin")
        if origin is not None and urlsplit(origin).netloc != visit.request.headers.get("host"):
            raise Refusal(
                self._views.message(visit, None, say("staff_foreign", visit.language), status=403)
            )

    def signed_in(self, visit: Visit, token: str) -> Response:
        """Where a person goes after signing in: on with what was kept, or to the page wanted."""
        then = local(visit.form.get(THEN, ""))
        kept = _unpacked(visit.form.get(KEPT, ""))
        session = self._store.sessions.find(token) if kept else None
        reply = self.again(visit, session, then, kept, 200) if session else to(then)
        reply.set_cookie(COOKIE, token, httponly=True, samesite="lax", secure=visit.secure)
        return reply

    def again(
        self, visit: Visit, session: Session, path: str, form: Mapping[str, str], status: int = 403
    ) -> Response:
        """A page that shows a form once more, to be sent with the session's own token."""
        fields = {name: value for name, value in form.items() if name not in SECRET}
        return self._views.page(
            visit, session, "again.html", say("again_title", visit.language), status=status,
            path=local(path), fields=fields, csrf=session.csrf,
        )  # fmt: skip

    def _signing_in(self, visit: Visit, *, posted: bool) -> Response:
        url = visit.request.url
        if not posted:
            then = url.path + (f"?{url.query}" if url.query else "")
            said = {"lang": visit.language} if "lang" in visit.request.query_params else {}
            return to(f"/staff/sign-in?{urlencode({THEN: then, **said})}")
        kept = {name: value for name, value in visit.form.items() if name not in SECRET}
        return self._views.page(
            visit, None, "sign_in.html", say("sign_in", visit.language), status=401,
            problem=say("session_ended", visit.language), then=url.path, kept=json.dumps(kept),
        )  # fmt: skip


def to(path: str) -> RedirectResponse:
    """Go to a page, by GET."""
    return RedirectResponse(path, status_code=303)


def local(path: str) -> str:
    """The path where it is one of the staff's pages, else their first page."""
    parts = urlsplit(path)
    safe = path.startswith(HOME) and not parts.netloc and not parts.scheme and "\\" not in path
    return path if safe else HOME


def _unpacked(kept: str) -> dict[str, str]:
    try:
        raw = json.loads(kept) if kept else {}
    except ValueError:
        return {}
    if not isinstance(raw, dict):
        return {}
    return {str(k): v for k, v in raw.items() if isinstance(v, str)}
