"""A question in the words that tables have: Chinese, whole, with not and already as tables say."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.asking.question import COUNT, DEADLINE, LIST, NUMBER, WHERE, Question, Term
from assistant.tabular.mentions import rewritten
from assistant.tabular.table import Table
from corpus.fold import squeezed

_ASKS = re.compile(r"谁|什么|啥|哪|怎|多少|几|最|吗|更")
_ASKING = {COUNT: "有几个", NUMBER: "多少", LIST: "哪些", DEADLINE: "什么时候", WHERE: "在哪里"}
_PHONE = re.compile(r"\bphone|\btelephone|\bhotline|\bcall\b|\bcontact number")
_ADDRESS = re.compile(r"\bwhere\b|\baddress")
_MONEY = re.compile(r"\byuan\b|\brmb\b|\bhow much (?:money|is (?:planned|invested|paid|spent))")
_SURE = 0.8  # weight of a translation that may stand for the word


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is put to a table.

    Attributes:
        question: with its topic's words in Chinese.
        text: squeezed; in a conversation the question before first.
        start: where in it this question begins.
    """

    question: Question
    text: str
    start: int = 0

    @property
    def own(self) -> str:
        """The text with what was asked before blanked out, where this question asks itself."""
        if not self.start or not _ASKS.search(self.text, self.start):
            return self.text
        return "\n" * self.start + self.text[self.start :]


def put_to(table: Table, question: Question) -> Asked:
    """The question as it is put to a table."""
    if question.english:
        return _translated(table, question)
    text = rewritten(squeezed(question.text))
    if not question.carried or not question.before:
        return Asked(question, text)
    before = rewritten(squeezed(question.before)).rstrip("?") + ","
    return Asked(question, before + text, len(before))


def _translated(table: Table, question: Question) -> Asked:
    """An English question by the table's own forms of its words and the words of its asking."""
    said = table.words
    terms = []
    for term in question.terms:
        forms = [f for f, weight in term.forms if weight >= _SURE and not f.isascii()]
        best = next((f for f in forms if f in said), forms[0] if forms else term.text)
        terms.append(Term(best, term.forms, term.weight))
    places = [next((a for a in (p.name, *p.aliases) if a in said), p.name)
              for p in question.places]  # fmt: skip
    text = question.text.lower()
    asking = [w for kind, w in _ASKING.items() if question.asks(kind)]
    asking += ["打什么电话"] if _PHONE.search(text) else []
    asking += ["在哪里"] if _ADDRESS.search(text) else []
    words = [*places, *(f"{y}年" for y in question.years), *(t.text for t in terms)]
    asking += ["多少元"] if _MONEY.search(text) else []
    whole = "·".join(dict.fromkeys([*words, *asking]))
    return Asked(replace(question, terms=tuple(terms)), rewritten(squeezed(whole)))
