"""Limits: what an asker narrows answers to, whatever the question says: region, year, unit, ….

Knows documents and passages; which passages of an index pass is scope.py's.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, fields

from corpus.errors import MinshengError
from corpus.records import UNIT_FIELDS, Document, Passage

_NAMED = 30  # known values that an error lists
_NAMES = {
    "regions": ("地区", "region"), "years": ("年份", "year"), "doc_ids": ("文件", "document"),
    "levels": ("层级", "level"), "kinds": ("段落类型", "kind"), "units": ("单位", "unit"),
}  # fmt: skip


class LimitsError(MinshengError):
    """A limit names a region, year, document, level, kind or unit that the corpus lacks."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Only these may answer; an empty kind does not limit.

    Attributes:
        regions: of a document, or of a passage where it speaks of a part of that region.
        years: that documents speak for (`Document.year`), four digits.
        doc_ids: ids of documents.
        levels: of the documents' issuers: 国家, 省, 市, 区县.
        kinds: of passages: title, clause, item, row, paragraph.
        units: bodies that lead a matter or are responsible for it, as the documents print them.
    """

    regions: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    doc_ids: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    units: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))

    def admit_document(self, document: Document) -> bool:
        """Whether year, id and level pass; a document without a year fails where years limit."""
        return (
            (not self.years or document.year in self.years)
            and (not self.doc_ids or document.id in self.doc_ids)
            and (not self.levels or document.level in self.levels)
        )

    def admit(self, passage: Passage, document: Document) -> bool:
        """Whether a passage may answer."""
        regions = (document.region, passage.region)
        named = {v for f in passage.fields if f.name in UNIT_FIELDS for v in f.values}
        return (
            self.admit_document(document)
            and (not self.regions or any(region in self.regions for region in regions))
            and (not self.kinds or passage.kind in self.kinds)
            and (not self.units or not named.isdisjoint(self.units))
        )

    def check(
        self,
        documents: Collection[Document],
        regions: Collection[str],
        kinds: Collection[str] = (),
        units: Collection[str] = (),
    ) -> None:
        """Raise LimitsError for a value that neither the documents nor those given have."""
        known: dict[str, Callable[[], set[str]]] = {
            "regions": lambda: {*regions, *(d.region for d in documents)},
            "years": lambda: {d.year for d in documents},
            "doc_ids": lambda: {d.id for d in documents},
            "levels": lambda: {d.level for d in documents},
            "kinds": lambda: set(kinds),
            "units": lambda: set(units),
        }
        for kind, (name, english) in _NAMES.items():
            asked: tuple[str, ...] = getattr(self, kind)
            has = known[kind]() - {""} if asked else set()
            for value in asked:
                if value not in has:
                    listed = sorted(has)
                    more = " …" if len(listed) > _NAMED else ""
                    raise LimitsError(
                        f"资料中没有这个{name} unknown {english}: {value!r}.",
                        hint=f"可选 known: {'、'.join(listed[:_NAMED])}{more}",
                    )

    def shown(self, documents: Collection[Document]) -> str:
        """The limits in words, documents by their titles."""
        titles = [f"《{d.title}》" for d in documents if d.id in self.doc_ids]
        levels = (f"{level}级" for level in self.levels)
        others = (*self.kinds, *self.units)
        years = (f"{y}年" for y in self.years)
        return "、".join([*self.regions, *levels, *years, *titles, *others])


NO_LIMITS = Limits()


def document_ids(named: Sequence[str], documents: Collection[Document]) -> tuple[str, ...]:
    """Ids of the documents named by id, file name, title or document number (文号).

    A name that no document has is kept as it is, for `Limits.check` to refuse.
    """
    ids: list[str] = []
    for name in named:
        found = [d.id for d in documents if name in (d.id, d.source, d.title, d.number)]
        ids += found or [name]
    return tuple(dict.fromkeys(ids))
