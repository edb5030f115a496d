"""What a document's head and foot say of it: title, issuer, number, dates, recipients, region.

Each value is kept as a Field with the span that it was read from. Works on the lines that remain
after furniture was set aside, plus web pages' publishing lines.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from corpus.blocks import key_of
from corpus.dates import iso_date
from corpus.imprint import canonical, fill
from corpus.lines import Line
from corpus.outline import Draft
from corpus.places import Places, level_of_recipients
from corpus.records import Field, Level
from corpus.titles import ANNEX, DATE, NUMBER, is_date, is_number, is_unit, signed_date, title_run
from corpus.validity import read_published, read_validity

_NOTICE = re.compile(
    r".*(?:关于|对).*(通知|意见|决定|公告|通告|通报|批复|函|答复|报告|请示|措施|办法|方案|规定)"
    r"(\([^()]*\))?"
)
_PROMULGATES = re.compile(
    r".*关于.*(印发|转发|发布|公布|下发).*的?(通知|决定|公告|通告|意见)(\([^()]*\))?"
)
_RECIPIENTS = re.compile(r"[^。;]{3,220}:")
_RECIPIENT_WORD = re.compile(
    r"人民政府|部门|单位|机构|委员会|各(市|州|县|区|省|镇|街道|乡|处|科|局)|管委会"
)
_RED_HEAD = re.compile(r"(?P<unit>[\u3400-\u9fff]{4,40})(?:文件|令)")
_TITLE_ISSUER = re.compile(r"(?P<unit>.{3,60}?)关于")
_UNIT_SHAPE = re.compile(
    r".*(政府|办公厅|办公室|委员会|委|局|厅|部|院|管委会|小组|法院|检察院|国务院|总署|银行|公司|中心|协会)"
)
_PRINTED = re.compile(r"(?P<unit>.*?)\s*" + DATE.pattern + r"\s*印发")
_PASSED = re.compile(DATE.pattern + r"[^。]{0,80}?(通过|公布|发布|修订|修正|批准|施行|令)")
_ORDER = re.compile(
    r"(?:(?<=日)|(?<![\u3400-\u9fff]))(?!日)[\u3400-\u9fff]{2,14}令第\s?\d{1,4}\s?号"
)
_ORDER_REACH = 8  # lines of a head in which an order (国务院令第622号) is looked for
_HEAD = 40
_TITLE_REACH = 3000


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


@dataclass(frozen=True, slots=True)
class Reading:
    """What metadata is read from: text, folded text, all lines, kept lines, drafts, file name."""

    text: str
    folded: str
    lines: list[Line]
    kept: list[Line]
    drafts: list[Draft]
    name: str = ""


def read_metadata(reading: Reading, places: Places) -> Metadata:
    """The metadata of one document."""
    found = Metadata()
    _title(reading, found)
    _signature(reading, found)
    _number(reading, found)
    _recipients(reading, found)
    _issuer(reading, found)
    read_published(reading.lines, found)
    read_validity(reading.text, reading.folded, found)
    _keys(reading, found)
    fill(found, [f for f in found.fields if f.name != "地区"])
    _place(reading, found, places)
    return found


def _title(r: Reading, found: Metadata) -> None:
    """A notice's own title, else the first title, else a first heading, else a first short line."""
    runs: list[tuple[int, int]] = []
    for d in r.drafts:
        plain = d.marker is None and not ANNEX.match(r.folded[d.start : d.end])
        if d.kind == "title" and plain and (not d.above or d.above[0].level > 0):
            runs.append((d.start, d.end))
    titles = [(a, b) for a, b in runs[:_HEAD] if title_run(_within(r.kept, a, b), 0)]
    flat = [(re.sub(r"\s", "", r.folded[a:b]), a, b) for a, b in titles]
    best = next(((a, b) for t, a, b in flat if _PROMULGATES.fullmatch(t)), None)
    best = best or next(((a, b) for t, a, b in flat[:1] if _NOTICE.fullmatch(t)), None)
    first = next(((a, b) for a, b in runs if b - a >= 6 and a < _TITLE_REACH), None)
    best = best or next(iter(titles), None) or first or _first_line(r)
    if best:
        found.title = re.sub(r"\s*\n\s*", "", r.text[best[0] : best[1]])
        found.add("标题", found.title, *best)


