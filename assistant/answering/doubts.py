"""What speaks against an answer although words match: each check gives a reason or ""."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.absent import (
    ABSENT,
    no_officer,
    no_party,
    of_no_such_body,
    only_added,
)
from assistant.answering.bench import Bench
from assistant.answering.beside import line_beside, row_beside, title_beside
from assistant.answering.elsewhere import (
    UNSTATED,
    for_others,
    of_another_year,
    only_mentioned,
    told_elsewhere,
)
from assistant.answering.kinds import (
    heads_of,
    labels_of,
    of_another_kind,
    said_by,
    unnamed,
    without_places,
)
from assistant.answering.presumed import nameless, not_so, other_way
from assistant.answering.stating import FIRM, states
from assistant.answering.telling import has_words
from assistant.answering.untold import untold
from assistant.asking.amounts import is_amount
from assistant.asking.asked import named_attributes
from assistant.asking.question import (
    DEADLINE,
    LEAD,
    LIST,
    NUMBER,
    PENALTY,
    REASON,
    Question,
    Term,
)
from assistant.asking.topic import OFFICIAL
from assistant.finding.cause import CAUSE
from assistant.finding.charges import free_of_charge, on_charge
from assistant.finding.evidence import Candidate
from assistant.finding.matching import match
from assistant.finding.references import referred
from assistant.finding.sureness import FIRMLY, LIKELY, SURE
from assistant.tabular.mentions import asks_body
from corpus.figures import has_date
from corpus.fold import squeezed

MOSTLY = 0.67  # share of topic words unknown to the corpus above which it speaks of other things
CERTAIN = 0.7  # how sure the trees must be where no figure, field or happening is stated
STRANGE = 0.33  # share of unknown words from which the trees must be …
LEAST = 0.75  # … so sure, by that share, that a sentence answers nevertheless
SAID = 0.5  # how far the last of some keywords must be said
ENTITY = 0.25  # share of what a head belongs to that must be said where it is answered
_FIELD_WORDS = {"文号": re.compile(r"\(\d{4}\)\d+号|令第\d+号"),
                "发文机关": re.compile(r"印发|发布|制定|编辑|出版|主办|承办|通过"),
                "失效日期": re.compile(r"有效期|失效|废止")}  # fmt: skip
_BODY = re.compile(
    r"[局厅署]|委员会|部门|政府|机关|单位|办公室|机构|法院|公司|小组|中心|办事处|协会|[本该其]人|企业|者"
)
CLAUSES = ("clause", "item")
_ITEM_NUMBER = re.compile(r"(?<![\d.])\d{1,2}[.、\uff0e](?!\d)")
_NEVER = re.compile(r"(?!)")


def doubt(chosen: Sequence[Candidate], bench: Bench) -> str:
    """The first reason to think that the chosen sentences do not say what is asked, or "".

    Checks of the wording give way to a sentence of running text that the trees are sure of; a
    figure asked for by its measure word must be there all the same.
    """
    best = chosen[0]
    enough = WORDING | ({_uncounted: 1.0} if bench.question.measure else {})
    if not best.running:
        enough = {check: FIRMLY if check in MATTER else 1.0 for check in enough}
    sure = best.sure if best.running or best.passage.kind in CLAUSES else 0.0
    checks = (*(check for check, needed in enough.items() if sure < needed), *CHECKS)
    return next((reason for check in checks if (reason := check(chosen, bench))), "")


def _uncounted(chosen: Sequence[Candidate], bench: Bench) -> str:
    """A figure or a time is asked for and none of its kind is said."""
    question = bench.question
    if (question.asks(PENALTY) or on_charge(question)) and not any(
        states(c, question) for c in chosen
    ):
        return UNSTATED
    counted = question.measure in FIRM or question.asks(NUMBER)
    dated = question.asks(DEADLINE) and not question.metadata
    if not (counted or dated) or any(states(c, question) for c in chosen):
        return ""
    return "资料没有写明所问的数" if counted else "资料没有写明时间"


def _strange(chosen: Sequence[Candidate], bench: Bench) -> str:
    """Most of the topic's words are nowhere in the corpus, or many and the trees are not sure."""
    said = said_by(chosen) + heads_of(chosen)
    unknown = _unknown(said, bench)
    if unknown > MOSTLY:
        return UNSTATED
    told = sum(match(t, said) >= SAID for t in bench.question.terms)
    doubtful = chosen[0].running or (told < 2 and chosen[0].passage.kind != "row")
    sure = _sureness(chosen, bench) >= LEAST * unknown
    return UNSTATED if unknown > STRANGE and doubtful and not sure else ""


