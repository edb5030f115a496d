"""The chat's layout and wiring in gradio; what the callbacks do is state.py's."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

import gradio as gr

from assistant.web.door import COOKIE
from assistant.web.files import asset, style
from assistant.web.filters import ALL, limits_of
from assistant.web.markup import Place
from assistant.web.render import waiting
from assistant.web.render_pages import masthead, note
from assistant.web.render_talks import talks
from assistant.web.state import Chat, View, place_of
from assistant.web.talk import Conversation
from assistant.web.texts import Language, language_of, say

_FIRST: Language = "zh"
# Values are plain on their way in and out: none needs gradio to look at it, in a thread each.
_QUIET: dict[str, Any] = {
    "show_progress": "hidden", "api_visibility": "private", "preprocess": False,
    "postprocess": False,
}  # fmt: skip
_SCRIPTS = ("look", "page", "asking", "feedback", "talks", "lost")
FILTERS = ("region", "level", "year", "document")
# Fonts of the reader's own system: gradio's default theme would bring its own.
_FONT = ("PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", "sans-serif")
_MONO = ("Consolas", "Menlo", "Noto Sans Mono CJK SC", "monospace")


def theme() -> gr.themes.Base:
    """A plain theme without web fonts; chat.css does the rest."""
    return gr.themes.Base(primary_hue="red", neutral_hue="stone", font=_FONT, font_mono=_MONO)


def head() -> str:
    """What the page's head needs beside gradio's own."""
    return (
        '<meta name="color-scheme" content="light dark">'
        f'<link rel="icon" href="data:image/svg+xml,{asset("icon.txt").strip()}">'
        f"<style>{style()}</style>"
        + "".join(f"<script>{asset(f'{name}.js')}</script>" for name in _SCRIPTS)
    )


def _html(name: str) -> gr.HTML:
    return gr.HTML("", elem_id=name, apply_default_css=False, js_on_load=asset("clicks.js"))


def _call(name: str) -> str:
    """The function of assets/asking.js, as an event calls it."""
    return f"(...values) => window.minsheng.{name}(...values)"


def _kept(value: Any) -> Any:
    """The value for an output, or gradio's mark for "leave it as it is"."""
    return gr.skip() if value is None else value


def build(chat: Chat, title: str) -> gr.Blocks:
    """The page as gradio blocks, ready to be mounted."""
    blocks = gr.Blocks(title=title, analytics_enabled=False, fill_width=True)
    with blocks:
        language = gr.BrowserState(_FIRST, storage_key="minsheng-language", secret="minsheng")
        conversation, place = gr.State(Conversation()), gr.State(None)
        top = _html("masthead")
        with gr.Row(elem_id="desk"):
            with gr.Column(elem_id="talk", scale=3):
                past, live = _html("past"), _html("live")
                with gr.Column(elem_id="asking"):
                    with gr.Row(elem_id="line"):
                        box = gr.Textbox(
                            elem_id="question", lines=1, max_lines=6, show_label=False,
                            container=False, autofocus=True, scale=1,
                        )  # fmt: skip
                        send = gr.Button(elem_id="send", variant="primary", scale=0, min_width=72)
                    with gr.Row(elem_id="filters"):
                        filters = [_dropdown(f"filter-{n}") for n in FILTERS]
                    with gr.Row(elem_id="under"):
                        note = _html("note")
                        saves = [_small(name) for name in ("export", "export-word")]
                        clear = _small("clear")
            with gr.Column(elem_id="side", scale=2):
                panel = _html("panel")
        kept = _html("talks")
        parts = [past, box, live, panel, conversation, place]
        labels = [top, box, send, note, clear, *saves, kept, *filters]
        _wire(chat, blocks, language, parts, labels)
        for button, write in zip(saves, (chat.export, chat.export_word), strict=True):
            _wire_export(write, button, conversation, language)
    return blocks


def _small(name: str) -> gr.Button:
    return gr.Button(elem_id=name, size="sm", scale=0, min_width=96)


def _dropdown(name: str) -> gr.Dropdown:
    return gr.Dropdown(
        elem_id=name,
        choices=[("", ALL)],
        value=ALL,
        container=False,
        show_label=False,
        min_width=80,
    )


def _by(chat: Chat, request: gr.Request) -> Chat:
    """The chat as the sender of a request has it."""
    return chat.by(request.client.host, request.cookies.get(COOKIE, ""))


def _labels(chat: Chat, language: Language) -> list[Any]:
    """The interface's own words, in the order of `labels`."""
    can = chat.filters(language)
    label = say("filters", language)
    return [
        masthead(language),
        gr.update(placeholder=say("placeholder", language), label=say("question_label", language)),
        say("send", language),
        note(language) + waiting(language),
        say("clear", language),
        say("export", language),
        say("export_word", language),
        talks(language, signed_in=chat.signed_in),
        *(
            gr.update(choices=choices, label=f"{label} · {choices[0][0]}")
            for choices in (can.regions, can.levels, can.years, can.documents)
        ),
    ]


def _outputs(view: View) -> list[Any]:
    """A view but for its past; a new conversation brings its place, even none."""
    place = view.place if view.conversation is not None else gr.skip()
    return [*map(_kept, (view.live, view.panel, view.conversation)), place]


