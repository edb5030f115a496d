"""A question of a conversation made whole by rules: what it leaves out is carried over.

Carried over are the place and the year when the question names none, the topic when it has no
topic words of its own (那宜昌呢? 责任单位有哪些?), the unit whose records were listed, and what is
asked for when it does not say (那口袋公园呢?). What was carried is recorded by name, so that it can
be shown and dropped.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field, replace

from assistant.asking.amounts import is_amount
from assistant.asking.asked import attributes
from assistant.asking.question import (
    COUNT,
    DEADLINE,
    ITEMS,
    LEAD,
    LIST,
    MEASURES,
    METADATA,
    NUMBER,
    PROGRESS,
    RESPONSIBLE,
    SUM,
    Question,
    Term,
    speaks_of_parts,
)
from corpus.fold import fold, squeezed
from corpus.gazetteer import Gazetteer, Place

PLACE, YEAR, TOPIC, UNIT, INTENT = CARRIED = ("place", "year", "topic", "unit", "intent")
_SWITCH = re.compile(
    r"^(那|那么|换成|换|改成|改问|再说说|and|what about|how about).{0,20}$"
    r"|(呢|的话)\s*[??]?\s*$"
)
PARTS = ("区县", "功能区")  # levels of the places that a city is divided into
SLIGHT = 0.5  # share of an earlier topic's weight below which a place is asked of that topic
FAINT, HALF = 0.15, 0.4  # weight of an earlier topic after a switch (棚改那块呢?), and without one
_CONTENT = (METADATA, "denial", "override", "chat")
_ASKS = re.compile(
    r"谁|什么|啥|哪|怎|多少|几|吗|为何|\b(who|which|how(?! about)|what(?! about)|when|where|why)\b"
)
_INTENTS = {LEAD: "牵头单位", RESPONSIBLE: "责任单位", DEADLINE: "时间", NUMBER: "数量",
            PROGRESS: "进展", MEASURES: "措施", ITEMS: "有哪些事项", LIST: "有哪些"}  # fmt: skip
_ITS = re.compile(r"[它他]们?|(该|这个?|此)(局|委|办|部门|单位|机构|公司)|\b(it|they)\b")
_PROVINCE = re.compile(r"全省|省里|省级|省上|省政府|\bprovinc(e|ial)")
_NATION = re.compile(r"全国|国家(?=[的呢??规]|$)|中央|\bnational(ly)?\b")


@dataclass(slots=True)
class _Whole:
    """The question so far, and what of it was carried over."""

    question: Question
    earlier: Question
    drop: Collection[str]
    carried: list[tuple[str, str]] = field(default_factory=list)

    def take(self, name: str, shown: str, **parts: object) -> None:
        """Take parts of the earlier question, unless they are to be dropped."""
        if name not in self.drop:
            self.question = replace(self.question, **parts)  # type: ignore[arg-type]
            if shown:
                self.carried.append((name, shown))


def carry_over(
    earlier: Question, now: Question, gazetteer: Gazetteer, *, drop: Collection[str] = ()
) -> Question:
    """The question with what it leaves out taken from the earlier one (itself whole).

    `drop` names (of CARRIED) what must not be taken.
    """
    whole = _Whole(now, earlier, drop)
    _place_and_year(whole, now, gazetteer)
    _topic(whole, now)
    _unit(whole, now)
    _intent(whole, now)
    same = not (now.places or now.years or now.titles)
    before = earlier.text if whole.carried else ""
    if before and earlier.before and not earlier.terms:
        before = f"{earlier.before},{before}"
    return replace(whole.question, context=earlier.context, carried=tuple(whole.carried),
                   before=before if TOPIC not in drop else "",
                   listed=earlier.listed if same and TOPIC not in drop else ())  # fmt: skip


def _place_and_year(whole: _Whole, now: Question, gazetteer: Gazetteer) -> None:
    earlier = whole.earlier
    if not now.places and earlier.places:
        above = _level_meant(now, earlier.places[-1], gazetteer)
        if above is None and speaks_of_parts(now):
            above = _whole_of(earlier.places[-1], gazetteer)
        places = (above,) if above else earlier.places
        whole.take(PLACE, "、".join(p.name for p in places), places=places)
    elliptic = bool(_SWITCH.search(now.text.strip().lower())) or not now.terms
    if not now.years and earlier.years and elliptic and PROGRESS not in now.asked:
        whole.take(YEAR, "、".join(earlier.years), years=earlier.years)


def _level_meant(now: Question, place: Place, gazetteer: Gazetteer) -> Place | None:
    """The province or the nation of the earlier place, where the question means that (省里呢?)."""
    text = fold(now.text)
    level = "省" if _PROVINCE.search(text) else "国家" if _NATION.search(text) else ""
    return next((p for p in gazetteer.ancestors(place) if p.level == level), None)


def _whole_of(place: Place, gazetteer: Gazetteer) -> Place | None:
    """The city of a district asked about before, where its districts are compared now."""
    if place.level not in PARTS:
        return None
    return next((p for p in gazetteer.ancestors(place) if p.level not in PARTS), None)


def _topic(whole: _Whole, now: Question) -> None:
    earlier = whole.earlier
    its = earlier.led and _ITS.search(fold(now.text))
    if now.number or (now.asks(ITEMS) and (now.units or its)):
        return  # an item by its number, a unit's records: whole questions
    lasting = _lasting(earlier.terms)
    if not now.terms and not now.metadata:
        whole.take(TOPIC, _phrase(lasting, earlier),
                   terms=lasting, topic=earlier.topic, titles=earlier.titles)  # fmt: skip
    elif now.places and _SWITCH.search(now.text.strip()) and _slight(now.terms, lasting):
        terms = (*now.terms, *(t for t in lasting if t not in now.terms))
        whole.take(TOPIC, _phrase(lasting, earlier), terms=terms)
    elif not (now.places or now.titles) and TOPIC not in whole.drop:
        share = FAINT if _SWITCH.search(now.text.strip()) else HALF
        whole.question = replace(now, terms=_widened(now.terms, lasting, share),
                                 places=whole.question.places,
                                 years=whole.question.years)  # fmt: skip


def _unit(whole: _Whole, now: Question) -> None:
    """The unit whose records were asked for, when only their number or rest is asked now."""
    earlier = whole.earlier
    if now.asks(ITEMS) and not now.units and earlier.led and _ITS.search(fold(now.text)):
        whole.take(UNIT, "、".join(earlier.led), units=earlier.led, printed=earlier.led, terms=())
        return
    if now.units or now.terms or not earlier.units:
        return
    parts: dict[str, object] = {"units": earlier.units, "printed": earlier.printed}
    if ITEMS in earlier.asked and now.asks(COUNT, NUMBER, SUM, LIST):
        parts["asked"] = (*now.asked, ITEMS)
    whole.take(UNIT, "、".join(earlier.printed or earlier.units), **parts)


def _intent(whole: _Whole, now: Question) -> None:
    earlier = whole.earlier
    asks_itself = now.terms and _ASKS.search(fold(now.text))  # 联系人是谁: something else
    if asks_itself or [a for a in whole.question.asked if not a.startswith(_CONTENT)]:
        return
    names = [_INTENTS[a] for a in earlier.asked if a in _INTENTS]
    asked = (*now.asked, *(a for a in earlier.asked if a not in now.asked))
    measure = now.measure or earlier.measure
    counted, head = now.counted or earlier.counted, now.head or earlier.head
    parts = {} if now.terms else {"counted": counted, "head": head}
    whole.take(INTENT, "、".join(dict.fromkeys(names)), asked=asked, measure=measure, **parts)


def _slight(own: tuple[Term, ...], earlier: tuple[Term, ...]) -> bool:
    """Whether a question's words (新增) say too little without the topic before."""
    return sum(t.weight for t in own) < SLIGHT * sum(t.weight for t in earlier)


