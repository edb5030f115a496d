"""Ablations: search with one of its parts taken away, on the same index and questions."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from assistant.asking.topic import Knowledge
from assistant.asking.vocabulary import Vocabulary
from assistant.pipeline import Assistant
from assistant.settings import Settings
from assistant.wiring import knowledge
from eval.legs import Find
from index.embedder import load_embedder
from index.expand import Glossary, Synonyms
from index.retriever import Mask, Query, Retriever

WHOLE = "全部 whole"
NO_DENSE = "无向量 no dense"


class _NoWords(Retriever):
    """The words are not looked for."""

    def rank(
        self, query: Query, k: int, allowed: Mask | None = None, preferred: Mask | None = None
    ) -> list[tuple[int, float]]:
        return super().rank(replace(query, terms=()), k, allowed, preferred)


class _NoVectors(Retriever):
    """The vectors are not looked for."""

    def rank(
        self, query: Query, k: int, allowed: Mask | None = None, preferred: Mask | None = None
    ) -> list[tuple[int, float]]:
        return super().rank(replace(query, text=""), k, allowed, preferred)


class _NoScope(Retriever):
    """Other places and years count as much as those named."""

    def rank(
        self, query: Query, k: int, allowed: Mask | None = None, preferred: Mask | None = None
    ) -> list[tuple[int, float]]:
        return super().rank(query, k, allowed)


class _NoMending(Vocabulary):
    """Misspelt words stay as they are typed."""

    def mend(
        self, text: str, masked: str, asked: Sequence[tuple[int, int]], synonyms: Synonyms
    ) -> tuple[str, str, tuple[tuple[str, str], ...]]:
        return text, masked, ()


class _NoKin(Vocabulary):
    """English words that the glossary lacks find no words of the corpus."""

    def kin(self, word: str) -> tuple[str, ...]:
        return ()


def ablated(index: Path, settings: Settings) -> dict[str, Find]:
    """Ways to search the index, the whole first, by what they lack."""
    embedder = load_embedder(settings.embedder or None)
    retrievers = {kind: kind.open(index, embedder)
                  for kind in (Retriever, _NoWords, _NoVectors, _NoScope)}  # fmt: skip
    whole = retrievers[Retriever]
    know = knowledge(settings, whole)

    def way(retriever: Retriever = whole, know: Knowledge = know, *, fields: bool = True) -> Find:
        sure = settings.confidence if fields else math.inf  # no field is sure enough
        search = Assistant(retriever, know, threshold=sure).search
        return lambda words, k: [hit.passage for hit in search(words, k=k)]

    return {
        WHOLE: way(),
        "无词面 no lexical": way(retrievers[_NoWords]),
        NO_DENSE: way(retrievers[_NoVectors]),
        "无字段 no fields": way(fields=False),
        "无地区年份 no place, year": way(retrievers[_NoScope]),
        "无同义词 no synonyms": way(know=replace(know, synonyms=Synonyms.load([]))),
        "无英汉词表 no glossary": way(know=replace(know, glossary=Glossary({}))),
        "无纠错 no spelling": way(know=replace(know, vocabulary=_NoMending(whole))),
        "无语料词 no corpus words": way(know=replace(know, vocabulary=_NoKin(whole))),
    }
