"""The staff's pages as HTML: Jinja2 templates (all values escaped) in the frame of all pages."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from assistant.store.sessions import Session
from assistant.web.frame import STAFF, shell
from assistant.web.look import PARAMETER, keep_look, look_of
from assistant.web.texts import say

if TYPE_CHECKING:
    from assistant.web.staff.gate import Visit

LANGUAGE = "minsheng-staff-language"  # the cookie of the language that an address named last
_HERE = Path(__file__).parent
CSP = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'self'; connect-src 'self'; "
    "img-src data:; base-uri 'none'; form-action 'self'"
)
# Key of the text, path, and the role that sees it.
_PAGES = (
    ("staff_documents", "/staff/documents", "reader"),
    ("staff_questions", "/staff/questions", "reader"),
    ("staff_golden", "/staff/golden", "reader"),
    ("staff_people", "/staff/people", "admin"),
)


class Views:
    """Renders templates/ in the site's style."""

    def __init__(self, style: str) -> None:
        self._style = style + (_HERE / "assets" / "staff.css").read_text("utf-8")
        self._templates = Environment(
            loader=FileSystemLoader(_HERE / "templates"), autoescape=True,
            undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        )  # fmt: skip
        self._templates.filters["when"] = _when

    def page(
        self, visit: Visit, session: Session | None, template: str, title: str, *,
        status: int = 200, **values: Any,
    ) -> HTMLResponse:  # fmt: skip
        """A page; templates have `say`, `language`, `session`, and the values given."""
        language = visit.language

        def told(key: str, **blanks: object) -> str:
            return say(key, language, **blanks)

        body = self._templates.get_template(template).render(
            say=told, language=language, session=session, title=title,
            problem=values.pop("problem", ""), notice=values.pop("notice", ""),
            pages=[p for p in _PAGES if session and session.person.may(p[2])],  # type: ignore[arg-type]
            path=values.pop("path", visit.request.url.path),
            **values,
        )  # fmt: skip
        html = shell(title, body, language, self._style, current=STAFF, root="/",
                     look=look_of(visit.request), here=_here(visit.request),
                     query=_query(visit.request))  # fmt: skip
        headers = {"Content-Security-Policy": CSP, "Cache-Control": "no-store"}
        reply = HTMLResponse(html, status, headers)
        if visit.request.query_params.get("lang"):
            reply.set_cookie(LANGUAGE, language, samesite="lax", secure=visit.secure)
        keep_look(reply, visit.request)
        return reply

    def message(
        self, visit: Visit, session: Session | None, text: str, *, status: int
    ) -> HTMLResponse:
        """A page that says one thing."""
        title = say("staff", visit.language)
        return self.page(visit, session, "message.html", title, status=status, problem=text)


def _when(time: str) -> str:
    """A time of the database (ISO 8601 in UTC) by the server's own clock, to the minute."""
    return f"{datetime.fromisoformat(time).astimezone():%Y-%m-%d %H:%M}"


def _here(request: Request) -> str:
    """The address that shows the page: its own, or, for what a form was sent to, its section."""
    if request.method == "GET":
        return ""
    pages = ("/staff/sign-in", *(to for _, to, _ in _PAGES))
    return next((to for to in pages if request.url.path.startswith(to)), "/staff/")


def _query(request: Request) -> dict[str, str]:
    """What the page's address says beside language and look."""
    if request.method != "GET":
        return {}
    return {k: v for k, v in request.query_params.items() if k not in ("lang", PARAMETER)}
