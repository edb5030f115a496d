"""The same questions in the other script, to see whether answers depend on how one writes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from opencc import OpenCC

from eval.cases import Case

MARK = "~script"


def with_other_script(cases: Sequence[Case]) -> list[Case]:
    """The cases, then those that can be put in the other script, each naming the one it repeats."""
    return [*cases, *_twins(cases)]


def _twins(cases: Sequence[Case]) -> Iterator[Case]:
    for case in cases:
        name = "t2s" if case.style == "traditional" else "s2t"
        question, *history = (converted(text, name) for text in (case.question, *case.history))
        if question != case.question:
            yield replace(
                case, id=f"{case.id}{MARK}", question=question, history=tuple(history),
                style="traditional" if name == "s2t" else "plain", same_as=case.id,
                file=f"{case.file}{MARK}",
            )  # fmt: skip


def converted(text: str, name: str) -> str:
    """A text in the other script: s2t or t2s of OpenCC."""
    return str(_converter(name).convert(text))


@cache
def _converter(name: str) -> OpenCC:
    return OpenCC(name)
