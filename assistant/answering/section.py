"""Answers that are a whole short section: the list under a heading that names what is asked."""

from __future__ import annotations

import re

from assistant.answering.bench import Bench
from assistant.answering.draft import Draft, Statement, passage_support
from assistant.answering.wording import shown
from assistant.asking.question import LIST, MEASURES, PAPERS, Question
from assistant.finding.evidence import Candidate
from assistant.finding.matching import match
from assistant.finding.wanted import PAPERS_TOLD
from corpus.fold import squeezed
from corpus.records import Document, Passage

ROOM = 280  # characters of a section that is given whole
_PAPERS = re.compile(r"材料|证件|资料|携带|手续")
_NAMED = 0.5  # share of the topic's weight that heading and title together must say
_BETTER = 1.15  # how much more the heading must say than the best sentence alone


def answer(bench: Bench) -> Draft | None:
    """The passages under the heading that the question names, None when there is none such."""
    question = bench.question
    if not question.asks(LIST, MEASURES) or not question.terms:
        return None
    best: tuple[float, list[tuple[Passage, Document]]] = (0.0, [])
    for passage, document in bench.passages[:15]:
        if passage.kind == "title" or not passage.path:
            continue
        covered = _covered(passage, document, question)
        if covered > best[0]:
            best = (covered, _siblings(passage, document, bench))
    covered, members = best
    papers = question.asks(PAPERS)
    telling = (c for c in bench.candidates if not papers or PAPERS_TOLD.search(squeezed(c.said)))
    sentence = max((c.own for c in telling if not _announces(c)), default=0.0)
    if covered < max(_NAMED, _BETTER * sentence) or not 1 <= len(members) <= 12:
        return None
    statements = [Statement(_worded(p, question), (passage_support(p, d),)) for p, d in members]
    if sum(len(s.text) for s in statements) > ROOM:
        return None
    return Draft(tuple(statements), "extractive", min(1.0, covered))


def _announces(candidate: Candidate) -> bool:
    """Whether a sentence only announces what follows it in other passages (职责包括:)."""
    last = candidate.end >= candidate.passage.start + len(candidate.passage.text.rstrip())
    return last and candidate.text.rstrip().endswith((":", "\uff1a"))


def _covered(passage: Passage, document: Document, question: Question) -> float:
    """Share of the topic said by the heading (which must say some of it) and the title."""
    heading = squeezed(passage.path[-1].text)
    title = squeezed(document.title)
    total = sum(t.weight for t in question.terms) or 1.0
    papers = question.asks(PAPERS) and _PAPERS.search(heading)
    if not papers and not any(match(t, heading) >= 0.5 for t in question.terms):
        return 0.0
    return sum(t.weight * max(match(t, heading), match(t, title)) for t in question.terms) / total


def _siblings(passage: Passage, document: Document, bench: Bench) -> list[tuple[Passage, Document]]:
    """The passages that stand under the same heading, in the order of the document."""
    heading = passage.path[-1].start
    out = []
    for number in bench.retriever.numbers_of(document):
        other = bench.retriever.passage(number)
        if other.kind != "title" and other.path and other.path[-1].start == heading:
            out.append((other, document))
    return out


def _worded(passage: Passage, question: Question) -> str:
    text = shown(passage.text, question)
    return text if text.endswith(tuple("。;\uff1b!?")) else text + ";"
