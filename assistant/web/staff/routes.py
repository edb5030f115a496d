"""All of the staff's pages on the application."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI, Response

from assistant.store.store import Store
from assistant.web import Asking
from assistant.web.files import asset
from assistant.web.office import Office
from assistant.web.shelf import Shelf
from assistant.web.staff.document_pages import document_pages
from assistant.web.staff.entering import entering
from assistant.web.staff.gate import (
    Gate,
    Refusal,
    Visit,
    answer_refusal,
    visit_of,
)
from assistant.web.staff.golden_pages import golden_pages
from assistant.web.staff.people_pages import people_pages
from assistant.web.staff.question_pages import question_pages
from assistant.web.staff.routing import telling
from assistant.web.staff.talk_pages import talk_pages
from assistant.web.staff.views import Views
from assistant.web.texts import say
from corpus.units import Units

_ASSETS = Path(__file__).with_name("assets")


def add_staff(
    app: FastAPI, assistant: Asking, shelf: Shelf, store: Store, office: Office, style: str
) -> None:
    """Put the pages, in that CSS, on the app."""
    views = Views(style)
    gate = Gate(store, views)
    units = office.units or Units.default()
    for routes in (
        entering(store, gate, views), _home(gate, views), people_pages(store, gate, views),
        document_pages(assistant, shelf, store, office, gate, views),
        golden_pages(assistant, store, units, gate, views), question_pages(store, gate, views),
        talk_pages(store, gate),
    ):  # fmt: skip
        app.include_router(routes)
    app.add_exception_handler(Refusal, answer_refusal)


def _home(gate: Gate, views: Views) -> APIRouter:
    routes = APIRouter(prefix="/staff", include_in_schema=False, route_class=telling(views))

    @routes.get("/")
    def home(visit: Annotated[Visit, Depends(visit_of)]) -> Response:
        session = gate.enter(visit)
        return views.page(visit, session, "home.html", say("staff", visit.language))

    @routes.get("/staff.js")
    def script() -> Response:
        script = asset("look.js") + (_ASSETS / "staff.js").read_text("utf-8")
        return Response(script, media_type="text/javascript")

    return routes
