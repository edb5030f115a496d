"""Answers, questions and messages as HTML: pure functions, everything from outside escaped.

Knows the words and the class names of the page, not gradio and not how answers come about.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from assistant.answers import Answer, Citation
from assistant.web.marks import marked
from assistant.web.markup import Place, clip, esc, lines, opens, titled
from assistant.web.render_answer_table import data_table
from assistant.web.render_feedback import thumbs
from assistant.web.render_official import official
from assistant.web.texts import Language, knows, say

_BULLET = re.compile(r"\s*(?:[-•·*]|[(（]?\d{1,3}[.、)）])\s*(?=\S)")
_CARD_QUOTE = 150
_ERROR_QUESTION = 200


def prose(text: str, citations: Sequence[Citation], language: Language) -> str:
    """The text as paragraphs and lists, one a line of the text, with its marks."""
    parts: list[str] = []
    listing = False
    for line in filter(str.strip, text.splitlines()):
        item = _BULLET.match(line) is not None
        if item != listing:
            parts.append('<ul class="points">' if item else "</ul>")
        listing = item
        shown = line.strip().lstrip("-•*").strip() if item else line.strip()
        tag = "li" if item else "p"
        parts.append(f"<{tag}>{marked(shown, citations, language)}</{tag}>")
    return lines([*parts, "</ul>" if listing else ""])


def remarks(answer: Answer, language: Language) -> str:
    """The notes below an answer, with marks that open what they cite."""
    items = "".join(f"<li>{marked(n, answer.citations, language)}</li>" for n in answer.notes)
    return f'<ul class="notes">{items}</ul>' if items else ""


def chips(answer: Answer, language: Language, turn_id: str = "") -> str:
    """What was carried over from the conversation, removable where the turn has an id, and which
    spelling was mended.
    """
    shown: list[str] = []
    for name, value in answer.carried:
        key = f"carried_{name}"
        text = f"{say(key, language) if knows(key) else name} {value}"
        drop = _drop(turn_id, name, text, language) if turn_id else ""
        shown.append(_chip(say("carried", language), text, drop))
    for typed, understood in answer.mended:
        text = say("mended_as", language, typed=typed, understood=understood)
        shown.append(_chip(say("mended", language), text))
    return f'<div class="chips">{"".join(shown)}</div>' if shown else ""


def _chip(label: str, text: str, drop: str = "") -> str:
    return f'<span class="chip"><b>{esc(label)}</b>{esc(text)}{drop}</span>'


def _drop(turn_id: str, name: str, text: str, language: Language) -> str:
    label = esc(say("carried_not", language, what=text))
    sent = esc(json.dumps({"turn": turn_id, "name": name}, ensure_ascii=False))
    return (
        f'<button type="button" data-drop="{sent}" aria-label="{label}" title="{label}">×</button>'
    )


def cards(citations: Sequence[Citation], heading: str, language: Language) -> str:
    """The citations as a list beside the answer, each of which opens its source."""
    if not citations:
        return ""
    items = "".join(_card(citation, language) for citation in citations)
    return f'<section class="cards"><h3>{esc(heading)}</h3><ol>{items}</ol></section>'


def _card(citation: Citation, language: Language) -> str:
    label = say("open_source", language, marker=citation.marker, title=citation.title)
    return (
        f'<li><button type="button" class="card" {opens(Place.of(citation))} '
        f'aria-label="{esc(label)}"><span class="mark">{citation.marker}</span>'
        f'<span class="body"><span class="title">{esc(titled(citation.title))}</span>'
        f'<span class="locator">{esc(citation.locator)}</span>'
        f'<span class="quote">{esc(clip(citation.quote, _CARD_QUOTE))}</span></span></button></li>'
    )


def suggestions(questions: Sequence[str], heading: str, kind: str) -> str:
    """Questions that are asked on a click; `kind` is "examples" or "follow-ups"."""
    if not questions:
        return ""
    buttons = "".join(
        f'<button type="button" class="ask" data-ask="{esc(text)}">{esc(text)}</button>'
        for text in questions
    )
    return f'<div class="suggestions {esc(kind)}"><h3>{esc(heading)}</h3>{buttons}</div>'


def footing(answer: Answer, language: Language) -> str:
    """One line on how the answer came about and which checks it passed."""
    withheld, gone = _counted("withheld", answer), _counted("gone", answer)
    way = say(f"mode_{answer.mode}", language)
    parts = [] if answer.abstained or answer.official else [way]
    if answer.citations and answer.checks and not gone:
        parts.append(say("verified", language))
    if withheld:
        parts.append(say("withheld", language, count=withheld))
    if gone:
        parts.append(say("sources_gone", language, count=gone))
    parts.append(say("seconds", language, seconds=f"{answer.latency_ms / 1000:.2f}"))
    return f'<p class="footing">{"".join(f"<span>{esc(part)}</span>" for part in parts)}</p>'


def _counted(name: str, answer: Answer) -> int:
    """The sum of the checks of the form name:N."""
    split = (check.partition(":") for check in answer.checks)
    return sum(int(count) for kind, _, count in split if kind == name and count.isdecimal())


def reply(answer: Answer, language: Language, turn_id: str = "") -> str:
    """A whole answer, or an abstention with its reason and the nearest passages."""
    citations = (*answer.citations, *answer.nearest)
    unanswered = answer.abstained and not answer.aside
    text = prose(answer.text, citations, language) or _verdict(answer, language)
    body = lines(
        [
            official(answer, language),
            chips(answer, language, turn_id),
            f'<div class="text{" abstention" if unanswered else ""}">{text}</div>',
            data_table(answer.table, citations, language) if answer.table else "",
            remarks(answer, language),
            cards(answer.citations, say("sources", language), language),
            cards(answer.nearest, say("nearest", language), language),
            footing(answer, language),
            "" if answer.aside else thumbs(answer, language),
            suggestions(answer.follow_ups, say("follow_ups", language), "follow-ups"),
        ]
    )
    kind = "reply abstained" if unanswered else "reply"
    return f'<article class="{kind}" aria-label="{esc(say("reply", language))}">{body}</article>'


def _verdict(answer: Answer, language: Language) -> str:
    """What to say for an answer that brings no text of its own."""
    reason = f"<p>{esc(answer.reason)}</p>" if answer.reason else ""
    return f'<p class="verdict">{esc(say("abstained", language))}</p>{reason}'


def asked(question: str, language: Language) -> str:
    """What the reader asked, as a bubble."""
    return f'<p class="asked" aria-label="{esc(say("you", language))}">{esc(question)}</p>'


def turn(
    question: str,
    answer: Answer,
    language: Language,
    turn_id: str = "",
    *,
    kept: Mapping[str, Any] | None = None,
) -> str:
    """One question with its answer; `kept` is what the reader's browser is to keep of it."""
    held = f' data-kept="{esc(json.dumps(kept, ensure_ascii=False))}"' if kept else ""
    return (
        f'<div class="turn"{held}>{asked(question, language)}'
        f"{reply(answer, language, turn_id)}</div>"
    )


def working(question: str, so_far: str, language: Language) -> str:
    """A question whose answer is still coming in; marks do not open yet."""
    waiting = f'<p class="waiting">{esc(say("working", language))}</p>'
    body = f'<div class="text">{prose(so_far, (), language)}</div>' if so_far.strip() else waiting
    return (
        f'<div class="turn">{asked(question, language)}'
        f'<article class="reply streaming" aria-busy="true">{body}</article></div>'
    )


def waiting(language: Language) -> str:
    """What the page shows for a question that it has just sent, which it fills in itself."""
    lost = esc(say("connection_lost", language))
    return f'<template id="waiting" data-lost="{lost}">{working("", "", language)}</template>'


def problem(question: str, message: str, hint: str, language: Language) -> str:
    """A question that could not be answered at all, and how to mend it."""
    shown = asked(clip(question, _ERROR_QUESTION), language) if question.strip() else ""
    return (
        f'<div class="turn">{shown}<article class="reply problem" role="alert">'
        f'<p class="verdict">{esc(say("error_title", language))}</p><p>{esc(message)}</p>'
        f"{f'<p>{esc(hint)}</p>' if hint else ''}"
        f'<p class="footing"><span>{esc(say("error_kept", language))}</span></p>'
        "</article></div>"
    )
