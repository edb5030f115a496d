"""Notes in running text that say who leads and who is responsible, and until when.

Labelled ones, "(牵头单位:A;责任单位:B)", by the labels of data/headers.tsv; spoken ones,
"(A牵头,B配合)" and "牵头单位为A。", by their words; bare ones, "(A、B)" at the end, by their looks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.fields import CLOSERS, PAIRS, UNIT_END, Labels, plain, split_units, trim
from corpus.fold import fold
from corpus.records import LEAD, RESPONSIBLE, Field

SUPPORT = "配合单位"
_NEXT_LABEL = re.compile(r"[,;]\s*[\u3400-\u9fff]{2,8}:")
_NO_UNIT = re.compile(r"以[上下]|由|应|需|可|按|.*(自行|同意|批准)")
_TAIL = 600
_WORDS = r"(?:[^()。:]|\([^()。:]*\))"
_SPOKEN = re.compile(
    rf"[(\[【](?:由)?(?:(?P<lead>{_WORDS}{{2,200}}?)(?:共同)?牵头(?:负责|组织|落实|实施)?"
    rf"(?:[,;、。]?(?:(?P<support>{_WORDS}{{2,400}}?)等?(?:单位|部门)?(?:配合|参与|参加|协同|协助|支持)"
    rf"|(?P<duty>{_WORDS}{{2,400}}?)等?(?:单位|部门)?(?:按照?(?:各自)?职责(?:分工)?)?(?:分别)?负责)(?:落实|实施)?)?"
    rf"|(?P<alone>{_WORDS}{{2,400}}?)等?(?:按照?(?:各自)?职责(?:分工)?|分别|共同)?(?:负责|落实)(?:落实|实施)?)"
    r"(?:[。;,][^()]{0,30}下同)?[)\]】]。?\s*$"
)
_ENDING = re.compile(
    r"(?:^|[。;,]\s*)(?P<label>(?:牵头|主责|责任|配合|协同)(?:单位|部门))(?:为|是)?"
    r"(?P<units>[^:。;()]{3,200})[。;]?\s*$"
)
_BARE = re.compile(
    rf"(?P<before>[。;!]?)\s*[(\[【](?P<units>{_WORDS}{{3,300}})[)\]】](?P<after>[。;]?)\s*$"
)
_ENTRY = re.compile(r"\(?[\d一二三四五六七八九十]{1,3}[.、)]")
_BODY = re.compile(r"(局|委|办|厅|会|政府|部|处|院|公司|中心|集团|队|行|联|团|办公室|单位|部门)$")
_REMARK = re.compile(r"如|含|不含|不包括|包括|原|即|例|以下|简称|下同|其中|另|详见|见|由")


@dataclass(frozen=True, slots=True)
class Note:
    """The labelled notes of a record: its fields, and where the notes begin (brackets included)."""

    fields: tuple[Field, ...]
    start: int


def find_notes(text: str, folded: str, start: int, end: int, labels: Labels) -> Note | None:
    """The labelled notes in text[start:end], such as "(牵头单位:A;责任单位:B)".

    A label counts after an opening bracket, a sentence end, white space or another label's value.
    """
    hits = []
    if folded.find(":", start, end) >= 0 or folded.find("同", start, end) >= 0:
        hits = [m for m in labels.inline.finditer(folded, start, end) if _opens(folded, start, m)]
    if not hits:
        return _spoken_note(text, folded, start, end) or _bare_note(text, folded, start, end)
    found: dict[str, Field] = {}
    for i, match in enumerate(hits):
        limit = hits[i + 1].start() if i + 1 < len(hits) else end
        stop = _value_end(folded, match.end(), limit)
        label = labels.get(match[1])
        a, b = trim(folded, match.end(), stop)
        if label is None or b <= a:
            continue
        units = split_units(text[a:b]) if label.units else (plain(text[a:b]),)
        before = found.get(label.name)
        if before:
            units = before.values + tuple(u for u in units if u not in before.values)
            a = before.start
        printed = "".join(text[match.start(1) : match.end(1)].split())
        found[label.name] = Field(label.name, printed, units, a, b)
    if not found:
        return None
    return Note(tuple(found.values()), _outer_bracket(folded, start, hits[0].start()))


def _spoken_note(text: str, folded: str, start: int, end: int) -> Note | None:
    """A note in words at the end: (A牵头,B配合), (A、B按职责分工负责)."""
    tail = max(start, end - _TAIL)
    if folded.find("负责", tail, end) < 0 and folded.find("牵头", tail, end) < 0:
        return None
    match = _SPOKEN.search(folded, tail, end)
    if match is None:
        return None
    found = []
    roles = ((LEAD, "lead"), (RESPONSIBLE, "duty"), (SUPPORT, "support"), (RESPONSIBLE, "alone"))
    for name, group in roles:
        a, b = trim(folded, *match.span(group)) if match[group] else (0, 0)
        units = split_units(text[a:b])
        if units and all(UNIT_END.search(fold(u)) and not _NO_UNIT.match(fold(u)) for u in units):
            found.append(Field(name, name, units, a, b))
    return Note(tuple(found), match.start()) if found else None


def _bare_note(text: str, folded: str, start: int, end: int) -> Note | None:
    """Bodies without a verb at the end: 牵头单位市教育局。 or (市教育局、市财政局)."""
    tail = max(start, end - _TAIL)
    match = _ENDING.search(folded, tail, end)
    if match is not None:
        name = {"牵头": LEAD, "主责": LEAD, "责任": RESPONSIBLE}.get(match["label"][:2], SUPPORT)
    elif folded[max(start, end - 3) : end].rstrip(" \n。;").endswith((")", "]", "】")):
        match, name = _BARE.search(folded, tail, end), RESPONSIBLE
        if match and not (match["before"] or match["after"] or _ENTRY.match(folded, start)):
            return None  # 换发签证(甲市公安局): a title
    if match is None:
        return None
    a, b = trim(folded, *match.span("units"))
    units = split_units(text[a:b])
    bodies = [fold(u) for u in units]
    if not units or not all(
        len(u) > 2 and _BODY.search(u) and not _REMARK.match(u) for u in bodies
    ):
        return None
    label = text[slice(*match.span("label"))] if "label" in match.re.groupindex else name
    begin = match.start("label" if label != name else "units")
    return Note((Field(name, label, units, a, b),), _outer_bracket(folded, start, begin))


def _opens(folded: str, start: int, match: re.Match[str]) -> bool:
    before = folded[start : match.start()].rstrip(" ")
    return not before or before[-1] in "([<【{。;,\n\t\u3000!?*" or folded[match.start() - 1] == " "


def _value_end(folded: str, start: int, limit: int) -> int:
    """Where a value ends: its bracket closes, a line or sentence ends, a label, or the limit."""
    label = _NEXT_LABEL.search(folded, start, limit)
    limit = label.start() if label else limit
    depth = 0
    for i in range(start, limit):
        c = folded[i]
        if c in PAIRS:
            depth += 1
        elif c in CLOSERS:
            depth -= 1
            if depth < 0:
                return i
        elif depth == 0 and c in "。\n\t":
            return i
    return limit


def _outer_bracket(folded: str, start: int, position: int) -> int:
    """The start of the outermost bracket that is open at a position, else the position."""
    opened: list[int] = []
    for i in range(start, position):
        if folded[i] in PAIRS:
            opened.append(i)
        elif folded[i] in CLOSERS and opened:
            opened.pop()
    return opened[0] if opened else position
