"""How often one asker may ask: a bucket of tokens for each address, refilled all the time."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock

from corpus.errors import MinshengError

_KEPT = 10_000  # addresses remembered; the fullest buckets are forgotten first


class RateError(MinshengError):
    """The asker has to wait; `seconds` says how long."""

    def __init__(self, seconds: float) -> None:
        super().__init__(
            "问得太快了,请稍候 too many questions in a short time.",
            hint=f"约 {round(seconds + 0.5)} 秒后再试 (try again in that many seconds)。",
        )
        self.seconds = seconds


class Rate:
    """At most `per_minute` a minute for each key, all of them at once if need be; 0: no limit."""

    def __init__(self, per_minute: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._full = per_minute
        self._clock = clock
        self._lock = Lock()
        self._held: dict[str, tuple[float, float]] = {}  # tokens left, when

    def take(self, key: str) -> None:
        """Count one; RateError where there is none left."""
        if self._full <= 0:
            return
        with self._lock:
            now = self._clock()
            left, when = self._held.get(key, (self._full, now))
            left = min(self._full, left + (now - when) * self._full / 60)
            if left < 1:
                raise RateError((1 - left) * 60 / self._full)
            self._held[key] = (left - 1, now)
            if len(self._held) > _KEPT:
                self._forget()

    def give_back(self, key: str) -> None:
        """Count one less, for what turned out not to be limited."""
        with self._lock:
            left, when = self._held.get(key, (self._full, self._clock()))
            self._held[key] = (min(self._full, left + 1), when)

    def _forget(self) -> None:
        by_fullness = sorted(self._held, key=lambda k: -self._held[k][0])
        for key in by_fullness[: _KEPT // 2]:
            del self._held[key]
