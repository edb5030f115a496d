"""The people page, for administrators: add, change, reset; and the end of the audit log."""

from __future__ import annotations

import json
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from assistant.store.audit import Entry
from assistant.store.people import ROLES
from assistant.store.sessions import Session
from assistant.store.store import Store
from assistant.web.problems import told
from assistant.web.staff.gate import Gate, Visit, visit_of
from assistant.web.staff.routing import telling
from assistant.web.staff.views import Views
from assistant.web.texts import Language, knows, say
from corpus.errors import MinshengError

Visiting = Annotated[Visit, Depends(visit_of)]
_SHOWN = 50  # entries of the log
_SEQ_MAX = 2**31 - 1


def people_pages(store: Store, gate: Gate, views: Views) -> APIRouter:
    """The routes."""
    routes = APIRouter(prefix="/staff/people", include_in_schema=False, route_class=telling(views))
    desk = _Desk(store, views)

    @routes.get("")
    def everyone(visit: Visiting, before: Annotated[int, Query(ge=0, le=_SEQ_MAX)] = 0) -> Response:
        return desk.page(visit, gate.enter(visit, "admin"), before=before)

    @routes.post("/add")
    def add(visit: Visiting) -> Response:
        return desk.add(visit, gate.enter(visit, "admin"))

    @routes.post("/reset")
    def reset(visit: Visiting) -> Response:
        return desk.reset(visit, gate.enter(visit, "admin"))

    @routes.post("/change")
    def change(visit: Visiting) -> Response:
        return desk.change(visit, gate.enter(visit, "admin"))

    return routes


class _Desk:
    """What the routes do once an administrator was let in."""

    def __init__(self, store: Store, views: Views) -> None:
        self._store = store
        self._views = views

    def add(self, visit: Visit, session: Session) -> Response:
        name, role = visit.form.get("name", ""), visit.form.get("role", "")
        try:
            token = self._store.people.add(name, role, by=session.person.name)
        except MinshengError as error:
            problem = told(error, visit.language)
            return self.page(visit, session, problem=problem, typed=name, status=400)
        return self.page(visit, session, link=_link(visit, token))

    def reset(self, visit: Visit, session: Session) -> Response:
        try:
            token = self._store.people.reset(visit.form.get("name", ""), by=session.person.name)
        except MinshengError as error:
            return self.page(visit, session, problem=told(error, visit.language), status=400)
        return self.page(visit, session, link=_link(visit, token))

    def change(self, visit: Visit, session: Session) -> Response:
        version = visit.form.get("version", "")
        try:
            self._store.people.change(
                visit.form.get("name", ""), role=visit.form.get("role", ""),
                active="active" in visit.form, by=session.person.name,
                version=int(version) if version.isdecimal() else -1,
            )  # fmt: skip
        except MinshengError as error:
            return self.page(visit, session, problem=told(error, visit.language), status=409)
        return self.page(visit, session, notice=say("saved", visit.language))

    def page(
        self, visit: Visit, session: Session, *, status: int = 200, before: int = 0, **values: str
    ) -> Response:
        """The page with the entries of the log below that number; 0 for the last ones."""
        audit, filled = self._store.audit, {"link": "", "typed": ""} | values
        entries = audit.entries(_SHOWN + 1, before=before)
        return self._views.page(
            visit, session, "people.html", say("staff_people", visit.language), status=status,
            everyone=self._store.people.all(), roles=ROLES, whole=audit.verify(),
            entries=[(e, _done(e, visit.language), _details(e)) for e in entries[:_SHOWN]],
            older=entries[_SHOWN - 1].seq if len(entries) > _SHOWN else 0, before=before, **filled,
        )  # fmt: skip


def _done(entry: Entry, language: Language) -> str:
    """What was done in the reader's words; its code where there are none for it."""
    key = f"did_{entry.what.replace('.', '_').replace('-', '_')}"
    return say(key, language) if knows(key) else entry.what


def _details(entry: Entry) -> str:
    return ", ".join(f"{name}: {value}" for name, value in json.loads(entry.detail).items())


def _link(visit: Visit, token: str) -> str:
    return f"{visit.request.url_for('link_page')}?token={token}"
