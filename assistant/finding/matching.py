"""How far a text says the words of a topic; all texts are folded and without white space."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.asking.amounts import amount_said
from assistant.asking.question import Term

SPLIT = 0.95  # for a word with others inside it


def coverage(
    terms: Sequence[Term], sentence: str, around: Sequence[tuple[str, float]]
) -> tuple[float, float, float]:
    """How much of the topic a sentence says, and how much of the sentence is about the topic.

    Returns:
        Shares (0 to 1) of the terms' weight in the sentence alone, and with its surroundings; and
        twice the share of its characters that are words of the topic, at most 1.
    """
    total = sum(t.weight for t in terms)
    own = full = 0.0
    said = 0
    for term in terms:
        best = here = match(term, sentence)
        if here >= 0.5:
            said += len(term.text)
        for text, weight in around:
            if weight > best:  # less cannot be more than what is found
                share = weight * match(term, text)
                best = share if share > best else best
        own += term.weight * here
        full += term.weight * best
    density = min(1.0, 2 * said / max(1, len(sentence)))
    return (own / total, full / total, density) if total else (0.0, 0.0, density)


@lru_cache(maxsize=262144)
def match(term: Term, text: str) -> float:
    """How far a squeezed text says the term, 0 to 1."""
    best = 0.0
    for form, weight in term.forms:
        if weight > best:  # no form counts for more than its weight
            share = weight * _match_form(form, text)
            if share > best:
                best = share
    return best


def _match_form(form: str, text: str) -> float:
    if form[:1].isdigit():
        return _match_figure(form, text)
    if form in text:
        return 1.0 if form else 0.0
    if form.isascii() or len(form) < 2:
        return 0.0
    if len(form) == 2:  # an abbreviation takes one character of each of its words: 产检, 产前检查
        return 0.6 if form[1] in text and _apart(form, text) else 0.0
    pairs = _pairs(form)
    known = [p in text for p in pairs]
    found = sum(known)
    if len(form) > 3 and found == len(pairs) - 1 and known[0] and known[-1]:
        at = known.index(False) + 1  # 适老化已完成改造 says 适老化改造
        if re.search(f"{re.escape(form[:at])}[^。;,]{{1,6}}{re.escape(form[at:])}", text):
            return SPLIT
    return 0.85 * found / len(pairs) if 2 * found >= len(pairs) else 0.0


def _match_figure(form: str, text: str) -> float:
    """An amount is said as far as the text speaks of it, any other number as a whole number."""
    amount = amount_said(form, text)
    if amount is not None:
        return amount
    if form not in text:
        return 0.0
    return 1.0 if re.search(rf"(?<![\d.]){re.escape(form)}(?![\d.])", text) else 0.0


@lru_cache(maxsize=16384)
def _pairs(form: str) -> tuple[str, ...]:
    return tuple(form[i : i + 2] for i in range(len(form) - 1))


def _apart(form: str, text: str) -> bool:
    """Whether both characters stand in the text with one to three characters between them."""
    first, last = form[0], form[1]
    at = text.find(first)
    while at >= 0:
        end = text.find(last, at + 2, at + 5)
        if end >= 0 and all("\u3400" <= c <= "\u9fff" for c in text[at + 1 : end]):
            return True
        at = text.find(first, at + 1)
    return False
