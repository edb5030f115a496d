"""Tables of web pages: which of them hold data, and their cells with spans."""

from __future__ import annotations

from typing import Any

from corpus.formats.grid import Cell, table_lines

_MAX_SPAN, _MAX_TAKEN = 1000, 500_000
_BREAKS = frozenset(("br", "p", "div", "li", "tr"))
_INNER = ("table", "h1", "h2", "h3", "h4", "h5", "h6")


def is_data(table: Any) -> bool:
    """Whether a table holds data: two columns or more, no table or heading inside a cell."""
    if any(e is not table for e in table.iter(*_INNER)):
        return False
    return any(sum(1 for c in row if c.tag in ("td", "th")) > 1 for row in table.iter("tr"))


def html_table(table: Any) -> list[str]:
    """The lines of a data table, its caption first."""
    cells: list[Cell] = []
    taken: set[tuple[int, int]] = set()
    header = 0
    rows = list(table.iter("tr"))
    for row, tr in enumerate(rows):
        column = 0
        own = [c for c in tr if c.tag in ("td", "th")]
        if own and header == row and _is_header(tr, own):
            header += 1
        for element in own:
            while (row, column) in taken:
                column += 1
            down = min(_span(element, "rowspan"), len(rows) - row)
            across = _span(element, "colspan")
            cells.append(Cell(row, column, _text(element), down, across))
            if down > 1:
                if len(taken) + down * across > _MAX_TAKEN:
                    raise ValueError(f"more than {_MAX_TAKEN} merged table cells")
                taken |= {(r, c) for r in range(row + 1, row + down)
                          for c in range(column, column + across)}  # fmt: skip
            column += across
    captions = [" ".join("".join(c.itertext()).split()) for c in table.iter("caption")]
    return [c for c in captions if c] + table_lines(cells, header_rows=header or None)


def _is_header(tr: Any, own: list[Any]) -> bool:
    """Whether a row is marked as header: in thead, or of th alone (a lone th is a caption)."""
    return len(own) > 1 and (tr.getparent().tag == "thead" or all(c.tag == "th" for c in own))


def _span(element: Any, name: str) -> int:
    value = (element.get(name) or "1").strip()
    return max(1, min(int(value), _MAX_SPAN)) if value.isdecimal() else 1


def _text(element: Any) -> str:
    """A cell's text with line breaks where its blocks end."""
    out: list[str] = [element.text or ""]
    for inner in element.iterdescendants():
        if inner.tag in _BREAKS:
            out.append("\n")
        out += [inner.text or "", inner.tail or ""]
    return "".join(out)
