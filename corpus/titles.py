"""Titles, captions, signatures and the other short lines of official documents, told by shape."""

from __future__ import annotations

import re

from corpus.fold import squeezed
from corpus.lines import Line

_STRONG = (
    "通知|意见|决定|公告|通告|通报|批复|复函|的函|答复|请示|方案|办法|规定|条例|细则|措施|计划|规划|纲要|清单|要点|指南"
    "|规范|章程|报告|一览表|任务表|分工表|责任表|分解表|分工|简介|公报|决议|预案|守则|规程|说明|解读"
    "|安排表|明细表|汇总表|统计表|通则|准则|举措|目录|名单|规则|标准|司法解释|的解释|的安排"
)
_BRACKETED = r"(\([^()]{1,30}\)|《[^》]{1,60}》)?"
_TITLE = re.compile(rf".*({_STRONG}){_BRACKETED}")
_LAW = re.compile(rf"中华人民共和国.{{2,40}}法{_BRACKETED}")
_NO_TITLE = re.compile(
    r"[。;:!?]|[,]$|^附(件|表|录)|^\(|^[●○■◆★]|[=<>|]|^印发|^制定|^按照|^根据"
    r"|^(序号|编号)\s"
)
_OPENING = re.compile(r"^(《|\d{4}年?|关于|.{1,30}?(市|省|区|县|州|国|院|部|委|局|厅|会|关于))")
_UNIT_LINE = re.compile(
    r".{2,40}?(人民政府|政府|办公厅|办公室|委员会|委|局|厅|部|院|管委会|党组|领导小组|中心|法院|检察院"
    r"|国务院|总局|总署|集团|公司|协会|组织部|银行|署)"
)
HAN_DATE = "[〇零○oO0一二三四五六七八九十\\d]"
DATE = re.compile(
    rf"((?:{HAN_DATE}){{4}})\s*年\s*({HAN_DATE}{{1,3}})\s*月\s*({HAN_DATE}{{1,3}})\s*日"
)
_DATE_LINE = re.compile(rf"(?:\(?){DATE.pattern}(?:印发|发布|公布)?\)?")
_SIGNED_DATE = re.compile(rf"(?P<unit>{_UNIT_LINE.pattern})\s*{DATE.pattern}\s*(?P<print>印发)?")
NUMBER = re.compile(
    r"\(?(?P<number>(?:[\u3400-\u9fff]{1,14}[(\[【]\s*\d{4}\s*[)\]】]\s*(?:第\s*)?\d{1,5}\s*号)"
    r"|(?:(?:中华人民共和国)?[\u3400-\u9fff]{0,14}令?\s*第\s*\d{1,5}\s*号))\)?"
)
_NUMBER_LINE = re.compile(NUMBER.pattern + r"(?:[\s|]+[\u3400-\u9fff]{2,10}\s?:.*)?")
ENTRY = re.compile(r"【[一二三四五六七八九十\d]{1,3}】\s*\S")  # the title of one of several
ANNEX = re.compile(r"附\s?(件|表|录)\s*(\d{1,3}|[一二三四五六七八九十]{1,3})?\s*[:.、]?\s*")
_REGION = re.compile(
    r"[\u3400-\u9fff]{1,14}(省|自治区|(?<![城都超夜股楼])市|州|盟|(?<![小社园城校辖市片灾库林牧山矿地郊])区|县|旗|镇|乡|街道|开发区|高新区|经开区|新区|风景区|功能区|兵团)"
)
_STATE = "中华人民共和国"
_NOTE = re.compile(r"\([^()]*\)$")
_FINALS = frozenset(word[-1] for word in _STRONG.split("|")) | frozenset("法)》")
_UNIT_FINALS = frozenset("府厅室会委局部院组心关团司行署")
_FORWARDS = re.compile(r"转发|批转|印发|发布")
_OFFICE_TITLE = re.compile(r"关于|对|转发|印发|\d{4}年")
_SHORT = 80