def _lasting(terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """The terms without mere attributes of the topic (电话, 材料), if any is left."""
    return tuple(t for t in terms if t.text not in attributes()) or terms


def _phrase(terms: tuple[Term, ...], question: Question) -> str:
    """The terms as the question words them, no character twice; others, carried before, behind."""
    text = fold(question.text) if question.english else squeezed(question.text)
    held = [False] * len(text)
    for term in terms:
        at = text.find(term.text)
        if at >= 0:
            held[at : at + len(term.text)] = [True] * len(term.text)
    gap = " " if question.english else ""
    runs = "".join(c if h else "\n" for c, h in zip(text, held, strict=True)).split("\n")
    own = gap.join(r.strip() for r in runs if r.strip())
    others = [t.text for t in terms if t.text not in own]
    return (", " if question.english else "、").join(filter(None, [own, *others]))


def _widened(own: tuple[Term, ...], earlier: tuple[Term, ...], share: float) -> tuple[Term, ...]:
    """The question's own topic words, and less strongly those of the earlier topic."""
    names = {t.text for t in own}
    if any(is_amount(t) for t in own) or names <= attributes():
        # one amount takes the place of another (100岁呢), and materials are needed at any
        earlier = tuple(t for t in earlier if not is_amount(t))
    faint = (replace(t, weight=t.weight * share) for t in earlier if t.text not in names)
    return (*own, *faint)
