"""The typed values of a passage as the API shows them: time limits and quantities."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

DEADLINE: dict[str, Any] = {
    "text": "2024年12月底前", "first": None, "last": "2024-12-31", "every": "", "lasting": False,
    "start": 115, "end": 125,
}  # fmt: skip
QUANTITY: dict[str, Any] = {
    "text": "30个", "number": 30, "unit": "个", "comparator": ">=", "words": ["不少于"],
    "counts": "老年食堂", "start": 118, "end": 121,
}  # fmt: skip


class DeadlineReply(BaseModel):
    """A time limit, typed: its days where it has some; how often it recurs; whether it lasts."""

    text: str
    first: str | None
    last: str | None
    every: str
    lasting: bool
    start: int
    end: int


class QuantityReply(BaseModel):
    """A quantity, typed: what it counts and how it is bounded (comparator, by which words)."""

    text: str
    number: int | float
    unit: str
    comparator: str
    words: list[str]
    counts: str
    start: int
    end: int
