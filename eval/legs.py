"""Ways to find passages, compared on the same questions: ours whole, each leg alone, baselines."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.pipeline import Assistant
from corpus.records import Passage
from eval.baselines import Answerer, BestSentence, LangChainDefault, chunks
from eval.bootstrap import Interval, intervals
from eval.cases import Case
from eval.measures.retrieval import retrieval_values
from eval.measures.tally import Tally
from eval.observe import DEPTH, held
from eval.peers import peers
from index.retriever import Query

Find = Callable[[str, int], Sequence[Passage]]
Judge = Callable[[Passage, Case], Sequence[int]]
ALL_5 = "all@5"
SEARCH = "检索 search"  # `Assistant.search`: the question understood, its fields looked up
MEASURES = ("R@1", "R@5", "R@10", ALL_5, "RR", "nDCG@10")


@dataclass(frozen=True, slots=True)
class Found:
    """How well and fast one way finds the evidence of a question set.

    Attributes:
        values: mean over the questions of each of MEASURES; ALL_5 is the share of questions with
            all of their evidence in the first five.
        intervals: their 95 % intervals.
        characters: mean length of what it finds, for a chunk of text holds more than a sentence.
        p50, p95: milliseconds a question.
    """

    questions: int
    values: dict[str, float]
    intervals: dict[str, Interval]
    characters: float
    p50: float
    p95: float


def ways(assistant: Assistant) -> dict[str, Find]:
    """The ways to compare over one assistant's index, by name."""
    retriever = assistant.retriever
    documents = retriever.documents
    sentences = BestSentence.build(documents)
    bm25_chunks = BestSentence.build(documents, chunks)
    nearest = LangChainDefault.build(documents, retriever.embedder)
    return {
        SEARCH: lambda words, k: [h.passage for h in assistant.search(words, k=k)],
        "混合 hybrid": lambda words, k: [h.passage for h in retriever.search(words, k=k)],
        "仅词面 lexical only": lambda words, k: [
            h.passage for h in retriever.search(Query("", retriever.query(words).terms), k=k)
        ],
        "仅向量 dense only": lambda words, k: [
            h.passage for h in retriever.search(Query(words, ()), k=k)
        ],
        "BM25 句 sentences": _of(sentences),
        "BM25 块 chunks": _of(bm25_chunks),
        "LangChain 默认 default": _of(nearest),
        **peers(documents, retriever.embedder),
    }


def compare_ways(
    ways: Mapping[str, Find], cases: Sequence[Case], *, seed: int = 0, judge: Judge = held
) -> dict[str, Found]:
    """Each way over the questions that name evidence; the first is asked once before.

    Args:
        judge: numbers of the evidence that a passage is, or holds.
    """
    asked = [case for case in cases if case.evidence]
    return {name: _measure(find, asked, seed, judge) for name, find in ways.items()}


def plain_questions(cases: Sequence[Case]) -> dict[str, list[Case]]:
    """Single-turn questions with evidence, comparisons and lists aside: all, and by two styles."""
    plain = [
        case
        for case in cases
        if case.evidence and not case.history and case.category not in ("compare", "list")
    ]
    parts = {"": plain}
    parts |= {s: [c for c in plain if c.style == s] for s in ("colloquial", "english")}
    return {name: part for name, part in parts.items() if part}


def _measure(find: Find, cases: Sequence[Case], seed: int, judge: Judge) -> Found:
    find(_words(cases[0]), DEPTH)
    times, lengths = [], []
    tallies: dict[str, list[Tally]] = {name: [] for name in MEASURES}
    for case in cases:
        begun = time.perf_counter()
        passages = find(_words(case), DEPTH)
        times.append((time.perf_counter() - begun) * 1000)
        lengths += [len(p.text) for p in passages]
        ranking = tuple(tuple(judge(passage, case)) for passage in passages)
        values = retrieval_values(ranking, len(case.evidence))
        values = values | {ALL_5: float(values["R@5"] == 1.0)}
        for name in MEASURES:
            tallies[name].append((values[name], 1.0))
    return Found(
        len(cases),
        {name: sum(hit for hit, _ in column) / len(cases) for name, column in tallies.items()},
        intervals(tallies, seed=seed),
        float(np.mean(lengths)) if lengths else 0.0,
        float(np.percentile(times, 50)),
        float(np.percentile(times, 95)),
    )


def _of(answerer: Answerer) -> Find:
    return lambda words, k: [hit.passage for hit in answerer.search(words, k=k)]


def _words(case: Case) -> str:
    return " ".join((*case.history, case.question))
