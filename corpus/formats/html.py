"""Web pages: headings, paragraphs, lists and tables without scripts, navigation and link blocks.

What is dropped is counted. Line furniture that pages of all kinds share (print, share, footer) is
left for furniture.py.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from corpus.decode import decode
from corpus.errors import DocumentError
from corpus.formats.converted import Converted, prose, squeeze
from corpus.formats.html_tables import html_table, is_data
from corpus.formats.numerals import letter, roman

_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_DROPPED = frozenset((
    "script", "style", "noscript", "template", "iframe", "object", "svg", "math", "select",
    "button", "nav", "aside", "head", "textarea",
))  # fmt: skip
_DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]{0,500}\[.*?\]\s*>", re.IGNORECASE | re.DOTALL)
_BLOCKS = frozenset((
    "address", "article", "blockquote", "body", "center", "caption", "dd", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hr", "html", "legend", "li", "main", "ol", "p", "pre", "section", "summary",
    "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
))  # fmt: skip
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_CONTAINERS = frozenset(
    ("div", "ul", "ol", "dl", "table", "section", "footer", "header", "td", "p", "form")
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_MAX_HEADING = 100
_LINK_SHARE, _MIN_LINKS, _MAX_LINK = 0.8, 4, 30
_TITLE_PARTS = re.compile(r"\s*[_|]\s*|\s+[-–—]\s+")


def convert(data: bytes, name: str) -> Converted:
    """The text of a web page; raises DocumentError (see corpus.formats.convert)."""
    from lxml import etree, html

    text = _DOCTYPE.sub("", _DECLARATION.sub("", _decode(data, name)))
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = html.document_fromstring(text, parser=parser)
    except etree.ParserError as fault:
        raise DocumentError(
            f"{name!r}: 网页里没有正文 nothing in the page.", hint="Save the page again."
        ) from fault
    if any("depth" in entry.message for entry in parser.error_log):
        raise DocumentError(
            f"{name!r}: 网页嵌套过深 elements nested too deep.",
            hint="在浏览器里打开,复制正文存为文本 (copy its text from a browser).",
        )
    title = _title(root)
    dropped: Counter[str] = Counter()
    _drop_fixed(root, dropped)
    _drop_links(root, dropped)
    lines = _Walker().walk(root)
    flat = "".join("".join(lines).split())
    if title and "".join(title.split()) not in flat:
        lines = [f"# {title}", *lines]
    return Converted("\n".join(lines), notes=tuple(sorted(dropped.items())))


def _decode(data: bytes, name: str) -> str:
    """The page's text by its own charset where that fits, else by what its bytes look like."""
    match = _CHARSET.search(data[:4096])
    declared = match[1].decode("ascii", "replace").lower() if match else ""
    declared = "gb18030" if declared in ("gb2312", "gbk", "gb_2312-80") else declared
    if declared and not declared.startswith(("utf-16", "utf16")):
        try:
            return data.decode("utf-8-sig" if declared in ("utf-8", "utf8") else declared)
        except (UnicodeDecodeError, LookupError):
            pass
    try:
        return decode(data, source=name)
    except DocumentError:
        text = data.decode("gb18030" if declared.startswith("gb") else "utf-8", "replace")
        if 0 in data[:100_000] or text.count("\ufffd") * 100 > len(text):
            raise
        return text  # a few broken characters do not make a page unreadable


def _title(root: Any) -> str:
    """The page's title by its metadata, "" where it has none of its own."""
    for meta in root.iter("meta"):
        if (meta.get("name") or "").lower() in ("articletitle", "title"):
            found = squeeze(meta.get("content") or "")
            if found:
                return found[:_MAX_HEADING]
    element = root.find(".//title")
    text = squeeze(element.text_content()) if element is not None else ""
    if not text or root.find(".//h1") is not None:
        return ""
    first = _TITLE_PARTS.split(text)[0]
    return first if 6 <= len(first) <= _MAX_HEADING else ""


