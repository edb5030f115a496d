"""Lists of headings: what a document or one of its chapters is made of (分成哪六个工程?)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answering.bench import Bench
from assistant.answering.draft import Draft, Statement, heading_support
from assistant.answering.points import points
from assistant.answering.wording import STOPS, shown
from assistant.asking.question import LEAD, LIST, NUMBER, RESPONSIBLE, Question, Term
from assistant.finding.fit import NUMBERING
from assistant.finding.matching import match
from corpus.fold import squeezed
from corpus.lines import number
from corpus.records import Document, Heading, Passage

DOCUMENTS = 3  # best documents whose outlines are looked at
MOST = 20  # headings of one list
ROOM = 780  # characters of an answer that lists
_COUNT = re.compile(r"哪([一二两三四五六七八九十]{1,2}|\d{1,2})(?:大|个|项|条|类|种|方面|部分|章)")
UNNAMED = 0.8  # for a heading of which the question says nothing
_PARTS = re.compile(r"(?:哪几|哪|几)[个大些]{0,2}(?:部分|方面|板块|大类|大块|领域|章(?!程)|篇章)")
_NAMED, _COUNTED = 0.6, 0.4  # share of the topic that must be said; where parts are asked for
_BETTER = 1.15  # how much more the headings must say than the best sentence alone
_MOSTLY = 0.7  # share of the headings that must say a word for all of them to be about it


@dataclass(frozen=True, slots=True)
class Chapter:
    """A heading (None for the document itself) and those right below it, each with a passage."""

    document: Document
    heading: Heading | None
    parts: tuple[tuple[Heading, Passage], ...]

    @property
    def above(self) -> list[Heading]:
        """The headings above its own."""
        path = list(self.parts[0][1].path)
        starts = [h.start for h in path]
        return path[: starts.index(self.heading.start)] if self.heading else []


def answer(bench: Bench) -> Draft | None:
    """The headings below the one that the question names, None where there is none such."""
    question = bench.question
    if not question.asks(LIST) or question.asks(NUMBER, LEAD, RESPONSIBLE) or not question.terms:
        return None
    wanted = _COUNT.search(squeezed(question.text))
    count = number(wanted[1]) if wanted else 0
    best, found = (0.0, 0), None
    for document in list({d.id: d for _, d in bench.passages}.values())[:DOCUMENTS]:
        for chapter in _chapters(document, bench):
            covered = _covered(chapter, question, counted=count > 2)
            if len(chapter.parts) == count or not count:
                rank = (round(covered, 2), len(chapter.parts) * (len(chapter.parts) <= MOST))
                if rank > best:
                    best, found = rank, chapter
    covered = best[0]
    sentence = max((c.own for c in bench.candidates), default=0.0)
    structure = count or _PARTS.search(squeezed(question.text))
    least = _COUNTED if structure else max(_NAMED, _BETTER * sentence)
    if found is None or covered < least or not 1 < len(found.parts) <= MOST:
        return None
    statements = _statements(found, question)
    if sum(len(s.text) for s in statements) > ROOM:
        return None
    return Draft(tuple(statements), "extractive", min(1.0, covered))


def _chapters(document: Document, bench: Bench) -> Iterator[Chapter]:
    """The document and every heading of it, each with the headings right below."""
    below: dict[int, dict[int, tuple[Heading, Passage]]] = {}  # by the start of the heading above
    named: dict[int, Heading] = {}
    for n in bench.retriever.numbers_of(document):
        if not bench.scope.allowed[n]:
            continue
        passage = bench.retriever.passage(n)
        above = -1
        for heading in passage.path:
            below.setdefault(above, {}).setdefault(heading.start, (heading, passage))
            named[heading.start] = heading
            above = heading.start
    for start, parts in below.items():
        yield Chapter(document, named.get(start), tuple(parts.values()))


def _covered(chapter: Chapter, question: Question, *, counted: bool) -> float:
    """Share of the topic's weight that the heading, most parts, or what stands above it say.

    Where the number of parts is the one asked for (`counted`), the heading need say nothing.
    """
    heading = squeezed(chapter.heading.text) if chapter.heading else ""
    above = squeezed("".join((chapter.document.title, *(h.text for h in chapter.above))))
    parts = [squeezed(h.text) for h, _ in chapter.parts]
    own = {t.text: max(match(t, heading), _mostly(t, parts)) for t in question.terms}
    named = NUMBERING.sub("", heading) in squeezed(question.text)
    named = named or chapter.heading is None or max(own.values()) >= 0.5
    if not named and not counted:
        return 0.0
    total = sum(t.weight for t in question.terms) or 1.0
    said = sum(t.weight * max(own[t.text], match(t, above)) for t in question.terms) / total
    return said * (1.0 if named else UNNAMED)


def _mostly(term: Term, parts: Sequence[str]) -> float:
    """1 where most of the headings say the term, else 0."""
    saying = sum(match(term, part) >= 0.8 for part in parts)
    return float(saying >= _MOSTLY * len(parts))


def _statements(chapter: Chapter, question: Question) -> list[Statement]:
    count = len(chapter.parts)
    opening = f"There are {count}: " if question.english else shown(f"共{count}项:", question)
    items = []
    for heading, passage in chapter.parts:
        text = shown(heading.text, question).rstrip(STOPS)
        items.append(Statement(text, (heading_support(heading, passage, chapter.document),)))
    return points(Statement(opening, ()), items, question)
