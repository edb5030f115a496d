"""Roles: whether a body that a sentence lets lead does so in its grounds."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.draft import Support
from corpus.fold import fold
from corpus.records import LEAD
from corpus.units import Units

_BODY = "\ue000"  # stands for a body's name
_JOINED = r"(?:\s*\([^()]{0,40}\)|[、,和及与\s]|以及|and)*"
_BODIES = rf"(?P<bodies>(?:{_BODY}{_JOINED})+)"
_LEAD = "(?:牵头|主办|主责)"
_LEADS = (
    re.compile(
        rf"{_BODIES}(?:共同|联合|统一|负责|来|为|作为|要|应当?|是|发挥)*{_LEAD}(?!单位|部门)"
    ),
    re.compile(
        rf"{_LEAD}(?:责任)?(?:单位|部门)?(?:\([^()]{{0,6}}\))?\s*(?:[:为是由]\s*)?{_BODIES}"
    ),
    re.compile(rf"(?:led by|lead (?:unit|body|agency)s?(?: is| are|:))\s*(?:the )?{_BODIES}"),
    re.compile(rf"{_BODIES}\s*(?:leads?|takes? the lead|is the lead|heads)(?![a-z])"),
)


def leads_stand(text: str, supports: Sequence[Support], grounds: str, units: Units) -> bool:
    """Whether every body that a sentence lets lead is one that leads in its grounds.

    Grounds that say of nobody that they lead say nothing against it.

    Args:
        grounds: what the supports say.
    """
    claimed = _leading(text, units)
    if not claimed:
        return True
    held = _leading(grounds, units)
    for support in supports:
        field = support.passage.field(LEAD)
        held |= {unit.name for unit, _, _ in units.find(field.text)} if field else set()
    return not held or claimed <= held


def _leading(text: str, units: Units) -> set[str]:
    """The bodies that a text lets lead."""
    names: list[str] = []
    marked, end = "", 0
    for unit, a, b in units.find(text):
        marked += text[end:a] + _BODY
        names.append(unit.name)
        end = b
    marked = fold(marked + text[end:])
    found = set()
    for form in _LEADS:
        for match in form.finditer(marked):
            first = marked.count(_BODY, 0, match.start("bodies"))
            found |= set(names[first : first + match["bodies"].count(_BODY)])
    return found
