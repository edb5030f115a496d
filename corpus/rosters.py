"""Lists of persons, a line each with the post behind the name, under what they are in the body.

组长:张三 副市长 / 李四 市政府副秘书长 / 成员:… Told by lines that are a name and a post, most
of them with a word for one (主任, 局长, 教授).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.lines import Line
from corpus.tables import Cell

_HAN = "\u3400-\u9fff"
_NAME = rf"[{_HAN}][ \u3000]+[{_HAN}]|[{_HAN}]{{2,4}}|[{_HAN}]+(?:·[{_HAN}]+)+"
_ROLE = rf"(?P<role>[{_HAN}](?:[ \u3000]*[{_HAN}]){{1,7}})[ \u3000]*[:：]"
_PERSON = re.compile(
    rf"(?:{_ROLE}[ \u3000]*)?(?P<name>{_NAME})[ \u3000]+"
    rf"(?P<post>[{_HAN}][{_HAN}、，,（）()“”—-]{{1,60}})"
)
_ALONE = re.compile(_ROLE)
_POST = re.compile(
    r"主任|书记|委员|主席|经理|教授|院士|研究员|干事|代表|总监|会长|长(?=$|[、，,（(])"
)
_GROUP = re.compile(rf"[（(][一二三四五六七八九十][）)][{_HAN}（）()]{{2,24}}")
_MIN_PERSONS = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a list: what heads it (a role, the name of a group), and a person, if any."""

    head: Cell | None
    person: tuple[Cell, Cell] | None


def rosters(lines: Sequence[Line]) -> dict[int, Entry]:
    """The lines of lists of persons, by their indices."""
    found: dict[int, Entry] = {}
    run: dict[int, Entry] = {}
    for i, line in enumerate([*lines, None]):
        entry = _entry(line) if line is not None else None
        if entry is not None:
            run[i] = entry
            continue
        while run and run[max(run)].person is None:
            del run[max(run)]
        posts = [e.person[1].text for e in run.values() if e.person is not None]
        if len(posts) >= _MIN_PERSONS and sum(bool(_POST.search(p)) for p in posts) * 2 > len(
            posts
        ):
            found.update(run)
        run = {}
    return found


def _entry(line: Line) -> Entry | None:
    raw, at = line.raw, line.start
    match = _PERSON.fullmatch(raw)
    if match:
        head = _cell(match, "role", at) if match["role"] else None
        return Entry(head, (_cell(match, "name", at), _cell(match, "post", at)))
    alone = _ALONE.fullmatch(raw)
    if alone:
        return Entry(_cell(alone, "role", at), None)
    return Entry(Cell(at, at + len(raw), raw), None) if _GROUP.fullmatch(raw) else None


def _cell(match: re.Match[str], name: str, at: int) -> Cell:
    return Cell(at + match.start(name), at + match.end(name), match[name])
