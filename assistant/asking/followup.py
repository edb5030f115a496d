"""A question of a conversation made whole by rules: what it leaves out is carried over.

Carried over are the place and the year when the question names none, and the topic when the
question has no topic words of its own (那宜昌呢? 责任单位有哪些?). What was carried is recorded.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.asking.question import METADATA, PROGRESS, Question, Term

_SWITCH = re.compile(r"^(那|那么|换成|改成|再说说|and|what about|how about).{0,20}$|呢\s*[??]?\s*$")
FAINT, HALF = 0.15, 0.4  # weight of an earlier topic after a switch (棚改那块呢?), and without one
_CONTENT = (METADATA, "denial", "override", "chat")


def carry_over(earlier: Question, now: Question) -> Question:
    """The question with what it leaves out taken from the earlier one (itself whole)."""
    carried: list[tuple[str, str]] = []
    places, years, terms, asked = now.places, now.years, now.terms, now.asked
    measure, units, titles, topic = now.measure, now.units, now.titles, now.topic
    own_document = bool(now.places or now.titles)
    elliptic = bool(_SWITCH.search(now.text.strip().lower())) or not terms
    if not places and earlier.places:
        places = earlier.places
        carried.append(("place", "、".join(p.name for p in places)))
    if not years and earlier.years and elliptic and PROGRESS not in asked:
        years = earlier.years
        carried.append(("year", "、".join(years)))
    if not terms and not now.metadata:
        terms, topic, titles = earlier.terms, earlier.topic, earlier.titles
        units = units or earlier.units
        carried.append(("topic", "".join(t.text for t in terms)))
    elif not own_document:
        switched = _SWITCH.search(now.text.strip())
        terms = _widened(now.terms, earlier.terms, FAINT if switched else HALF)
    if not [a for a in asked if not a.startswith(_CONTENT)]:
        asked = (*asked, *(a for a in earlier.asked if a not in asked))
        measure = measure or earlier.measure
    return replace(now, places=places, years=years, terms=terms, asked=asked, measure=measure,
                   units=units, context=earlier.context, titles=titles, topic=topic,
                   carried=tuple((k, v) for k, v in carried if v))  # fmt: skip


def _widened(own: tuple[Term, ...], earlier: tuple[Term, ...], share: float) -> tuple[Term, ...]:
    """The question's own topic words, and less strongly those of the earlier topic."""
    names = {t.text for t in own}
    faint = (replace(t, weight=t.weight * share) for t in earlier if t.text not in names)
    return (*own, *faint)
