"""Sentences of a passage, as offsets: the smallest pieces that an answer may quote.

Tabs, line breaks and HTML tags end a sentence and are in none; a bracket or quotation is never
cut open, nor a number.
"""

from __future__ import annotations

import re

_TOKEN = re.compile(
    r"<[^<>\n]{1,200}>"
    r"|[\t\n\r]+"
    r"|(?P<stop>[。！？!?]+[”’」』）)〉》\"]*)"
    r"|(?P<semi>[；;][”’」』]*)"
    r"|(?P<open>[（(《〈【\[“「『〔])"
    r"|(?P<close>[）)》〉】\]”」』〕])"
    r"|(?P<item>(?<![\d.\-—~A-Za-z/:])\d{1,2}[.．、](?!\d)(?=\s?\S)"
    r"|(?<![\d.\-—~A-Za-z/:])\d{1,2}[.．](?=\d{3,})"
    r"|[①-⑳]|[（(]\d{1,2}[）)])"
)
# A semicolon ends a sentence only where a clause this long stands before it.
_LONG_CLAUSE = 12
# After a closed quotation or bracket these go on with the sentence that it stands in.
_GOES_ON = tuple("的等和与及、，,。；;：:")


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Half-open offsets of the sentences of `text`, in order, without outer white space.

    >>> [("增长2.5万户。完成", )[0][a:b] for a, b in split_sentences("增长2.5万户。完成")]
    ['增长2.5万户。', '完成']
    """
    spans: list[tuple[int, int]] = []
    start = depth = 0
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind is None:
            start, depth = _cut(text, start, match.start(), spans), 0
            start = match.end()
        elif kind == "open":
            depth += 1
        elif kind == "close":
            depth = max(0, depth - 1)
        elif kind == "item":
            if _opens_item(text, start, match, depth):
                start = _cut(text, start, match.start(), spans)
        elif depth == 0 or _leaves(match[0], depth, text[match.end() : match.end() + 1]):
            depth = 0
            if kind == "stop" or match.start() - start >= _LONG_CLAUSE:
                start = _cut(text, start, match.end(), spans)
        else:
            depth = max(0, depth - sum(c in "”’」』）)〉》" for c in match[0]))
    _cut(text, start, len(text), spans)
    return spans


def _leaves(stop: str, depth: int, following: str) -> bool:
    """Whether the closing marks after a stop close every open bracket, and a sentence with it."""
    closed = sum(c in "”’」』）)〉》" for c in stop) >= depth
    return closed and following not in _GOES_ON


def _opens_item(text: str, start: int, match: re.Match[str], depth: int) -> bool:
    """A number opens a sub-item after a sentence end, white space or at the start."""
    if depth and match[0][0] not in "①②③④⑤⑥⑦⑧⑨⑩":
        return False
    before = text[start : match.start()]
    if not before.strip():
        return True
    return (before[-1] in "。；;！？：: \u3000）)”" and match[0][0] not in "（(") or (
        match[0][0] in "（(①②③④⑤⑥⑦⑧⑨⑩" and before[-1] in "。；;：: \u3000"
    )


def _cut(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> int:
    piece = text[start:end]
    left = start + len(piece) - len(piece.lstrip())
    right = start + len(piece.rstrip())
    if right > left:
        spans.append((left, right))
    return end


def first_sentence(text: str) -> tuple[int, int]:
    """Offsets of the first sentence; (0, 0) where there is none."""
    spans = split_sentences(text[:400])
    return spans[0] if spans else (0, 0)


def cut_long(text: str, limit: int) -> list[tuple[int, int]]:
    """Offsets that cut `text` into pieces of at most `limit` characters, best at sentence ends.

    The pieces hold every character that is not white space.
    """
    if len(text) <= limit:
        return [(0, len(text))]
    ends = [b for _, b in split_sentences(text)]
    pieces: list[tuple[int, int]] = []
    start = 0
    while len(text) - start > limit:
        fitting = [e for e in ends if start < e <= start + limit]
        end = fitting[-1] if fitting else start + limit
        pieces.append((start, end))
        start = end
        ends = [e for e in ends if e > start]
    pieces.append((start, len(text)))
    return [(a, b) for a, b in (_trim(text, a, b) for a, b in pieces) if b > a]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
