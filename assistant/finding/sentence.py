"""What the sentences of a passage say whatever is asked, read once and kept.

Questions come again and again to the same passages; only what depends on a question is worked out
for each (evidence.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.finding.pieces import is_labelled, is_plain_row, pieces, said
from assistant.finding.references import referred
from assistant.recent import Recent
from corpus.figures import figures
from corpus.fold import squeezed
from corpus.records import DEADLINE, LEAD, MATTER, RESPONSIBLE, Document, Passage
from corpus.records import NUMBER as NUMBER_FIELD

LABELS = frozenset({NUMBER_FIELD, LEAD, RESPONSIBLE, DEADLINE})
NAME = 30  # characters up to which a row's matter is a name and no statement
OPENING = 400  # characters that name a publication, whose imprint its labelled lines are
OFFENCE = 0.75  # weight of the articles whose breach a sentence sanctions
SAME_SENTENCE = 0.9  # weight of what the sentence said before the clause at hand
KEPT = 10_000  # passages whose sentences are kept, about two kilobytes each
_TAIL = re.compile(  # a body behind a guide's title, the mark of a footnote
    r"\s*([(\uff08](?:[^()\uff08\uff09]|[(\uff08][^()\uff08\uff09]*[)\uff09])*[)\uff09]|[\[\u3014]\d{1,2}[\]\u3015])$"
)
NAMING = re.compile(r"(名称|标题|题名|事项)$")  # labels of lines that name the thing itself
_DIGITS = re.compile(r"\d+")
_MARKS = re.compile(r"[^\w]")
_Key = tuple[str, str, str, bool]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a passage, with what tells what it is about.

    Attributes:
        start, end: its span in the document's text.
        intro: the span of the sentence that announces the list whose item it is.
        said: what it says, squeezed, with its announcement or its row's column names.
        field: the column it stands in, "" outside cells.
        label: that column's name as the document prints it, squeezed; "" outside rows.
        before: what its sentence said before this clause, squeezed.
        offence: the articles whose breach it sanctions, squeezed.
        numbers: runs of digits in it.
        characters: its letters and digits.
    """

    start: int
    end: int
    intro: tuple[int, int] | None
    said: str
    field: str
    label: str
    before: str
    offence: str
    numbers: tuple[str, ...]
    characters: frozenset[str]


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences of a passage that may answer, and the texts around them with their weights."""

    each: tuple[Sentence, ...]
    around: tuple[tuple[str, float], ...]


_kept: Recent[_Key, Sentences] = Recent(KEPT)


def sentences_of(passage: Passage, document: Document, *, several: bool) -> Sentences:
    """The sentences of a passage in the order of the text, but for mere names and labels.

    `several` as in pieces.pieces: whether lists stay whole.
    """
    key = (passage.id, passage.text, document.sha256, several)
    return _kept.of(key, lambda: _read(passage, document, several))


def _read(passage: Passage, document: Document, several: bool) -> Sentences:
    if passage.kind == "title" or _TAIL.sub("", passage.text.strip()) == document.title:
        return Sentences((), ())
    each = []
    for piece in pieces(passage, several=several):
        start, end = piece.start, piece.end
        if _is_label(passage, start, end) or _is_name(passage, document, start, end):
            continue
        words = said(passage, piece)
        field = _field_at(passage, start, end)
        before = _clauses_before(passage, start)
        offence = referred(before + squeezed(document.text[start:end]), document.text)
        label = _label_of(passage, field) if field and passage.kind == "row" else ""
        each.append(
            Sentence(start, end, piece.intro, words, field, label, before, offence,
                     tuple(_DIGITS.findall(words)), frozenset(_MARKS.sub("", words)))
        )  # fmt: skip
    return Sentences(tuple(each), _around(passage, document))


def _around(passage: Passage, document: Document) -> tuple[tuple[str, float], ...]:
    """Texts around a sentence that tell what it is about, each with its weight."""
    matter = passage.field(MATTER)
    head = " ".join(h.text for h in passage.path)
    opening = document.text[:OPENING] if is_labelled(passage) else ""
    texts = (
        (squeezed(matter.text if matter else ""), 0.9),
        (squeezed(opening), 0.7),
        (squeezed(head + passage.region), 0.7),
        (squeezed(document.title + document.issuer), 0.7),
        (squeezed(passage.text), 0.65),
    )
    return tuple((text, weight) for text, weight in texts if text)


def _clauses_before(passage: Passage, start: int) -> str:
    """What the sentence said before a clause of it: …未登记的,责令办理; then 逾期不办的,处罚款."""
    before = passage.text[: start - passage.start]
    if not before.rstrip().endswith((";", "\uff1b")):
        return ""
    return squeezed(before[before.rfind("。") + 1 :])


def _field_at(passage: Passage, start: int, end: int) -> str:
    for field in passage.fields:
        if field.start <= start and end <= field.end and field.rule is None:
            return field.name
    return ""


def _label_of(passage: Passage, name: str) -> str:
    found = passage.field(name)
    return squeezed(found.label) if found and len(found.label) > 1 else "\n"


def _is_name(passage: Passage, document: Document, start: int, end: int) -> bool:
    """Whether the span is a mere name: a row's matter beside other columns, a guide's own title."""
    matter = passage.field(MATTER)
    if matter is not None and passage.kind == "row" and (start, end) == (matter.start, matter.end):
        # where all others are labels, the matter is what the record is found by
        others = [f for f in passage.fields if f.text and f.name not in (MATTER, *LABELS)]
        return bool(others) and end - start <= NAME and not figures(document.text[start:end])
    if is_labelled(passage) and document.title and NAMING.search(squeezed(passage.fields[0].label)):
        return squeezed(passage.fields[0].text) in squeezed(document.title)
    return False


def _is_label(passage: Passage, start: int, end: int) -> bool:
    """Whether the span only names units, a number or a time limit: answers of their own kind."""
    if is_plain_row(passage) and (start, end) == (passage.start, passage.end):
        return False
    named = sum(
        max(0, min(end, f.end) - max(start, f.start))
        for f in passage.fields
        if f.name in LABELS and f.rule is None
    )
    return named * 5 > (end - start) * 2
