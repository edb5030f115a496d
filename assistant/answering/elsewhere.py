"""What speaks against an answer because it is of another place, year or level."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.bench import Bench
from assistant.answering.kinds import heads_of, said_by
from assistant.asking.asked import attributes
from assistant.finding.evidence import Candidate
from assistant.finding.fit import opening_year, speaks_for_others
from assistant.finding.matching import match
from corpus.fold import squeezed
from corpus.records import Document, Passage

UNSTATED = "资料没有写明所问的内容"
WHOLLY = 0.8  # how far a passage must say it, in one of its forms
ENTITY_NAME = 4  # characters from which a word names a thing (青年驿站)
_BUILDING = re.compile(r"[新改扩续增修建造设立提升]+")  # 新改扩建 is done to a thing, and is none


def told_elsewhere(chosen: Sequence[Candidate], bench: Bench) -> str:
    """A thing asked about has a name in the corpus, and no passage that may answer names it.

    The documents of other places or years speak of it; those asked about do not.
    """
    question = bench.question
    if not (question.places or question.years):
        return ""
    for term in question.terms:
        if term.text in attributes():
            continue
        names = [f for f, w in term.forms if w >= 1]
        named = names[0] if names else ""
        if len(named) < ENTITY_NAME or _BUILDING.fullmatch(named):
            continue
        if question.english and any(bench.know.vocabulary.knows(f) for f in names[1:]):
            continue  # several Chinese words for one
        naming = bench.know.vocabulary.naming(named)
        if not naming or bench.scope.allowed[naming].any():
            continue
        loosely = re.compile("[\u3400-\u9fff]{0,2}".join(named))  # 独居老年人 for 独居老人
        told = map(all_said, bench.passages)
        if not any(match(term, text) >= WHOLLY or loosely.search(text) for text in told):
            return UNSTATED
    return ""


def all_said(found: tuple[Passage, Document]) -> str:
    """What a passage says with its title, headings and names of columns, squeezed."""
    passage, document = found
    names = (*(h.text for h in passage.path), *(f.label for f in passage.fields))
    return squeezed(passage.text + document.title + "".join(names))


def only_mentioned(chosen: Sequence[Candidate], bench: Bench) -> str:
    """The documents only mention the place, and not where the answer stands."""
    forms = bench.scope.mention
    said = said_by(chosen) + heads_of(chosen)
    if not forms or bench.scope.named_in(said):
        return ""
    if any(name in forms for c in chosen for name in _spoken_of(c, bench)):
        return ""
    return f"资料提到{forms[0]},但没有所问的内容"


def _spoken_of(candidate: Candidate, bench: Bench) -> list[str]:
    """Places that a sentence may go on to speak of: the passage's subject, and the last named."""
    before = squeezed(candidate.document.text[candidate.passage.start : candidate.start])
    places = bench.know.gazetteer.find(before)
    return [p.place.name for p in places[:1] if p.start == 0] + [p.place.name for p in places[-1:]]


def of_another_year(chosen: Sequence[Candidate], bench: Bench) -> str:
    """The first sentence speaks of a year from its first word on, and none says those asked for."""
    years = bench.question.years
    told = opening_year(squeezed(chosen[0].said))
    if not years or not told or any(y in c.said for y in years for c in chosen):
        return ""
    return f"资料中没有{'、'.join(years)}年的相关内容"


def for_others(chosen: Sequence[Candidate], bench: Bench) -> str:
    """Only what a higher level is to do is said."""
    question = bench.question
    others = [speaks_for_others(question, squeezed(c.text), c.field, c.document) for c in chosen]
    return "资料只写了上级的目标,没有写本地的" if all(others) else ""
