"""Lines that state attributes by name: one (来源:市政府) or several (来源:… 发布日期:… 字体:…)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.fields import Labels
from corpus.lines import Line
from corpus.titles import is_number

_LABEL = re.compile(
    r"(?:^|(?<=[\s|\])}]))"
    r"(?P<name>[\u3400-\u9fff](?: [\u3400-\u9fff]){1,7}|[\u3400-\u9fff]{2,10})\s?:"
)
_KEY = re.compile(r"([^:,。;()<>《》]{1,16}):(?=.*\S)")
_KEY_HAN = re.compile(r"[\u3400-\u9fff()a-z]{2,10}")
_WELL_KNOWN = re.compile(
    r"地址|电话|邮编|邮政编码|联系人|联系电话|网址|主办|承办|协办|印刷|出版|编辑出版|准印证号|电子邮箱|邮箱|传真"
    r"|咨询电话|监督电话|投诉电话|办公地址|办公时间|发文机关|索引号|主题词|成文日期|发布日期|文号|抄送|主送|来源"
)
_SPACES = re.compile(r"\s+")
_WIDE = re.compile(r"[|\u3000\t]\s*\Z| {2,}\Z")
_MAX_LINE = 300


@dataclass(frozen=True, slots=True)
class Part:
    """A name as printed, without white space, and the span of its value in the document."""

    name: str
    start: int
    end: int


def key_of(line: Line) -> str:
    """The name that a "name: value" line begins with, without white space, or ""."""
    if ":" not in line.shown or line.marker is not None or line.depth:
        return ""
    match = _KEY.match(line.shown)
    key = _SPACES.sub("", match[1]) if match else ""
    return key if _KEY_HAN.fullmatch(key) else ""


def parts_of(line: Line, labels: Labels) -> list[Part]:
    """What a line states by name: of its first name, and of those after wide gaps or known ones.

    A document's number may stand before the names.
    """
    shown = line.shown
    if ":" not in shown:
        return []
    first = key_of(line)
    if not first and not is_number(line) and not _LABEL.match(shown):
        return []
    several = len(shown) <= _MAX_LINE and (not first or shown.count(":") > 1)
    names = list(_names(shown, labels)) if several else []
    if first and (not names or names[0][0] > 0):
        names.insert(0, (0, shown.index(":") + 1))
    ends = [*(start for start, _ in names[1:]), len(shown)]
    base = line.start + line.body
    found = []
    for (start, colon), end in zip(names, ends, strict=False):
        value = shown[colon:end]
        a = colon + len(value) - len(value.lstrip())
        b = colon + len(value.rstrip(" \t\u3000|"))
        if b > a:
            name = line.raw[line.body + start : line.body + colon - 1]
            found.append(Part(_SPACES.sub("", name), base + a, base + b))
    return found


def _names(shown: str, labels: Labels) -> Iterator[tuple[int, int]]:
    """Where names begin and where their colons end."""
    for match in _LABEL.finditer(shown):
        start = match.start("name")
        if not start or _WIDE.search(shown, 0, start) or is_known(match["name"], labels):
            yield start, match.end()


def is_known(name: str, labels: Labels) -> bool:
    """Whether official documents and web pages state attributes by this name."""
    compact = _SPACES.sub("", name)
    return _WELL_KNOWN.fullmatch(compact) is not None or labels.of(compact) is not None


def states(lines: list[Line], i: int, labels: Labels) -> list[Part]:
    """What line i states by name: a known name, or one of several on it or on lines beside it."""
    parts = parts_of(lines[i], labels)
    if len(parts) > 1 or (parts and is_number(lines[i])):
        return parts
    key = key_of(lines[i])
    if not key:
        return []
    near = any(0 <= j < len(lines) and key_of(lines[j]) for j in (i - 1, i + 1))
    return parts if _WELL_KNOWN.fullmatch(key) or near else []
