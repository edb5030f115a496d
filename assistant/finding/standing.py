"""Whether a document is in force on a day, by what it and the other documents state."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from corpus.fold import squeeze, squeezed
from corpus.lines import number
from corpus.records import Document, Field, Passage
from index.retriever import Retriever

Place = tuple[Document, int, int]
State = Literal["", "expired", "repealed", "pending"]
_YEARS = re.compile(r"(\d{1,2}|[一二三四五六七八九十])年")
_STATUS = re.compile(r"有效性|时效性?|效力(状态|级别)?|文件状态")
_VOID = re.compile(r"失效|废止|作废|停止执行")
_NOT_VOID = re.compile(r"未失效|未废止|有效")
_ENDED = re.compile(r"[(\uff08]\s*(?:已|现已)?(?:失效|废止|作废)\s*[)\uff09]")
_REPEALS = re.compile(
    r"(?P<titles>(?:《[^《》]{2,80}》(?:\([^()]{0,40}\))?(?:、|和|及|与|以及)?)+)"
    r"(?:自[^。;《》]{0,16})?(?:同时|即行|一并|予以|即|均|相应)*(?:废止|停止执行|失效)"
)
_TITLE = re.compile(r"《([^《》]{2,80})》")
_GROUNDS = re.compile(r"(?:根据|依据|按照|依照|贯彻|落实)《[^《》]+》")
_SHORTEST = 6  # characters of a title that is told apart from others by itself


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a document's force on a day.

    Attributes:
        state: "" where nothing speaks against its being in force.
        since: the day on which that began (pending: on which it will be in force), ISO or "".
        by: where that is stated: a document and a span of its text.
        other: the document that repeals it.
    """

    state: State = ""
    since: str = ""
    by: Place | None = None
    other: Document | None = None


IN_FORCE = Standing()


class Register:
    """The standing of the documents of an index; safe to share between threads.

    Args:
        today: the clock, asked anew each time.
    """

    def __init__(self, retriever: Retriever, today: Callable[[], date] = date.today) -> None:
        self._retriever = retriever
        self._clock = today

    @property
    def today(self) -> str:
        """The day as ISO."""
        return self._clock().isoformat()

    def standing(self, document: Document) -> Standing:
        """Whether the document is in force today."""
        repeal = self._repeals.get(document.id)
        if repeal is not None and repeal.since <= self.today:
            return repeal
        return next(filter(lambda s: s.state, self._own(document)), IN_FORCE)

    def _own(self, document: Document) -> Iterator[Standing]:
        """What the document says of itself."""
        fields = {f.name: f for f in document.meta}
        for field in document.meta:
            void = _VOID.search(field.text) and not _NOT_VOID.search(field.text)
            if void and _STATUS.fullmatch(field.name):
                yield Standing("repealed", "", _at(document, field))
        marked = _ENDED.search(document.title)
        if marked and "标题" in fields:
            yield Standing("repealed", "", _at(document, fields["标题"]))
        if document.expires and document.expires < self.today:
            yield Standing("expired", document.expires, _at(document, fields.get("失效日期")))
        ends = _end_of_term(document)
        if ends and ends <= self.today:
            yield Standing("expired", ends, _at(document, fields.get("有效期")))
        if document.effective > self.today:
            yield Standing("pending", document.effective, _at(document, fields.get("施行日期")))

    @cached_property
    def _repeals(self) -> dict[str, Standing]:
        """Documents that another one repeals, by id."""
        by_tail: dict[str, list[Document]] = {}
        for document in self._retriever.documents:
            by_tail.setdefault(squeezed(document.title)[-_SHORTEST:], []).append(document)
        found: dict[str, Standing] = {}
        for passage, document in self._speaking():
            for name, start, end in _repealed(passage, document):
                since = document.effective or document.date or document.published
                for old in _titled(name, by_tail.get(name[-_SHORTEST:], [])):
                    if old.id != document.id and (old.date or "") <= (since or "9999"):
                        found[old.id] = Standing(
                            "repealed", since, (document, start, end), document
                        )
        return found

    def _speaking(self) -> Iterator[tuple[Passage, Document]]:
        """The passages that speak of an end of force."""
        words = [(w, 1.0) for w in ("废止", "失效", "停止")]
        for n in self._retriever.lexical.scores(words).nonzero()[0].tolist():
            yield self._retriever.passage(n), self._retriever.document(n)
        for document in self._retriever.documents:
            if "废止" in document.title or "失效" in document.title:
                for n in self._retriever.numbers_of(document):
                    yield self._retriever.passage(n), document


def _at(document: Document, field: Field | None) -> Place | None:
    return (document, field.start, field.end) if field else None


def _repealed(passage: Passage, document: Document) -> Iterator[tuple[str, int, int]]:
    """Titles that a passage repeals, squeezed, with the span of the words that do so."""
    text, kept = squeeze(passage.text)
    if passage.kind == "title":
        return
    whole = re.search(r"关于.*(废止|失效)", document.title) is not None
    for match in _TITLE.finditer(_GROUNDS.sub(lambda m: " " * len(m[0]), text)) if whole else ():
        yield match[1], *_span(match, kept, passage)
    for match in _REPEALS.finditer(text):
        for title in _TITLE.findall(match["titles"]):
            yield title, *_span(match, kept, passage)


def _span(match: re.Match[str], kept: list[int], passage: Passage) -> tuple[int, int]:
    return passage.start + kept[match.start()], passage.start + kept[match.end() - 1] + 1


def _titled(name: str, documents: list[Document]) -> list[Document]:
    """Documents of a title; a body's name may stand before it in one of the two."""
    out = []
    for document in documents:
        title = squeezed(document.title)
        longer = title.endswith(name) or name.endswith(title)
        if title == name or (longer and min(len(title), len(name)) >= _SHORTEST):
            out.append(document)
    return out


def _end_of_term(document: Document) -> str:
    """The day on which 有效期N年 ends, counted from its coming into force; "" for none."""
    field = next((f for f in document.meta if f.name == "有效期"), None)
    begins = document.effective or document.published or document.date
    match = _YEARS.search(squeezed(field.text)) if field else None
    if match is None or len(begins) != 10:
        return ""
    return f"{int(begins[:4]) + number(match[1])}{begins[4:]}"
