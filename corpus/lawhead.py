"""The head of a law: who passed or issued it, by which order, when, and since when it is in force.

It is what stands before the first article and begins with a date or an order, in brackets or not:
(2004年6月4日 国务院第53次常务会议通过 2004年6月23日 国务院令第410号公布 2004年7月1日 施行).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.dates import to_iso
from corpus.lines import Line
from corpus.records import Span
from corpus.titles import DATE

_REACH = 8
_MAX_LINE = 1500
_OPENS = re.compile(rf"\(?\s*(?:根据)?\s*(?:{DATE.pattern}|[\u3400-\u9fff]{{2,16}}令第)")
_MADE = re.compile(r"通过|公布|发布|颁布|修订|修正|批准|令第")
_FORCE = re.compile(r"^\s*起?(?:施行|实施|生效)")
_ORDER = re.compile(
    r"(?:(?<=日)|(?<![\u3400-\u9fff\d]))\s*"
    r"(?P<number>(?P<unit>[\u3400-\u9fff、]{2,20}?)令第\s?\d{1,4}\s?号)"
)
_BODY = re.compile(
    r"\s*[由经]?(?P<unit>[\u3400-\u9fff、]{0,30}?(?:委员会|代表大会|政府|国务院|中央军委|法院|检察院|[部局委署]))"
    r"(?:第[一二三四五六七八九十百\d]{1,8}次|常务会议|全体会议|批准|发布|公布|颁布|通过)"
)


@dataclass(frozen=True, slots=True)
class Stated:
    """A value and the span of the document that it was read from."""

    value: str
    span: Span


@dataclass(slots=True)
class LawHead:
    """What the head of a law states; None for what it does not."""

    date: Stated | None = None
    effective: Stated | None = None
    number: Stated | None = None
    issuer: Stated | None = None


def read_law_head(lines: Sequence[Line]) -> LawHead:
    """The head of a law among the first lines of a document.

    The date and the order are those of the last version that is named there, the issuer that of
    the last order, else the first body that passed it.
    """
    found = LawHead()
    for line in lines[:_REACH]:
        if line.marker is not None and line.marker.kind == "条":
            break
        if len(line.shown) <= _MAX_LINE and _OPENS.match(line.shown):
            _events(line, found)
            _orders(line, found)
    return found


def _events(line: Line, found: LawHead) -> None:
    dates = list(DATE.finditer(line.shown))
    for i, match in enumerate(dates):
        end = dates[i + 1].start() if i + 1 < len(dates) else len(line.shown)
        rest = line.shown[match.end() : end]
        value = Stated(to_iso(match), _span(line, match.start(), match.end()))
        if _FORCE.match(rest):
            found.effective = value
        elif _MADE.search(rest):
            found.date = value
        body = _BODY.match(rest)
        if body and found.issuer is None:
            at = match.end()
            a, b = at + body.start("unit"), at + body.end("unit")
            found.issuer = Stated(body["unit"], _span(line, a, b))


def _orders(line: Line, found: LawHead) -> None:
    for match in _ORDER.finditer(line.shown):
        found.number = Stated(match["number"].replace(" ", ""), _span(line, *match.span("number")))
        found.issuer = Stated(match["unit"], _span(line, *match.span("unit")))


def _span(line: Line, start: int, end: int) -> Span:
    base = line.start + line.body
    return Span(base + start, base + end)
