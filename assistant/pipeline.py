"""The whole way from question to answer; everything else is detail.

question ─understand─▶ Question ─official?─▶ the office's own answer, where there is one; else
         ─scope─▶ passages that may answer ─answer─▶ Draft
         ─verify─▶ statements that stand ─cite─▶ Answer, or an abstention with its reason
         ─note─▶ the Answer with how current it is and what other documents say
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date

from assistant.abstain import abstention, chat_reply
from assistant.answering import (
    article,
    category,
    compare,
    extract,
    followed,
    ledger,
    metadata,
    outline,
    records,
    section,
    tally,
)
from assistant.answering.bench import Bench
from assistant.answering.draft import Draft, Statement
from assistant.answering.places import side_by_side, sides
from assistant.answers import Answer
from assistant.asking.followup import carry_over
from assistant.asking.question import CHAT, OVERRIDE, Question
from assistant.asking.topic import Knowledge
from assistant.asking.understand import understand
from assistant.cite import cited
from assistant.confidence import too_doubtful
from assistant.finding.limits import NO_LIMITS, Limits
from assistant.finding.scope import check_limits, choose_scope
from assistant.finding.standing import Register
from assistant.golden.giving import OfficialAnswers
from assistant.noting.notes import noted
from assistant.searching import search
from assistant.suggest import examples_of, follow_ups
from assistant.verify import verified
from assistant.writing.generate import Writer
from corpus.records import LEAD, MATTER, Document, Passage
from index.hits import Hit
from index.retriever import Retriever

CITY = "市"  # level up to which a district's letter is answered from the texts around it
WAYS = (
    article.answer,
    followed.answer,
    metadata.answer,
    ledger.answer,
    tally.answer,
    compare.answer,
    records.answer,
    category.answer,
    section.answer,
    outline.answer,
    extract.answer,
)


class Assistant:
    """Answers questions from one opened index; safe to share between threads."""

    def __init__(
        self,
        retriever: Retriever,
        know: Knowledge,
        *,
        threshold: float,
        writer: Writer | None = None,
        today: Callable[[], date] = date.today,
        official: OfficialAnswers | None = None,
    ) -> None:
        """`today` is the clock by which time limits and validity are judged."""
        self._retriever = retriever
        self._know = know
        self._threshold = threshold
        self._writer = writer
        self._register = Register(retriever, today)
        self._official = official

    def ask(
        self,
        question: str,
        *,
        history: Sequence[str] = (),
        scope: Limits | None = None,
        drop: Collection[str] = (),
    ) -> Answer:
        """Answer a question, or abstain.

        Args:
            history: earlier questions of the conversation, oldest first.
            scope: regions, years, documents that alone may answer; None for all.
            drop: what is not to be carried over from the conversation, by the names that
                `Answer.carried` has (place, year, topic, unit, intent).

        Raises:
            QuestionError: the question is empty, too long, or has no words.
            LimitsError: the scope names what the index does not have.
        """
        pieces = self.stream(question, history=history, scope=scope, drop=drop)
        return next(piece for piece in pieces if isinstance(piece, Answer))

    def stream(
        self,
        question: str,
        *,
        history: Sequence[str] = (),
        scope: Limits | None = None,
        drop: Collection[str] = (),
    ) -> Iterator[str | Answer]:
        """Pieces of verified text as they come, then the Answer, always last."""
        begun = time.perf_counter()
        limits = check_limits(scope or NO_LIMITS, self._retriever, self._know.units)
        asked = replace(self._understood(question, history, drop), limits=limits)
        bench = self._bench(asked)
        official = self._official.answer(bench) if self._official else None
        answer = official or self._answer(self._draft(bench), bench)
        if self._writer is not None and not answer.abstained and not official:
            answer = yield from self._writer.rewrite(answer, bench)
        else:
            yield answer.text
        answer = noted(answer, bench)
        spent = (time.perf_counter() - begun) * 1000
        yield replace(answer, question=question, latency_ms=spent)

    def bench(self, question: str) -> Bench:
        """A question understood, with all that is at hand to answer it; nothing is answered yet.

        Raises:
            QuestionError: the question is empty, too long, or has no words.
        """
        return self._bench(understand(question, self._know))

    def _understood(self, text: str, history: Sequence[str], drop: Collection[str]) -> Question:
        now = self._at_home(understand(text, self._know))
        earlier: Question | None = None
        for past in history:
            if past.strip():
                one = self._at_home(understand(past, self._know))
                if one.asks(CHAT, OVERRIDE):
                    continue
                earlier = carry_over(earlier, one, self._know.gazetteer) if earlier else one
        if earlier is None:
            return now
        return carry_over(self._answered(earlier), now, self._know.gazetteer, drop=drop)

    def _at_home(self, question: Question) -> Question:
        """A letter that asks of no place is about where its writer lives, as far as texts are."""
        if question.home is None or question.places:
            return question
        above = self._know.gazetteer.ancestors(question.home)
        around = (question.home, *(p for p in above if p.level == CITY))
        regions = self._retriever.columns["region"].values
        place = next((p for p in around if p.name in regions), question.home)
        return replace(question, places=(place,))

    def _answered(self, question: Question) -> Question:
        """The question with the documents and passages that answer it."""
        draft = self._draft(self._bench(question))
        if isinstance(draft, str):
            return question
        cited = [s.supports for s in draft.statements if s.supports]
        documents = dict.fromkeys(x.document.id for supports in cited for x in supports)
        passages = dict.fromkeys(supports[0].passage.id for supports in cited)
        told = replace(question, context=tuple(documents), listed=tuple(passages))
        if len(passages) != 1:
            return told
        passage = cited[0][0].passage
        matter, lead = passage.field(MATTER), passage.field(LEAD)
        led = tuple(map(self._know.units.canonical, lead.values)) if lead else ()
        terms = question.terms
        if not terms and matter:  # pointed at by number, or a unit's only record
            terms = understand(matter.text, self._know).terms
        return replace(told, terms=terms, led=led)

    def _bench(self, question: Question) -> Bench:
        scope = choose_scope(question, self._retriever, self._know.gazetteer)
        return Bench(question, self._retriever, self._know, scope, self._register)

    def _draft(self, bench: Bench) -> Draft | str:
        """The first way that leads to an answer, or the reason why there is none."""
        question = bench.question
        if question.asks(OVERRIDE, CHAT):
            return chat_reply(question)
        if sides(question):
            return side_by_side(bench, self._one)
        return self._one(bench)

    def _one(self, bench: Bench) -> Draft | str:
        if bench.scope.reason:
            return bench.scope.reason
        reasons = []
        for way in WAYS:
            draft = way(bench)
            if isinstance(draft, str):
                return draft
            if draft is not None:
                doubt = too_doubtful(draft, bench, self._threshold)
                if not doubt:
                    return draft
                reasons.append(doubt)
        return reasons[-1] if reasons else "资料中没有找到相关内容"

    def _answer(self, draft: Draft | str, bench: Bench) -> Answer:
        if isinstance(draft, str):
            return abstention(draft, bench)
        within = tuple(s for s in draft.statements if _within(s, bench.question.limits))
        kept, withheld = verified(within, self._know.units)
        if not any(s.supports for s in kept):
            return abstention("答案未能通过核对", bench)
        answer = cited(kept, draft, bench, withheld)
        return replace(answer, follow_ups=follow_ups(answer, bench))

    @property
    def retriever(self) -> Retriever:
        """The opened index."""
        return self._retriever

    @property
    def documents(self) -> Sequence[Document]:
        """All documents of the index."""
        return self._retriever.documents

    def document(self, doc_id: str) -> Document | None:
        """A document by its id."""
        return next((d for d in self._retriever.documents if d.id == doc_id), None)

    def passages(self, doc_id: str) -> Sequence[Passage]:
        """The passages of a document, in its order."""
        document = self.document(doc_id)
        if document is None:
            return ()
        return [self._retriever.passage(n) for n in self._retriever.numbers_of(document)]

    def search(self, words: str, *, k: int = 10, scope: Limits | None = None) -> Sequence[Hit]:
        """The k passages nearest to some words or a question, best first.

        Words are understood as a question is: what is of other places or years counts less,
        English is put into Chinese. The scope always holds. Fields asked for come first, and
        words that stand in a passage as they are before all.

        Raises:
            QuestionError: the words are empty, too long, or only marks.
            LimitsError: the scope names what the index does not have.
        """
        limits = check_limits(scope or NO_LIMITS, self._retriever, self._know.units)
        question = replace(understand(words, self._know), limits=limits)
        return search(self._bench(question), words, k, self._threshold)

    def examples(self) -> Sequence[str]:
        """Questions that this corpus can answer, for an empty page."""
        return examples_of(self._retriever)


def _within(statement: Statement, limits: Limits) -> bool:
    """Whether all that a statement rests on lies within the limits, however it was found."""
    return all(limits.admit(s.passage, s.document) for s in statement.supports)
