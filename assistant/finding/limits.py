"""Limits: what an asker narrows answers to, whatever the question says: regions, levels, years,
documents.

Knows documents and passages; which passages of an index pass is scope.py's.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from corpus.errors import MinshengError
from corpus.records import Document, Passage

_NAMED = 30  # known values that an error lists


class LimitsError(MinshengError):
    """A limit names a region, year or document that the corpus does not have."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Only these may answer; an empty kind does not limit.

    Attributes:
        regions: of a document, or of a passage where it speaks of a part of that region.
        years: that documents speak for (`Document.year`), four digits.
        doc_ids: ids of documents.
        levels: of documents: 国家, 省, 市, 区县.
    """

    regions: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    doc_ids: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.regions or self.years or self.doc_ids or self.levels)

    def admit_document(self, document: Document) -> bool:
        """Whether year, id and level pass; a document without one fails where it is limited."""
        return (
            (not self.years or document.year in self.years)
            and (not self.doc_ids or document.id in self.doc_ids)
            and (not self.levels or document.level in self.levels)
        )

    def admit(self, passage: Passage, document: Document) -> bool:
        """Whether a passage may answer."""
        regions = (document.region, passage.region)
        return self.admit_document(document) and (
            not self.regions or any(region in self.regions for region in regions)
        )

    def check(self, documents: Collection[Document], regions: Collection[str]) -> None:
        """Raise LimitsError for a value that neither the documents nor those regions have."""
        known = (
            ("地区", "region", self.regions, {*regions, *(d.region for d in documents)}),
            ("年份", "year", self.years, {d.year for d in documents}),
            ("文件", "document", self.doc_ids, {d.id for d in documents}),
            ("层级", "level", self.levels, {d.level for d in documents}),
        )
        for name, english, asked, has in known:
            for value in asked:
                if value not in has - {""}:
                    listed = sorted(has - {""})
                    more = " …" if len(listed) > _NAMED else ""
                    raise LimitsError(
                        f"资料中没有这个{name} unknown {english}: {value!r}.",
                        hint=f"可选 known: {'、'.join(listed[:_NAMED])}{more}",
                    )

    def shown(self, documents: Collection[Document]) -> str:
        """The limits in words, documents by their titles."""
        titles = [f"《{d.title}》" for d in documents if d.id in self.doc_ids]
        levels = (f"{level}级" for level in self.levels)
        return "、".join([*self.regions, *levels, *(f"{y}年" for y in self.years), *titles])


NO_LIMITS = Limits()