def _other_matters(chosen: Sequence[Candidate], bench: Bench) -> str:
    """What is asked has no name in the corpus, or not where it is answered."""
    question, vocabulary = bench.question, bench.know.vocabulary
    said = said_by(chosen) + heads_of(chosen)
    if free_of_charge(question, said):  # 不收取任何费用 names no 手续费
        question = replace(question, terms=_uncharged(question))
    if question.asks(NUMBER) and any(
        _absent(t, bench) and not match(t, said) for t in question.terms
    ):
        return UNSTATED
    counted = [t for t in question.terms if t.text in question.counted and len(t.text) > 1]
    around = said + "".join(squeezed(c.passage.text + c.document.title) for c in chosen)
    if counted and not any(match(t, around) for t in counted):
        return UNSTATED
    if question.head and not vocabulary.knows_any(question.head_forms):
        return UNSTATED
    if question.head and (_about_others(chosen, question) or unnamed(chosen, bench)):
        return UNSTATED
    if question.keywords and not _says_head(chosen, question):
        return UNSTATED
    # the word of what is listed (哪些设计部分) or punished need not stand where it is answered
    named = vocabulary.knows(question.head) and not question.asks(LIST, PENALTY)
    return UNSTATED if named and not _says_head(chosen, question, near=True) else ""


def _uncharged(question: Question) -> tuple[Term, ...]:
    """The topic's words without that of the charge."""
    return tuple(t for t in question.terms if t.text not in question.counted or len(t.text) < 2)


def _unknown(said: str, bench: Bench) -> float:
    """Share of the topic's words that are nowhere in the corpus, nor loosely in what is said."""
    vocabulary = bench.know.vocabulary
    words = [t for t in bench.question.terms if not is_amount(t)]  # a figure names no matter
    known = [t for t in words if vocabulary.knows_any([f for f, _ in t.forms])
             or match(t, said) >= SAID]  # fmt: skip
    return 1 - len(known) / len(words) if words else 0.0


def _sureness(chosen: Sequence[Candidate], bench: Bench) -> float:
    """How sure the trees are of the surest of the sentences, 1 where they cannot tell.

    They compare characters with those of the question itself: not English, nor what was carried.
    """
    if bench.question.english or bench.question.carried:
        return 1.0
    spans = {(c.passage.id, c.start) for c in chosen}
    return max((c.sure for c in bench.candidates if (c.passage.id, c.start) in spans), default=0.0)


def _unjoined(chosen: Sequence[Candidate], bench: Bench) -> str:
    """The figure stands in another item of the passage than the topic, and nothing joins them."""
    question = bench.question
    stating = [c for c in chosen if states(c, question)] if question.asks(NUMBER) else []
    texts = [_item(c) for c in stating]
    if not stating or not all(texts):
        return ""
    return "" if any(match(t, text) for text in texts for t in question.terms) else UNSTATED


def _item(candidate: Candidate) -> str:
    """What joins a sentence of a numbered item in a longer cell to a matter, "" for any other."""
    passage = candidate.passage
    begun = candidate.start - passage.start
    numbers = [m.start() for m in _ITEM_NUMBER.finditer(passage.text)]
    if passage.kind != "row" or len(numbers) < 2 or numbers[0] > begun:
        return ""
    before = passage.text[max(n for n in numbers if n <= begun) : begun]
    return squeezed(before + candidate.said) + heads_of([candidate])


def _no_places(chosen: Sequence[Candidate], bench: Bench) -> str:
    """Cities or counties are asked for by name and none is named."""
    return UNSTATED if without_places(chosen, bench) else ""


def _no_such_field(chosen: Sequence[Candidate], bench: Bench) -> str:
    """A field of the document is asked for (文号) and the sentences speak of none."""
    names = bench.question.metadata
    said = said_by(chosen)
    return UNSTATED if names and not any(_names_field(n, said) for n in names) else ""


def _no_attribute(chosen: Sequence[Candidate], bench: Bench) -> str:
    """A telephone, an address of the topic before is asked for and none is named."""
    question = bench.question
    wanted = [t for t in question.terms if t.text in named_attributes()]
    said = said_by(chosen) + heads_of(chosen) + squeezed("".join(labels_of(c) for c in chosen))
    missing = question.carried and wanted and not any(match(t, said) >= SAID for t in wanted)
    return UNSTATED if missing else ""


