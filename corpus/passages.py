"""Drafts to passages: fields, places, locators, ids, and no passage over the limit."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterable

from corpus.fields import (
    CLOSERS,
    PAIRS,
    Labels,
    LeadRule,
    derive_lead,
    matter_fields,
    number_field,
    plain,
    split_units,
)
from corpus.fold import fold
from corpus.labelled import Part
from corpus.lines import CAPTION
from corpus.locators import Locators
from corpus.notes import Note
from corpus.outline import Draft, Open
from corpus.places import Places
from corpus.records import UNIT_FIELDS, Field, Passage
from corpus.referred import Referred
from corpus.sentences import cut_long
from corpus.tables import pairs_of, row_fields

MAX_PASSAGE = 4000
MAX_CLAUSE = 1500
_NUMBER_MARKS = " \t\u3000、.．"
_KEY_FIELDS = (*UNIT_FIELDS, "完成时限")


class PassageMaker:
    """Makes the passages of one document."""

    def __init__(
        self, text: str, folded: str, doc_id: str, labels: Labels, places: Places,
        rule: LeadRule | None, pages: tuple[int, ...], title: str,
    ) -> None:  # fmt: skip
        self._text, self._folded, self._doc_id, self._labels = text, folded, doc_id, labels
        self._places, self._rule, self._pages, self._title = places, rule, pages, title

    def make(self, drafts: list[Draft], region: str) -> tuple[Passage, ...]:
        """The passages, in order, none over MAX_PASSAGE characters."""
        locators = Locators(drafts, self._title)
        referred = Referred(self._text, self._folded)
        out: list[Passage] = []
        for draft in drafts:
            fields = derive_lead(referred.resolve(self._fields(draft)), self._rule)
            place = self._region(draft.above, fields, row=draft.kind == "row") or region
            spans = list(self._spans(draft))
            locator = locators.of(draft, next((f.text for f in fields if f.name == "序号"), ""))
            for part, (start, end) in enumerate(spans, 1):
                text = self._text[start:end]
                own = fields if part == 1 else tuple(f for f in fields if f.name == "序号")
                name = locator if len(spans) == 1 else f"{locator}({part}/{len(spans)})"
                out.append(
                    Passage(
                        id=self._passage_id(start, text),
                        doc_id=self._doc_id,
                        kind="title" if self._is_title(text) else draft.kind,
                        path=draft.path,
                        fields=own,
                        text=text,
                        start=start,
                        end=end,
                        region=place,
                        page=self._page(start),
                        locator=name,
                    )
                )
        return tuple(out)

    def _is_title(self, text: str) -> bool:
        """Whether a line only says what the document is called."""
        return "".join(text.split()) == "".join(self._title.split())

    def _passage_id(self, start: int, text: str) -> str:
        return hashlib.sha256(
            f"{self._doc_id}\n{start}\n{text}".encode("utf-8", "surrogatepass")
        ).hexdigest()[:16]

    def _page(self, start: int) -> int | None:
        return bisect_right(self._pages, start) if self._pages else None

    def _region(self, above: tuple[Open, ...], fields: tuple[Field, ...], *, row: bool) -> str:
        """The place a passage speaks of: its own column 地区, else the nearest heading of a place.

        Above the rows of a table the shape of a name is enough (甲山县); elsewhere a heading
        counts only where the name is known.
        """
        stated = next((f.text for f in fields if f.name == "地区"), "") if row else ""
        place = self._places.heading(stated, caption=True) if stated else ""
        if place:
            return place
        for entry in reversed(above):
            caption = row or entry.level == CAPTION
            place = self._places.heading(entry.heading.text, caption=caption)
            if place:
                return place
        return ""

    def _spans(self, draft: Draft) -> Iterable[tuple[int, int]]:
        """The draft's span, cut between its lines over MAX_CLAUSE, in a line over MAX_PASSAGE."""
        groups: list[tuple[int, int]] = []
        for start, end in draft.parts or [(draft.start, draft.end)]:
            if groups and end - groups[-1][0] <= (
                MAX_PASSAGE if draft.kind == "row" else MAX_CLAUSE
            ):
                groups[-1] = (groups[-1][0], end)
            else:
                groups.append((start, end))
        for start, end in groups:
            if end - start <= MAX_PASSAGE:
                yield start, end
                continue
            for a, b in cut_long(self._text[start:end], MAX_PASSAGE):
                yield start + a, start + b

    def _fields(self, draft: Draft) -> tuple[Field, ...]:
        if draft.cells is not None:
            return self._row_fields(draft)
        if draft.kind == "title":
            return ()
        fields: list[Field] = []
        marker = draft.marker
        if marker and marker.kind != "——":
            at = draft.body - marker.end
            fields.append(
                number_field(self._text[at : draft.body].strip(_NUMBER_MARKS), at, draft.body)
            )
        note = draft.note
        closed = note is not None and self._closes(note, draft)
        if draft.kind == "item" or (closed and draft.kind == "paragraph"):
            fields += matter_fields(self._text, draft.body, note.start if note else draft.end)
        if note and (draft.kind != "paragraph" or draft.keys or closed):
            fields += note.fields
        if not note:
            fields += map(self._key_field, draft.keys)
        return tuple(fields)

    def _closes(self, note: Note, draft: Draft) -> bool:
        """Whether a note in brackets ends a draft that says more: …1200户。(牵头单位:…)"""
        last = fold(self._text[note.start : draft.end]).rstrip(" \n。;")
        return draft.body < note.start and last[:1] in PAIRS and last[-1:] in CLOSERS

    def _row_fields(self, draft: Draft) -> tuple[Field, ...]:
        cells = draft.cells or []
        if draft.header is not None:
            return row_fields(cells, draft.header, draft.above_cells)
        return tuple(self._key_field(Part(key, c.start, c.end)) for key, c in pairs_of(cells))

    def _key_field(self, part: Part) -> Field:
        value = self._text[part.start : part.end]
        name = part.name.strip("*")
        label = self._labels.get(name)
        if label and label.name in _KEY_FIELDS:
            return Field(label.name, name, _values(value, label.units), part.start, part.end)
        return Field(name, name, (value.strip().strip("*").strip(),), part.start, part.end)


def _values(value: str, units: bool) -> tuple[str, ...]:
    """The values of a key: value line, split where they are units."""
    return (split_units(value) if units else ()) or (plain(value),)
