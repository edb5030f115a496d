"""Lines of a document with their numbering: 第一章, 第三条, 一、, (一), ——, 1., (1), ①, 附件 2.

A line knows its span in the document and its folded text; nothing here decides what a line is.
"""

from __future__ import annotations

import re
from typing import NamedTuple

# Heading levels, outermost first. Numbers between are free for kinds to come.
TITLE, ANNEX_TITLE, CAPTION = 0.0, 1.0, 2.0
PART, CHAPTER, SECTION, ARTICLE = 3.0, 4.0, 5.0, 5.5
SUBPART, ABOVE_ARTICLES = 3.5, 5.2
HAN, HAN_BRACKET, DASH, ARABIC, ARABIC_BRACKET, CIRCLED = 6.0, 7.0, 8.0, 9.0, 10.0, 11.0
LETTER, PLAIN, GROUP = 5.8, 8.5, 12.0

CN = "[一二三四五六七八九十百千零〇两\\d]"
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_CIRCLES = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"

_DIVISION = re.compile(rf"第({CN}{{1,7}})(分编|编|篇|部分|章|节)(?=[\s:、.]|$|[一-鿿\"(])")
_ARTICLE = re.compile(rf"第\s?({CN}{{1,7}})\s?条(之{CN}{{1,3}})?(?=(\s|[【\[(:]|$)|.)")
_ARTICLE_REFERENCE = re.compile(r"[的规所和、第或至之,。;)]|款|中|及|与|以|内|情形")
_HAN_NUMBER = re.compile(r"([一二三四五六七八九十百]{1,4})\s?[、.]\s*")
_HAN_BRACKET = re.compile(r"\(\s?([一二三四五六七八九十百]{1,4})\s?\)\s*[、.]?\s*")
_DASH = re.compile(r"-{2,}\s*(?=[^\s\-|\d])")
_MEASURED = (  # a figure that a wrapped line begins with: 8.5 平方米。
    r"\d+\.\d+\s+(?:[万亿]{1,2}[元人户吨斤件家个千亩套立平美]|平方|立方|公里|千米|公顷|微克|毫克|美元|个百分点|千瓦|"
    r"(?:[元岁米亩吨倍人户个%‰天年级分]|小时|分钟)(?=[,\uff0c。;\uff1b、)\uff09/]|以[上下]|左右|$))"
)
_DECIMAL = re.compile(rf"(?!{_MEASURED})(\d{{1,2}}(?:\.\d{{1,2}}){{1,3}})\s+(?=\S)")
_ARABIC = re.compile(r"(\d{1,3})\s?(?:[.、](?!\d)|\.(?=\d{3,}))\s*")
_GLUED = re.compile(r"(\d{1,3})\.(?=\d[^.]*[\u3400-\u9fff])")
_ARABIC_BRACKET = re.compile(r"\(?\s?(\d{1,3})\s?\)(?=\S|\s)\s*[、.]?\s*")
_MD_PREFIX = re.compile(r"(#{1,6})\s+|[*\-+]\s+(?=\S)|>\s*|(\*\*|__)(?=\S)")


class Marker(NamedTuple):
    """The numbering that opens a line: level, kind (`章`, `条`, `一`, `1` …), value, its end."""

    level: float
    kind: str
    label: str
    ordinal: int
    end: int


class Line(NamedTuple):
    """A line that is not blank.

    `start` and `end` bound it without outer white space (offsets of the document), `raw_end`
    keeps trailing tabs (empty cells). `text` is folded[start:end], `shown` what of it follows
    Markdown marks (from `body` on), `raw` the unfolded text, `depth` the number of `#`.
    `gap` counts blank lines above.
    """

    start: int
    end: int
    raw_end: int
    text: str
    shown: str
    raw: str
    body: int
    depth: int
    gap: int
    marker: Marker | None


