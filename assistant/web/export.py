"""Answers and conversations as Markdown: text, table, and the list of sources.

Knows nothing of HTML; what comes from a document or a question is kept from becoming any.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.answers import Answer, Citation, Table
from assistant.web.markup import Place
from assistant.web.render_official import standing
from assistant.web.render_source import citation_text
from assistant.web.texts import Language, say

_HAN = re.compile(r"[\u3400-\u9fff]")
_SPECIAL = re.compile(r"([\\`*_<>|#])")


def language_in(question: str) -> Language:
    """The language that a reply to the question is worded in: English where no Han stands in it.

    >>> language_in("who leads it?"), language_in("谁牵头?")
    ('en', 'zh')
    """
    return "zh" if _HAN.search(question) else "en"


def sources(citations: Iterable[Citation], language: Language) -> str:
    """The citations as a list under a heading, each quote with where it stands; "" for none."""
    items = [
        f"- [{c.marker}] {citation_text(c.document, c.locator, Place.of(c), language)}"
        for c in citations
    ]
    return "\n".join([say("export_sources", language), *items]) if items else ""


def table_text(table: Table) -> str:
    """The table in Markdown."""
    rows = [table.columns, ("---",) * len(table.columns), *table.rows]
    return "\n".join(f"| {' | '.join(map(_cell, row))} |" for row in rows)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def below(answer: Answer, language: Language) -> str:
    """What stands below a text: table, notes, sources, who fixed it; "" for an abstention."""
    parts = [table_text(answer.table) if answer.table else "",
             "\n".join(f"- {note}" for note in answer.notes),
             sources(answer.citations, language), standing(answer, language)]  # fmt: skip
    return "\n\n".join(filter(None, parts))


def conversation(turns: Iterable[tuple[str, Answer]], language: Language) -> str:
    """A conversation as a Markdown file: each question a heading, its answer below."""
    parts = [f"# {say('name', language)}", f"> {say('note_prevails', language)}"]
    for question, answer in turns:
        parts.append(f"## {_plain(' '.join(question.split()))}")
        parts.append("\n\n".join(_plain(line) for line in answer.text.splitlines() if line.strip()))
        if answer.table:
            parts.append(table_text(_harmless(answer.table)))
        parts.append("\n".join(f"- {_plain(note)}" for note in answer.notes))
        parts.append(_plain(sources(answer.citations, language)))
        parts.append(_plain(standing(answer, language)))
        if answer.nearest:
            heading, *items = sources(answer.nearest, language).splitlines()
            del heading
            parts.append("\n".join([say("nearest", language), *map(_plain, items)]))
    return "\n\n".join(filter(None, parts)) + "\n"


def _harmless(table: Table) -> Table:
    def bare(row: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(cell.replace("<", "\\<") for cell in row)

    return Table(bare(table.columns), tuple(bare(row) for row in table.rows))


def _plain(text: str) -> str:
    """The text without the marks that Markdown would read as its own."""
    return _SPECIAL.sub(r"\\\1", text)
