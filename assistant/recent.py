"""What was worked out lately, so that it need not be again: at most so many values, by key."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Recent(Generic[Key, Value]):
    """The values used last; safe to share between threads."""

    def __init__(self, most: int) -> None:
        """Keeps at most so many."""
        self._most = most
        self._held: OrderedDict[Key, Value] = OrderedDict()
        self._lock = Lock()

    def put(self, key: Key, value: Value) -> Value:
        """Keep a value, which is given back."""
        with self._lock:
            self._held[key] = value
            self._held.move_to_end(key)
            if len(self._held) > self._most:
                self._held.popitem(last=False)
        return value

    def get(self, key: Key) -> Value | None:
        """The value kept, None where there is none."""
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
            return self._held.get(key)

    def of(self, key: Key, make: Callable[[], Value]) -> Value:
        """The value kept, or else the one that `make` gives, outside the lock."""
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key]
        return self.put(key, make())
