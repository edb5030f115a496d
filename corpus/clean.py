"""Cleaning: control characters, watermark marks and broken lines, and nothing else.

What leaves is counted by reason. Every other character of the source stays, in its order, so
that a quote from the cleaned text is a quote from the source but for white space and marks.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from corpus.fold import fold
from corpus.lines import parse_marker
from corpus.pagenumbers import drop_page_numbers
from corpus.radicals import as_characters

_CONTROL = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]"
)
_BREAKS = re.compile("\r\n?|[\x0b\x85\u2028\u2029]")
# Symbols that watermarks are made of. Not the marks that Markdown, tables, dot leaders, formulas
# or bullets are made of: those repeat for good reason.
_MARK_RUN = re.compile(r"([@^&$¤§※□■◆◇○★☆▲△▼▽◎�])\1*")
_MIN_MARKS = 20
_MARK_SHARE = 0.01
_LATE_ARTICLE = re.compile(
    r"(?<=[。;；）)])[ \u3000]+(?=第[一二三四五六七八九十百千零〇\d]{1,7}条[ \u3000])"
)
_CHAPTER_ARTICLE = re.compile(
    r"(?m)^(第[一二三四五六七八九十百]{1,4}[章节][^\n。]{0,30}?)[ \u3000]+"
    r"(?=第[一二三四五六七八九十百千零〇\d]{1,7}条[ \u3000])"
)
_OPEN_END = re.compile(r"[\u3400-\u9fffA-Za-z0-9,、，（(“《〈%％—-]")
_NO_START = re.compile(
    r"([\u3400-\u9fff]{1,14}[〔\[(（]\d{4}[〕\])）]|附件|附表|附录|目\s*录|主送|抄送|[(（]此件|[●○■◆★▲•#|*>]|【[\d一二三四五六七八九十]{1,3}】|https?:|\d{4}\s*年\s*\d{1,2}\s*月"
    r"\s*\d{1,2}\s*日$|[^\s:：，。]{1,8}[:：])"
)
_STOP = re.compile("[，。；,;]")
_NEW_ROW = re.compile(r"\d{1,3}(?: {2}|\u3000)")
_PAGE_NUMBER = re.compile(r"[\d\s—–/第页共-]+")
_LEADERS = re.compile(r"\.\.\.\.|……|····|．．．．")
_LONG, _BEGUN = 45, 24
_WRAP_MIN, _WRAP_MAX = 15, 60
_MIN_CUTS = 6
_STOPS = frozenset("。；;！？!?：:|")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A cleaned text, the offsets where its pages begin (form feeds), what was removed."""

    text: str
    pages: tuple[int, ...]
    removed: tuple[tuple[str, int], ...]


def clean(text: str) -> Cleaned:
    """Clean a decoded text (linear time)."""
    removed: Counter[str] = Counter()
    text = _BREAKS.sub("\n", text)
    text, count = _CONTROL.subn("", text)
    removed["control characters"] = count
    text, count = as_characters(text)
    removed["radicals put back into characters"] = count
    text, count = _drop_marks(text)
    removed["watermark marks"] = count
    lines, count = drop_page_numbers(text.split("\n"))
    if count:
        text = "\n".join(lines)
    removed["page numbers glued to words"] = count
    text = _LATE_ARTICLE.sub("\n", text)
    text = _CHAPTER_ARTICLE.sub(r"\1\n", text)
    pieces: list[str] = []
    pages: list[int] = []
    length = 0
    for page in text.split("\x0c"):
        if pages or length:
            pieces.append("\n")
            length += 1
        joined, count = _join_lines(page)
        removed["line breaks inside a sentence"] += count
        pages.append(length)
        pieces.append(joined)
        length += len(joined)
    kept = tuple((reason, n) for reason, n in removed.items() if n)
    return Cleaned("".join(pieces), tuple(pages) if len(pages) > 1 else (), kept)


def _drop_marks(text: str) -> tuple[str, int]:
    """Remove runs of a symbol that stands between ordinary characters all over the text.

    A run of two or more is a mark where it is frequent; a single symbol only where it is more
    frequent still and mostly beside Han on both sides (an e-mail's @ stays).
    """
    counts: Counter[tuple[str, bool]] = Counter()
    inside: Counter[tuple[str, bool]] = Counter()
    for match in _MARK_RUN.finditer(text):
        key = (match[1], match.end() - match.start() > 1)
        counts[key] += 1
        before = text[match.start() - 1 : match.start()]
        inside[key] += bool(before) and not before.isspace() and not before.isascii()
    noise = {
        key
        for key, n in counts.items()
        if n >= _MIN_MARKS
        and n * (1 if key[1] else 0.5) >= _MARK_SHARE * len(text)
        and inside[key] * 2 > n
    }
    removed = 0

    def replace(match: re.Match[str]) -> str:
        nonlocal removed
        if (match[1], match.end() - match.start() > 1) not in noise:
            return match[0]
        removed += len(match[0])
        return ""

    return (_MARK_RUN.sub(replace, text), removed) if noise else (text, 0)


