"""What a word means: the word that a question asks about, and the sentences that say what it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from corpus.fold import squeezed

SHORTER = 4  # characters by which a defined word may be longer than the one asked about
LONG, PLACE = 4, 3  # characters of a name that a place may stand before: 西河市口袋公园
_ASKED_AFTER = re.compile(
    r"(?:(?<!为)什么(?:才|样的)?(?:叫做?|算是?|是|称为)|啥(?:叫|是)|何谓|何为|(?:怎么|怎样|如何)(?:才|才能)?算是?|"
    r"(?:怎么|如何)(?:定义|界定))([^,。?;:()]{2,24})"
)
_ASKED_BEFORE = re.compile(
    r"([^,。?;:()]{2,40}?)(?:这个词|一词)?,?(?:到底|究竟|具体)?(?:的?是?指的?是?(?:什么|啥)|"
    r"是(?:什么|啥)意思|(?:什么|啥)意思|的?(?:定义|含义)(?:是(?:什么|啥))?(?=[?。]?$)|(?:怎么|如何)(?:定义|界定))"
)
_ASKED_LOOSELY = re.compile(r"([^,。?;:()]{2,24}?)是个?(?:什么|啥)(?:东西)?[?。]?$")
_ASKED = (_ASKED_AFTER, _ASKED_BEFORE, _ASKED_LOOSELY)
_WITHIN = re.compile(
    r"(?:里面?|中|内|上|下)?(?:所?(?:说|讲|称|提到?)的?)|(?:里面?|中|内)的?|所谓的?|[\"《》]"
)
_HEREIN = re.compile(r"^.*?(?:所称的?|所谓的?|[中内下]的)")  # 本办法所称的
_TAIL = re.compile(r"[的呢啊呀吗了]+$")
_OTHER = "导定挥标数南示出明控派纹引认望责向点战令使证"  # 指导, 指标
_MEANS = rf"(?:是指|系指|,?指的?是?(?![{_OTHER}])|,即(?![使时将日可])|:)"
_BRACKET = r"(?:\([^()]{0,60}\))?"
_NAMED = re.compile(rf'(?:^|[,。;:、()"])"?([^,。;:、()"]{{2,30}})"?{_BRACKET},?{_MEANS}')
_OPENING = re.compile(
    rf'^([^,。;:()"]{{2,30}}?){_BRACKET}(?:,?(?:应当|应)?是(?!否)|为|,?主?要?包括)'
)
_CALLED = re.compile(
    r"(?:视为|视同|认定为|称为|称作|叫做|统称为?|(?:以下|下同)[^,。;()]{0,4}称)\"?([^,。;:、()\"]{2,24})"
)


@lru_cache(maxsize=256)
def asked_word(text: str) -> str:
    """The word whose meaning a question asks for (什么叫X, X是什么意思), squeezed; "" for none."""
    asked = squeezed(text)
    found = next((m for form in _ASKED if (m := form.search(asked))), None)
    word = _TAIL.sub("", found[1].strip('"《》')) if found else ""
    return "" if found and found[0].startswith("什么是") and "的" in word else word


def means(word: str, sentence: str) -> bool:
    """Whether a squeezed sentence says what a word is: 本办法所称X,是指…; …的,视为X."""
    asked = _names(word)
    told = (m for form in (_NAMED, _OPENING, _CALLED) for m in form.findall(sentence))
    return any(_same(name, one) for name in told for one in asked)


@lru_cache(maxsize=256)
def _names(word: str) -> Sequence[str]:
    """The word, and what is left of it behind the text that it stands in (某条例中所称的X)."""
    tails = [word[m.end() :] for m in _WITHIN.finditer(word)]
    return tuple(dict.fromkeys(w for w in (word, *tails) if len(w) > 1))


def _same(name: str, asked: str) -> bool:
    """Whether a defined name is the one asked about, or a longer one of it (机动车停车场)."""
    name = _HEREIN.sub("", name)
    if len(name) >= LONG and asked.endswith(name) and len(asked) - len(name) <= PLACE:
        return True
    if not 0 <= len(name) - len(asked) <= SHORTER:
        return False
    return name.endswith(asked) or (asked not in name and _shortened(asked, name))


def _shortened(short: str, name: str) -> bool:
    """Whether the characters of a short name stand in the whole one in their order (跨境电商)."""
    rest = iter(name)
    bounds = short[0] == name[0] and short[-1] in name[-2:]
    return bounds and len(short) > 2 and all(c in rest for c in short)
