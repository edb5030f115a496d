"""Sentences pasted as they stand: whether a passage that holds the sentence comes first."""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import islice

from assistant.pipeline import Assistant
from corpus.fold import squeezed
from corpus.sentences import split_sentences

LEAST = 15  # characters of a sentence that is pasted
PASTED = 1000  # sentences drawn


@dataclass(frozen=True, slots=True)
class Pasted:
    """How many sentences were pasted, and which of them did not find their place first."""

    asked: int
    missed: tuple[str, ...]


def paste(assistant: Assistant, *, count: int = PASTED, seed: int = 0) -> Pasted:
    """Search for the sentences of passages drawn at random, so many of them."""
    retriever = assistant.retriever
    numbers = list(range(len(retriever)))
    random.Random(seed).shuffle(numbers)
    texts = (retriever.passage(number).text for number in numbers)
    sentences = (t[a:b] for t in texts for a, b in split_sentences(t) if b - a >= LEAST)
    asked = list(islice(sentences, count))
    missed = tuple(s for s in asked if not _first(assistant, s))
    return Pasted(len(asked), missed)


def _first(assistant: Assistant, sentence: str) -> bool:
    hits = assistant.search(sentence, k=1)
    return bool(hits) and squeezed(sentence) in squeezed(hits[0].passage.text)
