"""The sentences that answer a question, scored by what they cover and how they fit the asking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from assistant.asking.question import DEADLINE, LIST, NUMBER, Question
from assistant.finding.applying import applying
from assistant.finding.contact import contact_fit
from assistant.finding.fit import fit
from assistant.finding.matching import coverage, match
from assistant.finding.pieces import is_labelled, is_plain_row, row_words
from assistant.finding.sentence import OFFENCE, SAME_SENTENCE, Sentence, sentences_of
from assistant.recent import Recent
from corpus.fold import squeezed
from corpus.records import MATTER, MEASURES, TARGET, Document, Passage
from index.embedder import Embedder, Vectors
from index.retriever import Query, Retriever

MATTERS = frozenset({MATTER, TARGET, MEASURES})  # columns of whole sentences: no name is missed
LIKENED = 30  # candidates whose vectors are compared with the question's
SIMILAR = 0.3  # weight of that likeness in the score
IMPRINTED = frozenset({"来源", "信息来源", "文章来源", "稿源", "责任编辑", "编辑", "索引号",
                       "主题词", "信息分类", "上一篇", "下一篇"})  # fmt: skip
IMPRINT = -0.3  # for what a page says of itself
LETTERS = frozenset({"问", "问题", "留言", "来信", "咨询", "提问", "诉求", "留言内容", "来信内容",
                     "咨询内容", "问题描述", "投诉内容"})  # fmt: skip
LETTER = -0.6  # for what somebody wrote to ask; the reply stands beside it
NOTHING_NEW = -0.5  # for a sentence of no word that the question does not have
DENSITY = 0.1  # weight of the share of a sentence that is about the topic
COLUMN = 0.3  # for a cell whose column the question names
LABEL, HEAD_LABEL = 0.2, 0.4  # for a label that says a word of the topic, or what is asked for
CANDIDATES = 40  # passages whose sentences are looked at
KEPT = 4096  # sentences whose vectors are kept, about a kilobyte each
_vectors: Recent[tuple[str, str], Vectors] = Recent(KEPT)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may answer.

    Attributes:
        start, end: its span in the document's text.
        coverage: share of the topic's weight that the sentence and its surroundings cover.
        own: share that the sentence alone covers.
        score: what candidates are ordered by.
        rank: of its passage in the search, from 1.
        intro: the span of the sentence that announces the list whose item it is.
        likeness: of its vector to the question's, where it was compared.
        sure: how likely it answers, 0 to 1, as far as the trees judged it (sureness.py).
    """

    passage: Passage
    document: Document
    start: int
    end: int
    field: str
    coverage: float
    own: float
    score: float
    rank: int
    intro: tuple[int, int] | None = None
    likeness: float = 0.0
    sure: float = 0.0

    @property
    def said(self) -> str:
        """The sentence behind the one that announces it, if any; a row with its columns' names."""
        if self.intro is None:
            whole = (self.start, self.end) == (self.passage.start, self.passage.end)
            return row_words(self.passage) if whole and is_plain_row(self.passage) else self.text
        return self.document.text[self.intro[0] : self.intro[1]] + self.text

    @property
    def running(self) -> bool:
        """Whether it stands in running text: no row, item or clause, and without fields."""
        return self.passage.kind == "paragraph" and not self.passage.fields

    @property
    def named(self) -> str:
        """What it says and stands under, the document's title and issuer, squeezed."""
        heads = [*(h.text for h in self.passage.path), *(f.label for f in self.passage.fields)]
        return squeezed("".join((self.said, *heads, self.document.title, self.document.issuer)))

    @property
    def text(self) -> str:
        """The sentence as the document prints it."""
        return self.document.text[self.start : self.end]


def query_of(question: Question, retriever: Retriever) -> Query:
    """What the index is asked: the topic's words in all their forms, faintly the other forms.

    Other forms count as far as the corpus has them: many ways to say a word make it no less known.
    """
    terms: dict[str, float] = {}
    for term in question.terms:
        for form, weight in term.forms:
            own = form == term.text
            for token in retriever.segmenter.tokens(form):
                if own or retriever.lexical.frequency(token):
                    share = weight if own else weight * 0.6
                    terms[token] = max(terms.get(token, 0.0), share)
    words = " ".join(dict.fromkeys(f for t in question.terms for f, _ in t.forms[:1]))
    carried = f"{words} {question.text}" if question.carried else question.text
    return Query(words if question.english else carried, tuple(terms.items()))