def split_lines(text: str, folded: str) -> list[Line]:
    """The lines of a cleaned text (and its folded form) that hold more than white space."""
    lines: list[Line] = []
    position = gap = item = 0
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped:
            start = position + raw.index(stripped)
            raw_end = end = start + len(stripped)
            if position + len(raw) > end:
                raw_end += raw[end - position :].rfind("\t") + 1
            line = folded[start:end]
            body, depth = _prefix(line)
            shown = line[body:]
            marker = parse_marker(shown, stripped[body:]) or _glued(shown, item + 1)
            item = marker.ordinal if marker is not None and marker.kind == "1" else item
            lines.append(Line(start, end, raw_end, line, shown, stripped, body, depth, gap, marker))
            gap = 0
        else:
            gap += 1
        position += len(raw) + 1
    return lines


def _glued(line: str, due: int) -> Marker | None:
    """The next number of a list whose text begins with a figure (50. …, then 51.60岁以上…)."""
    match = _GLUED.match(line) if due > 1 else None
    if match is None or int(match[1]) != due:
        return None
    return Marker(ARABIC, "1", match[1], due, match.end())


def _prefix(line: str) -> tuple[int, int]:
    """Length of the Markdown marks that open a line, and the heading depth."""
    if line[0] not in "#*-+>_":
        return 0, 0
    match = _MD_PREFIX.match(line)
    if not match:
        return 0, 0
    return match.end(), len(match.group(1) or "")


def parse_marker(line: str, raw: str) -> Marker | None:
    """The numbering at the start of a folded line (`raw` has the same length), or None."""
    if not line:
        return None
    first = line[0]
    if first == "第":
        return _division(line)
    if raw[0] in _CIRCLES:
        return Marker(CIRCLED, "①", raw[0], _CIRCLES.index(raw[0]) + 1, 1)
    if first in "一二三四五六七八九十百":
        match = _HAN_NUMBER.match(line)
        return match and Marker(HAN, "一", match[1], number(match[1]), match.end())
    if first == "(":
        match = _HAN_BRACKET.match(line)
        if match:
            return Marker(HAN_BRACKET, "(一)", f"({match[1]})", number(match[1]), match.end())
        match = _ARABIC_BRACKET.match(line)
        return match and Marker(ARABIC_BRACKET, "(1)", f"({match[1]})", int(match[1]), match.end())
    if first == "-" and raw[0] in "—―─":
        match = _DASH.match(line)
        return match and Marker(DASH, "——", "——", 0, match.end())
    return _arabic(line) if "0" <= first <= "9" else None


def _division(line: str) -> Marker | None:
    match = _DIVISION.match(line)
    if match:
        kind = match[2]
        level = {"章": CHAPTER, "节": SECTION, "分编": SUBPART}.get(kind, PART)
        return Marker(level, kind, match[0], number(match[1]), match.end())
    match = _ARTICLE.match(line)
    if not match or (match[3] is None and _ARTICLE_REFERENCE.match(line, match.end())):
        return None
    return Marker(ARTICLE, "条", match[0].replace(" ", ""), number(match[1]), match.end())


def _arabic(line: str) -> Marker | None:
    match = _DECIMAL.match(line)
    if match:
        dots = match[1].count(".")
        last = int(match[1].rsplit(".", 1)[1])
        return Marker(HAN_BRACKET + 0.1 * dots, "1.1", match[1], last, match.end())
    match = _ARABIC.match(line)
    if match:
        return Marker(ARABIC, "1", match[1], int(match[1]), match.end())
    match = _ARABIC_BRACKET.match(line)
    return match and Marker(ARABIC_BRACKET, "(1)", f"({match[1]})", int(match[1]), match.end())


def number(text: str) -> int:
    """The value of a Chinese or Arabic numeral below ten thousand.

    >>> number("一百二十三"), number("二〇"), number("45")
    (123, 20, 45)
    """
    if text.isascii():
        return int(text)
    total = unit = 0
    if not any(c in "十百千" for c in text):
        return int("".join(str(_DIGITS.get(c, c)) for c in text))
    for c in text:
        if c in "十百千":
            total += (unit or 1) * {"十": 10, "百": 100, "千": 1000}[c]
            unit = 0
        else:
            unit = _DIGITS[c] if c in _DIGITS else int(c)
    return total + unit
