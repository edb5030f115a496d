"""The pieces of a passage that can stand as an answer: sentences, lists, labelled lines, rows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from corpus.fold import squeezed
from corpus.records import DEADLINE, MEASURES, PROGRESS, Field, Passage
from corpus.sentences import split_sentences

SHORT_ROW = 200  # characters of a table row that is read as one sentence
LONGEST_LIST = 520  # characters of an announced list that stay one piece
RECORD = frozenset({PROGRESS, MEASURES, DEADLINE})
_LIST_OPEN = re.compile(r"(下列|以下|如下|包括)[^。;\uff1b]{0,20}[:\uff1a]")
_FORMULA = re.compile(  # what follows is a text and no list
    r"(回复|答复|说明|解释|反馈|汇报|报告|通知|公告|通告)如下[:\uff1a]?|如下(回复|答复|说明|解释)[:\uff1a]?"
)
_NUMBERED = re.compile(r"[:\uff1a]\s*([(\uff08][一1][)\uff09]|1[.、\uff0e]|①)")
_ITEMS = re.compile(r"\n\s*[(\uff08][一二三四五六七八九十\d]+[)\uff09]")
_BARE = re.compile(r"[^\w\s]?[\d,]+(\.\d+)?")
_UNIT = re.compile(r"[(\uff08]([\u3400-\u9fff%‰]{1,4})[)\uff09]")
_LONGEST_UNIT = 4
_ITEM = re.compile(r"\s*([(\uff08][一二三四五六七八九十\d]+[)\uff09]|\d{1,2}[.、\uff0e]|[①-⑳])")


@dataclass(frozen=True, slots=True)
class Piece:
    """A span of the document, and that of the sentence that announces it (…下列行为:), if any."""

    start: int
    end: int
    intro: tuple[int, int] | None = None


def pieces(passage: Passage, *, several: bool) -> list[Piece]:
    """The pieces of a passage in its order; a row's pieces keep to its cells.

    With `several` (a list is asked for), a sentence that announces a list takes the list with it,
    and a labelled line (申请材料:…;…;…) stays whole. Otherwise, and in longer lists, each item is a
    piece of its own with its announcement.
    """
    if is_plain_row(passage) or (several and is_labelled(passage)):
        return [Piece(passage.start, passage.end)]
    if passage.kind == "row" and passage.fields:
        cells = [
            (f.start - passage.start, f.end - passage.start) for f in passage.fields if not f.rule
        ]
    else:
        cells = [(0, len(passage.text))]
    spans = [
        (passage.start + cell + a, passage.start + cell + b)
        for cell, end in dict.fromkeys(cells)
        for a, b in _spans(passage.text[cell:end])
    ]
    return _announced(_with_lists(spans, passage) if several else spans, passage)


def said(passage: Passage, piece: Piece) -> str:
    """What a piece says, squeezed, its announcement first; a short row says its column names."""
    if is_plain_row(passage) and (piece.start, piece.end) == (passage.start, passage.end):
        return squeezed(row_words(passage))
    spans = [piece.intro] if piece.intro else []
    spans.append((piece.start, piece.end))
    return squeezed("".join(passage.text[a - passage.start : b - passage.start] for a, b in spans))


def row_words(passage: Passage) -> str:
    """A row as its columns' names with values and units: 小区(个)完工 | 29 is 小区完工 29个."""
    return " ".join(cell_words(f, passage) for f in passage.fields)


def cell_words(field: Field, passage: Passage) -> str:
    """A cell with its column's name, and a bare number with the unit that the table gives it."""
    label, value = field.label, field.text
    if is_number(value):
        named = _UNIT.search(label)
        unit = passage.field("单位")
        if named:
            label, value = label.replace(named[0], "", 1), value + named[1]
        elif unit is not None and field is not unit and len(unit.text) <= _LONGEST_UNIT:
            value += unit.text
    return f"{label} {value}"


def is_number(value: str) -> bool:
    """Whether a cell holds a number and nothing else: 29, ≤5.5."""
    return _BARE.fullmatch(value) is not None


def is_plain_row(passage: Passage) -> bool:
    """Whether a row is short and no record of a task: its cells only make sense together."""
    return (
        passage.kind == "row"
        and passage.end - passage.start <= SHORT_ROW
        and not any(f.name in RECORD for f in passage.fields)
    )


def is_labelled(passage: Passage) -> bool:
    """Whether a passage is one labelled line of a guide or an imprint."""
    return (
        passage.kind == "paragraph"
        and len(passage.fields) == 1
        and passage.end - passage.start <= LONGEST_LIST
        and passage.text.lstrip().startswith(passage.fields[0].label[:1])
    )


def _with_lists(spans: list[tuple[int, int]], passage: Passage) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for start, end in spans:
        begun, last = out[-1] if out else (start, start)
        opened = _FORMULA.sub("", passage.text[begun - passage.start : last - passage.start])
        at = start - passage.start
        goes_on = _LIST_OPEN.search(opened) or (
            _NUMBERED.search(opened) and _ITEM.match(passage.text, at)
        )
        if opened and _is_after_items(opened, at, passage.text):
            out.append((start, end))
        elif opened.rstrip().endswith((":", "\uff1a")) or (goes_on and end - begun <= LONGEST_LIST):
            out[-1] = (begun, end)
            _take_clauses_before(out, passage)
        else:
            out.append((start, end))
    return out


def _take_clauses_before(out: list[tuple[int, int]], passage: Passage) -> None:
    """A list that the last clause of a sentence announces belongs to all of its clauses."""
    while len(out) > 1:
        start, end = out[-2]
        clause = passage.text[start - passage.start : end - passage.start]
        short = out[-1][1] - start <= LONGEST_LIST
        if not short or _ITEM.match(clause) or not clause.rstrip().endswith((";", "\uff1b")):
            return
        out[-2:] = [(start, out[-1][1])]


def _is_after_items(opened: str, at: int, text: str) -> bool:
    """Whether a new paragraph begins here that is none of the numbered items before it."""
    begins = text[:at].rstrip(" \t\u3000").endswith("\n")
    return begins and not _ITEM.match(text, at) and bool(_ITEMS.search(opened))


def _announced(spans: list[tuple[int, int]], passage: Passage) -> list[Piece]:
    """Spans as pieces; numbered items under a sentence that ends in a colon keep it as intro."""
    out = []
    opener: tuple[int, int] | None = None
    begun = spans[0][0] if spans else 0  # where the sentence began that may announce a list
    for start, end in spans:
        text = passage.text[start - passage.start : end - passage.start]
        if opener is not None and _ITEM.match(text):
            out.append(Piece(start, end, opener))
            continue
        opener = (begun, end) if text.rstrip().endswith((":", "\uff1a")) else None
        out.append(Piece(start, end))
        if not text.rstrip().endswith((";", "\uff1b")):
            begun = end
    return out


@lru_cache(maxsize=4096)
def _spans(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(split_sentences(text))
