"""Points of an answer: an opening, and the records that it announces, one a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.draft import Statement
from assistant.asking.question import Question

ALONE = 1  # points that stay in the line of their opening


def label(number: str, question: Question) -> str:
    """A record's number before its matter, kept apart from a figure that the matter begins with.

    A numeral in characters stays as it is: 二十九 对… would read as twenty-nine pairs.
    """
    if number.isdecimal():
        return f"No. {number} " if question.english else f"第{number}项 "
    return f"{number} " if number[-1:].isascii() else f"{number}、"


def points(
    opening: Statement, items: Sequence[Statement], question: Question, *, below: bool = False
) -> list[Statement]:
    """The opening and its points, the last one closed by a full stop.

    Args:
        items: without marks at their end.
        below: more stands before; the opening begins a line of its own.
    """
    head = replace(opening, text="\n" + opening.text) if below else opening
    before = "\n- " if len(items) > ALONE else ""
    stops = [";"] * (len(items) - 1) + ["." if question.english else "。"]
    return [head, *(replace(i, text=f"{before}{i.text}{stop}")
                    for i, stop in zip(items, stops, strict=False))]  # fmt: skip
