"""Questions that ask several things (年龄到多大,见习几个月?) as one question for each of them."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.asking.question import Question
from assistant.asking.topic import Knowledge
from assistant.asking.understand import understand
from corpus.fold import fold, squeezed

ASIDE = 0.4  # weight, within one part, of the topic words that stand in the others
MOST = 3  # parts that are answered
_CUT = re.compile(
    r"[?\uff1f,\uff0c;\uff1b、]|\band (?=which|who|when|how|what|where|by|is|are|does)", re.I
)
_TOO = re.compile(r"呢[?\uff1f]?$")  # 小微企业呢: the same is asked of another thing
_ASKS = re.compile(
    r"谁|哪|什么|啥|多少|几(?!何|乎|[十百千万]+年来)|(?<!几)何|怎|吗|呢|(?<!许)多[大长高远久]|是否|能否|\b(who|what|when|which|how|where|why)\b"
)
_WORD = re.compile(r"[\u3400-\u9fff]|[a-zA-Z]{2}|\d")


def parts_of(question: Question, know: Knowledge) -> tuple[Question, ...]:
    """The question once for each thing it asks, in order; itself where it asks one thing.

    Each part keeps what was said before it; the words of its own clause weigh most.
    """
    clauses = [c for c in _clauses(question.text) if _WORD.search(c)]
    asking = [c for c in clauses if _ASKS.search(squeezed(c))]
    if len(asking) < 2:
        return (question,)
    out: list[Question] = []
    for clause in asking:
        one = understand(clause, know)
        asked, measure = one.asked, one.measure
        if not asked and out and _TOO.search(clause):
            asked, measure = out[-1].asked, out[-1].measure
        out.append(_part(question, clause, replace(one, asked=asked, measure=measure)))
    return tuple(out[:MOST]) if len(out) > 1 else (question,)


def _clauses(text: str) -> list[str]:
    """The text cut where another thing may be asked, each clause with its own mark."""
    cuts = [m.end() for m in _CUT.finditer(text)]
    return [text[a:b].strip() for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]


def _part(whole: Question, clause: str, one: Question) -> Question:
    plain = fold if whole.english else squeezed
    said, before = plain(clause), plain(whole.text.partition(clause)[0])
    terms = tuple(
        t if t.text in said else replace(t, weight=t.weight * ASIDE)
        for t in whole.terms
        if t.text in said or t.text in before
    )
    return replace(whole, asked=one.asked, measure=one.measure, head=one.head, terms=terms)