def _drop_fixed(root: Any, dropped: Counter[str]) -> None:
    """Remove what is never a document's own words: scripts, navigation, hidden parts."""
    for element in list(root.iter()):
        tag = element.tag
        if not isinstance(tag, str) or tag in ("html", "body"):
            continue
        role = element.get("role") or ""
        around = tag in ("header", "footer") and element.find(".//h1") is None
        if tag in _DROPPED or around or role in ("navigation", "banner", "contentinfo", "search"):
            reason = "web page: navigation and tools"
        elif element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""):
            reason = "web page: hidden text"
        else:
            continue
        if tag not in ("script", "style", "head", "noscript", "template"):
            dropped[reason] += len("".join(element.itertext()).strip())
        element.drop_tree()
    for reason in [r for r, n in dropped.items() if not n]:
        del dropped[reason]


def _drop_links(root: Any, dropped: Counter[str]) -> None:
    """Remove blocks that are little more than short links, unless nothing would be left."""
    from lxml import etree

    sizes: dict[Any, tuple[int, int, int]] = {}  # text, text of links, number of links
    for _, element in etree.iterwalk(root, events=("end",)):
        own = [sizes[child] for child in element if child in sizes]
        size = _ink(element.text) + sum(s[0] for s in own) + sum(_ink(c.tail) for c in element)
        linked, count = sum(s[1] for s in own), sum(s[2] for s in own)
        if element.tag == "a" and element.get("href"):
            linked, count = size, 1
        sizes[element] = (size, linked, count)
    total = sizes[root][0]
    doomed: list[Any] = []
    walk = etree.iterwalk(root, events=("start",))
    for _, element in walk:
        size, linked, count = sizes[element]
        links = count >= _MIN_LINKS and linked >= _LINK_SHARE * size <= size
        short = linked <= _MAX_LINK * count
        if element.tag not in _CONTAINERS or not links or not short:
            continue
        if "附件" not in "".join(element.itertext()):
            doomed.append(element)
            walk.skip_subtree()
    gone = sum(sizes[e][0] for e in doomed)
    if doomed and gone < total:
        dropped["web page: blocks of links"] += gone
        for element in doomed:
            element.drop_tree()


def _ink(text: str | None) -> int:
    return len("".join(text.split())) if text else 0


class _Walker:
    """Turns the tree into lines without recursion: pages may be nested very deep."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._buffer: list[str] = []
        self._prefix = ""
        self._lists: list[list[Any]] = []  # form, next number
        self._pre = 0

    def walk(self, root: Any) -> list[str]:
        from lxml import etree

        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            tag = element.tag
            if event == "end":
                self._end(element, tag)
                continue
            if tag == "table" and is_data(element):
                self._flush()
                self._lines += ["", *html_table(element), ""]
                walk.skip_subtree()
                continue
            self._start(element, tag)
            if element.text:
                self._buffer.append(element.text)
        self._flush()
        return self._lines

    def _start(self, element: Any, tag: str) -> None:
        if tag in _BLOCKS or tag == "br":
            self._flush()
        if tag in _HEADINGS:
            self._prefix = "#" * _HEADINGS[tag] + " "
        elif tag in ("ul", "ol"):
            start = element.get("start") or "1"
            form = (element.get("type") or "1") if tag == "ol" else ""
            self._lists.append([form, int(start) if start.isdecimal() else 1])
        elif tag == "li":
            self._prefix = self._number(element)
        elif tag == "pre":
            self._pre += 1

    def _number(self, element: Any) -> str:
        if not self._lists or not self._lists[-1][0]:
            return "- "
        form, number = self._lists[-1]
        value = element.get("value") or ""
        number = int(value) if value.isdecimal() else number
        self._lists[-1][1] = number + 1
        makers = {"a": letter, "i": roman}
        text = makers.get(form.lower(), str)(number)
        return f"{text.upper() if form.isupper() else text}. "

    def _end(self, element: Any, tag: str) -> None:
        if tag in _BLOCKS and not (tag == "table" and is_data(element)):
            self._flush()
            if tag in _HEADINGS or tag == "li":
                self._prefix = ""
            if tag in ("ul", "ol") and self._lists:
                self._lists.pop()
            self._pre -= tag == "pre"
        if element.tail:
            self._buffer.append(element.tail)

    def _flush(self) -> None:
        text, self._buffer = "".join(self._buffer), []
        for part in text.split("\n") if self._pre else [text]:
            line = prose(part)
            if line:
                heading = self._prefix.startswith("#") and len(line) > _MAX_HEADING
                self._lines.append(line if heading else f"{self._prefix}{line}")
                self._prefix = ""
