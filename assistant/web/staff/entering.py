"""Signing in and out, and the one-time links by which passwords are set."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from assistant.store.errors import StoreError
from assistant.store.people import PeopleError, SignInError
from assistant.store.store import Store
from assistant.web.door import COOKIE
from assistant.web.problems import told
from assistant.web.rate import Rate, RateError
from assistant.web.staff.gate import KEPT, THEN, Gate, Visit, local, to, visit_of
from assistant.web.staff.routing import telling
from assistant.web.staff.views import Views
from assistant.web.texts import say
from corpus.errors import MinshengError

Visiting = Annotated[Visit, Depends(visit_of)]
_TRIES = 10.0  # failed ones a minute, from one address and for one name


def entering(store: Store, gate: Gate, views: Views) -> APIRouter:
    """The routes."""
    routes = APIRouter(prefix="/staff", include_in_schema=False, route_class=telling(views))
    tries = Rate(_TRIES)
    _sign_in(routes, store, gate, views, tries)
    _links(routes, store, gate, views, tries)
    return routes


def _sign_in(routes: APIRouter, store: Store, gate: Gate, views: Views, tries: Rate) -> None:
    @routes.get("/sign-in")
    def sign_in_page(visit: Visiting, then: str = "") -> Response:
        return _form(views, visit, then=then)

    @routes.post("/sign-in")
    def sign_in(visit: Visiting) -> Response:
        gate.same_origin(visit)
        name = visit.form.get("name", "")
        keys = (f"address {visit.address}", f"name {name.strip()}")
        try:
            for key in keys:
                tries.take(key)
            person = store.people.sign_in(name, visit.form.get("password", ""))
            for key in keys:
                tries.give_back(key)
            token = store.sessions.start(person)
            return gate.signed_in(visit, token)
        except MinshengError as error:
            if isinstance(error, StoreError):  # no failed try of anyone's
                for key in keys:
                    tries.give_back(key)
            return _form(views, visit, problem=told(error, visit.language), name=name,
                         status=_status(error),
                         then=visit.form.get(THEN, ""), kept=visit.form.get(KEPT, ""))  # fmt: skip

    @routes.post("/sign-out")
    def sign_out(visit: Visiting) -> Response:
        session = gate.enter(visit)
        store.sessions.end(visit.token, who=session.person.name)
        reply = to("/staff/sign-in")
        reply.delete_cookie(COOKIE)
        return reply


def _status(error: MinshengError) -> int:
    if isinstance(error, StoreError):
        return 503
    return 429 if isinstance(error, RateError) else 401


def _links(routes: APIRouter, store: Store, gate: Gate, views: Views, tries: Rate) -> None:
    @routes.get("/link")
    def link_page(visit: Visiting, token: str = "") -> Response:
        name = store.people.invited(token)
        if name is None:
            return views.message(visit, None, say("link_void", visit.language), status=404)
        return _password(views, visit, token, name)

    @routes.post("/link")
    def link(visit: Visiting) -> Response:
        gate.same_origin(visit)
        token, name = visit.form.get("token", ""), visit.form.get("name", "")
        invited = store.people.invited(token) or ""
        try:
            tries.take(f"address {visit.address}")
            if visit.form.get("password") != visit.form.get("repeated"):
                raise PeopleError(say("passwords_differ", visit.language))
            person = store.people.redeem(token, name, visit.form.get("password", ""))
        except SignInError as error:
            return views.message(visit, None, str(error), status=404)
        except (PeopleError, RateError) as error:
            return _password(views, visit, token, invited, typed=name, problem=str(error))
        return _form(views, visit, notice=say("password_set", visit.language), name=person.name)


def _form(views: Views, visit: Visit, *, status: int = 200, **values: str) -> Response:
    """The page to sign in on, with what was typed and what is kept for afterwards."""
    filled = {"name": "", "kept": ""} | values | {"then": local(values.get("then", ""))}
    title = say("sign_in", visit.language)
    return views.page(visit, None, "sign_in.html", title, status=status, **filled)


def _password(
    views: Views, visit: Visit, token: str, invited: str, *, typed: str = "", problem: str = ""
) -> Response:
    """The page to set a password on; the first administrator names themselves there."""
    return views.page(
        visit, None, "password.html", say("set_password", visit.language), token=token,
        invited=invited, typed=typed, problem=problem, status=400 if problem else 200,
    )  # fmt: skip
