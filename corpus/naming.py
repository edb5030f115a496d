"""What a document is called: the title of its notice, its first heading, its first short line."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.labelled import key_of
from corpus.lines import Line
from corpus.outline import Draft
from corpus.titles import ANNEX, ENTRY, title_run

_NOTICE = re.compile(
    r".*(?:关于|对).*(通知|意见|决定|公告|通告|通报|批复|函|答复|报告|请示|措施|办法|方案|规定)"
    r"(\([^()]*\))?"
)
_PROMULGATES = re.compile(
    r".*关于.*(印发|转发|发布|公布|下发).*的?(通知|决定|公告|通告|意见)(\([^()]*\))?"
)
_TITLE_KEY = re.compile(r"(?:事项|服务|文件|政策|项目|办理事项)?(?:名称|标题|题名)")
_BRACKETS, _PROSE = re.compile(r"\([^()]*\)"), re.compile(r"[。;,]|:$")
_COUNT = re.compile(r"\d{1,4}")  # the number of a row
_HEAD = 40
_TITLE_REACH = 3000


@dataclass(frozen=True, slots=True)
class Reading:
    """What metadata is read from: text, folded text, all lines, kept lines, drafts, file name."""

    text: str
    folded: str
    lines: list[Line]
    kept: list[Line]
    drafts: list[Draft]
    name: str = ""


def document_title(r: Reading) -> tuple[int, int] | None:
    """The span of the title: a notice's own, else the first title, heading or short line."""
    runs: list[tuple[int, int]] = []
    for d in r.drafts:
        text = r.folded[d.start : d.end]
        plain = d.marker is None and not ANNEX.match(text) and not ENTRY.match(text)
        plain = plain and not text.endswith("?")  # one of the questions answered in it
        plain = plain and not d.table  # the name of a group of rows
        if d.kind == "title" and plain and (not d.above or d.above[0].level > 0):
            runs.append((d.start, d.end))
    titles = [(a, b) for a, b in runs[:_HEAD] if title_run(_within(r.kept, a, b), 0)]
    flat = [(re.sub(r"\s", "", r.folded[a:b]), a, b) for a, b in titles]
    best = next(((a, b) for t, a, b in flat if _PROMULGATES.fullmatch(t)), None)
    best = best or next(((a, b) for t, a, b in flat[:1] if _NOTICE.fullmatch(t)), None)
    first = next(((a, b) for a, b in runs if b - a >= 6 and a < _TITLE_REACH), None)
    best = best or _heading_line(r) or next(iter(titles), None) or first
    best = best or _key_title(r) or _first_line(r)
    return best


def _within(lines: list[Line], start: int, end: int) -> list[Line]:
    return [ln for ln in lines if ln.start < end and ln.end > start]


def _heading_line(r: Reading) -> tuple[int, int] | None:
    """A first line that the source marks as the heading of all (# …)."""
    line = r.kept[0] if r.kept else None
    if line is None or line.depth != 1 or len(line.shown) < 5 or line.marker is not None:
        return None
    return (line.start + line.body, line.end)


def _key_title(r: Reading) -> tuple[int, int] | None:
    """The value of a first line such as 事项名称:…, as service guides begin."""
    for d in r.drafts[:3]:
        if d.keys and _TITLE_KEY.fullmatch(d.keys[0].name):
            return (d.keys[0].start, d.keys[0].end)
    return None


def _first_line(r: Reading) -> tuple[int, int] | None:
    """A short line at the beginning, but for that of a document that begins amid cells."""
    if any(_COUNT.fullmatch(line.shown) for line in r.kept[:5]):
        return None
    for line in r.kept[:5]:
        plain = line.marker is None and not _PROSE.search(_BRACKETS.sub("", line.shown))
        row = "\t" in line.raw or line.raw.startswith("|")
        if plain and 4 <= len(line.shown) <= 60 and not key_of(line) and not row:
            return (line.start + line.body, line.end)
    return None
