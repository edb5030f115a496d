"""One question put to the assistant, and what is seen of its answer while documents are at hand.

It judges nothing: the measures do, later, from the line that it makes.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from assistant.answers import Answer, Citation
from corpus.errors import MinshengError
from corpus.records import Passage
from eval.cases import Case
from eval.normalise import normalise

DEPTH = 10  # passages looked at, as deep as the deepest recall@k
SHOWN = 5
SHOWN_CHARACTERS = 120


class Assistant(Protocol):
    """Whatever answers questions; assistant.wiring makes the real one."""

    def ask(self, question: str, *, history: Sequence[str] = ()) -> Answer:
        """The answer, or an abstention."""


Search = Callable[[Case, int], Sequence[Passage]]


def observer(
    assistant: Assistant, search: Search | None = None
) -> Callable[[Case], dict[str, Any]]:
    """What collect.py needs to put cases to an assistant of this process.

    Without a `search` the passages found are those that the answer shows: cited, then nearest.
    """
    return lambda case: observe(assistant, case, search)


def observe(assistant: Assistant, case: Case, search: Search | None = None) -> dict[str, Any]:
    """The line of predictions.jsonl for a case; a fault of the assistant is recorded in it."""
    started = time.perf_counter()
    try:
        answer = assistant.ask(case.question, history=case.history)
        passages = search(case, DEPTH) if search else _shown(answer)
    except Exception as error:  # whatever breaks, the other questions must still be measured
        return failed(case, _said(error))
    line = answer.to_json()
    if not line.get("latency_ms"):
        line["latency_ms"] = round((time.perf_counter() - started) * 1000, 3)
    confidence = getattr(answer, "confidence", None)
    observed = {
        "verbatim": [_is_verbatim(citation) for citation in answer.citations],
        "ranking": [held(passage, case) for passage in passages],
        "retrieved": [shortened(p.region, p.locator, p.text) for p in passages[:SHOWN]],
        "confidence": None if confidence is None else float(confidence),
    }
    return {"id": case.id} | line | {"observed": observed}


def failed(case: Case, said: str) -> dict[str, Any]:
    """The line for a case that got no answer, and why."""
    line = {"question": case.question, "answer": "", "abstained": False, "citations": []}
    return {"id": case.id} | line | {"observed": {"error": said}}


def _said(error: Exception) -> str:
    return str(error) if isinstance(error, MinshengError) else f"{type(error).__name__}: {error}"


def _shown(answer: Answer) -> list[Passage]:
    unique = {c.passage.id: c.passage for c in (*answer.citations, *answer.nearest)}
    return list(unique.values())[:DEPTH]


def _is_verbatim(citation: Citation) -> bool:
    """Whether the quote is the document's own text at the place that the citation names."""
    return bool(citation.quote) and (
        citation.document.text[citation.start : citation.end] == citation.quote
    )


def held(passage: Passage, case: Case) -> list[int]:
    """Numbers of the case's evidence whose quote stands in the passage, with its headings."""
    return quotes_in(passage.text, [heading.text for heading in passage.path], case)


def quotes_in(text: str, headings: Sequence[str], case: Case) -> list[int]:
    """Numbers of the case's evidence whose quote stands in a text, alone or below its headings."""
    own, headed = normalise(text), normalise("".join(headings) + text)
    quotes = [normalise(e.quote) for e in case.evidence]
    return [i for i, quote in enumerate(quotes) if quote and (quote in own or quote in headed)]


def shortened(region: str, locator: str, text: str) -> str:
    """A passage as a reader of the report sees it, on one line."""
    text = " ".join(text.split())
    cut = text if len(text) <= SHOWN_CHARACTERS else text[:SHOWN_CHARACTERS] + "…"
    return f"{region} {locator} {cut}".strip()
