"""Prediction: what the assistant said to a case, and what was seen while documents were at hand.

A line of predictions.jsonl is the answer's JSON (a contract) with the question's `id` and an
`observed` object; with the cases, such lines are all that the measures need.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.errors import EvalError


@dataclass(frozen=True, slots=True)
class Quoted:
    """A citation as a reader sees it; `verbatim` is None where no document was at hand."""

    source: str
    title: str
    locator: str
    quote: str
    verbatim: bool | None = None


@dataclass(frozen=True, slots=True)
class Prediction:
    """An answer as the measures see it.

    Attributes:
        confidence: the assistant's own, in [0, 1], None where it offers none.
        ranking: for each passage found, best first, the numbers of the evidence that it holds;
            None where nothing was searched.
        retrieved: the first of these passages, for a reader.
        tokens: what a language model read and wrote for it, None where nobody counts.
        judged: a language model's verdict, None where none was asked for.
        error: what kept the assistant from answering, "" where nothing did.
    """

    id: str
    answer: str = ""
    abstained: bool = False
    citations: tuple[Quoted, ...] = ()
    latency_ms: float | None = None
    confidence: float | None = None
    ranking: tuple[tuple[int, ...], ...] | None = None
    retrieved: tuple[str, ...] = ()
    tokens: int | None = None
    judged: bool | None = None
    error: str = ""


def prediction_from(line: Mapping[str, Any]) -> Prediction:
    """A prediction from its JSON object; what a foreign file lacks is simply not measured."""
    observed = line.get("observed") or {}
    citations = line.get("citations") or []
    verbatim = observed.get("verbatim") or [None] * len(citations)
    ranking = observed.get("ranking")
    return Prediction(
        id=line["id"],
        answer=line.get("answer") or "",
        abstained=bool(line.get("abstained")),
        citations=tuple(
            Quoted(c.get("source", ""), c.get("title", ""), c.get("locator", ""),
                   c.get("quote", ""), exact)
            for c, exact in zip(citations, verbatim, strict=True)
        ),
        latency_ms=line.get("latency_ms"),
        confidence=observed.get("confidence"),
        ranking=None if ranking is None else tuple(tuple(held) for held in ranking),
        retrieved=tuple(observed.get("retrieved") or ()),
        tokens=observed.get("tokens") or (line.get("usage") or {}).get("total_tokens"),
        error=observed.get("error") or "",
    )  # fmt: skip


def read_predictions(path: Path) -> Iterator[Prediction]:
    """The predictions of a finished file, in its order, one at a time."""
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            try:
                yield prediction_from(json.loads(line))
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                hint = "删去该文件夹后重跑 (remove the folder and measure again)."
                where = f"{path.name}:{number}"
                raise EvalError(
                    f"{where}: 不是预测 not a prediction ({error}).", hint=hint
                ) from None
