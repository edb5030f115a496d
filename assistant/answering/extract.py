"""Extractive answers: the sentences that say what is asked, as the documents say it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.alike import alike
from assistant.answering.announced import with_announcement
from assistant.answering.bench import Bench
from assistant.answering.doubts import doubt
from assistant.answering.draft import (
    Draft,
)
from assistant.answering.quoting import statements_of
from assistant.answering.second import with_second
from assistant.answering.stating import FIRM, states
from assistant.answering.wording import STOPS
from assistant.asking.parts import parts_of
from assistant.asking.question import (
    DEADLINE,
    LEAD,
    NUMBER,
    PENALTY,
    RESPONSIBLE,
    WHERE,
    Question,
)
from assistant.finding.contact import contacts_asked, owned
from assistant.finding.evidence import Candidate, sentences
from assistant.finding.fit import BODY
from assistant.finding.matching import match
from assistant.finding.pieces import is_labelled
from assistant.finding.sureness import FIRMLY, LIKELY
from assistant.finding.timing import moments
from corpus.fold import squeezed
from corpus.sentences import split_sentences

NAME = 40  # characters of a passage's first sentence that may be a body's name
BODY_END = re.compile(r"[局委厅部院所办司会站队]$|中心$|机构$|公司$|人民政府$|办公室$|[)\uff09]$")
SAME_PASSAGE, SAME_TEXT, NEARLY = 0.35, 0.5, 0.7  # shares of the best score, see _fitting
ELSEWHERE = 0.2  # less sure of a document whose title is not the one that the question names
WHOLE_SENTENCE = 120  # characters up to which a sentence is not cut at its semicolons
_SEVERAL = re.compile(
    r"\S\s+\S+\s+\S|各|分别|、|,|,|以及|和|与|\band\b|哪些|哪几|哪两|哪三|[??].+[??]"
)
_KEYWORDS = re.compile(r"\S\s+\S+\s+\S")  # words side by side: no sentence that asks
_CHARGED = re.compile(
    r"[(\uff08][^()\uff08\uff09]{2,120}?(牵头|负责|指导|主管|实施|配合|参与|参加|落实)[)\uff09]"
)


def answer(bench: Bench) -> Draft | None:
    """A draft from the best sentences, None when nothing was found at all."""
    question = bench.question
    candidates = bench.candidates
    if not candidates:
        return None
    best = _fitting(candidates, question)
    parts = parts_of(question, bench.know)
    if len(parts) > 1:
        chosen = _of_parts(parts, bench) or [best]
        best = chosen[0]
    else:
        firsts = (
            alike(best, candidates, question) if question.asks(NUMBER, DEADLINE) else [_whole(best)]
        )
        chosen = [*firsts, *_further(best, candidates, question)]
    if question.asks(LEAD, RESPONSIBLE):
        chosen = [*chosen, *_bracketed(chosen[0])]
    if question.asks(LEAD):
        chosen = [*_named_before(chosen), *chosen]
    chosen = with_announcement(chosen, bench)
    statements = statements_of(with_second(chosen, candidates), question)
    elsewhere = bool(bench.meant) and best.document.id not in bench.meant
    sure = _confidence(best, candidates, question) if len(parts) == 1 else best.coverage
    confidence = sure - (ELSEWHERE if elsewhere else 0.0)
    return Draft(tuple(statements), "extractive", confidence, doubt(chosen, bench))


def _confidence(best: Candidate, candidates: Sequence[Candidate], question: Question) -> float:
    """How far a sentence is to be trusted, 0 to 1.

    In running text, which the trees learned from, as they say where it is likely right; in clauses
    and items the mean of what is covered and of how sure they are of the passage; of cells and
    labelled lines, and of questions that they did not learn from, what is covered alone.
    """
    if best.running:
        judged = best.sure >= LIKELY and best.coverage > 0  # 某市。 says no word of the topic
        return max(best.coverage, best.sure) if judged else best.coverage
    unlike = question.english or question.carried or _KEYWORDS.search(question.text)
    if unlike or best.passage.kind == "row" or is_labelled(best.passage):
        return best.coverage
    sure = max(c.sure for c in candidates if c.passage.id == best.passage.id)
    return (best.coverage + sure) / 2


def _fitting(candidates: list[Candidate], question: Question) -> Candidate:
    """The best sentence that states what kind of thing is asked for: a date, a sum, a share.

    A sentence of the same passage is preferred to a better one that does not state it; one of
    another passage must be nearly as good, half as good in the same document where a sum, a
    moment or a place is asked for. Of running text the trees know more than the forms that figures
    and dates have (康熙年间, 一半以上, 第三区), but not of hours and days (几点, 几号).
    """
    best = candidates[0]
    certain = best.running and best.sure >= FIRMLY and not (question.measure or moments(question))
    if certain or _fits(best, question):
        return best
    exact = question.measure in FIRM or moments(question) or question.asks(WHERE, LEAD)
    for other in candidates[1:40]:
        same = other.passage.id == best.passage.id
        beside = SAME_TEXT if exact and other.document.id == best.document.id else NEARLY
        share = SAME_PASSAGE if same or question.asks(PENALTY) else beside
        about = same or contacts_asked(question) or other.coverage >= beside * best.coverage
        if about and _fits(other, question) and other.score >= share * best.score:
            return other
    return best


def _fits(candidate: Candidate, question: Question) -> bool:
    """Whether it states the kind of thing asked for: who is asked after is a body."""
    named = not question.asks(LEAD) or BODY.search(candidate.passage.text)
    shapes = contacts_asked(question)
    said = squeezed(candidate.said) if shapes else ""
    theirs = all(s.search(said) for s in shapes) and (
        not shapes or owned(question, candidate.named)
    )
    return bool(named) and theirs and states(candidate, question)


def _named_before(chosen: Sequence[Candidate]) -> list[Candidate]:
    """The body whose name opens a passage on its duties: (二)甲研究所。 before 开展调查。"""
    candidate, passage = chosen[0], chosen[0].passage
    spans = split_sentences(passage.text)
    start, end = (passage.start + offset for offset in spans[0]) if spans else (0, 0)
    name = passage.text[slice(*spans[0])] if spans else ""
    body = end - start <= NAME and BODY_END.search(name.rstrip(STOPS))
    said = any(c.passage.id == passage.id and c.start < end for c in chosen)
    if not body or said or passage.kind == "row":
        return []
    return [replace(candidate, start=start, end=end, field="", intro=None)]


def _bracketed(candidate: Candidate) -> list[Candidate]:
    """The bodies in brackets behind a measure that names none: (甲部、乙部指导)."""
    rest = candidate.passage.text[candidate.end - candidate.passage.start :]
    found = None if BODY.search(candidate.text) else _CHARGED.search(rest)
    if found is None:
        return []
    start, end = (candidate.end + offset for offset in found.span())
    return [replace(candidate, start=start, end=end, field="", intro=None)]


def _of_parts(parts: tuple[Question, ...], bench: Bench) -> list[Candidate]:
    """For each thing that is asked the sentence that states it, all of one document."""
    out: list[Candidate] = []
    for part in parts:
        found = sentences(part, bench.retriever, bench.ranked, bench.meant)
        if out:
            found = [c for c in found if c.document.id == out[0].document.id]
        best = _fitting(found, part) if found else None
        told = best is not None and best.own > 0 and states(best, part)
        if best is not None and told and all(best.start != c.start for c in out):
            out.append(best)
    return out


def _whole(candidate: Candidate) -> Candidate:
    """A clause that ends in a semicolon with the rest of its sentence, if that is short."""
    rest = candidate.passage.text[candidate.end - candidate.passage.start :]
    if candidate.passage.kind == "row" or not candidate.text.rstrip().endswith((";", "\uff1b")):
        return candidate
    stop = re.match(r"[^。\n]*。", rest)
    if stop is None or candidate.end - candidate.start + stop.end() > WHOLE_SENTENCE:
        return candidate
    return replace(candidate, end=candidate.end + stop.end())


def _further(best: Candidate, candidates: list[Candidate], question: Question) -> list[Candidate]:
    """More sentences where the question asks for several things and one does not say them all."""
    if not _SEVERAL.search(question.text):
        return []
    total = sum(t.weight for t in question.terms) or 1.0
    said = squeezed(best.text)
    left = [t for t in question.terms if match(t, said) < 0.5]
    out: list[Candidate] = []
    length = len(best.text)
    for candidate in sorted(candidates[1:30], key=lambda c: not _set_beside(c, best, question)):
        text = squeezed(candidate.text)
        gained = [t for t in left if match(t, text) >= 0.8]
        gain = sum(t.weight for t in gained) / total
        near = candidate.document.id == best.document.id
        enough = 0.12 if candidate.passage.id == best.passage.id else 0.15
        if (
            near
            and gain >= enough
            and length + len(text) <= 260
            and candidate.score > 0.4 * best.score
        ):
            out.append(candidate)
            length += len(text)
            left = [t for t in left if t not in gained]
        if len(out) == 2 or not left:
            break
    return out


def _set_beside(candidate: Candidate, best: Candidate, question: Question) -> bool:
    """Whether it stands beside the best one: a row of its table, or a labelled line as it is."""
    one, other = candidate.passage, best.passage
    if is_labelled(one) and is_labelled(other):  # 地址 电话: lines that are asked for by name
        return one.doc_id == other.doc_id and squeezed(one.fields[0].label) in question.topic
    return one.kind == other.kind == "row" and (one.path, one.doc_id) == (other.path, other.doc_id)
