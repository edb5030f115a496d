"""A table of an answer as HTML: marks that open sources, downloads, a chart of its figures."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import quote as url_quote

from assistant.answers import Citation, Table
from assistant.tables import FORMS, to_csv, to_xlsx
from assistant.web.chart import chart
from assistant.web.marks import MARK, marked
from assistant.web.markup import esc
from assistant.web.texts import Language, say

_NUMERIC = re.compile(r"[-+]?[\d,.]+\s*%?")


@lru_cache(maxsize=500)
def _downloads(table: Table, marks: frozenset[int], language: Language) -> str:
    """Links that hold the table as CSV and XLSX; the byte order mark lets Excel read Chinese."""
    text = url_quote("\ufeff" + to_csv(table, marks))
    book = b64encode(to_xlsx(table, marks, title=say("answer_table", language))).decode()
    links = (
        ("table_file", f"data:text/csv;charset=utf-8,{text}", "download_csv"),
        ("table_sheet_file", f"data:{FORMS['xlsx']};base64,{book}", "download_xlsx"),
    )
    return "".join(
        f'<a class="download" download="{esc(say(name, language))}" href="{address}">'
        f"{esc(say(label, language))}</a>"
        for name, address, label in links
    )


def data_table(table: Table, citations: Sequence[Citation], language: Language) -> str:
    """The table with links that download it, and its chart where it holds figures."""
    head = "".join(f'<th scope="col">{esc(name)}</th>' for name in table.columns)
    body = "".join(
        "<tr>" + "".join(_cell(value, citations, language) for value in row) + "</tr>"
        for row in table.rows
    )
    count = say("rows", language, count=len(table.rows))
    marks = frozenset(citation.marker for citation in citations)
    label = esc(say("answer_table", language))
    return (
        '<figure class="table">'
        f'<div class="scroll" tabindex="0" role="region" aria-label="{label}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
        f"{chart(table, language)}<figcaption><span>{esc(count)}</span>"
        f"{_downloads(table, marks, language)}</figcaption></figure>"
    )


def _cell(value: str, citations: Sequence[Citation], language: Language) -> str:
    numeric = ' class="figure"' if _NUMERIC.fullmatch(MARK.sub("", value).strip()) else ""
    return f"<td{numeric}>{marked(value, citations, language)}</td>"
