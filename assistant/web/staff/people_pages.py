"""The people page, for administrators: add, change, reset; and the end of the audit log."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from assistant.store.people import ROLES
from assistant.store.sessions import Session
from assistant.store.store import Store
from assistant.web.problems import told
from assistant.web.staff.gate import Gate, Visit, visit_of
from assistant.web.staff.routing import telling
from assistant.web.staff.views import Views
from assistant.web.texts import say
from corpus.errors import MinshengError

Visiting = Annotated[Visit, Depends(visit_of)]
_SHOWN = 50  # entries of the log


def people_pages(store: Store, gate: Gate, views: Views) -> APIRouter:
    """The routes."""
    routes = APIRouter(prefix="/staff/people", include_in_schema=False, route_class=telling(views))

    @routes.get("")
    def everyone(visit: Visiting) -> Response:
        return _page(visit, gate.enter(visit, "admin"))

    @routes.post("/add")
    def add(visit: Visiting) -> Response:
        session = gate.enter(visit, "admin")
        name = visit.form.get("name", "")
        try:
            token = store.people.add(name, visit.form.get("role", ""), by=session.person.name)
        except MinshengError as error:
            return _page(
                visit, session, problem=told(error, visit.language), typed=name, status=400
            )
        return _page(visit, session, link=_link(visit, token))

    @routes.post("/reset")
    def reset(visit: Visiting) -> Response:
        session = gate.enter(visit, "admin")
        try:
            token = store.people.reset(visit.form.get("name", ""), by=session.person.name)
        except MinshengError as error:
            return _page(visit, session, problem=told(error, visit.language), status=400)
        return _page(visit, session, link=_link(visit, token))

    @routes.post("/change")
    def change(visit: Visiting) -> Response:
        session = gate.enter(visit, "admin")
        version = visit.form.get("version", "")
        try:
            store.people.change(
                visit.form.get("name", ""), role=visit.form.get("role", ""),
                active="active" in visit.form, by=session.person.name,
                version=int(version) if version.isdecimal() else -1,
            )  # fmt: skip
        except MinshengError as error:
            return _page(visit, session, problem=told(error, visit.language), status=409)
        return _page(visit, session, notice=say("saved", visit.language))

    def _page(visit: Visit, session: Session, *, status: int = 200, **values: str) -> Response:
        filled = {"link": "", "typed": ""} | values
        return views.page(
            visit, session, "people.html", say("staff_people", visit.language), status=status,
            everyone=store.people.all(), roles=ROLES, entries=store.audit.entries(_SHOWN),
            whole=store.audit.verify(), **filled,
        )  # fmt: skip

    return routes


def _link(visit: Visit, token: str) -> str:
    return f"{visit.request.url_for('link_page')}?token={token}"
