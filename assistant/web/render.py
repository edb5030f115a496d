"""Answers, questions and messages as HTML: pure functions, everything from outside escaped.

Knows the words and the class names of the page, not gradio and not how answers come about.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from urllib.parse import quote as url_quote

from assistant.answers import Answer, Citation, Table
from assistant.web.markup import Place, clip, esc, lines, opens, titled
from assistant.web.render_feedback import thumbs
from assistant.web.render_official import official
from assistant.web.texts import Language, knows, say

_MARK = re.compile(r"\[(\d{1,4})\]")
_BULLET = re.compile(r"\s*(?:[-•·*]|[(（]?\d{1,3}[.、)）])\s*(?=\S)")
_NUMERIC = re.compile(r"[-+]?[\d,.]+\s*%?")
_FORMULA = re.compile(r"[=@\t\r]|[+-](?![\d.])")
_CARD_QUOTE = 150
_ERROR_QUESTION = 200


def marked(text: str, citations: Sequence[Citation], language: Language) -> str:
    """The text escaped, each [n] that names a citation made a button that opens it."""
    known = {citation.marker: citation for citation in citations}
    parts: list[str] = []
    done = 0
    for match in _MARK.finditer(text):
        citation = known.get(int(match.group(1)))
        if citation is None:
            continue
        parts += [esc(text[done : match.start()]), _mark(citation, language)]
        done = match.end()
    return "".join(parts) + esc(text[done:])


def _mark(citation: Citation, language: Language) -> str:
    label = say("open_source", language, marker=citation.marker, title=citation.title)
    return (
        f'<button type="button" class="mark" {opens(Place.of(citation))} '
        f'aria-label="{esc(label)}" title="{esc(label)}">{citation.marker}</button>'
    )


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


def csv_text(table: Table, citations: Sequence[Citation] = ()) -> str:
    """The table as CSV for spreadsheets: citation marks left out, formulas made harmless."""
    known = {citation.marker for citation in citations}

    def cell(text: str) -> str:
        bare = _MARK.sub(lambda m: "" if int(m.group(1)) in known else m.group(), text).strip()
        return f"'{bare}" if _FORMULA.match(bare) else bare

    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([cell(name) for name in table.columns])
    writer.writerows([[cell(value) for value in row] for row in table.rows])
    return out.getvalue()


def data_table(table: Table, citations: Sequence[Citation], language: Language) -> str:
    """The table with a link that downloads it; the byte order mark lets Excel read Chinese."""
    head = "".join(f'<th scope="col">{esc(name)}</th>' for name in table.columns)
    body = "".join(
        "<tr>" + "".join(_cell(value, citations, language) for value in row) + "</tr>"
        for row in table.rows
    )
    data = url_quote("\ufeff" + csv_text(table, citations))
    count = say("rows", language, count=len(table.rows))
    return (
        '<figure class="table"><div class="scroll" tabindex="0">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
        f"<figcaption><span>{esc(count)}</span>"
        f'<a class="download" download="{esc(say("table_file", language))}" '
        f'href="data:text/csv;charset=utf-8,{data}">{esc(say("download_csv", language))}</a>'
        "</figcaption></figure>"
    )


def _cell(value: str, citations: Sequence[Citation], language: Language) -> str:
    numeric = ' class="figure"' if _NUMERIC.fullmatch(_MARK.sub("", value).strip()) else ""
    return f"<td{numeric}>{marked(value, citations, language)}</td>"


def remarks(answer: Answer, language: Language) -> str:
    """The notes below an answer, with marks that open what they cite."""
    items = "".join(f"<li>{marked(n, answer.citations, language)}</li>" for n in answer.notes)
    return f'<ul class="notes">{items}</ul>' if items else ""


def chips(answer: Answer, language: Language) -> str:
    """What was carried over from the conversation and which spelling was mended."""
    shown: list[str] = []
    for name, value in answer.carried:
        key = f"carried_{name}"
        label = say(key, language) if knows(key) else name
        shown.append(_chip(say("carried", language), f"{label} {value}"))
    for typed, understood in answer.mended:
        text = say("mended_as", language, typed=typed, understood=understood)
        shown.append(_chip(say("mended", language), text))
    return f'<div class="chips">{"".join(shown)}</div>' if shown else ""


def _chip(label: str, text: str) -> str:
    return f'<span class="chip"><b>{esc(label)}</b>{esc(text)}</span>'


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
    withheld = sum(
        int(check.partition(":")[2])
        for check in answer.checks
        if check.startswith("withheld:") and check.partition(":")[2].isdecimal()
    )
    way = say(f"mode_{answer.mode}", language)
    parts = [] if answer.abstained or answer.official else [way]
    if answer.citations and answer.checks:
        parts.append(say("verified", language))
    if withheld:
        parts.append(say("withheld", language, count=withheld))
    parts.append(say("seconds", language, seconds=f"{answer.latency_ms / 1000:.2f}"))
    return f'<p class="footing">{"".join(f"<span>{esc(part)}</span>" for part in parts)}</p>'


def reply(answer: Answer, language: Language) -> str:
    """A whole answer, or an abstention with its reason and the nearest passages."""
    citations = (*answer.citations, *answer.nearest)
    text = prose(answer.text, citations, language) or _verdict(answer, language)
    body = lines(
        [
            official(answer, language),
            chips(answer, language),
            f'<div class="text{" abstention" if answer.abstained else ""}">{text}</div>',
            data_table(answer.table, citations, language) if answer.table else "",
            remarks(answer, language),
            cards(answer.citations, say("sources", language), language),
            cards(answer.nearest, say("nearest", language), language),
            footing(answer, language),
            thumbs(answer, language),
            suggestions(answer.follow_ups, say("follow_ups", language), "follow-ups"),
        ]
    )
    kind = "reply abstained" if answer.abstained else "reply"
    return f'<article class="{kind}" aria-label="{esc(say("reply", language))}">{body}</article>'


def _verdict(answer: Answer, language: Language) -> str:
    """What to say for an answer that brings no text of its own."""
    reason = f"<p>{esc(answer.reason)}</p>" if answer.reason else ""
    return f'<p class="verdict">{esc(say("abstained", language))}</p>{reason}'


def asked(question: str, language: Language) -> str:
    """What the reader asked, as a bubble."""
    return f'<p class="asked" aria-label="{esc(say("you", language))}">{esc(question)}</p>'


def turn(question: str, answer: Answer, language: Language) -> str:
    """One question with its answer."""
    return f'<div class="turn">{asked(question, language)}{reply(answer, language)}</div>'


def working(question: str, so_far: str, language: Language) -> str:
    """A question whose answer is still coming in; marks do not open yet."""
    waiting = f'<p class="waiting">{esc(say("working", language))}</p>'
    body = f'<div class="text">{prose(so_far, (), language)}</div>' if so_far.strip() else waiting
    return (
        f'<div class="turn">{asked(question, language)}'
        f'<article class="reply streaming" aria-busy="true">{body}</article></div>'
    )


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
