"""Golden answers on the staff's pages: list, write, approve, retire."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Response

from assistant.golden.check import checked, status
from assistant.golden.records import GoldenAnswer
from assistant.store.errors import ConflictError
from assistant.store.sessions import Session
from assistant.store.store import Store
from assistant.web import Asking
from assistant.web.problems import status_of, told
from assistant.web.staff.gate import Gate, Visit, to, visit_of
from assistant.web.staff.routing import telling
from assistant.web.staff.views import Views
from assistant.web.texts import say
from corpus.errors import MinshengError
from corpus.units import Units

Visiting = Annotated[Visit, Depends(visit_of)]
_LIST = "/staff/golden"


def golden_pages(
    assistant: Asking, store: Store, units: Units, gate: Gate, views: Views
) -> APIRouter:
    """The routes."""
    routes = APIRouter(prefix=_LIST, include_in_schema=False, route_class=telling(views))
    desk = _Desk(assistant, store, units, views)

    @routes.get("")
    def everything(visit: Visiting) -> Response:
        return desk.list(visit, gate.enter(visit))

    @routes.get("/new")
    def new(visit: Visiting, origin: str = "") -> Response:
        return desk.new(visit, gate.enter(visit, "editor"), origin)

    @routes.get("/{known}")
    def one(visit: Visiting, known: str) -> Response:
        session = gate.enter(visit)
        return desk.form(visit, session, written(store.golden.get(known)))

    @routes.post("/save")
    def save(visit: Visiting) -> Response:
        return desk.save(visit, gate.enter(visit, "editor"))

    @routes.post("/approve")
    def approve(visit: Visiting) -> Response:
        return desk.change(visit, gate.enter(visit, "editor"), store.golden.approve)

    @routes.post("/retire")
    def retire(visit: Visiting) -> Response:
        return desk.change(visit, gate.enter(visit, "editor"), store.golden.retire)

    return routes


def written(answer: GoldenAnswer) -> dict[str, str]:
    """A golden answer as the fields of the form: lists one a line, quotes as FILE|words."""
    return {
        "id": answer.id, "version": str(answer.version), "question": answer.question,
        "answer": answer.answer, "note": answer.note, "expires": answer.expires, "origin": "",
        "quotes": "\n".join(f"{q.source}|{' '.join(q.text.split())}" for q in answer.quotes),
        "paraphrases": "\n".join(answer.paraphrases), "negatives": "\n".join(answer.negatives),
    }  # fmt: skip


def _read(form: dict[str, str], author: str) -> tuple[GoldenAnswer, Sequence[str]]:
    """The fields of the form as a golden answer, and its quotes as written."""
    version = form["version"]
    answer = GoldenAnswer(
        form["question"].strip(), form["answer"].strip(), author, note=form["note"].strip(),
        paraphrases=_lines(form["paraphrases"]), negatives=_lines(form["negatives"]),
        expires=form["expires"].strip(), id=form["id"],
        version=int(version) if version.isdecimal() else 0,
    )  # fmt: skip
    return answer, _lines(form["quotes"])


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


class _Desk:
    """What the routes do once a person was let in."""

    def __init__(self, assistant: Asking, store: Store, units: Units, views: Views) -> None:
        self._assistant = assistant
        self._store = store
        self._units = units
        self._views = views

    def list(self, visit: Visit, session: Session, problem: str = "", code: int = 200) -> Response:
        documents, today = self._assistant.documents, date.today()
        rows = [(a, status(a, documents, today)) for a in self._store.golden.all()]
        order = {"stale": 0, "expired": 1, "draft": 2, "approved": 3, "retired": 4}
        rows.sort(key=lambda row: order[row[1]])
        title = say("staff_golden", visit.language)
        return self._views.page(visit, session, "golden_list.html", title, rows=rows,
                                problem=problem, status=code)  # fmt: skip

    def form(
        self, visit: Visit, session: Session, fields: dict[str, str], problem: str = "",
        theirs: dict[str, str] | None = None, code: int = 200,
    ) -> Response:  # fmt: skip
        title = say("golden_edit" if fields["id"] else "golden_new", visit.language)
        return self._views.page(visit, session, "golden_form.html", title, fields=fields,
                                problem=problem, theirs=theirs, status=code)  # fmt: skip

    def new(self, visit: Visit, session: Session, origin: str) -> Response:
        """An empty form, or one about a question that was asked, with the answer of today."""
        question = self._question(origin)
        fields = written(GoldenAnswer(question, "", session.person.name)) | {"origin": origin}
        if question:
            try:
                answer = self._assistant.ask(question)
            except MinshengError:
                return self.form(visit, session, fields)
            if not answer.abstained:
                quotes = (f"{c.source}|{' '.join(c.quote.split())}" for c in answer.citations)
                fields |= {"answer": answer.text, "quotes": "\n".join(quotes)}
        return self.form(visit, session, fields)

    def save(self, visit: Visit, session: Session) -> Response:
        names = written(GoldenAnswer("", "", ""))
        fields = {name: visit.form.get(name, "").replace("\r\n", "\n") for name in names}
        given, quotes = _read(fields, session.person.name)
        try:
            ready = checked(given, quotes, self._assistant.documents, self._assistant.passages,
                            self._units)  # fmt: skip
            self._store.golden.save(ready, by=session.person.name)
            self._settle(fields["origin"], session.person.name)
        except ConflictError as error:
            theirs = written(self._store.golden.get(fields["id"]))
            renewed = fields | {"version": theirs["version"]}
            return self.form(visit, session, renewed, str(error), theirs, 409)
        except MinshengError as error:
            return self.form(visit, session, fields, told(error, visit.language),
                             code=status_of(error))  # fmt: skip
        return to(_LIST)

    def change(self, visit: Visit, session: Session, how: Callable[..., GoldenAnswer]) -> Response:
        version = visit.form.get("version", "")
        try:
            how(visit.form.get("id", ""), int(version) if version.isdecimal() else -1,
                by=session.person.name)  # fmt: skip
        except MinshengError as error:
            return self.list(visit, session, told(error, visit.language), 409)
        return to(_LIST)

    def _question(self, origin: str) -> str:
        kind, _, known = origin.partition(":")
        if kind == "feedback":
            asked = (f.question for f in self._store.feedback.all() if f.id == known)
        else:
            asked = (u.question for u in self._store.questions.unanswered() if u.key == known)
        return next(asked, "")

    def _settle(self, origin: str, by: str) -> None:
        kind, _, known = origin.partition(":")
        if kind == "feedback":
            self._store.feedback.settle(known, by=by)
        elif kind == "unanswered":
            self._store.questions.settle(known, by=by)
