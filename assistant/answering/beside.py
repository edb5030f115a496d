"""Whether a row, a line or a title is only about the thing asked for, and says nothing of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.bench import Bench
from assistant.answering.kinds import heads_of, said_by
from assistant.answering.othername import another_row
from assistant.asking.amounts import is_amount
from assistant.asking.asked import named_attributes
from assistant.asking.heads import OF_WHAT
from assistant.asking.question import LEAD, REPEAL, RESPONSIBLE, Question, Term
from assistant.finding.evidence import Candidate
from assistant.finding.fit import BODY
from assistant.finding.matching import match
from assistant.finding.pieces import is_labelled, is_plain_row, row_words
from assistant.tabular.mentions import asks_body
from assistant.tabular.request import request_of
from corpus.fold import squeezed

LEFT = 0.35  # share of the topic that a row and what it stands under may leave unsaid
SAID = 0.5
TITLED = 0.5  # share of the topic's characters that a title may leave where it is asked about
_YEAR = re.compile(r"(?:19|20)\d\d(?=年)")
_ORDER = re.compile(r"最|合计|总|共|封顶|上限|第一|排名|差|增|降")
_ADDRESS = re.compile(r"地址|地点|位置|场所")


def row_beside(chosen: Sequence[Candidate], bench: Bench) -> bool:
    """Whether whole rows alone are to answer, and half of the topic is in none of them.

    A row is found by its name (粮站家属院); what is asked of it (电梯几部) may be no column. Who
    does a thing is told by a row that names a body.
    """
    question = bench.question
    if question.english or question.carried or not all(map(_whole_row, chosen)):
        return False
    if another_row(chosen, bench) or _ordered(chosen, bench) or _without(question, chosen):
        return True
    if question.asks(LEAD, RESPONSIBLE) or asks_body(squeezed(question.text)):
        return not any(_names_body(c) for c in chosen)
    said = "".join(_told(c) for c in chosen)
    if _counts(said, question):
        return False
    terms = [t for t in question.terms if not is_amount(t) and t.text not in OF_WHAT]
    total = sum(t.weight for t in terms)
    left = sum(t.weight for t in terms if match(t, said) < SAID)
    open_words = _but_for(terms, squeezed("".join(map(_named, chosen))))
    nothing = 0 < len(open_words) < len(terms) and all(match(t, said) < SAID for t in open_words)
    return total > 0 and (nothing or left >= LEFT * total)


def _without(question: Question, chosen: Sequence[Candidate]) -> bool:
    """Whether an attribute that must be named (地址, 邮箱) is asked for, and no row has it."""
    said = "".join(_told(c) for c in chosen)
    wanted = [t for t in question.terms if t.text in named_attributes()]
    return any(match(t, said) < SAID for t in wanted)


def _ordered(chosen: Sequence[Candidate], bench: Bench) -> bool:
    """Whether an order, a sum or a difference over rows is asked for: a row alone tells none.

    Of several places or years each has its own row.
    """
    question, text = bench.question, squeezed(bench.question.text)
    if len(bench.know.gazetteer.find(text)) > 1 or len(set(_YEAR.findall(text))) > 1:
        return False
    request = request_of(question, text)
    said = "".join(_told(c) for c in chosen)
    over = request.extreme or request.differs or request.together
    return bool(over) and not _ORDER.search(said)


def line_beside(chosen: Sequence[Candidate], bench: Bench) -> bool:
    """Whether only labelled lines are to answer that say nothing of what a guide's title leaves.

    The guide is found by its name; what is asked of it (电子邮箱) may be no label of it.
    """
    question = bench.question
    if question.english or question.carried or not all(is_labelled(c.passage) for c in chosen):
        return False
    title = "".join(squeezed(c.document.title) for c in chosen)
    left = _but_for(question.terms, title)
    said = squeezed("".join(c.passage.fields[0].label + c.passage.text for c in chosen))
    return bool(left) and all(match(t, said) < SAID for t in left)


def title_beside(chosen: Sequence[Candidate], bench: Bench) -> bool:
    """Whether a text is asked about by its title, and the rest of the question is nowhere said.

    某条例的英文名叫什么: any sentence of the text would be about it.
    """
    question = bench.question
    if question.english or question.carried or question.metadata or question.asks(REPEAL):
        return False
    terms = [t for t in question.terms if not is_amount(t)]
    title = squeezed(chosen[0].document.title)
    left = _but_for(terms, title)
    total, rest = sum(len(t.text) for t in terms), sum(len(t.text) for t in left)
    if not left or rest > TITLED * total:
        return False
    said = said_by(chosen) + heads_of(chosen)
    return all(match(t, said) < SAID for t in left)


def _but_for(terms: Sequence[Term], name: str) -> list[Term]:
    """The words of the topic that a name does not say, but for figures."""
    return [t for t in terms if match(t, name) < SAID and not is_amount(t)]


def _named(candidate: Candidate) -> str:
    """What a row stands under, and the cell that names it."""
    passage, subject = candidate.passage, candidate.passage.subject
    name = subject.text if subject else passage.fields[0].text
    return candidate.document.title + "".join(h.text for h in passage.path) + name


def _counts(said: str, question: Question) -> bool:
    """Whether a word of the topic has its figure there (公办幼儿园几所), however it came about."""
    if not question.measure:
        return False
    figure = r"[\d.,]+" + re.escape(question.measure)
    words = [form for t in question.terms for form, _ in t.forms if len(form) > 1]
    return any(re.search(re.escape(word) + figure, said) for word in words)


def _whole_row(candidate: Candidate) -> bool:
    whole = candidate.text == candidate.passage.text
    return whole and is_plain_row(candidate.passage) and len(candidate.passage.fields) > 1


def _names_body(candidate: Candidate) -> bool:
    """Whether a cell of a row names a body, but for the cell that names the row and addresses."""
    passage = candidate.passage
    cells = (f for f in passage.fields if f is not passage.subject)
    return any(BODY.search(f.text) for f in cells if not _ADDRESS.search(f.label))


def _told(candidate: Candidate) -> str:
    """What a row says with its names of columns, and what it stands under."""
    passage, document = candidate.passage, candidate.document
    heads = "".join(h.text for h in passage.path)
    return squeezed(row_words(passage) + heads + document.title + document.issuer)
