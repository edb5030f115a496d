"""The frame of every page beside the chat: document head, navigation, language switch.

A new page is a module that makes its body, a route in pages.py and, where readers should find it,
an entry in NAVIGATION. Pages run no script and load nothing (PAGE_CSP).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import urlencode

from assistant.web.look import PLAIN, Look
from assistant.web.markup import esc
from assistant.web.texts import Language, other, say

# Key of the text, and the path from the site's root: the chat, and the pages of this server.
NAVIGATION = (("nav_chat", ""), ("nav_tasks", "tasks"), ("nav_documents", "documents"))
STAFF = "staff"  # the current page is one of the staff's
PAGE_CSP = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'self'"
)


_CURRENT = ' aria-current="page"'


def navigation(current: str, language: Language, root: str = "./") -> str:
    """Links to all pages, the current one marked; `root` leads from here to the site's root."""
    links = "".join(
        f'<a href="{root}{path}?lang={language}"'
        f"{_CURRENT if key == current else ''}>{esc(say(key, language))}</a>"
        for key, path in NAVIGATION
    )
    return f'<nav class="pages" aria-label="{esc(say("nav_label", language))}">{links}</nav>'


def shell(
    title: str,
    body: str,
    language: Language,
    style: str,
    *,
    current: str = "",
    root: str = "./",
    query: Mapping[str, object] | None = None,
    look: Look = PLAIN,
    here: str = "",
    place: str = "",
) -> str:
    """A whole page in that CSS.

    The switches for language, type and theme lead back to the page: to the address `here` (""
    for its own) with this `query`, at the fragment `place`.
    """
    code = "zh-CN" if language == "zh" else "en"

    def switch(**said: str) -> str:
        return esc(f"{here}?{urlencode({**(query or {}), 'lang': language, **said})}{place}")

    door = (
        f'<footer><a href="{root}staff/?lang={language}">{esc(say("to_staff", language))}</a>'
        "</footer>"
    )
    looks = f' class="{" ".join(look.words)}"' if look.words else ""
    return (
        f'<!doctype html><html lang="{code}"{looks}>'
        '<head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<link rel="icon" href="data:,">'
        f"<title>{esc(title)} · {esc(say('name', language))}</title><style>{style}</style></head>"
        f'<body class="plain"><a class="skip" href="#main">{esc(say("skip", language))}</a>'
        f'<header class="masthead"><div class="brand"><p class="name">{esc(say("name", language))}'
        f"</p></div>{navigation(current, language, root)}"
        f'<nav class="tools">{_looks(switch, look, language)}'
        f'<a class="switch" href="{switch(lang=other(language))}" '
        f'hreflang="{other(language)}">{esc(say("switch_language", language))}</a></nav></header>'
        f'<main id="main" tabindex="-1">{body}</main>{"" if current == STAFF else door}'
        "</body></html>"
    )


def _looks(switch: Callable[..., str], look: Look, language: Language) -> str:
    """Links to the page in the other type, and in the theme that is not shown now."""
    size = "normal" if look.large else "large"
    pressed = "true" if look.large else "false"
    return (
        f'<a data-look="size" role="button" aria-pressed="{pressed}" href="{switch(look=size)}">'
        f"{esc(say('larger', language))}</a>"
    ) + "".join(
        f'<a data-look="theme" class="offer-{theme}" href="{switch(look=theme)}">'
        f"{esc(say(theme, language))}</a>"
        for theme in ("dark", "light")
    )
