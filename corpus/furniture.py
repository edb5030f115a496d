"""What is printed around a document's own words: page headers, page numbers, tables of contents,
web-page chrome, squashed duplicates. Found by shape, place and repetition, never by wording of
one document; the wording of web pages in general stands in data/chrome.tsv.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from itertools import pairwise
from pathlib import Path

from corpus.datafiles import read_table
from corpus.fields import Labels
from corpus.flattened import flattened_tables
from corpus.lines import Line
from corpus.tables import is_pipe

_SPACES = re.compile(r"\s+")
_NOT_HAN = re.compile(r"[^\u3400-\u9fff]+")
_CONTENTS = re.compile(r"目\s*录|目\s*次|contents")
_LEADERS = re.compile(r"(?:\.{4,}|…{2,}|·{4,}|[.·…\s]{8,})\s*\(?\d{1,4}\)?$")
_LEADERS_RAW = re.compile(r"\.\.\.\.|……|····|．．．．")
_ENDS = tuple("。;:!?,")
_KEY_VALUE = re.compile(r"[^:]{1,12}:")
_BARE_NUMBER = re.compile(r"\d{1,4}")
_MAX_PAGE_HEADER = 40
_MIN_DUPLICATE = 40
_CONTENTS_REACH = 12
_MIN_PAGE = 200
_EMPTY_CELLS = ("-", "--", "/")


@cache
def _chrome() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    rows = read_table(Path(__file__).parent / "data" / "chrome.tsv", ("place", "reason", "pattern"))
    return tuple((r["place"], r["reason"], re.compile(r["pattern"])) for r in rows)


@cache
def _any_chrome(in_head: bool, in_tail: bool) -> re.Pattern[str]:
    """One pattern for all that may stand at a place: most lines match none of them."""
    places = {"any"} | ({"head"} if in_head else set()) | ({"tail"} if in_tail else set())
    return re.compile("|".join(f"(?:{p.pattern})" for at, _, p in _chrome() if at in places))


def find_furniture(lines: list[Line], body: tuple[int, int], labels: Labels) -> dict[int, str]:
    """The lines (by index) that are no part of the document's own words, each with the reason.

    Args:
        body: indices of the first and last line that surely are the document's own (long
            sentences, numbered entries, table rows): chrome is looked for outside.
        labels: the printed names of fields, by which flattened tables are told.
    """
    found: dict[int, str] = {}
    first, last = body
    for i, line in enumerate(lines):
        reason = _by_shape(line, i < first, i > last)
        if reason:
            found[i] = reason
    found |= _duplicates(lines)
    found |= _contents(lines)
    cells = _flat_cells(lines, found, labels)
    found = {i: reason for i, reason in found.items() if i not in cells}
    found |= _page_headers(lines, found, cells)
    found |= _page_numbers(lines, found, cells)
    return found


def _flat_cells(lines: list[Line], found: dict[int, str], labels: Labels) -> set[int]:
    """The lines that are cells of a flattened table: they may recur, be bare numbers or dashes."""
    kept = [i for i, line in enumerate(lines) if i not in found or line.text in _EMPTY_CELLS]
    tables = flattened_tables([lines[i] for i in kept], labels)
    return {kept[j] for table in tables for j in table.lines()}


def _by_shape(line: Line, in_head: bool, in_tail: bool) -> str:
    if len(line.text) > 160 or is_pipe(line):
        return ""
    if not _any_chrome(in_head, in_tail).fullmatch(line.text):
        return ""
    for place, reason, pattern in _chrome():
        here = place == "any" or (place == "head" and in_head) or (place == "tail" and in_tail)
        if here and pattern.fullmatch(line.text):
            return reason
    return ""


def _duplicates(lines: list[Line]) -> dict[int, str]:
    """Head lines whose Han characters stand, in one run, again further down over several lines."""
    found: dict[int, str] = {}
    han = [_NOT_HAN.sub("", line.text) for line in lines[:72]]
    for i, own in enumerate(han[:12]):
        if len(own) >= _MIN_DUPLICATE:
            below = han[i + 1 : i + 60]
            if own in "".join(below) and not any(own in line for line in below):
                found[i] = "web page: squashed duplicate of the text below"
    return found


def _contents(lines: list[Line]) -> dict[int, str]:
    """Tables of contents: after 目录 up to the last line with leaders, or while lines recur."""
    reason = "table of contents"
    found = {i: reason for i, ln in enumerate(lines) if _is_leader(ln)}
    heads = [i for i, line in enumerate(lines) if _CONTENTS.fullmatch(line.shown)]
    places: dict[str, list[int]] = defaultdict(list)
    for i, line in enumerate(lines if heads else ()):
        if len(line.text) <= 60:
            places[_SPACES.sub("", line.shown)].append(i)
    for i in heads:
        if i in found:
            continue
        end = i
        j = i + 1
        while j < len(lines) and j - end <= _CONTENTS_REACH:
            if j in found or (places[_SPACES.sub("", lines[j].shown)][-1:] > [j] and j == end + 1):
                end = j
            elif len(lines[j].text) > 60 or lines[j].text.endswith(_ENDS):
                break
            j += 1
        if end > i:
            found |= {k: reason for k in range(i, end + 1)}
    return found


def _is_leader(line: Line) -> bool:
    return len(line.text) < 200 and bool(
        _LEADERS_RAW.search(line.raw) and _LEADERS.search(line.text)
    )


def _page_headers(lines: list[Line], found: dict[int, str], cells: set[int]) -> dict[int, str]:
    """Short lines that recur three times or more and that interrupt something at least once."""
    places: dict[str, list[int]] = defaultdict(list)
    for i, line in enumerate(lines):
        if (
            i not in found
            and i not in cells
            and 4 <= len(line.text) <= _MAX_PAGE_HEADER
            and line.marker is None
            and line.depth == 0
            and line.raw_end == line.end
            and "\t" not in line.raw
            and not is_pipe(line)
            and not line.text.endswith(_ENDS)
            and not _KEY_VALUE.match(line.text)
            and not _BARE_NUMBER.fullmatch(line.text)
        ):
            places[_SPACES.sub("", line.text)].append(i)
    return {
        i: "page header or footer, repeated"
        for at in places.values()
        if len(at) >= 3 and any(_interrupts(lines, found, i) for i in at)
        for i in at
    }


def _interrupts(lines: list[Line], found: dict[int, str], i: int) -> bool:
    """Whether a line stands between two table rows, inside a sentence or by a page number."""
    if i == 0 or i + 1 == len(lines):
        return False
    before, after = lines[i - 1], lines[i + 1]
    if "page number" in (found.get(i - 1), found.get(i + 1)):
        return True
    if _tabbed(before) and _tabbed(after):
        return True
    return len(before.text) > 40 and before.text[-1] not in "。;:!?)\"'" and after.marker is None


def _tabbed(line: Line) -> bool:
    return line.raw_end > line.end or "\t" in line.raw


def _page_numbers(lines: list[Line], found: dict[int, str], cells: set[int]) -> dict[int, str]:
    """Bare numbers on lines of their own that rise through the document."""
    bare = [
        i
        for i, line in enumerate(lines)
        if i not in found and i not in cells and _BARE_NUMBER.fullmatch(line.text)
    ]
    values = [int(lines[i].text) for i in bare]
    rising = sum(0 < b - a <= 3 for a, b in pairwise(values))
    apart = sorted(lines[b].start - lines[a].end for a, b in pairwise(bare))
    if len(bare) < 3 or rising < 0.7 * (len(bare) - 1) or apart[len(apart) // 2] < _MIN_PAGE:
        return {}  # serial numbers of a flattened table stand close together
    return {i: "page number" for i in bare}
