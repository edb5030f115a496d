"""Question: what was understood of a question, before anything is looked up."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.finding.limits import NO_LIMITS, Limits
from corpus.fold import squeezed
from corpus.gazetteer import Place

# What a question can ask for (the kinds of assistant/asking/data/asked.tsv).
LEAD, RESPONSIBLE, DEADLINE, NUMBER = "lead", "responsible", "deadline", "number"
PROGRESS, MEASURES, CATEGORY, REASON = "progress", "measures", "category", "reason"
LIST, MOST, FEWEST, DENIAL = "list", "most", "fewest", "denial"
ALLOWED, DEFINE, PENALTY, WHERE = "allowed", "define", "penalty", "where"
TOWN = "乡镇"  # level of a place below the gazetteer's
EARLIEST, LATEST, EACH, SUM = "earliest", "latest", "each", "sum"
RANKING, COUNT, DUE = "ranking", "count", "due"
ITEMS, TARGET = "items", "target"
APPLY, REPEAL, START, PAPERS = "apply", "repeal", "start", "papers"
LENGTH = "期"  # the measure of how long something lasts, whatever its unit
OVERRIDE, CHAT, METADATA = "override", "chat", "metadata:"


CITY_PARTS = (
    "各区",
    "哪个区",
    "哪几个区",
    "哪些区",
    "几个区",
    "个区",
    "which district",
    "districts",
)


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the topic, and the forms in which a document may say it.

    Attributes:
        text: the word as the question has it, folded.
        forms: (folded form, weight 0..1), the word itself first.
        weight: how much it tells: the inverse document frequency, 0 for a word of no weight.
    """

    text: str
    forms: tuple[tuple[str, float], ...]
    weight: float

    def __hash__(self) -> int:
        """By its word alone: matching looks terms up hundreds of times a question."""
        return hash(self.text)


@dataclass(frozen=True, slots=True)
class Question:
    """A question understood.

    Attributes:
        text: as typed.
        topic: the folded text without region, year and words of asking.
        english, traditional: the language and script to answer in.
        places: places named, most specific last; ancestors of other places left out.
        years: four-digit years named.
        asked: kinds asked for, in the order of the question (a set by behaviour).
        units: canonical names of government bodies named; `printed` as the question has them.
        terms: the topic's words.
        number: an item, row or article number asked for by number ("14", "第十二条"), or "".
        measure: the measure word of the figure asked for (个, 公里; 元, %, LENGTH), or "".
        titles: titles of documents named in 《》, folded.
        numbers: document numbers named (国发(2018)39号), folded.
        head: the topic word beside the words of asking (有效期 in 有效期到哪一年), or "".
        counted: the topic words right after the measure (垃圾焚烧厂 in 几座垃圾焚烧厂), or "".
        keywords: typed as keywords without words of asking (某县 2025年 财政总收入).
        home: the place that a letter's story names, where the question itself names none.
        context: ids of the documents that answered the question before, in a conversation.
        listed: ids of the passages that the answer before cited, one for each of its statements.
        led: the bodies that lead the one record that the answer before told.
        before: the text of the question before, where something was carried over from it.
        carried: what came from the conversation, (name, value).
        mended: spelling mended, (as typed, as understood).
        limits: what the asker narrowed the answer to, beside the question.
    """

    text: str
    topic: str
    english: bool
    traditional: bool
    places: tuple[Place, ...] = ()
    years: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    printed: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()
    number: str = ""
    measure: str = ""
    titles: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    head: str = ""
    counted: str = ""
    keywords: bool = False
    home: Place | None = None
    context: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    led: tuple[str, ...] = ()
    before: str = ""
    carried: tuple[tuple[str, str], ...] = ()
    mended: tuple[tuple[str, str], ...] = ()
    limits: Limits = NO_LIMITS

    def asks(self, *kinds: str) -> bool:
        """Whether any of the kinds is asked for."""
        return not set(kinds).isdisjoint(self.asked)

    @property
    def owners(self) -> tuple[str, ...]:
        """Bodies whose own attribute is asked for (市民政局的电话): it must name them."""
        if self.english:
            return ()
        text = squeezed(self.text)
        names = "|".join(re.escape(t.text) for t in self.terms) or "(?!)"
        pairs = zip(self.units, self.printed, strict=False)
        return tuple(
            u
            for u, p in pairs
            if p[-1] != "办" and re.search(f"{re.escape(p)}的.{{0,4}}({names})", text)
        )

    @property
    def head_forms(self) -> tuple[str, ...]:
        """The forms in which a document may say the head."""
        return tuple(f for t in self.terms if t.text == self.head for f, _ in t.forms)

    @property
    def metadata(self) -> tuple[str, ...]:
        """Names of the document's own fields that are asked for."""
        return tuple(a.removeprefix(METADATA) for a in self.asked if a.startswith(METADATA))


def speaks_of_parts(question: Question) -> bool:
    """Whether the districts of a place are asked about: the most, each, which of them."""
    text = question.text.lower()
    return question.asks(MOST, FEWEST, EACH) or (
        question.asks(LIST) and any(word in text for word in CITY_PARTS)
    )
