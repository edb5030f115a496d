"""Which passages may answer a question about a place and a year: filters that fail closed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from assistant.asking.question import (
    DUE,
    EACH,
    FEWEST,
    ITEMS,
    LIST,
    MOST,
    NUMBER,
    RANKING,
    SUM,
    TOWN,
    Question,
    speaks_of_parts,
)
from assistant.finding.limits import Limits
from corpus.fold import squeezed
from corpus.gazetteer import Gazetteer, Place
from corpus.records import UNIT_FIELDS
from corpus.units import Units
from index.retriever import Retriever

Mask = NDArray[np.bool_]
_STREET = re.compile(r"[东西南北中]?[路街巷桥]")
_GOES_ON = re.compile(  # two characters behind a place that make it a part of a name
    r"([^省市县区州镇乡的在有是和与?,。])([^的在有是和与?,。]?)"
)
_OVER_PARTS = (MOST, FEWEST, NUMBER, SUM, LIST, RANKING, ITEMS)  # answered part by part


@dataclass(frozen=True, slots=True)
class Scope:
    """The passages that may answer.

    Attributes:
        allowed: a passage may answer only where this is true.
        mention: forms of a place that the answering passage itself must name (the documents
            have no text of that place's own), or ().
        reason: why nothing may answer ("" when something may).
    """

    allowed: Mask
    mention: tuple[str, ...] = ()
    reason: str = ""

    def named_in(self, text: str) -> bool:
        """Whether a text names the place that is only mentioned; 绍兴路 names no city."""
        named = (m for form in self.mention for m in re.finditer(re.escape(form), text))
        return any(not _STREET.match(text, m.end()) for m in named)


def choose_scope(question: Question, retriever: Retriever, gazetteer: Gazetteer) -> Scope:
    """The passages that may answer the question, or the reason why none may.

    The asker's limits narrow further what the question itself allows.
    """
    scope = _by_question(question, retriever, gazetteer)
    if not question.limits or scope.reason:
        return scope
    allowed = scope.allowed & limits_mask(question.limits, retriever)
    if not allowed.any():
        chosen = question.limits.shown(retriever.documents)
        names = "、".join(p.name for p in question.places)
        about = f"关于{names}" if names and question.limits.regions else "相关"
        return Scope(allowed, reason=f"所选范围({chosen})内没有{about}的文件")
    return replace(scope, allowed=allowed)


def limits_mask(limits: Limits, retriever: Retriever) -> Mask:
    """The passages that pass the limits, as `Limits.admit` says."""
    allowed = np.ones(len(retriever), dtype=bool)
    for name, wanted in (("id", limits.doc_ids), ("year", limits.years), ("level", limits.levels)):
        if wanted:
            allowed &= retriever.document_columns[name].mask(set(wanted).__contains__)
    if limits.regions:
        of_document = retriever.document_columns["region"].mask(set(limits.regions).__contains__)
        allowed &= of_document | retriever.columns["region"].mask(limits.regions)
    if limits.kinds:
        allowed &= retriever.columns["kind"].mask(limits.kinds)
    if limits.units:
        holders = [retriever.columns[role].mask(limits.units) for role in UNIT_FIELDS]
        allowed &= np.logical_or.reduce(holders)
    return allowed


def check_limits(limits: Limits, retriever: Retriever, units: Units) -> Limits:
    """The limits with units as the documents print them.

    Raises:
        LimitsError: a value that the index does not know.
    """
    if not limits:
        return limits
    columns = retriever.columns
    printed: dict[str, list[str]] = {}
    for value in {v for role in UNIT_FIELDS for v in columns[role].values} if limits.units else ():
        printed.setdefault(units.canonical(value), []).append(value)
    asked = tuple(dict.fromkeys(map(units.canonical, limits.units)))
    kinds, regions = columns["kind"].values, columns["region"].values
    replace(limits, units=asked).check(retriever.documents, regions, kinds, printed)
    return replace(limits, units=tuple(v for unit in asked for v in sorted(printed[unit])))


def _by_question(question: Question, retriever: Retriever, gazetteer: Gazetteer) -> Scope:
    """The passages that the places and years of the question allow."""
    allowed = np.ones(len(retriever), dtype=bool)
    mention: tuple[str, ...] = ()
    if question.places:
        parts = speaks_of_parts(question)
        masks = [_place_mask(p, retriever, gazetteer, parts=parts) for p in question.places]
        allowed = np.logical_or.reduce([m for m, _ in masks])
        if all(named for _, named in masks):
            mention = tuple(f for p in question.places for f in forms(p))
        if not allowed.any():
            names = "、".join(p.name for p in question.places)
            return Scope(allowed, reason=f"资料中没有关于{names}的文件")
        if question.asks(EACH) and not question.asks(*_OVER_PARTS):
            allowed = _of_the_whole(question.places, allowed, retriever)
    if question.years and not question.asks(DUE):  # a time limit is no year of a text
        narrowed = allowed & _year_mask(question.years, retriever)
        if not narrowed.any():
            return Scope(narrowed, reason=f"资料中没有{'、'.join(question.years)}年的相关内容")
        allowed = narrowed
    return Scope(allowed, mention)


def within_a_name(place: Place, question: Question, retriever: Retriever) -> str:
    """The place as the question prints it, where it is only a part of a name; else "".

    北京路 is a street. 往来台湾通行证 is issued everywhere: where no text is of that place, and the
    title of another has the place with the same words behind it, these are a name.
    """
    if place.level != "国家" and place.name in retriever.columns["region"].values:
        return ""
    text = squeezed(question.text)
    found = [m for form in forms(place) for m in re.finditer(re.escape(form), text)]
    for match in found:
        if _STREET.match(text, match.end()):
            return match[0]
        goes_on = _GOES_ON.match(text, match.end())
        if goes_on is None:
            continue
        word, more = re.escape(match[0] + goes_on[1]), re.escape(goes_on[2])
        name = re.compile(
            f"{word}(?:{more}|(?![\u3400-\u9fff]))" if more else f"{word}(?![\u3400-\u9fff])"
        )
        others = (d for d in retriever.documents if d.region != place.name)
        if any(name.search(squeezed(d.title)) for d in others):
            return match[0]
    return ""


def _of_the_whole(places: Sequence[Place], allowed: Mask, retriever: Retriever) -> Mask:
    """What documents of the places themselves say of each of their parts, where there are any.

    When each county will have a hospital is told by the province's document, not by a city's.
    """
    names = {p.name for p in places}
    own = retriever.document_columns["region"].mask(names.__contains__)
    return allowed & own if (allowed & own).any() else allowed


def forms(place: Place) -> tuple[str, ...]:
    """The forms of a place's name that a document may use."""
    return (place.name, *place.aliases)


def _place_mask(
    place: Place, retriever: Retriever, gazetteer: Gazetteer, *, parts: bool
) -> tuple[Mask, bool]:
    """Passages for a place, and whether these only mention it."""
    regions, documents = retriever.columns["region"], retriever.document_columns
    names = {place.name}
    if parts:
        names |= {n for n in regions.values if _inside(n, place, gazetteer)}
    own = regions.mask(names)
    national = documents["level"].mask(lambda level: level == "国家")
    mentions = mention_mask(place, retriever)
    mentions &= documents["region"].mask(lambda region: _contains(region, place, gazetteer))
    if own.any():
        if not parts:  # a district's name may hold the city's: its passages speak for it alone
            mentions &= ~regions.mask({n for n in regions.values if _inside(n, place, gazetteer)})
        return own | mentions | national, False
    return mentions, True


def _inside(name: str, place: Place, gazetteer: Gazetteer) -> bool:
    part = gazetteer.get(name)
    return part is not None and gazetteer.is_within(part, place)


def _contains(region: str, place: Place, gazetteer: Gazetteer) -> bool:
    """Whether a document's region holds the place (or is unknown, or is no place we know)."""
    if not region or region == place.name:
        return True
    if place.level == TOWN:
        return place.parent in ("", region)
    whole = gazetteer.get(region)
    return whole is None or whole.level in ("省", "国家") or gazetteer.is_within(place, whole)


def mention_mask(place: Place, retriever: Retriever) -> Mask:
    """Passages whose words include a form of the place's name."""
    mask = np.zeros(len(retriever), dtype=bool)
    for form in forms(place):
        pairs = [t for t in retriever.segmenter.tokens(form) if len(t) == 2]
        mask[retriever.lexical.holding(pairs)] = True
    return mask


def _year_mask(years: tuple[str, ...], retriever: Retriever) -> Mask:
    column = retriever.document_columns["year"]
    latest = max(years)
    if latest not in column.values and not retriever.lexical.frequency(latest):
        return np.zeros(len(retriever), dtype=bool)
    mask = column.mask(lambda year: not year or year in years)
    for year in years:
        mask[retriever.lexical.holding([year])] = True
    return mask
