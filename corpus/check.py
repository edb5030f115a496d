"""What the reader made of a document, in numbers: nothing lost, what was left out, what is missing.

Counts what stands in the text by itself, not by what the reader says that it read.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from corpus.coverage import coverage
from corpus.fold import fold
from corpus.lines import split_lines
from corpus.records import UNIT_FIELDS, Document, Passage
from corpus.tables import cells_of, is_pipe, is_rule, is_tabbed

_STATED = ("title", "issuer", "number", "date", "region")
_LABELS = {
    "title": "标题",
    "issuer": "发文机关",
    "number": "文号",
    "date": "成文日期",
    "region": "地区",
}
_EXPECTED = (*UNIT_FIELDS, "完成时限")
_NO_TEXT, _RECOGNISED = "pages without text", "pages recognised by OCR"


@dataclass(frozen=True, slots=True)
class Checked:
    """What a document came to.

    Attributes:
        share: share of its characters in a passage or a listed exclusion, 1.0 where none is lost.
        gaps: the characters that are lost, as they stand.
        kinds: passages by kind.
        excluded, removed: characters left out of passages, and taken out of the text, by reason.
        cells, cells_kept, cells_named: filled table cells of the text, those that stand whole in
            a passage or exclusion, those that are a field of a record.
        missing: what the document does not state, and fields that only some of its records have,
            with the number of records without.
        pages, pages_without_text, pages_recognised: pages of the source (0 where it has none),
            those that gave no text, those read by OCR.
        longest: characters of the longest passage.
    """

    source: str
    title: str
    share: float
    gaps: tuple[str, ...]
    kinds: dict[str, int]
    excluded: dict[str, int]
    removed: dict[str, int]
    cells: int
    cells_kept: int
    cells_named: int
    missing: dict[str, int]
    pages: int
    pages_without_text: int
    pages_recognised: int
    longest: int

    def line(self) -> dict[str, Any]:
        """The JSON form (`minsheng corpus check --json`)."""
        return asdict(self)


def check(document: Document, passages: Sequence[Passage]) -> Checked:
    """Check one document and its passages."""
    found = coverage(document, passages)
    cells = list(_cells(document.text))
    return Checked(
        source=document.source,
        title=document.title,
        share=found.share,
        gaps=tuple(document.text[g.start : g.end] for g in found.gaps),
        kinds=dict(sorted(Counter(p.kind for p in passages).items())),
        excluded=dict(found.excluded),
        removed={r: n for r, n in document.removed if not r.startswith((_NO_TEXT, _RECOGNISED))},
        cells=len(cells),
        cells_kept=_kept(cells, document, passages),
        cells_named=sum(len(p.fields) for p in passages if p.kind == "row"),
        missing=dict(_missing(document, passages)),
        pages=len(document.pages),
        pages_without_text=_noted(document, _NO_TEXT),
        pages_recognised=_noted(document, _RECOGNISED),
        longest=max((len(p.text) for p in passages), default=0),
    )


def _noted(document: Document, reason: str) -> int:
    return sum(n for r, n in document.removed if r.startswith(reason))


def _cells(text: str) -> Iterator[tuple[int, int]]:
    """The filled cells of every line with tabs or pipes."""
    for line in split_lines(text, fold(text)):
        if is_rule(line) or not (is_pipe(line) or is_tabbed(line, text)):
            continue
        for cell in cells_of(text, line.start, max(line.end, line.raw_end)):
            if cell.text:
                yield cell.start, cell.end


def _kept(cells: list[tuple[int, int]], document: Document, passages: Sequence[Passage]) -> int:
    """How many cells stand whole in one passage or exclusion."""
    spans = sorted(
        [(p.start, p.end) for p in passages] + [(e.start, e.end) for e in document.exclusions]
    )
    starts = [start for start, _ in spans]
    kept = 0
    for start, end in cells:
        at = bisect_right(starts, start) - 1
        kept += at >= 0 and end <= spans[at][1]
    return kept


def _missing(document: Document, passages: Sequence[Passage]) -> Iterator[tuple[str, int]]:
    for name in _STATED:
        if not getattr(document, name):
            yield _LABELS[name], 1
    records = [p for p in passages if p.kind in ("item", "row")]
    for name in _EXPECTED:
        having = sum(p.field(name) is not None for p in records)
        if 0 < having < len(records):
            yield f"{name} (records)", len(records) - having