def is_title(line: Line) -> bool:
    """Whether a line alone reads like the title of a notice, plan, list or law."""
    text = line.shown
    if (
        text[-1:] not in _FINALS
        or line.marker
        or not 5 <= len(text) <= _SHORT
        or "\t" in line.raw
        or _NO_TITLE.search(text)
    ):
        return False
    compact = text.replace(" ", "")
    return bool(_TITLE.fullmatch(compact) or _LAW.fullmatch(compact))


def spoken_title(title: str) -> str:
    """A title as people say it: squeezed, without the state's name or a note behind it.

    >>> spoken_title("中华人民共和国仲裁法(2017年修正)")
    '仲裁法'
    """
    said = _NOTE.sub("", squeezed(title).replace("《", "").replace("》", ""))
    return said.removeprefix(_STATE)


def title_run(lines: list[Line], i: int) -> int:
    """How many lines from i on are one title: 0 for none, 2 to 4 for a broken one."""
    if i >= len(lines):
        return 0
    if is_title(lines[i]):
        return 1
    if len(lines[i].shown) > 50 or not _OPENING.match(lines[i].shown):
        return 0
    for extra in (1, 2, 3):
        run = lines[i : i + extra + 1]
        if len(run) <= extra or not _broken_title(run):
            return 0
        if is_title(run[-1]) or _ends_title(run[-1]):
            return extra + 1
    return 0


def _broken_title(run: list[Line]) -> bool:
    """Whether lines can be the beginning and the further parts of one title."""
    first, *rest = run
    if first.depth or len(first.shown) < 3 or is_date(first) or is_number(first):
        return False
    about = "关于" in first.shown
    if not about and rest[0].shown.startswith("关于"):
        about = _plain_unit(first) or _FORWARDS.search(first.shown) is not None
        if not about:
            return False
        rest = rest[1:]
    elif _plain_unit(first) and not _OFFICE_TITLE.search(first.shown):
        return False
    if any(is_date(ln) or is_number(ln) for ln in rest):
        return False
    for line in run:
        bad = line.marker or _NO_TITLE.search(line.shown) or len(line.shown) > 50
        if bad or "\t" in line.raw or line.raw_end > line.end:
            return False
    return all("关于" not in ln.shown for ln in rest) and all(
        ln.gap <= 1 and ln.depth == 0 for ln in run[1:]
    )


def _ends_title(line: Line) -> bool:
    text = line.shown
    return text[-1:] in _FINALS and bool(_TITLE.fullmatch(text.replace(" ", "")))


def _plain_unit(line: Line) -> bool:
    return is_unit(line) and "关于" not in line.shown


def is_unit(line: Line) -> bool:
    """Whether a line is the name of a government unit alone."""
    text = line.shown
    if len(text) > 40 or text[-1:] not in _UNIT_FINALS:
        return False
    return bool(_UNIT_LINE.fullmatch(text.replace(" ", "")))


def is_date(line: Line) -> bool:
    """Whether a line is a date alone."""
    return "年" in line.shown and bool(_DATE_LINE.fullmatch(line.shown))


def is_number(line: Line) -> bool:
    """Whether a line is a document number (武政办〔2022〕7号), alone or before named attributes."""
    return number_of(line) is not None


def number_of(line: Line) -> re.Match[str] | None:
    """The document number that a line states, its group `number`, or None."""
    return _NUMBER_LINE.fullmatch(line.shown) if "号" in line.shown else None


def signed_date(line: Line) -> re.Match[str] | None:
    """A unit and a date on one line, or None."""
    return _SIGNED_DATE.fullmatch(line.shown) if "年" in line.shown else None


def is_region(text: str) -> bool:
    """Whether a folded text has the shape of a place's name alone."""
    return len(text) <= 16 and bool(_REGION.fullmatch(text.replace(" ", "")))
