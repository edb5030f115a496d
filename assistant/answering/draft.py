"""Draft: statements with the places that support them, before marks are set and checks are run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answers import Mode, Table
from assistant.finding.evidence import Candidate
from corpus.gazetteer import Gazetteer
from corpus.records import NUMBER, Document, Field, Heading, Passage
from index.retriever import Retriever


@dataclass(frozen=True, slots=True)
class Support:
    """A verbatim slice of a document that backs a statement."""

    passage: Passage
    document: Document
    start: int
    end: int
    locator: str

    @property
    def quote(self) -> str:
        """The characters of the slice."""
        return self.document.text[self.start : self.end]

    @property
    def labelled(self) -> str:
        """The slice, in a table's row with the name of its column before each cell."""
        return labelled(self.passage, self.document, self.start, self.end)


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of an answer and what supports it."""

    text: str
    supports: tuple[Support, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer in the making.

    Attributes:
        confidence: 0 to 1, compared with the calibrated threshold.
        doubt: why the documents may not say what is asked ("" when nothing speaks against it).
    """

    statements: tuple[Statement, ...]
    mode: Mode
    confidence: float
    doubt: str = ""
    table: Table | None = None


def labelled(passage: Passage, document: Document, start: int, end: int) -> str:
    """A slice of a passage; in a row, a column's name stands before its cell: 床位(张):40."""
    text = document.text[start:end]
    if passage.kind != "row":
        return text
    for field in sorted(passage.fields, key=lambda f: f.start, reverse=True):
        said = document.text[max(passage.start, field.start - len(field.label) - 2) : field.start]
        if start <= field.start < end and field.name != NUMBER and field.label not in said:
            at = field.start - start
            text = f"{text[:at]}{field.label}:{text[at:]}"
    return text


def support_of(candidate: Candidate) -> Support:
    """The sentence itself as support."""
    place = candidate.passage.locator
    locator = f"{place} · {candidate.field}" if candidate.field else place
    return Support(candidate.passage, candidate.document, candidate.start, candidate.end, locator)


def passage_support(passage: Passage, document: Document) -> Support:
    """A whole passage as support."""
    return Support(passage, document, passage.start, passage.end, passage.locator)


def passage_at(document: Document, offset: int, retriever: Retriever) -> Passage:
    """The passage that holds the offset, else the nearest one before it."""
    return retriever.passage(retriever.number_at(document, offset))


def field_support(field: Field, passage: Passage, document: Document) -> Support:
    """The characters that a field was read from."""
    return Support(passage, document, field.start, field.end, f"{passage.locator} · {field.label}")


def rule_support(field: Field, passage: Passage, document: Document) -> tuple[Support, ...]:
    """The words that let us derive a field's values; none where it states them itself."""
    if field.rule is None:
        return ()
    return (Support(passage, document, field.rule.start, field.rule.end, "说明"),)


def matter_support(matter: Field, passage: Passage, document: Document) -> Support:
    """The matter of a record, with its number where that stands right before it."""
    number = passage.field(NUMBER)
    start = matter.start
    if number is not None and not document.text[number.end : matter.start].strip(" \t."):
        start = number.start
    return Support(passage, document, start, matter.end, f"{passage.locator} · {matter.label}")


def heading_support(heading: Heading, passage: Passage, document: Document) -> Support:
    """A heading above a passage, for what stands only there (a district above its table)."""
    return Support(passage, document, heading.start, heading.end, f"{passage.locator} · 标题")


def place_supports(passage: Passage, document: Document, quote: str) -> tuple[Support, ...]:
    """The heading that names the passage's place, where the quote itself does not."""
    if not passage.region or passage.region == document.region or passage.region in quote:
        return ()
    named = [h for h in passage.path if any(f in h.text for f in _forms(passage))]
    return (heading_support(named[-1], passage, document),) if named else ()


def title_support(passage: Passage, document: Document) -> tuple[Support, ...]:
    """The document's title, for the place that only it names."""
    title = next((f for f in document.meta if f.name == "标题"), None)
    if title is None or passage.region != document.region:
        return ()
    forms = _forms(passage)
    if not any(form in document.text[title.start : title.end] for form in forms):
        return ()
    return (Support(passage, document, title.start, title.end, "标题"),)


def place_name(passage: Passage) -> str:
    """The passage's place as the heading above it prints it (a short form), else its full name."""
    headings = "".join(h.text for h in passage.path)
    printed = [f for f in _forms(passage) if f in headings and not f.startswith("市")]
    return max(printed, key=len, default=passage.region)


def _forms(passage: Passage) -> tuple[str, ...]:
    place = Gazetteer.default().get(passage.region)
    return (passage.region, *place.aliases) if place else (passage.region,)


def join(parts: Sequence[str]) -> str:
    """Parts of a sentence as a Chinese enumeration."""
    return "、".join(parts)
