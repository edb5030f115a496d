"""Answers from the fields of a record: who leads, who is responsible, when it is due."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.answering.bench import Bench
from assistant.answering.draft import (
    Draft,
    Statement,
    Support,
    field_support,
    matter_support,
    passage_support,
    place_name,
    place_supports,
    rule_support,
    support_of,
)
from assistant.answering.stating import states
from assistant.answering.wording import STOPS, brief, shown, unit_names
from assistant.asking.parts import parts_of
from assistant.asking.question import DEADLINE, LEAD, RESPONSIBLE, Question
from assistant.asking.question import NUMBER as NUMBER_ASKED
from assistant.finding.evidence import Candidate, candidates_of
from assistant.finding.fit import BODY
from assistant.finding.matching import match
from assistant.finding.sureness import SURE
from corpus.figures import figures, has_date
from corpus.fold import squeezed, to_simplified
from corpus.records import DEADLINE as DEADLINE_FIELD
from corpus.records import LEAD as LEAD_FIELD
from corpus.records import MEASURES as MEASURES_FIELD
from corpus.records import NUMBER as NUMBER_FIELD
from corpus.records import PROGRESS as PROGRESS_FIELD
from corpus.records import RESPONSIBLE as RESPONSIBLE_FIELD
from corpus.records import Document, Field, Passage

WHOLE = 320  # a record up to so many characters is quoted whole
_MANY = re.compile(r"各|分别|都由|都是|\beach\b|respectively")
_SUPPORT = "配合单位"
_INSTEAD = {LEAD_FIELD: (LEAD_FIELD, RESPONSIBLE_FIELD),
            RESPONSIBLE_FIELD: (RESPONSIBLE_FIELD, _SUPPORT),
            _SUPPORT: (_SUPPORT, RESPONSIBLE_FIELD)}  # fmt: skip
_YES_NO = re.compile(r"吗|嗎|是不是|是否")
_RIVAL = 0.7  # share of the best sentence's score that the best record must reach
WHOLLY = 0.95  # of the topic's weight that a sentence says itself
_TELLING = (MEASURES_FIELD, PROGRESS_FIELD)
DATED = 0.7  # share of what is covered that a dated sentence itself must say
_NEAR = 0.8  # a further record must score so much of the best


@dataclass(frozen=True, slots=True)
class Found:
    """A record that may answer, with the sentence that shows why."""

    passage: Passage
    document: Document
    best: Candidate


def answer(bench: Bench) -> Draft | None:
    """A draft from the record that the question is about, None when no record fits."""
    question = bench.question
    wanted = [(k, n) for k, n in ((LEAD, LEAD_FIELD), (RESPONSIBLE, RESPONSIBLE_FIELD),
                                  (DEADLINE, DEADLINE_FIELD)) if question.asks(k)]  # fmt: skip
    if not wanted:
        return None
    names = [n for _, n in wanted]
    if "配合" in to_simplified(question.text):
        names = [_SUPPORT if n == RESPONSIBLE_FIELD else n for n in names]
    found = _found(bench, names)
    if not found or (names == [LEAD_FIELD] and _better_said(found[0], bench)):
        return None
    statements = [statement_of(f, names, bench) for f in found]
    counted = question.asks(NUMBER_ASKED) and len(parts_of(question, bench.know)) > 1
    if counted and figures(found[0].best.text) and not any(figures(s.text) for s in statements):
        return None  # 新增多少个,由谁牵头: the row tells both
    confidence = max(f.best.coverage for f in found)
    return Draft(tuple(statements), "structured", confidence)


def _better_said(found: Found, bench: Bench) -> bool:
    """Whether the record names no lead, and a sentence surely says who (在常住地服务机构办理)."""
    best = bench.candidates[0]
    led = found.passage.field(LEAD_FIELD) is not None
    return not led and best.sure >= SURE and BODY.search(best.text) is not None


def _found(bench: Bench, names: list[str]) -> list[Found]:
    """The record asked about; several where the question names several."""
    records = []
    for passage, document in bench.passages:
        if any(_field(passage, n) for n in names) and _numbered(passage, bench.question):
            best = bench.best_of(passage)
            if best is not None:
                records.append((_score(best, passage, bench), Found(passage, document, best)))
    records.sort(key=lambda pair: (-pair[0], pair[1].document.source, pair[1].passage.start))
    if not records or records[0][1].best.score < _RIVAL * bench.candidates[0].score:
        return []
    top, first = records[0]
    chosen = [first]
    if _MANY.search(bench.question.text):
        covered = _own_terms(first, bench.question)
        for score, other in records[1:]:
            new = _own_terms(other, bench.question) - covered
            if new and score >= _NEAR * top and other.document.id == first.document.id:
                chosen.append(other)
                covered |= new
    return chosen[:5]


def _score(best: Candidate, passage: Passage, bench: Bench) -> float:
    """The best sentence's score; the matter's own words and the units named count more."""
    matter = passage.subject
    title = squeezed(matter.text) if matter else ""
    terms = bench.question.terms
    total = sum(t.weight for t in terms) or 1.0
    found = candidates_of(bench.question, passage, best.document)
    covered = max(c.coverage for c in found)
    score = (
        covered
        + 0.1 / (1 + best.rank / 5)
        + 0.25 * sum(t.weight * match(t, title) for t in terms) / total
    )
    if bench.question.units and not _YES_NO.search(bench.question.text):
        printed = {bench.know.units.canonical(v) for f in passage.fields for v in f.values
                   if f.name in (LEAD_FIELD, RESPONSIBLE_FIELD)}  # fmt: skip
        score += 0.1 * len(printed & set(bench.question.units))
    return score


def _numbered(passage: Passage, question: Question) -> bool:
    if not question.number:
        return True
    number = passage.field(NUMBER_FIELD)
    return number is not None and number.text.strip("(). \uff08\uff09、第项") == question.number


def _own_terms(found: Found, question: Question) -> set[str]:
    text = squeezed(found.best.text)
    return {t.text for t in question.terms if match(t, text) >= 0.8}


def _field(passage: Passage, name: str) -> Field | None:
    for option in _INSTEAD.get(name, (name,)):
        field = passage.field(option)
        if field is not None:
            return field
    return None


def statement_of(found: Found, names: list[str], bench: Bench) -> Statement:
    """The fields of a record in one sentence, as far as it states them."""
    question = bench.question
    matter = found.passage.subject
    stated = [(n, f) for n in names if (f := _field(found.passage, n)) is not None]
    counted = _counted(found, matter, bench)
    parts = [shown(counted.text, question).rstrip(STOPS)] if counted else []
    parts += [_part(name, field, bench) for name, field in stated]
    limit = 150 if found.passage.end - found.passage.start <= WHOLE else 60
    name = shown(brief(matter.text if matter else found.best.text, limit), question)
    where = place_name(found.passage) or found.document.region
    place = shown(where, question) if where and where not in name else ""
    answer_no = _contradiction(question, found, bench)
    if question.english:
        text = f"{place} “{name}”: {'; '.join(parts)}."
    else:
        text = f"{answer_no}{place}“{name}”:{';'.join(parts)}。"
    supports = _supports(found, [f for _, f in stated])
    if counted and not any(s.start <= counted.start and counted.end <= s.end for s in supports):
        supports = (*supports, support_of(counted))
    return Statement(text, supports)


def _counted(found: Found, matter: Field | None, bench: Bench) -> Candidate | None:
    """The sentence with the figure, where one is asked for as well and the matter states none.

    Also the one that dates what is asked about itself, beside the record's time limit.
    """
    question = bench.question
    if _MANY.search(question.text) and found.best.own >= WHOLLY and found.best.field in _TELLING:
        return found.best  # 三种模式分别靠谁: what they are is told as well
    if question.asks(DEADLINE) and DATED * found.best.coverage <= found.best.own:
        own = found.best.field != DEADLINE_FIELD and has_date(found.best.text)
        return found.best if own else None
    if not question.asks(NUMBER_ASKED) or matter is None:
        return None
    told = [c for c in bench.candidates if c.passage.id == found.passage.id and states(c, question)]
    inside = any(c.start < matter.end and matter.start < c.end for c in told[:1])
    return told[0] if told and not inside else None


def _part(name: str, field: Field, bench: Bench) -> str:
    question = bench.question
    missing = name == LEAD_FIELD and field.name != LEAD_FIELD
    if name == DEADLINE_FIELD:
        value = shown(field.text, question)
        return f"deadline: {value}" if question.english else shown("完成时限为", question) + value
    value = unit_names(field.values, question, bench.know.units)
    if question.english:
        label = "lead unit" if name == LEAD_FIELD else "responsible units"
        return f"no lead unit is named; responsible: {value}" if missing else f"{label}: {value}"
    if missing:
        return shown("文件没有写明牵头单位,责任单位为", question) + value
    label = "牵头单位是" if name == LEAD_FIELD else f"{field.name}为"
    return shown(label, question) + value


def _contradiction(question: Question, found: Found, bench: Bench) -> str:
    """是/不是 for a yes-no question about the lead (…是体育局牵头吗)."""
    if not _YES_NO.search(question.text) or not question.units or question.english:
        return ""
    lead = _field(found.passage, LEAD_FIELD)
    named = {bench.know.units.canonical(v) for v in lead.values} if lead else set()
    return "是的," if named & set(question.units) else "不是。"


def _supports(found: Found, fields: list[Field]) -> tuple[Support, ...]:
    passage, document = found.passage, found.document
    if passage.kind != "row" and passage.end - passage.start <= WHOLE:
        supports = [passage_support(passage, document)]
    else:
        matter = passage.subject
        supports = [matter_support(matter, passage, document)] if matter else []
        inside = matter is not None and matter.start <= found.best.start < matter.end
        if not inside and not found.best.field.endswith("单位"):
            supports.append(support_of(found.best))
        supports += [field_support(f, passage, document) for f in fields]
    for field in fields:
        supports += rule_support(field, passage, document)
    quoted = "".join(s.quote for s in supports)
    return (*supports, *place_supports(passage, document, quoted))