def _no_cause(chosen: Sequence[Candidate], bench: Bench) -> str:
    """A reason is asked for and none is given."""
    told = "".join(squeezed(c.passage.text) for c in chosen)
    sure = any(c.sure >= SURE for c in chosen)  # the reason may stand there without a word for it
    caused = not bench.question.asks(REASON) or sure or CAUSE.search(told)
    return "" if caused else "资料没有说明原因"


def _wordless(chosen: Sequence[Candidate], bench: Bench) -> str:
    """A meaning, a sanction, conditions are asked for, and no sentence has the words for one."""
    question = bench.question
    told = any(
        has_words(squeezed(c.said), question) or (c.running and c.sure >= CERTAIN) for c in chosen
    )
    return "" if told or question.english else UNSTATED


def _no_body(chosen: Sequence[Candidate], bench: Bench) -> str:
    """Only who leads, or which company does it, is asked for and no body is named."""
    said, asked = said_by(chosen), set(bench.question.asked)
    only = asked == {LEAD} or (not asked and asks_body(squeezed(bench.question.text)))
    if not only or _BODY.search(said):
        return ""
    return "" if any(bench.know.units.find(said)) else UNSTATED


def _other_kind(chosen: Sequence[Candidate], bench: Bench) -> str:
    """Only another kind is spoken of (市级 for 县级), or a code asked about (S2) is nowhere."""
    return UNSTATED if of_another_kind(chosen, bench) else ""


def _beside(chosen: Sequence[Candidate], bench: Bench) -> str:
    """Only rows, lines or a text on the thing asked for are found, without what is asked of it."""
    found = any(check(chosen, bench) for check in (row_beside, line_beside, title_beside))
    return UNSTATED if found else ""


WORDING = {  # checks, and how sure the trees must be of running text for them to give way
    _uncounted: CERTAIN, only_added: CERTAIN, _strange: CERTAIN, _unjoined: CERTAIN,
    _other_matters: LIKELY, _no_such_field: CERTAIN, _no_attribute: CERTAIN, _no_cause: LIKELY,
    _no_body: LIKELY, no_officer: CERTAIN, no_party: CERTAIN,
    not_so: CERTAIN, _no_places: LIKELY,
}  # fmt: skip
MATTER = frozenset(
    {_strange, _other_matters, _no_cause}
)  # in clauses, too, where they are all but certain
CHECKS = (told_elsewhere, nameless, other_way, _wordless, _beside, *ABSENT, for_others,
          _other_kind, only_mentioned, of_another_year, of_no_such_body,
          untold)  # fmt: skip


def _names_field(name: str, said: str) -> bool:
    """Whether a text speaks of a field of documents: its name, or its first word (施行日期)."""
    if name in said or _FIELD_WORDS.get(name, _NEVER).search(said):
        return True
    return name.endswith("日期") and (name[:2] in said or has_date(said))


def _absent(term: Term, bench: Bench) -> bool:
    """Whether a term is an official one (一般公共预算收入) that the corpus has in no form."""
    official = len(term.text) >= OFFICIAL and bench.know.synonyms.is_official(term.text)
    return official and not bench.know.vocabulary.knows_any(f for f, _ in term.forms)


def _says_head(chosen: Sequence[Candidate], question: Question, *, near: bool = False) -> bool:
    """Whether the last of some keywords (… 收费标准) is said where they are answered, or near."""
    around = "".join(c.passage.text + c.document.title for c in chosen) if near else ""
    labels = "".join(labels_of(c) for c in chosen)
    said = said_by(chosen) + heads_of(chosen) + squeezed(labels + around)
    heads = [t for t in question.terms if t.text == question.head]
    return not heads or any(match(t, said) >= SAID for t in heads)


def _about_others(chosen: Sequence[Candidate], question: Question) -> bool:
    """Whether only the head is said (材料) and hardly anything of what it belongs to (离婚登记)."""
    rest = [t for t in question.terms if t.text != question.head]
    total = sum(t.weight for t in rest)
    texts = [squeezed(c.passage.text + c.document.title + c.document.issuer + heads_of([c]))
             + referred(c.text, c.document.text) for c in chosen]  # fmt: skip
    said = sum(t.weight * max(match(t, text) for text in texts) for t in rest)
    return total > 0 and said < ENTITY * total
