"""One citation in its document, as HTML: the side panel with the quote in its surroundings."""

from __future__ import annotations

import re

from assistant.web.markup import Place, clip, esc, imprint, lines, shown_date, titled
from assistant.web.render_pages import reader_link
from assistant.web.texts import Language, say
from corpus.records import Document, Passage

_AROUND = 220  # characters shown before and after the passage
_STOPS = "。！？；\n"
_BLANK = re.compile(r"\n(?:[^\S\n]*\n)+")
_SPACE = re.compile(r"\s*\n\s*")
_TAB = re.compile(r"[ \t]*\t[ \t]*")


def _context(text: str, start: int, end: int) -> tuple[int, int]:
    """A range around [start, end) that begins and ends with a sentence where one is near."""
    low, high = max(0, start - _AROUND), min(len(text), end + _AROUND)
    if low > 0:
        stops = [i for i in range(low, start) if text[i] in _STOPS]
        low = stops[0] + 1 if stops else low
    if high < len(text):
        stops = [i for i in range(end, high) if text[i] in _STOPS]
        high = stops[-1] + 1 if stops else high
    return low, high


def surroundings(document: Document, passage: Passage | None, start: int, end: int) -> str:
    """The quote marked, within its passage, within some text before and after."""
    text = document.text
    first = min(passage.start, start) if passage else start
    last = max(passage.end, end) if passage else end
    low, high = _context(text, first, last)
    before = ("…" if low else "") + _closed_up(text[low:first]).lstrip("\n")
    after = _closed_up(text[last:high]).rstrip("\n") + ("…" if high < len(text) else "")
    return (
        f'<div class="surroundings"><span class="around">{esc(before)}</span>'
        f'<span class="passage">{esc(_closed_up(text[first:start]))}'
        f"<mark>{esc(text[start:end])}</mark>{esc(_closed_up(text[end:last]))}</span>"
        f'<span class="around">{esc(after)}</span></div>'
    )


def _closed_up(text: str) -> str:
    """The text without blank lines; only what stands around a quote is shown so."""
    return _BLANK.sub("\n", text)


def reference(document: Document, locator: str, language: Language) -> str:
    """The source as officials write it: 《题名》位置，文号，日期."""
    date = shown_date(document.date or document.published, language)
    number = document.number or document.issuer
    comma = "，" if language == "zh" else ", "
    parts = [titled(document.title) + locator, number, date]
    return comma.join(part for part in parts if part)


def citation_text(document: Document, locator: str, place: Place, language: Language) -> str:
    """What "copy with citation" puts on the clipboard, without the layout's breaks and tabs."""
    quote = _TAB.sub(" ", _SPACE.sub("", document.text[place.start : place.end].strip()))
    return f"“{quote}”（{reference(document, locator, language)}）"


def source(
    document: Document,
    passage: Passage | None,
    place: Place,
    language: Language,
    *,
    unasked: bool = False,
) -> str:
    """The side panel for a place, whose offsets must lie within the document.

    `unasked` marks a panel that opened by itself beside an answer: a narrow screen hides it.
    """
    locator = passage.locator if passage else ""
    body = lines(
        [
            _bar(place, language),
            f"<h2>{esc(titled(document.title))}</h2>",
            f'<p class="facts">{esc(imprint(document, language))}</p>',
            _path(passage),
            surroundings(document, passage, place.start, place.end),
            _actions(document, locator, place, language),
            _facts(document, passage, language),
            _fields(passage, language),
        ]
    )
    kind = "panel source unasked" if unasked else "panel source"
    label = esc(say("source_heading", language))
    return (
        f'<aside class="{kind}" aria-label="{label}" tabindex="-1" '
        f'data-marker="{place.marker}">{body}</aside>'
    )


def gone(language: Language) -> str:
    """The side panel for a place that the corpus has no longer."""
    return (
        '<aside class="panel source problem" role="alert"><div class="bar">'
        f"<b>{esc(say('source_heading', language))}</b>{_close(language)}</div>"
        f"<p>{esc(say('error_gone', language))}</p>"
        f"<p>{esc(say('error_gone_hint', language))}</p></aside>"
    )


def _close(language: Language) -> str:
    label = esc(say("close", language))
    return f'<button type="button" class="close" data-close aria-label="{label}">×</button>'


def _bar(place: Place, language: Language) -> str:
    steps = "".join(
        f'<button type="button" data-step="{step}">{esc(say(key, language))}</button>'
        for step, key in ((-1, "previous_source"), (1, "next_source"))
    )
    return (
        f'<div class="bar"><span class="mark">{place.marker}</span>'
        f"<b>{esc(say('source_heading', language))}</b>{steps}"
        f"{_close(language)}</div>"
    )


def _facts(document: Document, passage: Passage | None, language: Language) -> str:
    page = passage.page if passage else None
    facts = (
        ("place", passage.locator if passage else ""),
        ("page", say("page_of", language, page=page) if page is not None else ""),
        ("region", (passage.region if passage else "") or document.region),
        ("file", document.source),
    )
    rows = "".join(
        f"<dt>{esc(say(key, language))}</dt><dd>{esc(value)}</dd>" for key, value in facts if value
    )
    return f'<dl class="where">{rows}</dl>'


def _path(passage: Passage | None) -> str:
    if passage is None or not passage.path:
        return ""
    steps = "".join(f"<li>{esc(clip(heading.text, 60))}</li>" for heading in passage.path)
    return f'<ol class="path">{steps}</ol>'


def _actions(document: Document, locator: str, place: Place, language: Language) -> str:
    text = citation_text(document, locator, place, language)
    link = reader_link(document.id, language, place.start, place.end)
    return (
        f'<div class="actions"><button type="button" data-copy="{esc(text)}" '
        f'data-copied="{esc(say("copied", language))}">{esc(say("copy", language))}</button>'
        f'<a href="{esc(link)}" target="_blank" rel="noopener">'
        f"{esc(say('whole_document', language))}</a></div>"
    )


def _fields(passage: Passage | None, language: Language) -> str:
    if passage is None or not passage.fields:
        return ""
    rows = "".join(
        f"<dt>{esc(field.label or field.name)}</dt><dd>{esc(field.text)}</dd>"
        for field in passage.fields
    )
    return f'<div class="fields"><h3>{esc(say("fields", language))}</h3><dl>{rows}</dl></div>'