def _sent(event: gr.EventData) -> dict[str, Any]:
    """What the page sent with an event; a button or a key sends nothing."""
    return event._data if isinstance(event._data, dict) else {}


def _at_once(streamed: Callable[..., Iterator[list[Any]]]) -> Callable[..., list[Any]]:
    """The same callback, but giving at once what it would end with."""

    @wraps(streamed)
    def whole(*values: Any) -> list[Any]:
        *_, last = streamed(*values)
        return last

    return whole


def _wire_asking(
    chat: Chat, language: Any, parts: list[Any], send: gr.Button, filters: list[Any]
) -> Any:
    """Whatever asks a question: the box, the button, a click on a question or on a chip.

    The page shows the question before it is sent (assets/asking.js). Where no model writes there
    is nothing to watch: the answer is one plain reply, without gradio's queue and its stream.
    """
    past, box, live, *_, conversation, _ = parts
    asked = gr.Textbox(visible="hidden", elem_id="asked")

    def answered(
        question: Any, talk: Conversation, stored: Any, region: Any, level: Any, year: Any,
        document: Any, event: gr.EventData, request: gr.Request,
    ) -> Iterator[list[Any]]:  # fmt: skip
        sent = _sent(event).get("drop")
        dropped = sent if isinstance(sent, dict) else {}
        views = _by(chat, request).ask(
            str(question or ""), talk, language_of(stored),
            limits_of(region, level, year, document),
            again=talk.without(dropped.get("turn"), dropped.get("name")),
        )  # fmt: skip
        for view in views:
            yield _outputs(view)

    triggers = [box.submit, send.click, past.submit, live.submit]
    shown = [past, live, box, asked]
    gr.on(triggers, None, shown, shown, js=_call("asked"))
    asking = gr.on(
        triggers, answered if chat.streams else _at_once(answered),
        [asked, conversation, language, *filters], parts[2:], trigger_mode="once",
        queue=chat.streams, **_QUIET,
    )  # fmt: skip
    for ended in (asking.then, asking.failure):
        ended(None, [live, box, asked], [live, box], js=_call("answered"))
    return asking


def _wire(
    chat: Chat, blocks: gr.Blocks, language: Any, parts: list[Any], labels: list[Any]
) -> None:
    past, _, live, panel, conversation, place = parts
    top, _, send, _, clear, _, _, kept, *filters = labels

    def loaded(stored: str, request: gr.Request) -> list[Any]:
        chosen = language_of(request.query_params.get("lang", stored))
        view = chat.page(Conversation(), None, chosen)
        return [chosen, view.past, view.live, view.panel, *_labels(_by(chat, request), chosen)]

    def switched(
        talk: Conversation, at: Place | None, event: gr.EventData, request: gr.Request
    ) -> list[Any]:
        chosen = language_of(_sent(event).get("language"))
        view = chat.page(talk, at, chosen)
        return [chosen, view.past, view.live, view.panel, *_labels(_by(chat, request), chosen)]

    def reopened(stored: str, event: gr.EventData, request: gr.Request) -> list[Any]:
        view = _by(chat, request).reopen(_sent(event).get("talk"), language_of(stored))
        return [view.past, "", *_outputs(view)]

    def opened(stored: str, event: gr.EventData) -> tuple[Any, Any]:
        at = place_of(_sent(event))
        return (chat.open(at, language_of(stored)), at) if at else (gr.skip(), gr.skip())

    def closed(stored: str) -> tuple[str, None]:
        return chat.page(Conversation(), None, language_of(stored)).panel or "", None

    def cleared(stored: str) -> list[Any]:
        view = chat.page(Conversation(), None, language_of(stored))
        return [view.past, "", view.live, view.panel, Conversation(), None]

    now = {**_QUIET, "queue": False}
    page = [language, past, live, panel, *labels]
    blocks.load(loaded, language, page, **now)
    top.select(switched, [conversation, place], page, **now)
    asking = _wire_asking(chat, language, parts, send, filters)
    # An answer that streams is stopped; one that comes at once is waited for.
    last = {"cancels": [asking]} if chat.streams else {"js": _call("afterwards")}
    gr.on([past.select, live.select], opened, language, [panel, place], **now)
    panel.select(closed, language, [panel, place], **now)
    kept.select(reopened, language, parts, **last, **now)
    clear.click(cleared, language, parts, **last, **now)


def _wire_export(
    write: Callable[[Conversation, Language], tuple[bytes, str]],
    button: gr.Button,
    conversation: gr.State,
    language: Any,
) -> None:
    """What the button writes goes to the page, which saves it as a file."""
    file = gr.Textbox(visible="hidden", elem_id=f"{button.elem_id}-file")
    name = gr.Textbox(visible="hidden", elem_id=f"{button.elem_id}-name")

    def exported(talk: Conversation, stored: str) -> tuple[str, str]:
        written, called = write(talk, language_of(stored))
        return b64encode(written).decode(), called

    done = button.click(exported, [conversation, language], [file, name], queue=False, **_QUIET)
    done.then(None, [file, name], None, js="(file, name) => window.minsheng.save(file, name)")
