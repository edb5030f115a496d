"""What a document's head and foot say of it: title, issuer, number, dates, recipients, region.

Each value is kept as a Field with the span that it was read from. Works on the lines that remain
after furniture was set aside, plus web pages' publishing lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from corpus.dates import iso_date
from corpus.fields import Labels
from corpus.imprint import canonical, fill
from corpus.labelled import parts_of
from corpus.lawhead import LawHead, read_law_head
from corpus.lines import Line
from corpus.links import read_links
from corpus.naming import Reading, document_title
from corpus.places import Places, level_of_recipients
from corpus.records import Field, Level
from corpus.tables import pairs_of
from corpus.titles import DATE, is_date, is_number, is_unit, number_of, signed_date, title_run
from corpus.validity import read_published, read_validity

_RECIPIENTS = re.compile(r"[^。;]{3,220}:")
_RECIPIENT_WORD = re.compile(
    r"人民政府|部门|单位|机构|委员会|各(市|州|县|区|省|镇|街道|乡|处|科|局)|管委会"
)
_NO_RECIPIENTS = re.compile(
    r"^(?:为|根据|按照|依照|现|经|兹)|\d{4}年|[:《]|(?:如下|决定|名单|条件|规定|申请|包括|情形.*|注销.*)$"
)
_ISSUE = re.compile(
    r"(?:(?:19|20)\d\d\s*年\s*)?第\s*\d{1,3}\s*期(?:\s*[(\uff08]\s*总第\s*\d+\s*期\s*[)\uff09])?(?![工建])"
)
_RED_HEAD = re.compile(r"(?P<unit>[\u3400-\u9fff]{4,40})(?:文件|令)")
_GOVERNS = re.compile(  # says who sees to it in the whole country: a national rule
    r"国务院[^。;]{0,20}(?:部门|机构|机关)[^。;]{0,12}(?:主管|负责|管理)[^。;]{0,12}全国"
)
_PLACE_KEY = re.compile(r".*(?:机关|主体|单位|部门|机构|主办|主管|编辑|地区|区划|地域|属地)")
_TITLE_ISSUER = re.compile(r"(?P<unit>.{3,60}?)(?:关于|转发|批转|印发|对)")
# Blanks inside a name (武 汉 市), not those between two names.
_SPACED = re.compile(r"(?<![\u3400-\u9fff]{2}) | (?![\u3400-\u9fff]{2})")
_UNIT_SHAPE = re.compile(
    r".*(政府|办公厅|办公室|委员会|委|局|厅|部|院|管委会|小组|法院|检察院|国务院|总署|银行|公司|中心|协会)"
)
_PRINTED = re.compile(r"(?P<unit>.*?)\s*" + DATE.pattern + r"\s*印发")
_NATIONAL = re.compile(r"中华人民共和国(?:境内|领域)|日\s?国务院(?:批准|第)")
_HEAD = 40
_TITLE_REACH = 3000
_TOOLS = "网页工具"


@dataclass(slots=True)
class Metadata:
    """What is known of a document; "" where it states nothing."""

    title: str = ""
    issuer: str = ""
    level: Level = ""
    region: str = ""
    number: str = ""
    date: str = ""
    published: str = ""
    effective: str = ""
    expires: str = ""
    recipients: str = ""
    fields: list[Field] = field(default_factory=list)

    def add(self, name: str, value: str, start: int, end: int) -> None:
        """Keep a value with the span that it was read from."""
        self.fields.append(Field(name, name, (value,), start, end))


def read_metadata(reading: Reading, places: Places) -> Metadata:
    """The metadata of one document."""
    found = Metadata()
    _title(reading, found)
    _signature(reading, found)
    _number(reading, found)
    _recipients(reading, found)
    _issue_number(reading, found)
    head = read_law_head(reading.kept)
    _issuer(reading, found)
    _law(reading.text, head, found)
    read_published(reading.lines, found)
    read_validity(reading.text, reading.folded, found)
    found.fields += read_links(reading.text, reading.folded)
    _keys(reading, found)
    fill(found, [f for f in found.fields if f.name != "地区"])
    _place(reading, found, places)
    return found


def _title(r: Reading, found: Metadata) -> None:
    span = document_title(r)
    if span:
        found.title = re.sub(r"\s*\n\s*", "", r.text[span[0] : span[1]])
        found.add("标题", found.title, *span)


def _signature(r: Reading, found: Metadata) -> None:
    """The signature block: a unit's name and, next to it, a date; the first in the document."""
    for i, line in enumerate(r.kept):
        if len(line.shown) > 80 or "年" not in line.shown:
            continue
        one = signed_date(line)
        printed = _PRINTED.fullmatch(line.shown)
        if printed:
            if not any(f.name == "印发日期" for f in found.fields):
                found.add("印发日期", iso_date(printed[0]), line.start, line.end)
            continue
        if found.date:
            continue
        if one:
            _sign(r, found, line.start, line.start + one.end("unit"), line)
        elif is_date(line):
            found.date = iso_date(line.shown)
            found.add("成文日期", found.date, line.start, line.end)
            above = r.kept[i - 1] if i else None
            if above and is_unit(above) and above.marker is None:
                found.issuer = _SPACED.sub("", " ".join(r.text[above.start : above.end].split()))
                found.add("发文机关", found.issuer, above.start, above.end)


