"""Word documents: paragraphs with heading styles and automatic numbers, tables with merged cells.

Reads the document's body, text boxes and notes; page headers and footers are left out, text that
was deleted with changes tracked too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from corpus.formats.archive import open_office
from corpus.formats.converted import Converted, prose, squeeze
from corpus.formats.grid import Cell, table_lines
from corpus.formats.numbering import Numbering, W

MAX_UNPACKED = 300 * 1024 * 1024
_HEADING = re.compile(r"(?:heading|标题)\s*(\d)", re.IGNORECASE)
_CONTENTS = re.compile(r"toc\s*\d|目录\s*\d", re.IGNORECASE)
_MAX_HEADING = 100
_MAX_DEPTH = 20
_SKIPPED = frozenset(
    f"{W}{tag}" for tag in ("del", "moveFrom", "instrText", "delText", "rt", "pPr", "rPr", "tbl")
) | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
_BREAKS = frozenset({f"{W}br", f"{W}cr"})
_BOX = f"{W}txbxContent"


def convert(data: bytes, name: str) -> Converted:
    """The text of a .docx file; raises DocumentError (see corpus.formats.convert)."""
    open_office(data, name, "word/document.xml", MAX_UNPACKED).close()
    from docx import Document  # type: ignore[attr-defined,unused-ignore]

    reader = _Reader(Document(BytesIO(data)))
    return Converted("\n".join(reader.lines()))


class _Reader:
    """Walks the body of one document."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._styles = {s.style_id: s for s in document.styles}
        default = next((s for s in document.styles if s.element.get(f"{W}default") == "1"), None)
        self._default = default.style_id if default is not None else ""
        part = next((r.target_part for r in document.part.rels.values()
                     if r.reltype.endswith("/numbering")), None)  # fmt: skip
        self._numbering = Numbering(part.element if part is not None else None)

    def lines(self) -> list[str]:
        """The lines of the body, then its notes."""
        lines = list(self._blocks(self._document.element.body, 0))
        for kind in ("footnotes", "endnotes"):
            lines += self._notes(kind)
        return lines

    def _blocks(self, parent: Any, depth: int) -> Iterator[str]:
        for element in parent.iterchildren():
            if element.tag == f"{W}p":
                yield from self._paragraph(element, depth)
            elif element.tag == f"{W}tbl":
                yield ""
                yield from self._table(element, depth)
                yield ""
            elif element.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"):
                yield from self._blocks(element, depth)

    def _paragraph(self, element: Any, depth: int) -> Iterator[str]:
        style = self._style(element)
        raw = _text(element)
        if _CONTENTS.match(self._name(style)):
            raw = raw.replace("\t", "……")
        number = self._number(element, style) if squeeze(raw) else ""
        parts = [p for line in raw.split("\n") if (p := _tabbed(line))]
        if number and parts:
            parts[0] = f"{number}{parts[0]}"
        level = self._level(element, style)
        whole = squeeze(" ".join(parts))
        if level and whole and len(whole) <= _MAX_HEADING and not whole.endswith("。"):
            yield f"{'#' * min(level, 6)} {whole}"
        else:
            yield from parts
        if depth < _MAX_DEPTH:
            for box in element.iter(_BOX):
                if not any(a.tag in _SKIPPED for a in _above(box, element)):
                    yield from self._blocks(box, depth + 1)

    def _style(self, element: Any) -> str:
        found = element.find(f"{W}pPr/{W}pStyle")
        return self._default if found is None else found.get(f"{W}val") or ""

    def _name(self, style: str) -> str:
        return (self._styles[style].name or "") if style in self._styles else ""

    def _property(self, element: Any, style: str, path: str) -> Iterator[tuple[Any, str]]:
        """The elements `path` of a paragraph and of its styles, nearest first, with the style."""
        found = element.find(f"{W}pPr/{path}")
        if found is not None:
            yield found, style
        for _ in range(_MAX_DEPTH):
            if style not in self._styles:
                return
            own = self._styles[style].element
            found = own.find(f"{W}pPr/{path}")
            if found is not None:
                yield found, style
            base = own.find(f"{W}basedOn")
            style = base.get(f"{W}val") if base is not None else ""

    def _level(self, element: Any, style: str) -> int:
        """The depth of a heading (1 the outermost), 0 for other paragraphs."""
        match = _HEADING.fullmatch(self._name(style).strip())
        if match:
            return int(match[1])
        if self._name(style).strip().lower() in ("title", "标题"):
            return 1
        for found, _ in self._property(element, style, f"{W}outlineLvl"):
            value = found.get(f"{W}val") or "9"
            return int(value) + 1 if value.isdecimal() and int(value) < 9 else 0
        return 0

    def _number(self, element: Any, style: str) -> str:
        """The automatic number that Word prints before a paragraph, or ""."""
        for found, owner in self._property(element, style, f"{W}numPr"):
            number, depth = found.find(f"{W}numId"), found.find(f"{W}ilvl")
            if number is None:
                continue
            key = number.get(f"{W}val") or ""
            if depth is not None:
                return self._numbering.next(key, int(depth.get(f"{W}val") or 0))
            return self._numbering.next(key, self._numbering.level_of_style(key, owner))
        return ""

    def _table(self, element: Any, depth: int) -> list[str]:
        cells: list[Cell] = []
        open_: dict[int, int] = {}  # column -> index of the cell that is merged downwards there
        header = 0
        for row, tr in enumerate(_inside(element, "tr")):
            column = _count(tr.find(f"{W}trPr/{W}gridBefore"))
            if tr.find(f"{W}trPr/{W}tblHeader") is not None and header == row:
                header += 1
            for tc in _inside(tr, "tc"):
                span = _count(tc.find(f"{W}tcPr/{W}gridSpan")) or 1
                merge = tc.find(f"{W}tcPr/{W}vMerge")
                if merge is not None and merge.get(f"{W}val") != "restart" and column in open_:
                    old = cells[open_[column]]
                    cells[open_[column]] = Cell(
                        old.row, old.column, old.text, row - old.row + 1, old.columns
                    )
                else:
                    open_.pop(column, None)
                    if merge is not None:
                        open_[column] = len(cells)
                    cells.append(Cell(row, column, self._cell(tc, depth), 1, span))
                column += span
        return table_lines(cells, header_rows=header or None)

    def _cell(self, tc: Any, depth: int) -> str:
        if depth >= _MAX_DEPTH:
            return squeeze("".join(tc.itertext(f"{W}t")))
        lines = list(self._blocks(tc, depth + 1))
        return "\n".join(line.replace("|", " ") if line.startswith("|") else line for line in lines)

    def _notes(self, kind: str) -> list[str]:
        """The footnotes or endnotes, one a line, numbered as Word does by default."""
        from lxml import etree

        part = next((r.target_part for r in self._document.part.rels.values()
                     if r.reltype.endswith(f"/{kind}")), None)  # fmt: skip
        if part is None:
            return []
        root = etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False, no_network=True))
        texts = [
            squeeze(" ".join(_text(p) for p in note.iter(f"{W}p")))
            for note in root.iterchildren()
            if note.get(f"{W}type") is None
        ]
        return [f"[注{i}] {text}" for i, text in enumerate(filter(None, texts), 1)]


