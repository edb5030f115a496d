"""Which documents a document repeals or amends, and by which it was amended, as it says itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.records import Field

REPEALS, AMENDS, AMENDED_BY = "废止文件", "修改文件", "修改依据"
_SENTENCE = re.compile(r"[^。;\n]+")
_BOOK = re.compile(r"《(?:[^《》]|《[^《》]*》)*》(?:\((?:[^()]|\(\d{4}\)){2,24}号\))?")
_BASIS = re.compile(r"(?:根据|依据|按照|依照|经|由|执行|适用)[^,、《]{0,24}$|简称$")
_NOT = re.compile(r"(?:不得|未|没有|是否|立改)废止")
_AMENDED = re.compile(
    r"(?:修改|修正|修订)(?:如下|为)|作(?:出)?(?:如下|以下)修[改正订]|予以修[改正订]"
)
_VERSION = re.compile(r"(?:第[一二三四五六七八九十]{1,3}次)?修[订正]")
_MAX_SENTENCE, _MIN_NAME = 600, 7  # 《解释》 is what a document calls another below


def read_links(text: str, folded: str) -> Iterator[Field]:
    """The links that a text states, each with the span of the names it was read from."""
    names: dict[str, list[tuple[int, int]]] = {}
    for match in _SENTENCE.finditer(folded):
        sentence = match[0]
        if "《" not in sentence or len(sentence) > _MAX_SENTENCE:
            continue
        if "废止" not in sentence and "修" not in sentence:
            continue
        for kind, start, end in _of_sentence(sentence):
            found = names.setdefault(kind, [])
            span = (match.start() + start, match.start() + end)
            shown = text[slice(*span)]
            if all(shown != text[a:b] for a, b in found):
                found.append(span)
    for kind, spans in names.items():
        values = tuple("".join(text[a:b].split()) for a, b in spans)
        yield Field(kind, kind, values, spans[0][0], spans[-1][1])


def _of_sentence(sentence: str) -> Iterator[tuple[str, int, int]]:
    """The names of documents in a sentence that it repeals, amends or was amended by."""
    at = sentence.find("废止")
    books = [m.span() for m in _BOOK.finditer(sentence) if len(m[0]) >= _MIN_NAME]
    if at >= 0 and not _NOT.search(sentence) and not _within(books, at):
        ahead = [b for b in books if b[0] - at in range(2, 8)]
        chosen = [b for b in books if b[0] > at] if ahead else [b for b in books if b[1] <= at]
        for start, end in chosen:
            versioned = _VERSION.match(sentence, end) or _BASIS.search(sentence, 0, start)
            if not versioned:
                yield REPEALS, start, end
        return
    for start, end in books:
        if _AMENDED.search(sentence, end) and not _BASIS.search(sentence, 0, start):
            yield AMENDS, start, end
            return
        if _VERSION.match(sentence, end):
            yield AMENDED_BY, start, end


def _within(books: list[tuple[int, int]], at: int) -> bool:
    return any(start < at < end for start, end in books)