def find(
    question: Question, retriever: Retriever, allowed: NDArray[np.bool_], *, k: int = CANDIDATES
) -> list[tuple[int, float]]:
    """Numbers and scores of the k passages nearest to the question, best first."""
    return retriever.rank(query_of(question, retriever), k, allowed)


def sentences(
    question: Question,
    retriever: Retriever,
    ranked: Sequence[tuple[int, float]],
    bonus: Mapping[str, float],
) -> list[Candidate]:
    """Sentences of the ranked passages, best first by rules; ties by document, then place.

    `bonus` is added to the scores of a document's sentences, by document id.
    """
    out = []
    for rank, (number, _) in enumerate(ranked, 1):
        passage, document = retriever.passage(number), retriever.document(number)
        out += candidates_of(question, passage, document, rank, bonus.get(document.id, 0.0))
    ordered = sorted(out, key=lambda c: (-c.score, c.document.source, c.start))
    return _by_likeness(question, retriever, ordered)


def _by_likeness(
    question: Question, retriever: Retriever, ordered: list[Candidate]
) -> list[Candidate]:
    """The candidates with the likeness of their vectors to the question's added, ordered anew."""
    head, tail = ordered[:LIKENED], ordered[LIKENED:]
    if not head or not question.terms:
        return ordered
    asked = retriever.embedder.embed_queries([query_of(question, retriever).text])[0]
    likeness = _vectors_of([c.text for c in head], retriever.embedder) @ asked
    head = [
        replace(c, score=c.score + SIMILAR * like, likeness=like)
        for c, like in zip(head, likeness.tolist(), strict=True)
    ]
    return [*sorted(head, key=lambda c: (-c.score, c.document.source, c.start)), *tail]


def _vectors_of(texts: Sequence[str], embedder: Embedder) -> Vectors:
    """The vectors of sentences, shape (texts, dimension); kept, as sentences come again."""
    model = embedder.fingerprint
    kept = ((text, _vectors.get((model, text))) for text in dict.fromkeys(texts))
    found = {text: vector for text, vector in kept if vector is not None}
    missing = [text for text in dict.fromkeys(texts) if text not in found]
    made = embedder.embed_passages(missing) if missing else ()
    for text, vector in zip(missing, made, strict=True):
        found[text] = _vectors.put((model, text), vector)
    return np.stack([found[text] for text in texts])


def candidates_of(
    question: Question, passage: Passage, document: Document, rank: int = 1, bonus: float = 0.0
) -> list[Candidate]:
    """The sentences of one passage as candidates, in the order of the text.

    `bonus` is added to their scores.
    """
    several = not question.asks(NUMBER, DEADLINE) or question.asks(LIST)
    read = sentences_of(passage, document, several=several)
    labelled = is_labelled(passage)
    out = []
    for sentence in read.each:
        near = (*read.around, (sentence.before, SAME_SENTENCE), (sentence.offence, OFFENCE))
        if sentence.label and sentence.field not in MATTERS:
            near = (*near, (sentence.label, SAME_SENTENCE))
        own, covered, dense = coverage(question.terms, sentence.said, near)
        fitting = fit(question, sentence.said, sentence.field, document)
        fitting += applying(question, sentence.said, passage)
        fitting += contact_fit(question, sentence.said)
        if labelled:
            fitting += _label_fit(question, squeezed(passage.fields[0].label))
            fitting += IMPRINT if passage.fields[0].label in IMPRINTED else 0.0
        elif sentence.label:
            fitting += COLUMN * (sentence.label in squeezed(question.topic))
        if passage.kind == "paragraph" and passage.fields and passage.fields[0].label in LETTERS:
            fitting += LETTER
        fitting += 0.0 if question.english or _adds(sentence, question) else NOTHING_NEW
        score = covered + fitting + DENSITY * dense + 0.1 / (1 + rank / 5) + bonus
        out.append(
            Candidate(passage, document, sentence.start, sentence.end, sentence.field,
                      covered, own, score, rank, sentence.intro)
        )  # fmt: skip
    return out


def _adds(sentence: Sentence, question: Question) -> bool:
    """Whether a sentence says more than the question does (培育中介机构。 says nothing of who)."""
    asked = squeezed(question.text)
    if any(number not in asked for number in sentence.numbers):
        return True
    return len(sentence.characters.difference(asked)) > 1


def _label_fit(question: Question, label: str) -> float:
    """How a labelled line fits by its label; more where that is what is asked for (材料)."""
    return max(
        ((HEAD_LABEL if t.text == question.head else LABEL) * match(t, label)
         for t in question.terms), default=0.0,
    )  # fmt: skip
