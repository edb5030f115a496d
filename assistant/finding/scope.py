"""Which passages may answer a question about a place and a year: filters that fail closed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from assistant.asking.question import EACH, FEWEST, LIST, MOST, TOWN, Question
from assistant.finding.limits import Limits
from corpus.gazetteer import Gazetteer, Place
from corpus.records import Document
from index.retriever import Retriever

Mask = NDArray[np.bool_]
CITY_PARTS = (
    "各区",
    "哪个区",
    "哪几个区",
    "哪些区",
    "几个区",
    "个区",
    "which district",
    "districts",
)


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
        return Scope(allowed, reason=f"所选范围({chosen})内没有相关的文件")
    return replace(scope, allowed=allowed)


def limits_mask(limits: Limits, retriever: Retriever) -> Mask:
    """The passages that pass the limits, as `Limits.admit` says."""
    allowed = _documents(retriever, limits.admit_document)
    if limits.regions:
        of_document = _documents(retriever, lambda d: d.region in limits.regions)
        allowed = allowed & (of_document | np.isin(retriever.region_of, limits.regions))
    return allowed


def check_limits(limits: Limits, retriever: Retriever) -> None:
    """Raise LimitsError for a value that the index does not know."""
    if limits:
        limits.check(retriever.documents, {str(r) for r in np.unique(retriever.region_of)})


def _by_question(question: Question, retriever: Retriever, gazetteer: Gazetteer) -> Scope:
    """The passages that the places and years of the question allow."""
    allowed = np.ones(len(retriever), dtype=bool)
    mention: tuple[str, ...] = ()
    if question.places:
        parts = _speaks_of_parts(question)
        masks = [_place_mask(p, retriever, gazetteer, parts=parts) for p in question.places]
        allowed = np.logical_or.reduce([m for m, _ in masks])
        if all(named for _, named in masks):
            mention = tuple(f for p in question.places for f in forms(p))
        if not allowed.any():
            names = "、".join(p.name for p in question.places)
            return Scope(allowed, reason=f"资料中没有关于{names}的文件")
    if question.years:
        narrowed = allowed & _year_mask(question.years, retriever)
        if not narrowed.any():
            return Scope(narrowed, reason=f"资料中没有{'、'.join(question.years)}年的相关内容")
        allowed = narrowed
    return Scope(allowed, mention)


def forms(place: Place) -> tuple[str, ...]:
    """The forms of a place's name that a document may use."""
    return (place.name, *place.aliases)


def _speaks_of_parts(question: Question) -> bool:
    text = question.text.lower()
    return question.asks(MOST, FEWEST, EACH) or (
        question.asks(LIST) and any(word in text for word in CITY_PARTS)
    )


def _place_mask(
    place: Place, retriever: Retriever, gazetteer: Gazetteer, *, parts: bool
) -> tuple[Mask, bool]:
    """Passages for a place, and whether these only mention it."""
    own = retriever.region_of == place.name
    if parts:
        names = {str(r) for r in np.unique(retriever.region_of)}
        inside = [n for n in names if _inside(n, place, gazetteer)]
        own |= np.isin(retriever.region_of, inside)
    national = _documents(retriever, lambda d: d.level == "国家")
    mentions = mention_mask(place, retriever) & _documents(
        retriever, lambda d: _contains(d.region, place, gazetteer)
    )
    if own.any():
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
        tokens = [t for t in retriever.segmenter.tokens(form) if len(t) > 1]
        if tokens:
            hit = [retriever.lexical.scores([(t, 1.0)]) > 0 for t in tokens if len(t) == 2]
            mask |= np.logical_and.reduce(hit) if hit else False
    return mask


def _year_mask(years: tuple[str, ...], retriever: Retriever) -> Mask:
    named = [retriever.lexical.scores([(y, 1.0)]) > 0 for y in years]
    document = _documents(retriever, lambda d: not d.year or d.year in years)
    mask: Mask = np.logical_or.reduce([document, *named])
    latest = max(years)
    known = {d.year for d in retriever.documents}
    if latest not in known and not any(
        m.any() for m, y in zip(named, years, strict=True) if y == latest
    ):
        return np.zeros(len(retriever), dtype=bool)
    return mask


def _documents(retriever: Retriever, test: Callable[[Document], bool]) -> Mask:
    flags = np.array([test(d) for d in retriever.documents], dtype=bool)
    mask: Mask = flags[retriever.document_of]
    return mask