def _tabbed(line: str) -> str:
    """A line whose tabs, which may part the columns of a table without cells, stay."""
    parts = [part for piece in line.split("\t") if (part := squeeze(piece))]
    return prose(parts[0]) + "".join(f"\t{part}" for part in parts[1:]) if parts else ""


def _inside(parent: Any, tag: str) -> Iterator[Any]:
    """Rows of a table or cells of a row, those in content controls too."""
    for child in parent.iterchildren():
        if child.tag == f"{W}{tag}":
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins"):
            yield from _inside(child, tag)


def _count(element: Any | None) -> int:
    value = element.get(f"{W}val") if element is not None else None
    return min(int(value), 1000) if value and value.isdecimal() else 0


def _above(element: Any, top: Any) -> Iterator[Any]:
    for ancestor in element.iterancestors():
        if ancestor is top:
            return
        yield ancestor


def _text(paragraph: Any) -> str:
    """A paragraph's own text: tabs and breaks kept, text boxes and deleted text left out."""
    out: list[str] = []
    waiting = [iter(paragraph)]
    while waiting:
        element = next(waiting[-1], None)
        if element is None:
            waiting.pop()
        elif element.tag == f"{W}t":
            out.append(element.text or "")
        elif element.tag == f"{W}tab":
            out.append("\t")
        elif element.tag in _BREAKS:
            out.append("\n")
        elif element.tag == f"{W}noBreakHyphen":
            out.append("-")
        elif element.tag not in _SKIPPED and element.tag != _BOX:
            waiting.append(iter(element))
    return "".join(out)
