"""Counts for Prometheus: requests, answers, abstentions, failures, and how long answers took.

`Counted` stands between the web and any assistant, so chat and API are counted alike.
"""

from __future__ import annotations

import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from threading import Lock

from assistant.answers import Answer
from assistant.finding.limits import Limits
from assistant.web import Asking
from assistant.web.passing import Passing
from corpus.errors import MinshengError

BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)  # seconds
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """Counters that any thread may raise."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._requests: Counter[tuple[str, int]] = Counter()
        self._outcomes: Counter[tuple[str, str]] = Counter()
        self._buckets = [0] * (len(BUCKETS) + 1)
        self._seconds = 0.0

    def request(self, method: str, status: int) -> None:
        """One HTTP request was answered; unusual methods count as one."""
        usual = method if method in ("GET", "HEAD", "POST", "OPTIONS") else "other"
        with self._lock:
            self._requests[usual, status] += 1

    def answered(self, answer: Answer, seconds: float) -> None:
        """One question was answered or abstained from."""
        outcome = ("abstentions", "") if answer.abstained else ("answers", answer.mode)
        if answer.aside:
            outcome = ("asides", answer.aside)
        with self._lock:
            self._outcomes[outcome] += 1
            self._buckets[bisect_left(BUCKETS, seconds)] += 1
            self._seconds += seconds

    def failed(self, *, refused: bool) -> None:
        """One question got no answer: refused as unreadable, or a fault inside."""
        with self._lock:
            self._outcomes["failures", "refused" if refused else "inside"] += 1

    def text(self, documents: int) -> str:
        """Everything in Prometheus's text format."""
        with self._lock:
            requests, outcomes = sorted(self._requests.items()), Counter(self._outcomes)
            buckets, seconds = list(self._buckets), self._seconds
        modes = ("structured", "extractive", "generative")
        lines = [
            *_head("minsheng_documents", "gauge", "Documents that can be answered from."),
            f"minsheng_documents {documents}",
            *_head("minsheng_http_requests_total", "counter", "HTTP requests answered."),
            *(
                f'minsheng_http_requests_total{{method="{method}",status="{status}"}} {count}'
                for (method, status), count in requests
            ),
            *_head("minsheng_answers_total", "counter", "Questions answered, by way."),
            *(f'minsheng_answers_total{{mode="{m}"}} {outcomes["answers", m]}' for m in modes),
            *_head("minsheng_abstentions_total", "counter", "Questions abstained from."),
            f"minsheng_abstentions_total {outcomes['abstentions', '']}",
            *_head("minsheng_asides_total", "counter", "Greetings, and attempts to override."),
            *(
                f'minsheng_asides_total{{kind="{kind}"}} {outcomes["asides", kind]}'
                for kind in ("chat", "override")
            ),
            *_head("minsheng_failures_total", "counter", "Questions without an answer."),
            *(
                f'minsheng_failures_total{{kind="{kind}"}} {outcomes["failures", kind]}'
                for kind in ("refused", "inside")
            ),
            *_histogram(buckets, seconds),
        ]
        return "\n".join(lines) + "\n"


def _head(name: str, kind: str, text: str) -> tuple[str, str]:
    return f"# HELP {name} {text}", f"# TYPE {name} {kind}"


def _histogram(buckets: Sequence[int], seconds: float) -> Iterator[str]:
    name = "minsheng_answer_seconds"
    yield from _head(name, "histogram", "Time from a question to its whole answer.")
    total = 0
    for limit, count in zip((*BUCKETS, "+Inf"), buckets, strict=True):
        total += count
        yield f'{name}_bucket{{le="{limit}"}} {total}'
    yield f"{name}_sum {seconds:.6f}"
    yield f"{name}_count {total}"


class Counted(Passing):
    """An assistant whose answers are counted and timed."""

    def __init__(self, assistant: Asking, metrics: Metrics) -> None:
        super().__init__(assistant)
        self._metrics = metrics

    def ask(
        self,
        question: str,
        *,
        history: Sequence[str] = (),
        scope: Limits | None = None,
        drop: Collection[str] = (),
    ) -> Answer:
        """The assistant's answer."""
        begun = time.perf_counter()
        try:
            answer = self._assistant.ask(question, history=history, scope=scope, drop=drop)
        except Exception as error:
            self._metrics.failed(refused=isinstance(error, MinshengError))
            raise
        self._metrics.answered(answer, time.perf_counter() - begun)
        return answer

    def stream(
        self,
        question: str,
        *,
        history: Sequence[str] = (),
        scope: Limits | None = None,
        drop: Collection[str] = (),
    ) -> Iterator[str | Answer]:
        """The assistant's pieces and answer; one that a reader stops counts as nothing."""
        begun = time.perf_counter()
        try:
            for item in self._assistant.stream(question, history=history, scope=scope, drop=drop):
                if isinstance(item, Answer):
                    self._metrics.answered(item, time.perf_counter() - begun)
                yield item
        except Exception as error:
            self._metrics.failed(refused=isinstance(error, MinshengError))
            raise
