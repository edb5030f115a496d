"""Questions about a line's neighbours: is it a heading, does its list go on, is it a key line."""

from __future__ import annotations

import re

from corpus.lines import (
    ABOVE_ARTICLES,
    ARABIC,
    ARTICLE,
    DASH,
    HAN,
    HAN_BRACKET,
    LETTER,
    PLAIN,
    Line,
    Marker,
)
from corpus.titles import ENTRY, is_date, is_number, is_title, is_unit, signed_date

_MAX_HEADING = 80
_MAX_QUESTION = 150
_ENDED = frozenset("。;!?:)\"'")
_HAN = re.compile(r"[\u3400-\u9fff]{2}")
_QUESTION = re.compile(r"[(\[【]?(问题?|q)[一二三四五六七八九十\d]{0,3}[)\]】]?[:、.]?\s*\S")
_REPLY = re.compile(r"[(\[【]?(答|答复|回答|a)[一二三四五六七八九十\d]{0,3}([)\]】][:、.]?|[:、.])")
BODY_MARKS = re.compile(r"[。;:!?,]")


class Blocks:
    """Looks around in a document's lines."""

    def __init__(self, lines: list[Line]) -> None:
        self._lines = lines

    def short(self, i: int) -> bool:
        """Whether line i is short and ends without a stop, as headings do."""
        line = self._lines[i]
        return len(line.shown) <= 40 and line.shown[-1:] not in "。;:,"

    def is_heading(self, i: int, has_note: bool) -> bool:
        """Whether a numbered line is a bare heading and not a text of its own."""
        line = self._lines[i]
        marker = line.marker
        assert marker is not None
        body = line.shown[marker.end :].strip().rstrip("*_ ")
        if has_note or not body or len(body) > _MAX_HEADING or body[-1] in ";:,":
            return False
        if "。" in body[:-1] or (";" in body and marker.level >= ARABIC):
            return False
        following = self._lines[i + 1] if i + 1 < len(self._lines) else None
        if body[-1] == "。":
            leads = marker.level in (HAN, HAN_BRACKET) and len(body) <= 40
            return leads and following is not None and self._is_below(following, marker)
        if marker.level == DASH:
            return len(body) <= 60
        if marker.level < ARABIC:
            return not self._in_bare_list(i, marker)
        return following is not None and self._is_below(following, marker)

    def asked_level(self, i: int) -> float:
        """The heading level of line i where it titles an entry or asks what is answered, or 0."""
        return LETTER if self.is_entry(i) else PLAIN if self.is_question(i) else 0.0

    def is_question(self, i: int) -> bool:
        """Whether line i asks (问:…) and the next one answers (答:…)."""
        shown = self._lines[i].shown
        following = self._lines[i + 1].shown if i + 1 < len(self._lines) else ""
        asks = _QUESTION.match(shown) or shown.endswith("?")
        return bool(asks and len(shown) <= _MAX_QUESTION and _REPLY.match(following))

    def is_entry(self, i: int) -> bool:
        """Whether line i is the title of an entry numbered in 【】, its text below."""
        shown = self._lines[i].shown
        short = len(shown) <= _MAX_HEADING and "。" not in shown
        return short and i + 1 < len(self._lines) and bool(ENTRY.match(shown))

    def parts_articles(self, i: int) -> bool:
        """Whether a numbered line between articles names the part that follows (二、立案)."""
        line = self._lines[i]
        ended = i == 0 or self._lines[i - 1].text[-1] in '。)"' or line.gap > 0
        return bool(line.depth) or (ended and self.level(i) == ABOVE_ARTICLES)

    def level(self, i: int) -> float:
        """The heading level of a numbered line: right above an article it is that of its part."""
        line = self._lines[i]
        marker = line.marker
        assert marker is not None
        following = self._lines[i + 1].marker if i + 1 < len(self._lines) else None
        above = following is not None and following.kind == "条" and self.short(i)
        return ABOVE_ARTICLES if above and marker.level > ARTICLE else marker.level

    def _is_below(self, line: Line, marker: Marker) -> bool:
        """Whether the next line is text or an entry under a heading with this marker."""
        if line.marker is not None:
            return line.marker.level > marker.level
        ends = is_unit(line) or is_date(line) or is_title(line) or "\t" in line.raw
        return not ends and len(line.text) >= 20

    def _in_bare_list(self, i: int, marker: Marker) -> bool:
        """Whether a bare numbered line stands among siblings with nothing between them."""
        after = self._lines[i + 1].marker if i + 1 < len(self._lines) else None
        before = self._lines[i - 1].marker if i else None
        next_same = after is not None and after.kind == marker.kind
        last_same = before is not None and before.kind == marker.kind
        ended = i + 1 == len(self._lines) or (after is None and self.short(i + 1))
        return (next_same and (last_same or marker.ordinal == 1)) or (
            last_same and ended and marker.ordinal > 1
        )

    def sibling_follows(self, i: int, marker: Marker, reach: int = 8) -> bool:
        """Whether, from line i on, unnumbered lines lead to the next entry of the marker's list."""
        for line in self._lines[i : i + reach]:
            if line.marker is not None:
                same = line.marker.kind == marker.kind
                return same and line.marker.ordinal == marker.ordinal + 1
            if line.depth or "\t" in line.raw or is_title(line) or is_date(line):
                return False
        return False

    def signs(self, i: int) -> bool:
        """Whether a line is a signature or its date."""
        line = self._lines[i]
        return is_date(line) or signed_date(line) is not None or self.is_signature(i)

    def is_signature(self, i: int) -> bool:
        """Whether a line is a unit's name alone with a date alone under it."""
        following = self._lines[i + 1] if i + 1 < len(self._lines) else None
        return following is not None and is_date(following) and is_unit(self._lines[i])

    def is_caption(self, i: int) -> bool:
        """Whether a line above a table is short enough to name it."""
        line = self._lines[i]
        words = not line.shown.isdecimal() and not BODY_MARKS.search(line.shown)
        return len(line.shown) <= 30 and words and not is_date(line)

    def is_plain_heading(self, i: int) -> bool:
        """Whether a line without a number is a heading: short, bare, between whole paragraphs."""
        line = self._lines[i]
        if not 2 <= len(line.shown) <= 25 or i == 0 or i + 1 >= len(self._lines):
            return False
        if BODY_MARKS.search(line.shown) or line.shown[0] in "(●■*" or not _HAN.search(line.shown):
            return False
        if is_unit(line) or is_date(line) or is_number(line):
            return False
        before, after = self._lines[i - 1], self._lines[i + 1]
        ended = before.text[-1] in _ENDED or self.short(i - 1) or before.marker is not None
        return ended and (len(after.text) >= 40 or after.marker is not None)


def opens_list(line: Line) -> bool:
    """Whether a line is an entry of a list of annexes: an Arabic number, short, no stop."""
    marker = line.marker
    listed = marker is not None and marker.level == ARABIC and len(line.shown) <= 100
    return listed and "。" not in line.shown
