"""`python -m eval.probe INDEX QUESTIONS`: opens an index in a fresh process and times questions.

Prints one JSON object; bench.py runs it, so that memory is the index's alone.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from assistant.settings import Settings
from assistant.wiring import open_assistant
from eval.cases import Case
from eval.readers import read_cases
from index.embedder import load_embedder
from index.retriever import Retriever


def probe(index: Path, cases: Sequence[Case]) -> dict[str, Any]:
    """Milliseconds to open the index, to search and to answer.

    The first question is asked once before, so that what is read on first use is in `ready_ms`
    (the assistant opened and its first answer given) and not in the percentiles.

    Returns:
        passages, open_ms (the index, its embedding loaded before), ready_ms, search_ms and
        answer_ms (p50, p95, max).
    """
    embedder = load_embedder(None)
    begun = time.perf_counter()
    opened = len(Retriever.open(index, embedder))
    found: dict[str, Any] = {"passages": opened, "open_ms": _since(begun)}
    begun = time.perf_counter()
    assistant = open_assistant(Settings(index=str(index)))
    assistant.ask(cases[0].question, history=cases[0].history)
    found["ready_ms"] = _since(begun)
    texts = [" ".join((*case.history, case.question)) for case in cases]
    found["search_ms"] = _percentiles([partial(assistant.search, text) for text in texts])
    asks = [partial(assistant.ask, case.question, history=case.history) for case in cases]
    found["answer_ms"] = _percentiles(asks)
    return found


def _percentiles(works: Sequence[Callable[[], object]]) -> dict[str, float]:
    times = []
    for work in works:
        begun = time.perf_counter()
        work()
        times.append(_since(begun))
    found = {f"p{p}": float(np.percentile(times, p)) for p in (50, 95)} | {"max": max(times)}
    return {name: round(value, 3) for name, value in found.items()}


def _since(begun: float) -> float:
    return round((time.perf_counter() - begun) * 1000, 3)


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m eval.probe", description=__doc__)
    parser.add_argument("index", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--cores", type=int, help="限用几核 use only so many cores (Linux)")
    args = parser.parse_args()
    if args.cores and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: args.cores])
    cases, _ = read_cases([args.questions])
    sys.stdout.write(json.dumps(probe(args.index, cases)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
