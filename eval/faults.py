"""Seeded changes to a true sentence: figures, dates, document numbers, bodies, bounds, duties.

Also the rewordings that leave it true. Knows nothing of who checks the result.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator

from corpus.fold import to_traditional
from corpus.gazetteer import Gazetteer
from corpus.units import Units
from eval.faults_beside import Neighbours, another_figure, swapped

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?=年)")
_MONTH = re.compile(r"(?<![\d.])(?:1[0-2]|[1-9])(?=月(?!个))")
_DAY = re.compile(r"(?<=月)(?:[12]\d|3[01]|[1-9])(?=日)")
_SERIAL = re.compile(r"(?<=[〕\]】])\s*(?:第)?(\d{1,5})(?=号)")
_FIGURE = re.compile(r"(?<![\d.A-Za-z第〔\[([【-])\d+(?:\.\d+)?(?![\d.]|\s*[年月日号〕\]】)、])")
_MEASURES = {"个": "人", "所": "米", "家": "户", "处": "公里", "人": "户", "户": "人", "套": "亩",
             "公里": "米", "平方米": "公顷", "万元": "亿元", "元": "万元", "%": "‰", "张": "人",
             "岁": "天", "天": "个月", "分钟": "小时", "小时": "分钟", "万": "亿"}  # fmt: skip
_MEASURED = re.compile(rf"(?<=\d)({'|'.join(sorted(_MEASURES, key=len, reverse=True))})")
_BOUNDS = {"不少于": "不超过", "不低于": "不高于", "不超过": "不少于", "至少": "最多",
           "以上": "以下", "以内": "以上", "超过": "不足"}  # fmt: skip
_BOUND = re.compile(r"(?<=\d|个|人|%|岁|米|次|元|家|所)(?:以上|以内)"
                    r"|(?:不少于|不低于|不超过|至少|(?<!不)超过)(?=\d)")  # fmt: skip
_DUTIES = {"应当": "可以", "必须": "可以", "不得": "可以", "可以": "应当", "严禁": "可以",
           "禁止": "允许"}  # fmt: skip
_DUTY = re.compile("|".join(_DUTIES))
_DENIED = {"不予": "予以", "不收": "收", "不能": "能够", "不需要": "需要", "无需": "需要",
           "不再": "继续", "不符合": "符合", "不包括": "包括", "不含": "含", "不计入": "计入",
           "不享受": "享受", "不适用": "适用", "未经": "经", "免收": "收取", "给予": "不予",
           "适用": "不适用", "享受": "不享受", "计入": "不计入",
           "属于": "不属于", "需要": "不需要"}  # fmt: skip
_DENIAL = re.compile("|".join(sorted(_DENIED, key=len, reverse=True)))
_LEVEL = re.compile(r"[省市区县]")
_HAN = "零一二三四五六七八九"

Change = Callable[[str, str, random.Random], str | None]  # of a sentence, given its passage


class Faults:
    """Makes sentences false, or says the same otherwise."""

    def __init__(self, units: Units) -> None:
        near = Neighbours(units, Gazetteer.default())
        self._units = units
        self._names = sorted(u.name for u in units if len(u.name) > 2)
        self._kinds: dict[str, Change] = {
            "digit": _digit, "scale": _scale, "measure": _measure, "bound": _bound,
            "year": _year, "month": _month, "day": _day, "serial": _serial,
            "duty": _duty, "denial": _denial, "swap": swapped, "another figure": another_figure,
            "body": self._body, "level": self._level,
            "lead": near.lead, "place": near.place,
        }  # fmt: skip

    def changed(
        self, sentence: str, rng: random.Random, beside: str = ""
    ) -> tuple[str, str] | None:
        """A kind of change and the sentence so changed; None where nothing can be changed.

        Args:
            beside: the passage that the sentence is from.
        """
        kinds = list(self._kinds)
        rng.shuffle(kinds)
        for kind in kinds:
            text = self._kinds[kind](sentence, beside, rng)
            if text is not None and text != sentence:
                return kind, text
        return None

    def same(self, sentence: str, rng: random.Random) -> str:
        """The sentence in other words or another script that leave it true."""
        ways = (lambda s: s, lambda s: s, _numerals, _ten_thousands, self._alias, to_traditional)
        return rng.choice(ways)(sentence)

    def _body(self, sentence: str, _: str, rng: random.Random) -> str | None:
        found = self._chinese(sentence)
        if not found:
            return None
        _, start, end = rng.choice(found)
        named = {name for name, _, _ in found}  # one that is named already would change little
        others = [n for n in self._names if n not in named]
        head = _LEVEL.match(sentence[start:end])
        return sentence[:start] + (head[0] if head else "") + rng.choice(others) + sentence[end:]

    def _level(self, sentence: str, _: str, rng: random.Random) -> str | None:
        starts = [
            a
            for _, a, b in self._chinese(sentence)
            if _LEVEL.match(sentence[a:b]) and self._chinese(sentence[a + 1 : b])
        ]
        if not starts:
            return None
        start = rng.choice(starts)
        level = rng.choice([c for c in "省市县" if c != sentence[start]])
        return sentence[:start] + level + sentence[start + 1 :]

    def _alias(self, sentence: str) -> str:
        """A body by another of its names, its level kept."""
        for unit, start, end in reversed(self._units.find(sentence)):
            names = [a for a in unit.aliases if a.endswith(("局", "委员会")) and len(a) > 4]
            head = _LEVEL.match(sentence[start:end])
            if names and head and len(sentence[start:end]) < 8:
                sentence = sentence[:start] + head[0] + names[0] + sentence[end:]
        return sentence

    def _chinese(self, sentence: str) -> list[tuple[str, int, int]]:
        found = self._units.find(sentence)
        return [(u.name, a, b) for u, a, b in found if not sentence[a:b].isascii()]


def _replaced(
    pattern: re.Pattern[str], sentence: str, rng: random.Random, new: Callable[[str], str]
) -> str | None:
    found = list(pattern.finditer(sentence))
    if not found:
        return None
    match = rng.choice(found)
    return sentence[: match.start()] + new(match[0]) + sentence[match.end() :]


def _digit(sentence: str, _: str, rng: random.Random) -> str | None:
    def other(number: str) -> str:
        at = rng.choice([i for i, c in enumerate(number) if c.isdigit()])
        choice = [c for c in "123456789" if c != number[at]]
        return number[:at] + rng.choice(choice) + number[at + 1 :]

    return _replaced(_FIGURE, sentence, rng, other)


def _scale(sentence: str, _: str, rng: random.Random) -> str | None:
    def other(number: str) -> str:
        return number.replace(".", "") if "." in number else number + "0"

    return _replaced(_FIGURE, sentence, rng, other)


def _measure(sentence: str, _: str, rng: random.Random) -> str | None:
    return _replaced(_MEASURED, sentence, rng, lambda word: _MEASURES[word])


def _bound(sentence: str, _: str, rng: random.Random) -> str | None:
    return _replaced(_BOUND, sentence, rng, lambda word: _BOUNDS[word])


def _duty(sentence: str, _: str, rng: random.Random) -> str | None:
    return _replaced(_DUTY, sentence, rng, lambda word: _DUTIES[word])


def _denial(sentence: str, _: str, rng: random.Random) -> str | None:
    return _replaced(_DENIAL, sentence, rng, lambda word: _DENIED[word])


def _year(sentence: str, _: str, rng: random.Random) -> str | None:
    return _replaced(_YEAR, sentence, rng, lambda y: str(int(y) + rng.choice((-3, -2, 4, 5))))


def _month(sentence: str, _: str, rng: random.Random) -> str | None:
    return _replaced(_MONTH, sentence, rng, lambda m: str((int(m) + rng.randint(0, 9)) % 12 + 1))


def _day(sentence: str, _: str, rng: random.Random) -> str | None:
    return _replaced(_DAY, sentence, rng, lambda d: str((int(d) + rng.randint(0, 25)) % 28 + 1))


def _serial(sentence: str, _: str, rng: random.Random) -> str | None:
    return _replaced(_SERIAL, sentence, rng, lambda n: f"{int(n.strip('第 ')) + 3}")


def _numerals(sentence: str) -> str:
    """Whole figures below ten thousand in Han numerals: 1680个 is 一千六百八十个."""
    return re.sub(r"(?<![\d.A-Za-z第-])[1-9]\d{0,3}(?=[个家所户人])",
                  lambda m: _han(int(m[0])), sentence)  # fmt: skip


def _ten_thousands(sentence: str) -> str:
    """Large figures in 万: 5000个 is 0.5万个."""
    return re.sub(r"(?<![\d.])(\d{4,6})(?=[个家户人元套])",
                  lambda m: f"{int(m[0]) / 10000:g}万", sentence)  # fmt: skip


def _han(number: int) -> str:
    """A number from 1 to 9999 in Han numerals.

    >>> _han(1680), _han(10), _han(305), _han(4000)
    ('一千六百八十', '十', '三百零五', '四千')
    """
    return "".join(_places(number)).removesuffix("零").replace("一十", "十", number < 20)


def _places(number: int) -> Iterator[str]:
    zero = False
    digits = str(number)
    for place, digit in zip(("", "十", "百", "千")[: len(digits)][::-1], digits, strict=True):
        if digit != "0":
            yield ("零" if zero else "") + _HAN[int(digit)] + place
        zero = digit == "0"
