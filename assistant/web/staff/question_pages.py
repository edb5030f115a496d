"""Questions without answer, and what readers said, each a step away from a golden answer."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Depends, Response

from assistant.golden.match import plain
from assistant.store.questions import Unanswered
from assistant.store.store import Store
from assistant.web.staff.gate import Gate, Visit, to, visit_of
from assistant.web.staff.routing import telling
from assistant.web.staff.views import Views
from assistant.web.texts import say

Visiting = Annotated[Visit, Depends(visit_of)]
_SHOWN = 200  # rows of each list
_PATH = "/staff/questions"


def question_pages(store: Store, gate: Gate, views: Views) -> APIRouter:
    """The routes."""
    routes = APIRouter(prefix=_PATH, include_in_schema=False, route_class=telling(views))

    @routes.get("")
    def questions(visit: Visiting) -> Response:
        session = gate.enter(visit)
        given = [f for f in reversed(store.feedback.all()) if f.state == "open"]
        given.sort(key=lambda f: f.verdict)  # what was not helpful first
        return views.page(
            visit, session, "questions.html", say("staff_questions", visit.language),
            unanswered=_waiting(store)[:_SHOWN], feedback=given[:_SHOWN],
        )  # fmt: skip

    @routes.post("/settle")
    def settle(visit: Visiting) -> Response:
        session = gate.enter(visit, "editor")
        kind, _, known = visit.form.get("origin", "").partition(":")
        book = store.feedback if kind == "feedback" else store.questions
        book.settle(known, by=session.person.name)
        return to(_PATH)

    @routes.get("/feedback.jsonl")
    def export(visit: Visiting) -> Response:
        session = gate.enter(visit)
        lines = [json.dumps(asdict(f), ensure_ascii=False) for f in store.feedback.all()]
        store.audit.note(session.person.name, "feedback.export", count=len(lines))
        name = {"Content-Disposition": 'attachment; filename="feedback.jsonl"'}
        body = "".join(f"{line}\n" for line in lines)
        return Response(body, media_type="application/jsonl", headers=name)

    return routes


def _waiting(store: Store) -> list[Unanswered]:
    """Those that nobody works on: one asked again is off the list while a draft of an official
    answer to those very words waits for approval, and back on it where that is given up.
    """
    drafts = (a for a in store.golden.all() if a.state == "draft")
    drafted = {plain(words) for a in drafts for words in (a.question, *a.paraphrases)}
    return [u for u in store.questions.unanswered() if plain(u.question) not in drafted]
