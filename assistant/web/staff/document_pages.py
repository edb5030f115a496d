"""The documents page: what was read and what was lost, upload, remove, read again."""

from __future__ import annotations

import logging
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool

from assistant.store.sessions import Session
from assistant.store.store import Store
from assistant.web import Asking
from assistant.web.guard import UPLOAD
from assistant.web.office import Office
from assistant.web.problems import told
from assistant.web.render_tables import left_out, slice_of
from assistant.web.shelf import Entry, Shelf
from assistant.web.staff.gate import Gate, Visit, to, visit_of
from assistant.web.staff.library import Library, UploadError
from assistant.web.staff.rebuilding import Job, Rebuilding
from assistant.web.staff.routing import telling
from assistant.web.staff.views import Views
from assistant.web.texts import say
from corpus.errors import MinshengError

_log = logging.getLogger(__name__)
Visiting = Annotated[Visit, Depends(visit_of)]
_PATH = "/staff/documents"


@dataclass(frozen=True, slots=True)
class Managed:
    """A file of the library, its documents in the index, and why it has none."""

    name: str
    entries: tuple[Entry, ...]
    problem: str


def document_pages(
    assistant: Asking, shelf: Shelf, store: Store, office: Office, gate: Gate, views: Views
) -> APIRouter:
    """The routes; without a folder for documents, a page that says so."""
    routes = APIRouter(include_in_schema=False, route_class=telling(views))
    if office.settings is None:

        @routes.get(_PATH)
        def closed(visit: Visiting) -> Response:
            session = gate.enter(visit)
            return views.message(visit, session, say("not_managed", visit.language), status=404)

        return routes
    library = Library(Path(office.settings.documents))
    rebuilding = Rebuilding(office.settings)
    _pages(routes, library, rebuilding, shelf, store, gate, views)
    _scripted(routes, library, rebuilding, assistant, store, gate)
    return routes


def _pages(
    routes: APIRouter, library: Library, rebuilding: Rebuilding, shelf: Shelf, store: Store,
    gate: Gate, views: Views,
) -> None:  # fmt: skip
    def page(
        visit: Visit, session: Session, problem: str = "", status: int = 200, number: int = 1
    ) -> Response:
        managed, others = _managed(library, shelf, rebuilding.job)
        shown = slice_of(managed, number)
        return views.page(
            visit, session, "documents.html", say("staff_documents", visit.language),
            status=status, problem=problem, shown=shown, others=others, job=rebuilding.job,
            left_out=left_out,
        )  # fmt: skip

    @routes.get(_PATH)
    def documents(
        visit: Visiting, number: Annotated[int, Query(alias="page", ge=1, le=10**6)] = 1
    ) -> Response:
        return page(visit, gate.enter(visit), number=number)

    @routes.post(f"{_PATH}/remove")
    def remove(visit: Visiting) -> Response:
        session = gate.enter(visit, "editor")
        name = visit.form.get("name", "")
        try:
            library.remove(name)
        except UploadError as error:
            return page(visit, session, str(error), error.status)
        store.audit.note(session.person.name, "document.remove", name)
        rebuilding.start()
        return to(_PATH)

    @routes.post(f"{_PATH}/read-again")
    def read_again(visit: Visiting) -> Response:
        session = gate.enter(visit, "editor")
        store.audit.note(session.person.name, "document.read-again")
        rebuilding.start()
        return to(_PATH)


def _scripted(
    routes: APIRouter, library: Library, rebuilding: Rebuilding, assistant: Asking, store: Store,
    gate: Gate,
) -> None:  # fmt: skip
    """What the page's script calls; JSON, errors as {"error"}."""

    @routes.post(UPLOAD)
    async def upload(
        visit: Visiting, name: Annotated[str, Query(max_length=1000)], replace: bool = False
    ) -> Response:
        session = await run_in_threadpool(gate.enter_script, visit, "editor")
        if session is None:
            return JSONResponse({"error": say("upload_closed", visit.language)}, 401)
        try:
            received = await library.receive(visit.request.stream(), name)
            taken = await run_in_threadpool(
                library.take, received, name, assistant.documents, replace=replace
            )
            await run_in_threadpool(
                store.audit.note, session.person.name, "document.upload", taken.name
            )
        except UploadError as error:
            return JSONResponse({"error": str(error)}, error.status)
        except MinshengError as error:
            return JSONResponse({"error": f"{name}: {told(error, visit.language)}"}, 503)
        except OSError as error:
            _log.error("an upload could not be kept: %s", error)
            return JSONResponse({"error": f"{name}: {say('upload_unkept', visit.language)}"}, 503)
        rebuilding.start()
        return JSONResponse({"name": taken.name})

    @routes.get(f"{_PATH}/job")
    def job(visit: Visiting) -> Response:
        gate.enter(visit)
        return JSONResponse(asdict(rebuilding.job))


def _managed(library: Library, shelf: Shelf, job: Job) -> tuple[list[Managed], list[Entry]]:
    """The library's files with their documents, those not read first; and the other documents."""
    by_file: dict[str, list[Entry]] = {path.name: [] for path in library.files()}
    others: list[Entry] = []
    for entry in shelf.entries():
        owner = entry.document.source.partition("/")[0]  # the archive that it came in, or itself
        by_file.get(owner, others).append(entry)
    files = [Managed(n, tuple(entries), _why(n, job)) for n, entries in by_file.items()]
    return sorted(files, key=lambda file: bool(file.entries)), others


def _why(name: str, job: Job) -> str:
    """What the latest build says of a file that it could not read."""
    return " ".join(r for r in job.skipped if r.startswith((f"{name!r}", f"'{name}/")))
