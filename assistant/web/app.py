"""The web application: the API and the reader page, and the chat mounted at /."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gradio as gr
from fastapi import FastAPI

from assistant.store.store import Store
from assistant.web import Asking
from assistant.web.api import add_routes
from assistant.web.chat import build, head, theme
from assistant.web.door import Admission, Door
from assistant.web.files import asset, style
from assistant.web.gone import Gone
from assistant.web.guard import SELF, Guard
from assistant.web.metrics import Counted, Metrics
from assistant.web.misses import Misses
from assistant.web.office import HOME, Office
from assistant.web.rate import Rate
from assistant.web.recorded import Recorded
from assistant.web.recorder import Recorder
from assistant.web.shelf import Shelf
from assistant.web.staff.routes import add_staff
from assistant.web.state import Chat
from assistant.web.threads import Threads

TITLE = "民生问答 Minsheng"
_WAITING_MAX = 1000  # questions that may wait for a thread before the page says "busy"
_UPLOAD_MAX = 1  # byte: gradio's upload route is open to all, and this page takes no files


def create_app(
    assistant: Asking,
    memory: Store,
    *,
    frames: str = SELF,
    office: Office = HOME,
    recorders: Callable[[Recorder], None] = lambda recorder: None,
) -> Guard:
    """The application over that assistant; nothing in it calls another host.

    What is remembered goes into that memory; `frames` says who may show the page in a frame
    (guard.py), `office` how the service is run; `recorders` is handed what writes the records.

    FastAPI's own documentation pages are off, since they load scripts from elsewhere; the
    OpenAPI document itself is at /api/openapi.json.
    """
    recorder = Recorder(memory, office.keep, office.retention)
    app = FastAPI(
        lifespan=recorder.running,
        title=TITLE, version="1", docs_url=None, redoc_url=None, openapi_url="/api/openapi.json",
        description="Answers about policy documents, every sentence with its source.",
    )  # fmt: skip
    metrics = Metrics()
    counted = Counted(assistant, metrics)
    recorders(recorder)
    recorded = Recorded(counted, recorder)
    admission = Admission(memory, Rate(office.rate))

    def admitted(address: str, token: str) -> Asking:
        admission.admit(address, token)
        return recorded.by(token)

    looks = style() + asset("pages.css")
    shelf = Shelf(assistant)
    add_routes(app, recorded, shelf, memory, metrics, looks)
    add_staff(app, assistant, shelf, memory, office, looks)
    blocks = build(Chat(recorded, admitted, Threads(memory)), TITLE)
    blocks.queue(default_concurrency_limit=None, max_size=_WAITING_MAX, api_open=False)
    whole = gr.mount_gradio_app(
        app, blocks, path="/", theme=theme(), head=head(), footer_links=[], run_history=False,
        ssr_mode=False, pwa=False, enable_monitoring=False, mcp_server=False, show_error=False,
        max_file_size=_UPLOAD_MAX,
    )  # fmt: skip
    mounted: Any = whole.routes[-1]
    door = Door(Gone(whole), admission)
    return Guard(Misses(door, looks), metrics, frames=frames, release=mounted.app.stop_event.set)
