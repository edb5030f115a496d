"""The whole way from question to answer; everything else is detail.

question ─understand─▶ Question ─official?─▶ the office's own answer, where there is one; else
         ─scope─▶ passages that may answer ─answer─▶ Draft                     (extractive.py)
         ─verify─▶ statements that stand ─cite─▶ Answer, or an abstention with its reason
         ─write─▶ with a language model: the Answer written anew, verified     (writing/)
         ─note─▶ the Answer with how current it is and what other documents say
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Generator, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property

from assistant.answering.bench import Bench
from assistant.answers import Answer
from assistant.asking.question import Question
from assistant.asking.topic import Knowledge
from assistant.asking.understand import understand
from assistant.errors import GenerationError, QuestionError
from assistant.extractive import Extractive
from assistant.finding.limits import NO_LIMITS, Limits
from assistant.finding.scope import check_limits
from assistant.finding.standing import Register
from assistant.golden.giving import OfficialAnswers
from assistant.noting.notes import noted
from assistant.searching import search
from assistant.suggest import examples_of
from assistant.writing.generate import Writer
from assistant.writing.query import QueryRewriter, same_matter
from corpus.records import Document, Passage
from index.hits import Hit
from index.retriever import Retriever


class Assistant:
    """Answers questions from one opened index; safe to share between threads."""

    def __init__(
        self,
        retriever: Retriever,
        know: Knowledge,
        *,
        threshold: float,
        writer: Writer | None = None,
        rewriter: QueryRewriter | None = None,
        today: Callable[[], date] = date.today,
        official: OfficialAnswers | None = None,
    ) -> None:
        """What is at hand to answer.

        Args:
            threshold: below this confidence (0 to 1) is no answer.
            writer: writes answers anew; None leaves them as the documents have them.
            rewriter: puts a question that would be declined in other words, for the writer.
            today: the clock by which time limits and validity are judged.
            official: the office's own answers, given first.
        """
        self._retriever = retriever
        self._know = know
        self._writer = writer
        self._rewriter = rewriter
        self._extractive = Extractive(retriever, know, threshold, Register(retriever, today))
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
        asked = replace(self._extractive.understood(question, history, drop), limits=limits)
        bench = self._extractive.bench(asked)
        official = self._official.answer(bench) if self._official else None
        answer = official or self._extractive.answer(bench)
        if self._writer is None or official:
            yield answer.text
        elif answer.abstained:
            answer = yield from self._in_other_words(self._writer, answer, bench, history, drop)
        else:
            answer = yield from self._writer.write(answer, bench)
        answer = noted(answer, bench)
        spent = (time.perf_counter() - begun) * 1000
        yield replace(answer, question=question, latency_ms=spent)

    def _in_other_words(
        self, writer: Writer, declined: Answer, bench: Bench, history: Sequence[str],
        drop: Collection[str],
    ) -> Generator[str, None, Answer]:  # fmt: skip
        """What is declined asked again in a model's words; the writer reads the reader's own.

        The abstention stands where the model fails, asks of something else, finds nothing either,
        or what it writes does not hold.
        """
        found: tuple[Answer, Bench] | None = None
        words = ""
        if self._rewriter and not declined.aside and not bench.scope.reason:
            try:
                words = self._rewriter.rewrite(bench.question.text, history, declined)
                found = self._found_as(words, bench.question, history, drop) if words else None
            except GenerationError as error:
                fault = f"not reworded: {error.message}"
                declined = replace(declined, checks=(*declined.checks, fault))
        if found is None:
            yield declined.text
            return declined
        written = yield from writer.write(*found, instead=declined)
        return replace(written, checks=(*written.checks, f"asked as: {words}"))

    def _found_as(
        self, words: str, question: Question, history: Sequence[str], drop: Collection[str]
    ) -> tuple[Answer, Bench] | None:
        """What answers a question in other words, with the bench for a writer who reads its own."""
        try:
            other = self._extractive.understood(words, history, drop)
        except QuestionError:
            return None
        if not same_matter(other, question, history):
            return None
        bench = self._extractive.bench(replace(other, limits=question.limits))
        answer = self._extractive.answer(bench)
        if answer.abstained:
            return None
        own = replace(bench.question, text=question.text, english=question.english,
                      traditional=question.traditional)  # fmt: skip
        return answer, replace(bench, question=own)

    @property
    def streams(self) -> bool:
        """Whether a model writes answers, piece by piece."""
        return self._writer is not None

    def bench(self, question: str) -> Bench:
        """A question understood, with all that is at hand to answer it; nothing is answered yet.

        Raises:
            QuestionError: the question is empty, too long, or has no words.
        """
        return self._extractive.bench(understand(question, self._know))

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
        return search(self._extractive.bench(question), words, k, self._extractive.threshold)

    def examples(self) -> Sequence[str]:
        """Questions that this corpus can answer, for an empty page."""
        return self._examples

    @cached_property
    def _examples(self) -> Sequence[str]:
        return examples_of(self._retriever)  # reads every record