def _sign(r: Reading, found: Metadata, start: int, end: int, line: Line) -> None:
    found.issuer = r.text[start:end].strip()
    found.add("发文机关", found.issuer, start, end)
    found.date = iso_date(line.shown)
    found.add("成文日期", found.date, end, line.end)


def _law(text: str, head: LawHead, found: Metadata) -> None:
    """What the head of a law states and a notice's head and signature do not."""
    stated = (
        ("date", "成文日期", head.date),
        ("number", "文号", head.number),
        ("issuer", "发文机关", head.issuer),
        ("effective", "施行日期", head.effective),
    )
    for name, label, value in stated:
        if value is not None and not getattr(found, name):
            start, end = value.span.start, value.span.end
            shown = (
                value.value if name in ("date", "effective") else "".join(text[start:end].split())
            )
            setattr(found, name, shown)
            found.add(label, shown, start, end)


def _number(r: Reading, found: Metadata) -> None:
    for i, line in enumerate(r.kept[:_HEAD]):
        match = number_of(line)
        if match is None:
            continue
        base = line.start + line.body
        a, b = base + match.start("number"), base + match.end("number")
        above = r.kept[i - 1] if i else None
        if above and above.shown.endswith("令") and match["number"].startswith("第"):
            a = above.start + above.body
        found.number = re.sub(r"\s+", "", r.text[a:b])
        found.add("文号", found.number, a, b)
        return


def _issue_number(r: Reading, found: Metadata) -> None:
    """Which number of a gazette or bulletin it is: 2022年第2期(总第694期), the fullest one."""
    printed = list(_ISSUE.finditer(r.folded, 0, _TITLE_REACH))
    if printed:
        best = max(printed, key=lambda m: (m.end() - m.start(), -m.start()))
        found.add("期号", r.text[best.start() : best.end()], best.start(), best.end())


def _recipients(r: Reading, found: Metadata) -> None:
    """The line that ends in a colon: it names governments, or stands right under the number."""
    for i, line in enumerate(r.kept[:_HEAD]):
        if line.marker is not None and line.marker.kind == "条":
            return
        if line.marker is not None or not _RECIPIENTS.fullmatch(line.shown):
            continue
        if _NO_RECIPIENTS.search(line.shown, 0, len(line.shown) - 1):
            continue
        below_head = i > 0 and (is_number(r.kept[i - 1]) or title_run(r.kept[i - 1 :], 0) == 1)
        if _RECIPIENT_WORD.search(line.shown) or (below_head and len(line.shown) <= 40):
            found.recipients = r.text[line.start : line.end - 1].strip()
            found.add("主送机关", found.recipients, line.start, line.end - 1)
            return


