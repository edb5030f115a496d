"""The small change of writing HTML: escaping, places that open on a click, official dates.

Whatever comes from a document, a question or a model passes through `esc` before it is HTML.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from assistant.answers import Citation
from assistant.web.texts import Language
from corpus.records import Document

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufdd0\ufffe\uffff]")
_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a citation points: enough to open it again without the answer that it came from."""

    doc: str
    passage: str
    start: int
    end: int
    marker: int

    @classmethod
    def of(cls, citation: Citation) -> Place:
        """The place that a citation names."""
        return cls(citation.document.id, citation.passage.id,
                   citation.start, citation.end, citation.marker)  # fmt: skip


def esc(text: object) -> str:
    """The text as HTML text or as a quoted attribute's value; control characters are dropped."""
    return html.escape(_CONTROL.sub("", str(text)), quote=True)


def opens(place: Place) -> str:
    """The attribute that makes an element open this place on a click."""
    return f'data-open="{esc(json.dumps(asdict(place), ensure_ascii=False))}"'


def lines(parts: Iterable[str]) -> str:
    """The parts that are not empty, one a line."""
    return "\n".join(part for part in parts if part)


def clip(text: str, size: int) -> str:
    """The text on one line, cut with an ellipsis where it is longer than `size` characters."""
    flat = " ".join(text.split())
    return flat if len(flat) <= size else flat[: size - 1].rstrip() + "…"


def shown_date(date: str, language: Language) -> str:
    """An ISO date as officials write it; English readers keep the ISO form.

    >>> shown_date("2024-01-26", "zh")
    '2024年1月26日'
    """
    match = _DATE.fullmatch(date)
    if match is None or language == "en":
        return date
    year, month, day = match.groups()
    return f"{year}年" + (f"{int(month)}月" if month else "") + (f"{int(day)}日" if day else "")


def imprint(document: Document, language: Language) -> str:
    """Who issued the document, under which number and when, on one line."""
    date = shown_date(document.date or document.published, language)
    return " · ".join(part for part in (document.issuer, document.number, date) if part)


def titled(title: str) -> str:
    """The title in book-title marks, those inside it stepped down as the national norm asks.

    >>> titled("关于印发《办法》的通知")
    '《关于印发〈办法〉的通知》'
    """
    bare = title[1:-1] if title.startswith("《") and title.find("》") == len(title) - 1 else title
    return f"《{bare.replace('《', '〈').replace('》', '〉')}》"