def _within(lines: list[Line], start: int, end: int) -> list[Line]:
    return [ln for ln in lines if ln.start < end and ln.end > start]


def _first_line(r: Reading) -> tuple[int, int] | None:
    for line in r.kept[:5]:
        plain = line.marker is None and not line.shown.endswith((":", "。", ";"))
        if plain and 4 <= len(line.shown) <= 60 and not key_of(line) and "\t" not in line.raw:
            return (line.start + line.body, line.end)
    return None


def _signature(r: Reading, found: Metadata) -> None:
    """The signature block: a unit's name and, next to it, a date; the first in the document."""
    for i, line in enumerate(r.kept):
        if len(line.shown) > 80:
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
                found.issuer = re.sub(r"\s+", "", r.text[above.start : above.end])
                found.add("发文机关", found.issuer, above.start, above.end)
    if not found.date:
        _passed(r, found)


def _sign(r: Reading, found: Metadata, start: int, end: int, line: Line) -> None:
    found.issuer = r.text[start:end].strip()
    found.add("发文机关", found.issuer, start, end)
    found.date = iso_date(line.shown)
    found.add("成文日期", found.date, end, line.end)


def _passed(r: Reading, found: Metadata) -> None:
    """A law's head: (… 年 … 月 … 日 … 通过); the last date there is that of the version."""
    for line in r.kept[:8]:
        if line.marker is not None:
            break
        matches = list(_PASSED.finditer(line.shown))
        if matches and len(line.shown) < 600:
            match = matches[-1]
            found.date = iso_date(match[0])
            base = line.start + line.body
            found.add("成文日期", found.date, base + match.start(), base + match.end())


def _number(r: Reading, found: Metadata) -> None:
    for i, line in enumerate(r.kept[:_HEAD]):
        if not is_number(line):
            continue
        match = NUMBER.fullmatch(line.shown)
        assert match is not None
        base = line.start + line.body
        a, b = base + match.start("number"), base + match.end("number")
        above = r.kept[i - 1] if i else None
        if above and above.shown.endswith("令") and match["number"].startswith("第"):
            a = above.start + above.body
        found.number = re.sub(r"\s+", "", r.text[a:b])
        found.add("文号", found.number, a, b)
        return
    for line in r.kept[:_ORDER_REACH]:
        match = _ORDER.search(line.shown)
        if match:
            base = line.start + line.body
            found.number = match[0]
            found.add("文号", found.number, base + match.start(), base + match.end())
            return


def _recipients(r: Reading, found: Metadata) -> None:
    """The line that ends in a colon: it names governments, or stands right under the number."""
    for i, line in enumerate(r.kept[:_HEAD]):
        if line.marker is not None and line.marker.kind == "条":
            return
        if line.marker is not None or not _RECIPIENTS.fullmatch(line.shown):
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
    for d in r.drafts:
        if d.key and len(r.drafts) < 5000:
            name = canonical(re.sub(r"\s+", "", d.key[0]))
            value = r.text[d.key[1] : d.end].strip()
            if name not in known and value and len(value) <= 80:
                known.add(name)
                found.add(name, value, d.end - len(r.text[d.key[1] : d.end].lstrip()), d.end)


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
    fill(found, found.fields)  # a place that no gazetteer knows, stated as 地区


def _heads(r: Reading) -> list[str]:
    return [r.text[ln.start : ln.end] for ln in r.kept[:_HEAD] if _RED_HEAD.fullmatch(ln.shown)] + [
        f for f in (re.sub(r"\s", "", r.text[d.start : d.end]) for d in r.drafts[:8] if d.key)
    ]


def _titles(r: Reading) -> list[str]:
    return [r.text[d.start : d.end] for d in r.drafts if d.kind == "title" and not d.above][:6]
