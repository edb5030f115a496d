"""A conversation as a Word document: each question a heading, its answer, table and sources."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable

from docx import Document as new_document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Pt

from assistant.answers import Answer, Citation, Table
from assistant.web.markup import Place
from assistant.web.render_official import standing
from assistant.web.render_source import citation_text
from assistant.web.texts import Language, say

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # not XML
_FONT, _SIZE = "宋体", Pt(12)


def conversation(turns: Iterable[tuple[str, Answer]], language: Language) -> bytes:
    """The document; all that comes from documents and questions stands in it as plain text."""
    word = new_document()
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, _SIZE
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    word.core_properties.title = say("name", language)
    word.core_properties.author = ""
    word.add_heading(say("name", language), 0)
    word.add_paragraph(say("note_prevails", language))
    for question, answer in turns:
        word.add_heading(_plain(" ".join(question.split())), 1)
        for line in filter(str.strip, answer.text.splitlines()):
            word.add_paragraph(_plain(line))
        if answer.table:
            _add_table(word, answer.table)
        for note in answer.notes:
            word.add_paragraph(_plain(note), style="List Bullet")
        _add_sources(word, say("export_sources", language), answer.citations, language)
        _add_sources(word, say("nearest", language), answer.nearest, language)
        if answer.official:
            word.add_paragraph(_plain(standing(answer, language)))
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _add_table(word: WordDocument, table: Table) -> None:
    shown = word.add_table(rows=1, cols=len(table.columns), style="Table Grid")
    for cell, name in zip(shown.rows[0].cells, table.columns, strict=True):
        cell.paragraphs[0].add_run(_plain(name)).bold = True
    for row in table.rows:
        for cell, value in zip(shown.add_row().cells, row, strict=True):
            cell.text = _plain(value)


def _add_sources(
    word: WordDocument, heading: str, citations: Iterable[Citation], language: Language
) -> None:
    lines = [
        f"[{c.marker}] {citation_text(c.document, c.locator, Place.of(c), language)}"
        for c in citations
    ]
    if lines:
        word.add_paragraph().add_run(heading).bold = True
        for line in lines:
            word.add_paragraph(_plain(line), style="List Bullet")


def _plain(text: str) -> str:
    return _ILLEGAL.sub("", text)
