"""PDF with a text layer: lines and ruled tables by page, paragraphs across page ends.

Running heads and feet are found by their place and repetition. A scan is an error that names its
pages; pages without text among others are noted.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache
from io import BytesIO
from typing import Any

from corpus.errors import DocumentError
from corpus.formats.converted import Converted, broken, locked, too_large
from corpus.formats.grid import Cell, table_lines
from corpus.formats.ocr import REMEDY, available, is_scan, read_scan
from corpus.formats.pdf_blocks import Block, TableBlock, TextLine, join_cell
from corpus.formats.pdf_page import Page, read_page
from corpus.formats.pdf_text import Paragraphs

MAX_PAGES = 3000
MAX_CHARACTERS = 20_000_000
_PAGE_NUMBER = re.compile(r"[\W_]*(?:第?#页?)(?:[/共,，\s]*#页?)?[\W_]*")
_DIGITS = re.compile(r"\d+")
_EDGE, _REPEATED, _DRIFT = 0.12, 3, 6.0
_TAIL = 4096
_NAMED = 8
_MAX_CODE = 65535  # of a character of a font: ISO 32000-1, Annex C
_CODED = re.compile(r"\(cid:\d+\)")


def convert(data: bytes, name: str) -> Converted:
    """The text of a PDF; raises DocumentError (see corpus.formats.convert)."""
    pages, notes = _read(data, name)
    _check_text(pages, name)
    without = [str(i) for i, page in enumerate(pages, 1) if not page.blocks]
    furniture = _furniture(pages)
    texts = _assemble(pages, furniture)
    starts, position = [], 0
    for text in texts:
        starts.append(position)
        position += len(text) + 1
    printed = frozenset(
        (number, "".join(line.text.split()))
        for number, lines in furniture.items()
        for line in lines
    )
    if without:
        notes = (*notes, (f"pages without text: {_some(without)}", len(without)))
    return Converted("\x0c".join(texts), tuple(starts), printed, notes)


def _read(data: bytes, name: str) -> tuple[list[Page], tuple[tuple[str, int], ...]]:
    """The pages, and notes on those that were recognised from a picture."""
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    _bound_fonts()
    try:
        document = pdfplumber.open(BytesIO(data))
    except PdfminerException as fault:
        if fault.args and isinstance(fault.args[0], PDFPasswordIncorrect):
            raise locked(name) from fault
        raise broken(name, str(fault)) from fault
    with document:
        count = len(document.pages)
        if count > MAX_PAGES:
            raise too_large(name, "页 pages", count, MAX_PAGES)
        if not count or b"%%EOF" not in data[-_TAIL:]:
            raise broken(name, "没有结束标记 no end mark %%EOF" if count else "没有页 no pages")
        pages: list[Page] = []
        size = 0
        recognised: list[str] = []
        notes: Counter[str] = Counter()
        for page in document.pages:
            pages.append(read_page(page, pages[-1] if pages else None))
            if not pages[-1].blocks and available() and is_scan(page):
                pages[-1], unsure = read_scan(page)
                notes.update(dict(unsure))
                recognised += [str(page.page_number)] if pages[-1].blocks else []
            size += pages[-1].characters
            page.close()
            if size > MAX_CHARACTERS:
                raise too_large(name, "字符 characters", size, MAX_CHARACTERS)
    if recognised:
        notes[f"pages recognised by OCR: {_some(recognised)}"] = len(recognised)
    return pages, tuple(notes.items())


@cache
def _bound_fonts() -> None:
    """Hold the ranges of a font's widths to the codes that PDF has.

    pdfminer fills whatever range a broken file claims, of thousands of millions too.
    """
    from pdfminer import pdffont
    from pdfminer.pdftypes import resolve1

    def bounded(read: Callable[[Iterable[object]], Any]) -> Callable[[Iterable[object]], Any]:
        def within(seq: Iterable[object]) -> Any:
            values = (resolve1(v) for v in seq)
            return read([min(v, _MAX_CODE) if isinstance(v, int) else v for v in values])

        return within

    pdffont.get_widths = bounded(pdffont.get_widths)  # type: ignore[assignment]
    pdffont.get_widths2 = bounded(pdffont.get_widths2)  # type: ignore[assignment]


def _check_text(pages: list[Page], name: str) -> None:
    """Raise where there is no text layer, or one of bare glyph numbers."""
    if not any(page.blocks for page in pages):
        which = _some([str(i) for i in range(1, len(pages) + 1)])
        raise DocumentError(
            f"{name!r}: 没有文字层(扫描件) no text layer, 第 {which} 页 pages.",
            hint=REMEDY,
        )
    text = "".join(line.text for page in pages for line in page.lines())
    if len(_CODED.findall(text)) * 20 > len(text):
        raise DocumentError(
            f"{name!r}: 文字层没有 Unicode 编码,读不出字 the text layer holds no Unicode.",
            hint="用原文件重新导出,或做文字识别(OCR) (export it again, or run OCR on it).",
        )


def _some(numbers: list[str]) -> str:
    more = f" … ({len(numbers)})" if len(numbers) > _NAMED else ""
    return ", ".join(numbers[:_NAMED]) + more


def _furniture(pages: list[Page]) -> dict[int, list[TextLine]]:
    """Running heads, feet and page numbers by page (from 1): at an edge, repeated, or numbers."""
    seen: Counter[tuple[str, int]] = Counter()
    alike: Counter[tuple[str, int]] = Counter()
    edge: dict[int, list[tuple[TextLine, str, int]]] = {}
    for number, page in enumerate(pages, 1):
        for line in page.lines():
            top = line.bottom < page.height * _EDGE
            if top or line.top > page.height * (1 - _EDGE):
                key = _DIGITS.sub("#", "".join(line.text.split()))
                place = round(line.top / _DRIFT) if top else -round(line.top / _DRIFT) - 1
                edge.setdefault(number, []).append((line, key, place))
                seen[key, place] += 1
                alike[line.text, place] += 1
    return {
        number: [
            line
            for line, key, place in found
            if _PAGE_NUMBER.fullmatch(key)
            or sum(seen[key, place + d] for d in (-1, 0, 1)) >= _REPEATED
            or (len(pages) == 2 and alike[line.text, place] == 2)
        ]
        for number, found in edge.items()
    }


def _assemble(pages: list[Page], furniture: dict[int, list[TextLine]]) -> list[str]:
    """The text of each page: heads, own words (ended on this page's text), feet."""
    paragraphs = Paragraphs([line for p in pages for line in p.lines()])
    out: list[list[str]] = []
    feet: list[list[str]] = []
    table: TableBlock | None = None
    tables: list[tuple[int, int, TableBlock, bool]] = []
    for number, page in enumerate(pages, 1):
        aside = furniture.get(number, [])
        own = [b for b in page.blocks if not (isinstance(b, TextLine) and b in aside)]
        out.append([line.text for line in aside if line.top < page.height / 2])
        feet.append([line.text for line in aside if line.top >= page.height / 2])
        previous: Block | None = None
        for block in own:
            if isinstance(block, TextLine):
                paragraphs.add(block, out, fresh=previous is None)
                table = None
            else:
                paragraphs.end()
                onward = previous is None and table is not None and table.goes_on_in(block)
                if onward and table is not None:
                    block = _mended(table, block)
                if block.cells:  # else the page holds but the end of one row
                    tables.append((number - 1, len(out[-1]), block, onward))
                    out[-1].append("")
                    table = block
            previous = block
    for at, place, block, onward in tables:
        lines = table_lines(block.cells, continues=onward, keep_columns=True)
        out[at][place] = "\n".join(["", *lines, ""] if not onward else lines)
    return ["\n".join([*own, *foot]) for own, foot in zip(out, feet, strict=True)]


def _mended(table: TableBlock, block: TableBlock) -> TableBlock:
    """The table's part on the next page; a row that the page end cut goes back to the part above.

    It is taken for cut where rows are numbered and one of its halves, or both, lack the number.
    """
    top, last = min(c.row for c in block.cells), max(c.row for c in table.cells)
    above, below = _row(table, last), _row(block, top)
    numbers = [c.text.strip() for c in (*table.cells, *block.cells) if c.column == 0]
    halves = [next((c.text.strip() for c in row if c.column == 0), "") for row in (above, below)]
    whole = all(halves) or not any(number.isdigit() for number in numbers)
    if whole or not all(not half or half.isdigit() for half in halves):
        return block
    kept = [c for c in table.cells if c not in above]
    columns = sorted({c.column for c in (*above, *below)})
    for column in columns:
        parts = [c for c in (*above, *below) if c.column == column]
        text = join_cell("\n".join(c.text for c in parts if c.text))
        start = parts[0].row if parts[0] in above else last
        kept.append(Cell(start, column, text, last - start + 1, parts[0].columns))
    table.cells[:] = kept
    return TableBlock([c for c in block.cells if c not in below], block.x0, block.x1, block.top)


def _row(table: TableBlock, row: int) -> list[Cell]:
    """The cells that end in a row (the last) or begin in it (the first)."""
    return [c for c in table.cells if c.row <= row < c.row + c.rows]
