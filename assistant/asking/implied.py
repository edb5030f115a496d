"""What a question asks for by what it names, where no word of asking says it."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from assistant.asking.question import (
    CHAT,
    COUNT,
    DEADLINE,
    DUE,
    FEWEST,
    ITEMS,
    LEAD,
    LIST,
    METADATA,
    MOST,
    NUMBER,
    OVERRIDE,
    RANKING,
    RESPONSIBLE,
)

_PLAIN = (LEAD, RESPONSIBLE, DEADLINE, NUMBER, COUNT, RANKING, ITEMS, DUE, CHAT, OVERRIDE)
_WHAT = re.compile(r"哪|什么|啥|清单|一览|列")
_DONE = re.compile(r"完成|到期|办结|做完|办完|干完|完工|落实到位|\bdue\b")
_THAN = re.compile(
    r"(?:谁|哪(?:个|里|边|家)?)(?:的|家)?[\u3400-\u9fff]{0,14}?(多|高|大|长|快|少|低|小|短)[?\uff1f]?$"
)
_LESS = frozenset("少低小短")


@dataclass(frozen=True, slots=True)
class Named:
    """How many bodies, places, years and topic words a question names."""

    units: int
    places: int
    years: int
    terms: int


def implied(text: str, asked: Collection[str], named: Named) -> tuple[str, ...]:
    """Kinds asked for beside those of the words of asking.

    A unit named and nothing else asks for its records (甲局要办的事有哪些); a year and the end of
    work ask for what is due; two places and a comparative ask which has more.

    Args:
        text: the question, folded and without white space.
        asked: the kinds that its words of asking give.
    """
    found = _THAN.search(text)
    if named.places > 1 and found and not _has(asked, (MOST, FEWEST)):
        return (FEWEST if found[1] in _LESS else MOST, NUMBER)
    if named.terms or _has(asked, _PLAIN) or any(a.startswith(METADATA) for a in asked):
        return ()
    if named.units and (LIST in asked or _WHAT.search(text)):
        return (ITEMS,)
    return (DUE,) if named.years and LIST in asked and _DONE.search(text) else ()


def _has(asked: Collection[str], kinds: Collection[str]) -> bool:
    return any(kind in asked for kind in kinds)
