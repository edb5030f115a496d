"""What stands around the conversation, as HTML: masthead, greeting, library, the empty corpus."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote as url_quote

from assistant.web.frame import navigation, shell
from assistant.web.look import PLAIN, Look
from assistant.web.markup import esc, imprint, titled
from assistant.web.render import suggestions
from assistant.web.texts import Language, other, say
from corpus.records import Document

_LIBRARY_SHOWN = 30


def masthead(language: Language) -> str:
    """The name, and the switches for language and type size."""
    return (
        f'<header class="masthead" data-language-now="{language}"><div class="brand">'
        f"<h1>{esc(say('name', language))}<span>{esc(say('tagline', language))}</span></h1>"
        f"<p>{esc(say('subtitle', language))}</p></div>{navigation('nav_chat', language)}"
        f'<nav class="tools">'
        f'<button type="button" data-talks aria-expanded="false" aria-controls="talks-drawer">'
        f"{esc(say('talks', language))}</button>"
        f'<button type="button" data-look="size" title="{esc(say("larger_hint", language))}">'
        f"{esc(say('larger', language))}</button>{_themes(language)}"
        f'<button type="button" data-language="{other(language)}" '
        f'title="{esc(say("switch_language_hint", language))}">'
        f"{esc(say('switch_language', language))}</button></nav></header>"
    )


def _themes(language: Language) -> str:
    """The switch to the theme that is not shown now (dark.css hides the other)."""
    return "".join(
        f'<button type="button" data-look="theme" class="offer-{theme}">'
        f"{esc(say(theme, language))}</button>"
        for theme in ("dark", "light")
    )


def note(language: Language) -> str:
    """The line below the question box, with the staff's door."""
    return (
        f"<p>{esc(say('note', language))} "
        f'<a href="staff/?lang={language}" target="_blank" rel="noopener">'
        f"{esc(say('to_staff', language))}</a></p>"
    )


def greeting(examples: Sequence[str], count: int, language: Language) -> str:
    """The first screen of a conversation."""
    note = say("greeting_note", language, count=count)
    return (
        f'<section class="greeting"><h2>{esc(say("greeting", language))}</h2><p>{esc(note)}</p>'
        f"{suggestions(examples, say('examples', language), 'examples')}</section>"
    )


def empty(language: Language) -> str:
    """What to do where nothing is indexed yet."""
    own, sample = say("empty_own", language), say("empty_sample", language)
    return (
        f'<section class="greeting empty"><h2>{esc(say("empty_title", language))}</h2>'
        f"<p>{esc(say('empty_body', language))}</p>"
        f"<pre><code>minsheng index PATH …</code>   # {esc(own)}\n"
        f"<code>minsheng index</code>          # {esc(sample)}</pre></section>"
    )


def library(documents: Sequence[Document], language: Language) -> str:
    """The side panel while no source is open: what it is for, and what the corpus holds."""
    items = "".join(_entry(document, language) for document in documents[:_LIBRARY_SHOWN])
    left = len(documents) - _LIBRARY_SHOWN
    more = f'<li class="more">{esc(say("library_more", language, count=left))}</li>'
    count = say("library_count", language, count=len(documents))
    listing = (
        f"<h3>{esc(say('library', language))}<span>{esc(count)}</span></h3>"
        f"<ul>{items}{more if left > 0 else ''}</ul>"
    )
    return (
        f'<aside class="panel library"><p class="hint">{esc(say("panel_hint", language))}</p>'
        f"{listing if documents else ''}</aside>"
    )


def _entry(document: Document, language: Language) -> str:
    return (
        f'<li><a href="{esc(reader_link(document.id, language))}" target="_blank" rel="noopener">'
        f"{esc(titled(document.title))}</a><small>{esc(imprint(document, language))}</small></li>"
    )


def reader_link(doc_id: str, language: Language, start: int = 0, end: int = 0) -> str:
    """The address of the whole document, opened at [start, end) where that is not empty."""
    path = f"read/{url_quote(doc_id, safe='')}?lang={language}"
    return f"{path}&start={start}&end={end}#place" if end > start else path


def reader(
    document: Document, start: int, end: int, language: Language, style: str, look: Look = PLAIN
) -> str:
    """The whole document as a page of its own, the characters [start, end) highlighted."""
    text = document.text
    start, end = max(0, min(start, len(text))), max(0, min(end, len(text)))
    shown = esc(text)
    if start < end:
        shown = (
            f'{esc(text[:start])}<mark id="place">{esc(text[start:end])}</mark>{esc(text[end:])}'
        )
    body = (
        f'<a class="back" href="../documents?lang={language}">'
        f"{esc(say('back_to_documents', language))}</a><h1>{esc(document.title)}</h1>"
        f'<p class="facts">{esc(imprint(document, language))}</p>'
        f'<p class="facts">{esc(say("original_prevails", language))}</p>'
        f'<div class="document">{shown}</div>'
    )
    query = {"start": start, "end": end} if start < end else {}
    return shell(document.title, body, language, style, root="../", query=query, look=look,
                 place="#place" if query else "")  # fmt: skip
