"""The nouns of the corpus: Document, Passage, Heading, Field, Exclusion.

Offsets count Python characters of `Document.text`; every span is half-open [start, end).
Nothing here knows how the values were found (structure.py, tables.py, fields.py, metadata.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["title", "clause", "item", "row", "paragraph"]
Level = Literal["国家", "省", "市", "区县", ""]

# Canonical names of the fields that official documents state again and again.
NUMBER = "序号"
MATTER = "事项"
LEAD = "牵头单位"
RESPONSIBLE = "责任单位"
DEADLINE = "完成时限"
TARGET = "目标"
PROGRESS = "当前进展"
MEASURES = "工作措施"
UNIT_FIELDS = (LEAD, RESPONSIBLE)


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of a document's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading above a passage, with the place where the document prints it."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Field:
    """One stated attribute of a record.

    Attributes:
        name: canonical name (above) or, for a column of its own kind, the header as printed.
        label: the name as the document prints it (`责任部门`), for locators.
        values: one string, or the single units of a unit list, as printed.
        start, end: the span that the values were read from.
        rule: the span of the words that let us derive the value (a notice may say that without
            a lead unit the responsible unit is the lead, who 各责任单位 are, or 同上), None when
            stated directly.
    """

    name: str
    label: str
    values: tuple[str, ...]
    start: int
    end: int
    rule: Span | None = None

    @property
    def merged(self) -> bool:
        """Whether its own cell is empty and one above, merged with it, states its value."""
        return self.rule is not None and self.start == self.end

    @property
    def text(self) -> str:
        """The values joined as a Chinese enumeration."""
        return "、".join(self.values)


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Characters of a document that are in no passage, and why (page header, web chrome, …)."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Document:
    """A policy document, cleaned, with what its head and foot say of it.

    Dates are ISO strings ("2024-01-26", or "2024" where only the year is known) or "".
    `lead_rule` is the span of a sentence such as 无牵头单位的,责任单位即为牵头单位.
    `removed` counts noise characters taken out while cleaning, by reason.
    """

    id: str
    source: str
    sha256: str
    title: str
    text: str
    issuer: str = ""
    level: Level = ""
    region: str = ""
    number: str = ""
    date: str = ""
    published: str = ""
    effective: str = ""
    expires: str = ""
    recipients: str = ""
    meta: tuple[Field, ...] = ()
    lead_rule: Span | None = None
    pages: tuple[int, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    removed: tuple[tuple[str, int], ...] = ()

    @property
    def year(self) -> str:
        """The year the document speaks for: the one in its title, else its date's, else ""."""
        for text in (self.title, self.date, self.published):
            for i in range(len(text) - 3):
                chunk = text[i : i + 4]
                if chunk.isdecimal() and chunk.startswith(("19", "20")):
                    return chunk
        return ""


@dataclass(frozen=True, slots=True)
class Passage:
    """The smallest thing that can be cited and still be understood alone.

    `path` holds the headings above it, outermost first; `region` is the place it speaks of (a
    district named once above a table, else the document's region). `locator` names its place
    as an official would: 表第1行, 附件2 · 江岸区 · 第3行, 二(一)第5项.
    """

    id: str
    doc_id: str
    kind: Kind
    path: tuple[Heading, ...]
    fields: tuple[Field, ...]
    text: str
    start: int
    end: int
    region: str = ""
    page: int | None = None
    locator: str = ""

    def field(self, name: str) -> Field | None:
        """The first field of that canonical name, or None."""
        return next((f for f in self.fields if f.name == name), None)

    @property
    def subject(self) -> Field | None:
        """What a record is named by: its matter, else (a table without that column) its target."""
        return self.field(MATTER) or self.field(TARGET)
