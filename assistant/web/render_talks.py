"""The drawer of a reader's conversations as HTML; assets/talks.js fills and works it."""

from __future__ import annotations

from assistant.web.markup import esc
from assistant.web.texts import Language, say

_WORDS = ("rename", "delete", "sure", "full", "name", "here")


def talks(language: Language, *, signed_in: bool = False) -> str:
    """The empty drawer, with the words that the page needs to fill it.

    `signed_in`: the server keeps this reader's conversations, so that the page asks it for them.
    """
    held = " ".join(f'data-{name}="{esc(say(f"talks_{name}", language))}"' for name in _WORDS)
    held += " data-held" if signed_in else ""
    note = say("talks_note_staff" if signed_in else "talks_note", language)
    heading, close = esc(say("talks", language)), esc(say("close", language))
    return (
        f'<aside class="drawer" id="talks-drawer" role="dialog" aria-label="{heading}" hidden '
        f"{held}>"
        f'<div class="bar"><b>{heading}</b>'
        f'<button type="button" data-talks-new>{esc(say("clear", language))}</button>'
        f'<button type="button" class="close" data-talks aria-label="{close}">×</button></div>'
        f'<p class="hint">{esc(note)}</p>'
        f'<p class="none">{esc(say("talks_none", language))}</p><ul></ul>'
        '<p class="failed" role="alert"></p></aside>'
    )
