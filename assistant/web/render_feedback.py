"""Thumbs under an answer, as HTML; assets/feedback.js sends what is clicked to /api/feedback."""

from __future__ import annotations

from assistant.answers import Answer
from assistant.web.markup import esc
from assistant.web.texts import Language, say

_REASON_MAX = 2000
_UP = "M7 11v9H4v-9zm3-1 3-7c1.5 0 2.5 1 2.5 2.5V9h4l-1.5 9-1 2H10z"
_DOWN = "M7 13V4H4v9zm3 1 3 7c1.5 0 2.5-1 2.5-2.5V15h4L18 6l-1-2h-7z"


def thumbs(answer: Answer, language: Language) -> str:
    """Two buttons, a reason that may be given once one is pressed, and a line for what came."""
    buttons = _button("up", _UP, language) + _button("down", _DOWN, language)
    names = ("kept", "failed", "sending", "closed")
    texts = {name: say(f"feedback_{name}", language) for name in names}
    data = {"question": answer.question, "answer": answer.text, **texts}
    held = " ".join(f'data-{name}="{esc(value)}"' for name, value in data.items())
    label = esc(say("feedback_reason", language))
    return (
        f'<form class="feedback" {held}><span class="thumbs">{buttons}</span>'
        f'<span class="why" hidden><input type="text" name="reason" maxlength="{_REASON_MAX}" '
        f'autocomplete="off" aria-label="{label}" placeholder="{label}">'
        f'<button type="submit">{esc(say("feedback_send", language))}</button></span>'
        '<output role="status"></output></form>'
    )


def _button(verdict: str, path: str, language: Language) -> str:
    label = esc(say(f"feedback_{verdict}", language))
    return (
        f'<button type="button" data-verdict="{verdict}" aria-pressed="false" '
        f'aria-label="{label}" title="{label}"><svg viewBox="0 0 24 24" aria-hidden="true">'
        f'<path d="{path}"/></svg></button>'
    )
