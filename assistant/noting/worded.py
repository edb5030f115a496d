"""How notes are worded: the language and script of the question, dates, titles, levels."""

from __future__ import annotations

import re

from assistant.answering.wording import shown
from assistant.asking.question import Question
from corpus.dates import iso_date
from corpus.fold import fold
from corpus.records import Document

_LEVELS = {"国家": "national", "省": "province", "市": "city", "区县": "district or county"}
_AS_OF = re.compile(r"时点|日期|截止|截至")
_BRACKETS = re.compile(r"[(\uff08][^()\uff08\uff09]*[)\uff09]")


def said(question: Question, chinese: str, english: str) -> str:
    """The sentence in the language and script of the question."""
    return english if question.english else shown(chinese, question)


def day(iso: str, question: Question) -> str:
    """A date of a document in words: 2024年4月2日, 2024年; as it is in an English note."""
    parts = iso.split("-")
    if question.english or not all(p.isdecimal() for p in parts):
        return iso
    return "".join(f"{int(p)}{u}" for p, u in zip(parts, "年月日", strict=False))


def dated(document: Document) -> str:
    """The day as of which a document speaks, ISO or as printed, "" where it states none."""
    for iso in (document.date, document.published, document.effective):
        if iso:
            return iso
    for field in document.meta:
        if _AS_OF.search(field.name):
            return iso_date(fold(field.text)) or _BRACKETS.sub("", field.text).strip()
    return document.year


def title(document: Document, question: Question) -> str:
    """A document's title in its marks."""
    return f"《{shown(document.title, question)}》"


def named(document: Document, question: Question) -> str:
    """A document with its level and date: 《…》(省级,2023年11月26日)."""
    level = document.level and said(question, f"{document.level}级", _LEVELS[document.level])
    about = [x for x in (level, day(dated(document), question)) if x]
    if question.english:
        return title(document, question) + (f" ({', '.join(about)})" if about else "")
    return title(document, question) + (f"({','.join(about)})" if about else "")
