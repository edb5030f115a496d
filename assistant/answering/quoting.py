"""Sentences as an answer tells them: trimmed, without numbering, rows by their columns' names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.draft import Statement, Support, place_name, place_supports, support_of
from assistant.answering.wording import STOPS, brief, shown
from assistant.asking.question import LEAD, LIST, MEASURES, NUMBER, RESPONSIBLE, Question
from assistant.finding.evidence import Candidate
from assistant.finding.fit import NUMBERING
from assistant.finding.matching import match
from assistant.finding.pieces import LONGEST_LIST
from corpus.fold import squeezed
from corpus.records import MATTER, UNIT_FIELDS
from corpus.records import NUMBER as NUMBER_FIELD

LONGEST = 230  # characters of one quoted sentence; longer ones are cut at clause ends
NAME = 40  # characters of a row's matter that are shown before its cell
_PLAIN = frozenset(  # columns that need no name
    {MATTER, "主要内容", "内容", "工作措施", "目标", "目标任务", "当前进展"}
)
_CLAUSE = re.compile(r"[,\uff0c;\uff1b。]")


def statements_of(chosen: Sequence[Candidate], question: Question) -> list[Statement]:
    """A statement for each sentence; what announces several items is said before the first."""
    out = [statement_of(one, question) for one in chosen]
    for at in range(1, len(chosen)):
        one, before = chosen[at], chosen[at - 1]
        same = one.intro == before.intro and one.document.id == before.document.id
        if one.intro is not None and same:
            item = statement_of(replace(one, intro=None), question)
            out[at] = replace(item, supports=out[at].supports)
    return out


def statement_of(candidate: Candidate, question: Question) -> Statement:
    """A sentence as it is told, with the spans of the document that prove it."""
    trimmed = _trimmed(candidate, question)
    text = _worded(trimmed, question)
    passage, document = candidate.passage, candidate.document
    place = place_name(passage) if passage.region != document.region else ""
    if place and place not in text:
        text = f"{shown(place, question)}:{text}"
    if question.english:
        text = f"The document says: “{text.rstrip(STOPS)}”."
    elif not text.endswith(("。", "!", "?", "\uff01", "\uff1f")):
        text = text.rstrip(STOPS) + "。"
    supports = [support_of(trimmed)]
    if candidate.intro is not None:
        supports.insert(0, Support(passage, document, *candidate.intro, passage.locator))
    return Statement(text, (*supports, *place_supports(passage, document, trimmed.text)))


def _worded(candidate: Candidate, question: Question) -> str:
    """The sentence without its numbering; a short row as its columns with their values."""
    passage = candidate.passage
    cells = [f for f in passage.fields if f.name != NUMBER_FIELD and f.text and not f.rule]
    if question.asks(NUMBER) and not question.asks(LEAD, RESPONSIBLE):
        cells = [f for f in cells if f.name not in UNIT_FIELDS] or cells
    if passage.kind == "row" and candidate.text == passage.text and cells:
        named = [f.text if f.name in _PLAIN else f"{f.label}:{f.text}" for f in cells]
        return shown(";".join(named), question)
    text = NUMBERING.sub("", shown(candidate.text, question)).strip()
    if passage.kind == "row" and candidate.field and candidate.field not in _PLAIN:
        field, matter = passage.field(candidate.field), passage.field(MATTER)
        label = shown(field.label, question) if field else candidate.field
        name = shown(brief(matter.text, NAME), question) if matter else ""
        return f"{name}({label}):{text}" if name else f"{label}:{text}"
    if candidate.intro is None:
        return text
    intro = shown(candidate.document.text[slice(*candidate.intro)], question)
    return f"{NUMBERING.sub('', intro).rstrip(STOPS)}:{text}"


def _trimmed(candidate: Candidate, question: Question) -> Candidate:
    """A very long sentence cut to the run of clauses that covers the question."""
    if candidate.end - candidate.start <= (
        LONGEST_LIST if question.asks(LIST, MEASURES) else LONGEST
    ):
        return candidate
    text = candidate.text
    ends = [m.end() for m in _CLAUSE.finditer(text)] + [len(text)]
    starts = [0, *ends[:-1]]
    best = (0.0, 0, 0)
    for i, start in enumerate(starts):
        for end in ends[i:]:
            if end - start > LONGEST:
                break
            body = squeezed(text[start:end])
            score = sum(t.weight * match(t, body) for t in question.terms)
            best = max(best, (score, start, -end), key=lambda b: (b[0], -b[1] + b[2]))
    _, start, end = best
    end = min(-end + 60, len(text)) if end else LONGEST
    end = max((e for e in ends if e <= end), default=end)
    return replace(candidate, start=candidate.start + start, end=candidate.start + end)
