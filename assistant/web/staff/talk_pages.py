"""Conversations that the server keeps, for the chat's script: JSON, errors as {"error"}."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Depends, Response
from fastapi.responses import JSONResponse

from assistant.store.people import Person
from assistant.store.store import Store
from assistant.web.problems import status_of, told
from assistant.web.staff.gate import Gate, Visit, visit_of
from assistant.web.texts import say
from corpus.errors import MinshengError

Visiting = Annotated[Visit, Depends(visit_of)]


def talk_pages(store: Store, gate: Gate) -> APIRouter:
    """The routes: each person reaches their own conversations only."""
    routes = APIRouter(prefix="/staff/talks", include_in_schema=False)

    @routes.get("")
    def everything(visit: Visiting) -> Response:
        return _told(visit, gate, lambda person: [asdict(t) for t in store.talks.all(person)])

    @routes.post("/{talk}/rename")
    def rename(visit: Visiting, talk: str) -> Response:
        title = visit.form.get("title", "").strip()
        return _told(visit, gate, lambda person: store.talks.rename(person, talk, title or "…"))

    @routes.post("/{talk}/remove")
    def remove(visit: Visiting, talk: str) -> Response:
        return _told(visit, gate, lambda person: store.talks.remove(person, talk))

    return routes


def _told(visit: Visit, gate: Gate, done: Callable[[Person], object]) -> Response:
    """What came of it, for whoever is signed in."""
    try:
        session = gate.enter_script(visit, "reader")
        if session is None:
            return JSONResponse({"error": say("talks_closed", visit.language)}, 401)
        return JSONResponse(done(session.person))
    except MinshengError as error:
        return JSONResponse({"error": told(error, visit.language)}, status_of(error))
