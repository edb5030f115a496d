"""Telephone numbers, addresses and the like: which is asked for by its value, and its form."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.asking.question import Question
from assistant.finding.matching import match
from corpus.fold import fold, squeezed

OWN = 0.4  # share of what a value is asked of that must be said where it stands
SHOWN, LACKED = 0.3, -0.15  # added where a sentence has such a value, or has none
KEPT = 256  # questions of which what was read is kept
_SHAPES = (  # what is asked for by its value, and the form that such a value has
    (
        r"电话|热线|号码|手机号|座机|传真",
        re.compile(r"(?<![\d.])(?:1\d\d|\d{5,}|\d{3,4}[-\u2014)]+\d{3,})(?![\d年元])"),
    ),
    (r"邮箱|电子邮件", re.compile(r"@")),
    (r"网址|网站地址|链接", re.compile(r"[a-z0-9-]+\.[a-z]{2,}|二维码")),
    (r"邮编|邮政编码", re.compile(r"(?<!\d)\d{6}(?!\d)")),
    (r"地址", re.compile(r"[路街巷道镇乡村楼层室厅栋座]|\d号")),
)
_VALUE = (  # how the value of one of these words is asked for
    r"(?<!什么)(?<!哪些)(?<!哪种)(?:{0})(?:号码?)?(?:都|分别|各)?(?:是|为|有|在)?(?:多少|几号|什么|啥|哪|[?]|$)|"
    r"(?:哪一?个|多少|打什么|打啥)(?:{0})"
)
_PLAIN = re.compile(  # words of the topic that do not say whose value is asked for
    r"电话|热线|号码|手机|座机|传真|邮箱|邮件|网址|网站|链接|邮编|邮政|地址|^(问题|疑问|咨询|联系)$"
)
_ASKED = tuple((re.compile(_VALUE.format(words)), shape) for words, shape in _SHAPES)


def contacts_asked(question: Question) -> tuple[re.Pattern[str], ...]:
    """The forms of the values that a question asks for, in folded text."""
    return _asked(question.text, question.english)


@lru_cache(maxsize=KEPT)
def _asked(text: str, english: bool) -> tuple[re.Pattern[str], ...]:
    folded = fold(text) if english else squeezed(text)
    return tuple(shape for words, shape in _ASKED if words.search(folded))


def contact_fit(question: Question, sentence: str) -> float:
    """What is added to a squeezed sentence's fit for the values that it has or lacks."""
    return sum(SHOWN if shape.search(sentence) else LACKED for shape in contacts_asked(question))


def owned(question: Question, told: str) -> bool:
    """Whether a squeezed text names what the value is asked of (自来水公司电话), if anything is."""
    named = [t for t in question.terms if not _PLAIN.search(t.text)]
    total = sum(t.weight for t in named)
    return sum(t.weight * match(t, told) for t in named) >= OWN * total
