"""Extractive answers: a question understood in its conversation, and answered from the documents.

No language model has a part in it; nothing leaves here that has not been verified.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from assistant.abstain import abstention, chat_reply
from assistant.answering import (
    article,
    category,
    compare,
    extract,
    followed,
    labelled,
    ledger,
    metadata,
    outline,
    records,
    section,
    tabular,
    tally,
)
from assistant.answering.bench import Bench
from assistant.answering.draft import Draft, Statement
from assistant.answering.places import side_by_side, sides
from assistant.answers import Answer
from assistant.asking.followup import carry_over
from assistant.asking.question import CHAT, OVERRIDE, Question, Term
from assistant.asking.topic import Knowledge
from assistant.asking.understand import understand
from assistant.cite import cited
from assistant.confidence import too_doubtful
from assistant.errors import QuestionError
from assistant.finding.limits import Limits
from assistant.finding.scope import choose_scope, within_a_name
from assistant.finding.standing import Register
from assistant.recent import Recent
from assistant.suggest import follow_ups
from assistant.verify import verified
from corpus.records import LEAD, MATTER
from index.retriever import Retriever

_REMEMBERED = 2000  # questions, some kilobytes each
CITY = "市"  # level up to which a district's letter is answered from the texts around it
WAYS = (
    article.answer,
    followed.answer,
    metadata.answer,
    tabular.answer,
    ledger.answer,
    tally.answer,
    compare.answer,
    records.answer,
    category.answer,
    labelled.answer,
    section.answer,
    outline.answer,
    extract.answer,
)


@dataclass(frozen=True, slots=True)
class Extractive:
    """Answers from one opened index; safe to share between threads.

    Attributes:
        threshold: below this confidence (0 to 1) is no answer.
        register: which documents are in force.
        read, told: questions lately understood, alone; and in their conversation, each with what
            answered it, so that a follow-up need not answer all before it again.
    """

    retriever: Retriever
    know: Knowledge
    threshold: float
    register: Register
    read: Recent[str, Question] = field(default_factory=lambda: Recent(_REMEMBERED))
    told: Recent[Question, Question] = field(default_factory=lambda: Recent(_REMEMBERED))

    def understood(
        self, text: str, history: Sequence[str] = (), drop: Collection[str] = ()
    ) -> Question:
        """A question with what is carried over from the earlier ones of its conversation.

        Raises:
            QuestionError: the question is empty, too long, or has no words.
        """
        now = self._at_home(self._read(text))
        earlier = self._earlier(history)
        return carry_over(earlier, now, self.know.gazetteer, drop=drop) if earlier else now

    def _earlier(self, history: Sequence[str]) -> Question | None:
        """The latest question of a conversation, as understood then, with what answered it."""
        past = [text for text in history if self._is_question(text)]
        return self._answered(self.understood(past[-1], past[:-1])) if past else None

    def _is_question(self, text: str) -> bool:
        """Whether a turn asks of the documents: greetings, orders and marks alone do not."""
        try:
            return not self._read(text).asks(CHAT, OVERRIDE)
        except QuestionError:
            return False

    def _read(self, text: str) -> Question:
        """A question understood by itself."""
        return self.read.of(text, lambda: self._with_names(understand(text, self.know)))

    def _with_names(self, question: Question) -> Question:
        """Places that are only parts of names (往来台湾通行证) are words of the topic."""
        inside = {p: within_a_name(p, question, self.retriever) for p in question.places}
        words = [word for word in inside.values() if word]
        if not words:
            return question
        weight = self.know.vocabulary.weight
        terms = tuple(Term(word, ((word, 1.0),), weight(word)) for word in words)
        places = tuple(p for p in question.places if not inside[p])
        return replace(question, places=places, terms=(*question.terms, *terms))

    def _at_home(self, question: Question) -> Question:
        """A letter that asks of no place is about where its writer lives, as far as texts are."""
        if question.home is None or question.places:
            return question
        above = self.know.gazetteer.ancestors(question.home)
        around = (question.home, *(p for p in above if p.level == CITY))
        regions = self.retriever.columns["region"].values
        place = next((p for p in around if p.name in regions), question.home)
        return replace(question, places=(place,))

    def _answered(self, question: Question) -> Question:
        """The question with the documents and passages that answer it."""
        return self.told.of(
            question, lambda: self._with_answer(question, self._draft(self.bench(question)))
        )

    def _with_answer(self, question: Question, draft: Draft | str) -> Question:
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
        led = tuple(map(self.know.units.canonical, lead.values)) if lead else ()
        terms = question.terms
        if not terms and matter:  # pointed at by number, or a unit's only record
            terms = self._read(matter.text).terms if self._is_question(matter.text) else ()
        return replace(told, terms=terms, led=led)

    def bench(self, question: Question) -> Bench:
        """All that is at hand to answer a question."""
        scope = choose_scope(question, self.retriever, self.know.gazetteer)
        return Bench(question, self.retriever, self.know, scope, self.register)

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
                doubt = too_doubtful(draft, bench, self.threshold)
                if not doubt:
                    return draft
                reasons.append(doubt)
        return reasons[-1] if reasons else "资料中没有找到相关内容"

    def answer(self, bench: Bench) -> Answer:
        """The verified answer, or the abstention with its reason."""
        draft = self._draft(bench)
        self.told.put(bench.question, self._with_answer(bench.question, draft))
        if isinstance(draft, str):
            return abstention(draft, bench)
        within = tuple(s for s in draft.statements if _within(s, bench.question.limits))
        kept, withheld = verified(within, self.know.units)
        if not any(s.supports for s in kept):
            return abstention("答案未能通过核对", bench)
        answer = cited(kept, draft, bench, withheld)
        return replace(answer, follow_ups=follow_ups(answer, bench))


def _within(statement: Statement, limits: Limits) -> bool:
    """Whether all that a statement rests on lies within the limits, however it was found."""
    return all(limits.admit(s.passage, s.document) for s in statement.supports)
