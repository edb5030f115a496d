"""Citation marks: [n] in a text as buttons that open the source."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answers import Citation
from assistant.web.markup import Place, esc, opens
from assistant.web.texts import Language, say

MARK = re.compile(r"\[(\d{1,4})\]")


def marked(text: str, citations: Sequence[Citation], language: Language) -> str:
    """The text escaped, each [n] that names a citation made a button that opens it."""
    known = {citation.marker: citation for citation in citations}
    parts: list[str] = []
    done = 0
    for match in MARK.finditer(text):
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
