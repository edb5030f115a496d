"""When a document was published, since when it is in force, and until when."""

from __future__ import annotations

import re
from typing import Protocol

from corpus.dates import iso_date
from corpus.lines import Line
from corpus.records import Field
from corpus.titles import DATE

_PUBLISHED = re.compile(r"(发布时间|发布日期|发文日期|公布日期|公开日期)\s*:\s*")
_DAY = re.compile(DATE.pattern + r"|\d{4}[-./]\d{1,2}[-./]\d{1,2}")
_EFFECTIVE = re.compile(
    r"(?:自|从)(?P<when>(?:本?(?:文件|办法|规定|通知|意见|措施|细则|方案)?(?:发布|印发|公布|颁布)之日)|"
    + DATE.pattern
    + r")起(?:施行|实施|执行|生效|试行)(?!的|以来|后|前)"
)
_OWN = re.compile(r"本(?:条例|办法|规定|通知|意见|措施|细则|方案|决定|规则|解释|法|公告)[^。;]*$")
_UNTIL = r"(?:至|到|截至|截止到?)\s*(?P<until>" + DATE.pattern + ")"
_EXPIRES = re.compile(
    r"(?:(?:有效期|有效期限|执行期|实施期|试行期)限?为?(?:[自从][^。;]{6,24}?)?"
    rf"|(?:有效|起(?:施行|实施|执行|试行)),?){_UNTIL}"
)
_FROM_TO = re.compile(rf"[自从][^。;]{{6,24}}起{_UNTIL}止?(?:施行|实施|执行|试行|有效)")
_VALID_YEARS = re.compile(
    r"有效期为?(?:限为?)?\s*(\d{1,2}|[一二三四五六七八九十])\s*年(?![以之]?内)"
)
_OF_ITSELF = re.compile(  # stands right before a term that is the document's own
    r"(?:^|[。\n]|本(?:条例|办法|规定|通知|意见|措施|细则|方案|决定|规则|公告|文件|政策|标准)|之日|日起|"
    r"(?:办法|规定|通知|意见|措施|细则|方案|条例)》|施行|实施|执行|试行)[,\s\uff0c]*[的并]?\s*$"
)
_HEAD = 40


class Known(Protocol):
    """The part of a document's metadata that is set here."""

    date: str
    published: str
    effective: str
    expires: str
    fields: list[Field]

    def add(self, name: str, value: str, start: int, end: int) -> None:
        """Keep a value with the span that it was read from."""


def read_published(lines: list[Line], found: Known) -> None:
    """The day of publication, from a web page's publishing line, else from the printing note."""
    for line in [*lines[:_HEAD], *lines[-10:]]:
        match = _PUBLISHED.search(line.text)
        day = _DAY.search(line.text, match.end(), match.end() + 24) if match else None
        date = iso_date(day[0]) if day else ""
        if day and date:
            found.published = date
            found.add("发布日期", date, line.start + day.start(), line.start + day.end())
            return
    printed = next((f for f in found.fields if f.name == "印发日期"), None)
    found.published = printed.text if printed else ""


def read_validity(text: str, folded: str, found: Known) -> None:
    """Effective and expiry dates where the text states them."""
    matches = [] if found.effective else list(_EFFECTIVE.finditer(folded))
    match = next((m for m in matches if _OWN.search(folded, max(0, m.start() - 40), m.start())),
                 matches[0] if matches else None)  # fmt: skip
    if match:
        day = iso_date(match["when"])
        found.effective = day or found.date or found.published
        found.add("施行日期", day or match["when"], *match.span())
    match = _EXPIRES.search(folded) or _FROM_TO.search(folded)
    if match:
        found.expires = iso_date(match["until"])
        since = iso_date(match[0])
        if not found.effective and since != found.expires:  # 自…起至…止执行
            found.effective = since
            found.add("施行日期", since, *match.span())
        found.add("失效日期", found.expires, *match.span())
        return
    terms = _VALID_YEARS.finditer(folded)  # a licence's term is not the document's
    match = next((m for m in terms if _OF_ITSELF.search(folded[: m.start()][-40:])), None)
    if match:
        found.add("有效期", text[match.start() : match.end()], *match.span())