def _issuer(r: Reading, found: Metadata) -> None:
    """Where nobody signs: the unit before 关于 in the title, else the red head (…文件)."""
    if found.issuer:
        return
    title = next((f for f in found.fields if f.name == "标题"), None)
    if title:
        folded = re.sub(r"\s*\n\s*", "", r.folded[title.start : title.end])
        match = _TITLE_ISSUER.match(folded)
        if match and _UNIT_SHAPE.fullmatch(match["unit"]):
            found.issuer = found.title[: match.end("unit")]
            found.add("发文机关", found.issuer, title.start, title.start + match.end("unit"))
            return
    for line in r.kept[:_HEAD]:
        match = _RED_HEAD.fullmatch(line.shown)
        if match and _UNIT_SHAPE.fullmatch(match["unit"]):
            found.issuer = r.text[line.start : line.start + match.end("unit")]
            found.add("发文机关", found.issuer, line.start, line.start + match.end("unit"))
            return


def _keys(r: Reading, found: Metadata) -> None:
    """Key: value lines of an imprint (编辑出版, 主办, 邮编 …), each under its own name, once."""
    known = {f.name for f in found.fields}
    for key, start, end in _stated(r) if len(r.drafts) < 5000 else ():
        value = r.text[start:end].strip()
        name = canonical(key, value)
        if name not in known and value and len(value) <= 80:
            known.add(name)
            found.add(name, value, start, end)


def _stated(r: Reading) -> Iterator[tuple[str, int, int]]:
    """Names and the spans of their values: web pages' publishing lines, lines, headless rows."""
    labels = Labels.default()
    kept = {line.start for line in r.kept}
    for line in r.lines[:_HEAD]:
        for part in parts_of(line, labels) if line.start not in kept else ():
            label = labels.get(part.name)
            if label is not None and label.name != _TOOLS:
                yield part.name, part.start, part.end
    for d in r.drafts:
        if d.keys:
            yield from ((part.name, part.start, part.end) for part in d.keys)
        elif d.cells is not None and d.header is None:
            for key, cell in pairs_of(d.cells):
                yield key, cell.start, cell.end


def _place(r: Reading, found: Metadata, places: Places) -> None:
    """Region and level: from the issuer, the title, the red head, the recipients, the body."""
    for text in (found.issuer, found.title, found.number, *_heads(r), *_titles(r), r.name):
        region, level = places.named(text) if text else ("", "")
        if region:
            found.region, found.level = region, level
            return
    for text in (found.issuer, found.title):
        if not found.region and text:
            found.region, found.level = places.shaped(text)
    if found.region:
        return
    level = level_of_recipients(found.recipients)
    if level == "省" or (not level and found.recipients):
        province = places.province_most_named(r.text[:200_000])
        if level and province:
            found.region, found.level = province, level
            return
    found.level = level
    if not level and _NATIONAL.search(r.folded, 0, _TITLE_REACH):
        found.region, found.level = "中国", "国家"
        return
    fill(found, found.fields)  # a place that no gazetteer knows, stated as 地区
    if found.region or level:
        return
    found.region, found.level = _spoken_of(r, places)


def _spoken_of(r: Reading, places: Places) -> tuple[str, Level]:
    """The place that a text which does not say whose it is speaks of, body first, then headings."""
    if _GOVERNS.search(r.folded):
        return "中国", "国家"
    headings = "\n".join(r.text[d.start : d.end] for d in r.drafts if d.kind == "title")
    told = places.spoken_of(r.text[:200_000])
    return told if told[0] else places.spoken_of(headings, times=1)


def _heads(r: Reading) -> list[str]:
    return [r.text[ln.start : ln.end] for ln in r.kept[:_HEAD] if _RED_HEAD.fullmatch(ln.shown)] + [
        re.sub(r"\s", "", r.text[part.start : part.end])
        for d in r.drafts[:8]
        for part in d.keys[:1]
        if _PLACE_KEY.fullmatch(part.name)
    ]


def _titles(r: Reading) -> list[str]:
    return [r.text[d.start : d.end] for d in r.drafts if d.kind == "title" and not d.above][:6]
