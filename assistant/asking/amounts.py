"""Amounts in a question (92岁, 满5年): as words of its topic, and how far a text speaks of them."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.asking.asked import stop_words
from assistant.asking.question import Term
from assistant.asking.vocabulary import Vocabulary
from corpus.lines import number

BOUND, OTHER_BOUND = 0.7, 0.5  # for an amount within bounds (80岁以上), and for bounds without it
_UNITS = "周岁|岁|年|个月|天|平方米"
_ASKED = re.compile(
    rf"(?<![\d.第每])(\d+(?:\.\d+)?|[一二两三四五六七八九十百]+)({_UNITS})(?!级|度)"
    r"((?<=岁)(?:以上)?的?(?:老年人|老人|长者|居民))?"  # whoever is of that age
)
_BARE_AGE = re.compile(  # 我妈今年82,… and 刚满六十: an age without its unit
    r"((?:今年|满|[爸妈爷奶婆姥姑舅叔伯姨]|外公|母亲|父亲|老人|岁数|年纪)(?:已经|已|都|快|刚|才|有|满|是|今年)*)"
    r"(\d{2,3}|[二三四五六七八九]?十[一二三四五六七八九]?)多?(?=了|[,。?;]|$)"
)
_PERIOD = re.compile(r"[这那同](一)?年|[全当]年")  # a year told before, and no amount
_YEARLY = (("每年", 1.0), ("年均", 0.9))
_FORM = re.compile(rf"(\d+(?:\.\d+)?)({_UNITS})")


def amount_terms(topic: str, vocabulary: Vocabulary) -> tuple[list[Term], str]:
    """The amounts of a topic as its words, and the topic with them and such years blanked out."""
    terms = []
    topic = _PERIOD.sub(lambda m: " " * len(m[0]), topic)
    for m in _ASKED.finditer(topic):
        figure = m[1] if m[1][0].isdigit() else str(number(m[1]))
        printed = m[1] + m[2]
        if printed in stop_words():  # 一个月多少: no amount
            continue
        forms = tuple(dict.fromkeys([(figure + m[2], 1.0), (printed, 1.0)]))
        if figure + m[2] == "1年":  # 一年办几场: 每年
            forms = (*forms, *_YEARLY)
        terms.append(Term(printed, forms, vocabulary.weight(figure)))
    return terms, _ASKED.sub(lambda m: " " * len(m.group()), topic)


def full_ages(text: str) -> str:
    """A folded text with the unit behind ages that are told without it.

    >>> full_ages("我妈今年82,能领多少")
    '我妈今年82岁,能领多少'
    """
    return _BARE_AGE.sub(r"\1\2岁", text)


_ENGLISH_AGE = re.compile(
    r"\b(?:is|am|are|turned|turns|aged?)\s+(\d{2,3})(?=\s+(?:and|or|now)\b|\s+years old|[,.?;]|$)|"
    r"\b(\d{2,3})[- ]years?[- ]old"
)


def english_ages(topic: str, vocabulary: Vocabulary) -> list[Term]:
    """The ages that an English topic names, as the documents write them (is 92: 92岁)."""
    ages = dict.fromkeys(m[1] or m[2] for m in _ENGLISH_AGE.finditer(topic))
    return [Term(f"{n}岁", ((f"{n}岁", 1.0),), vocabulary.weight(n)) for n in ages]


def is_amount(term: Term) -> bool:
    """Whether a term names an amount and no matter."""
    return term.forms[0][0][0].isdigit()


def amount_said(form: str, text: str) -> float | None:
    """How far a squeezed text speaks of an amount, 0 to 1; None where the form is none.

    By itself or within stated limits (90至99周岁) it is said in full, within a bound (80岁以上)
    less so, and bounds that leave it out still speak of such amounts.
    """
    amount = _FORM.fullmatch(form)
    if amount is None:
        return None
    value, best = float(amount[1]), 0.0
    for before, low, high, after in _bounds(amount[2]).findall(text):
        if float(low) <= value <= float(high or low):
            return 1.0
        above = before in ("满", "超过", "不少于", "不低于") or "上" in after
        below = before in ("不超过", "不足") or after in ("以下", "以内")
        inside = (above and value >= float(low)) or (below and value <= float(low))
        best = max(best, BOUND if inside else OTHER_BOUND if high or above or below else 0.0)
    return best


@lru_cache(maxsize=64)
def _bounds(unit: str) -> re.Pattern[str]:
    """Figures of a unit: what stands before, from, to, 以上 or 以下."""
    own = "周?岁" if unit.endswith("岁") else re.escape(unit)
    return re.compile(
        rf"(满|超过|不少于|不低于|不超过|不足)?(\d+(?:\.\d+)?)(?:{own})?(?:(?:至|到|-|~|—)"
        rf"(\d+(?:\.\d+)?))?(?:{own})(及?以上|以下|以内)?"
    )
