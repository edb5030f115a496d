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
    r"(?:谁|哪(?:个|里|边|家)?)(?:的|家)?[\u3400-\u9fff]{0,14}?(多|高|大|长|快|少|低|小|短)(?:一?些|一?点|得多)?(?:[?\uff1f,]|$)"
)
_THINGS = re.compile(
    r"哪(?:些|几|两|二|三|四|五|六)?(?:件|项|个|样|桩|条|类)?(?!家|个?(?:厅?局|单位|部门|委|机构|公司))|什么(?:任务|事|项目|工作)|啥(?:事|任务)?"
)
_RESPECTIVELY = re.compile(r"分别(?:是|为)|有哪几家|是哪几家")
HINTS = LEADING, WHO, CHECK = "leading", "who", "check"
_LEADS = re.compile(r"(他们|那边|一共|总共|都|主要)?(来|在)?(牵头|挑头|领头|主管|负责)")
_YES_NO = re.compile(r"吗|是不是|是否|谁|单位")
_LEADS_LAST = re.compile(r"(来|在)?(牵头|挑头|领头|主管|负责)的?[?]?")  # 民生实事 市体育局牵头
_LESS = frozenset("少低小短")


@dataclass(frozen=True, slots=True)
class Named:
    """What a question names.

    Attributes:
        units: where the name of each body ends in the text.
        places, years, terms: how many places, years and topic words.
    """

    units: tuple[int, ...]
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
    if not named.terms and _only_its_role(text, named):
        return (ITEMS,)
    if LEAD in asked and any(_LEADS_LAST.fullmatch(text, end) for end in named.units):
        return (ITEMS,)
    if LEADING in asked:
        return _of_leading(text, asked, named)
    if named.terms or _has(asked, _PLAIN) or any(a.startswith(METADATA) for a in asked):
        return ()
    if named.units and (LIST in asked or _WHAT.search(text)):
        return (ITEMS,)
    return (DUE,) if named.years and LIST in asked and _DONE.search(text) else ()


def _of_leading(text: str, asked: Collection[str], named: Named) -> tuple[str, ...]:
    """The lead, or what a unit leads: by what stands beside a verb of leading."""
    if _has(asked, (LEAD, RESPONSIBLE, ITEMS)):
        return ()
    if named.units and _THINGS.search(text):
        return (ITEMS,)
    return (LEAD,) if _has(asked, (WHO, CHECK)) or _RESPECTIVELY.search(text) else ()


def _only_its_role(text: str, named: Named) -> bool:
    """Whether nothing but a body and its role is named: 市城管委牵头(的呢), 市妇联牵头什么."""
    return any(_LEADS.match(text, end) for end in named.units) and not _YES_NO.search(text)


def _has(asked: Collection[str], kinds: Collection[str]) -> bool:
    return any(kind in asked for kind in kinds)