def _join_lines(text: str) -> tuple[str, int]:
    """Join lines that a page end or a hard wrap broke inside a sentence."""
    lines = text.split("\n")
    filled = [i for i, line in enumerate(lines) if line.strip()]
    width = _wrap_width([lines[i] for i in filled])
    cut = _cut_length([lines[i] for i in filled])
    glue: dict[int, int] = {}
    run = 0  # characters of the paragraph so far, so that wrapped lines add up
    for a, b in pairwise(filled):
        run += len(lines[a].strip())
        above, below = lines[a].strip(), lines[b].strip()
        cuts = b - a == 1 and len(lines[a].rstrip()) == cut and not _begins(below)
        if cuts or (b - a <= 3 and _continues(above, below, run, b - a, width)):
            glue[a] = b
        else:
            run = 0
    if not glue:
        return text, 0
    out: list[str] = []
    i = 0
    while i < len(lines):
        parts = [lines[i]]
        while i in glue:
            nxt = glue[i]
            left, right = parts[-1].rstrip(), lines[nxt].lstrip()
            words = left[-1:].isascii() and right[:1].isascii()
            parts[-1] = left + (" " if words and len(lines[i].rstrip()) != cut else "")
            parts.append(right)
            i = nxt
        out.append("".join(parts))
        i += 1
    return "\n".join(out), len(glue)


def _wrap_width(lines: list[str]) -> int:
    """The width, in Chinese characters, at which a text is hard wrapped, 0 where it is not.

    That is the width near which most lines end that do not end a sentence.
    """
    body = open_ended = prose = 0
    widths: Counter[int] = Counter()
    for line in lines:
        if "\t" in line or "|" in line or _LEADERS.search(line):
            continue
        text = line.strip()
        body += len(text) >= 5
        prose += _STOP.search(text) is not None
        width = round(_width(text))
        if _WRAP_MIN <= width <= _WRAP_MAX and _OPEN_END.match(text[-1]):
            open_ended += 1
            widths[width] += 1
    if not open_ended or prose < 0.35 * body:
        return 0
    near = {w: sum(widths[w + d] for d in (-2, -1, 0, 1)) for w in widths}
    width = max(near, key=lambda w: (near[w], w))
    return width if near[width] >= max(6, 0.25 * body) else 0


def _cut_length(lines: list[str]) -> int:
    """The number of characters after which a text is cut, whatever is cut apart; 0 if it is not.

    No line is longer, and lines of that very length are many and mostly end in mid-sentence.
    """
    longest = max(map(len, map(str.rstrip, lines)), default=0)
    full = [line.rstrip() for line in lines if len(line.rstrip()) == longest]
    open_ended = sum(line[-1] not in _STOPS for line in full)
    enough = len(full) >= max(_MIN_CUTS, len(lines) / 8) and open_ended * 2 > len(full)
    plain = longest >= _WRAP_MIN and not any("\t" in line or "|" in line for line in full)
    return longest if enough and plain else 0


def _width(text: str) -> float:
    """Width in Chinese characters: ASCII counts half."""
    return len(text) - len(text.encode("latin-1", "ignore")) / 2


def _begins(line: str) -> bool:
    """Whether an entry begins with a line."""
    return parse_marker(fold(line), line) is not None or _NO_START.match(line) is not None


def _continues(a: str, b: str, run: int, distance: int, width: int) -> bool:
    """Whether line b goes on with the sentence of line a."""
    if not _OPEN_END.match(a[-1]) or "\t" in a or "\t" in b or "|" in a or a.startswith("#"):
        return False
    if _PAGE_NUMBER.fullmatch(a) or _PAGE_NUMBER.fullmatch(b):
        return False
    if _begins(b) or _LEADERS.search(a) or _LEADERS.search(b) or not b[0].isprintable():
        return False
    if _NEW_ROW.match(b) or ("  " in a and "  " in b):
        return False  # an entry or a row of columns begins
    if width and distance == 1:
        full = _width(a)
        heading = "。" not in a and run == len(a) and parse_marker(fold(a), a) is not None
        if full >= width - (1.5 if heading else 3.5):
            return True
    if b[-1] not in "。;；！？）)”" and len(b) < 20:
        return False
    if "。" in a[:-1] and len(a) >= _BEGUN:
        return True  # a sentence began after a stop and has not ended
    return run >= _LONG and (a[-1] in ",，、" or "；" in a or len(a) >= 80)
