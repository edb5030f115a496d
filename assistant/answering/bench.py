"""Bench: a question with all that is at hand to answer it, looked up once and shared."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property

from assistant.asking.question import Question
from assistant.asking.topic import Knowledge
from assistant.finding.evidence import Candidate, find
from assistant.finding.focus import focus
from assistant.finding.ranker import best_sentences
from assistant.finding.scope import Scope
from assistant.finding.standing import Register
from corpus.records import Document, Passage
from index.retriever import Retriever

NOT_IN_FORCE = 0.2  # taken from the scores of what is repealed, expired or not yet in force
MANY = 1000  # beyond so many documents only those of the ranked passages can be meant


@dataclass(frozen=True)
class Bench:
    """A question on the bench.

    Attributes:
        scope: which passages may answer.
        register: which documents are in force.
    """

    question: Question
    retriever: Retriever
    know: Knowledge
    scope: Scope
    register: Register

    @cached_property
    def ranked(self) -> list[tuple[int, float]]:
        """Passages nearest to the question within the scope, numbers and scores."""
        return find(self.question, self.retriever, self.scope.allowed)

    @cached_property
    def meant(self) -> dict[str, float]:
        """Documents that the question speaks of, by id, with what that adds to a score."""
        documents = self.retriever.documents
        found = {d.id: d for _, d in self.passages}
        if len(documents) > MANY:
            documents = list(found.values())
        context = tuple(d for d in self.question.context if d in found)  # else out of its scope
        return focus(replace(self.question, context=context), documents)

    @cached_property
    def candidates(self) -> list[Candidate]:
        """Their sentences, best first."""
        return best_sentences(self.question, self.retriever, self.ranked, self.bonus)

    @cached_property
    def bonus(self) -> dict[str, float]:
        """What is added to the scores of documents meant, less for those not in force."""
        bonus = dict(self.meant)
        for document in {d.id: d for _, d in self.passages}.values():
            if self.register.standing(document).state:
                bonus[document.id] = bonus.get(document.id, 0.0) - NOT_IN_FORCE
        return bonus

    @cached_property
    def passages(self) -> list[tuple[Passage, Document]]:
        """The ranked passages with their documents, best first."""
        return [(self.retriever.passage(n), self.retriever.document(n)) for n, _ in self.ranked]

    def having(self, column: str, values: Collection[str] = ()) -> list[tuple[Passage, Document]]:
        """Passages of the scope with one of the values (any) in a column, in their order."""
        held = self.retriever.columns[column]
        numbers = held.numbers(values or held.values)
        numbers = numbers[self.scope.allowed[numbers]].tolist()
        return [(self.retriever.passage(n), self.retriever.document(n)) for n in numbers]

    def best_of(self, passage: Passage) -> Candidate | None:
        """The best sentence of a ranked passage."""
        found = [c for c in self.candidates if c.passage.id == passage.id]
        return found[0] if found else None
