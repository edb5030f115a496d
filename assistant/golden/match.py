"""Whether a question is the one that a golden answer was written for.

A wrong official answer is worse than none, so near means: the same characters once empty words
are left out (data/empty.txt), and the same places, years, units, words of the topic, kinds asked
for and figures in what was understood. Wordings beyond that are for the office to list.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from assistant.asking.pasted import spoken
from assistant.asking.question import Question
from assistant.golden.records import GoldenAnswer
from corpus.errors import MinshengError
from corpus.fold import fold, squeezed

Match = Literal["exact", "near"]
_BETWEEN_DIGITS = ".,:/-"


def plain(text: str) -> str:
    """The folded letters and digits of a text; marks only where they belong to a figure.

    >>> plain("武漢2024年,增 1.5%?")
    '武汉2024年增1.5%'
    """
    body = squeezed(spoken(text))
    return "".join(
        c for i, c in enumerate(body)
        if c.isalnum() or c == "%"
        or (c in _BETWEEN_DIGITS and body[i - 1 : i].isdigit() and body[i + 1 : i + 2].isdigit())
    )  # fmt: skip


def _words(name: str) -> str:
    """The words of a data file as alternatives of a pattern, longer ones first."""
    lines = (Path(__file__).parent / "data" / name).read_text(encoding="utf8").splitlines()
    words = {fold(w) for line in lines if not line.startswith("#") for w in line.split()}
    return "|".join(sorted(words, key=lambda w: (-len(w), w)))


@cache
def _empty() -> re.Pattern[str]:
    return re.compile(f"{_words('courtesy.txt')}|{_words('empty.txt')}")


@cache
def _courtesy() -> re.Pattern[str]:
    said = rf"(?:{_words('courtesy.txt')}|[\s,.?!。、;:~]){{1,50}}"
    return re.compile(rf"^{said}|{said}$")


def plainly(text: str) -> str:
    """The folded text without words of courtesy at its ends.

    >>> plainly("请问,补贴多少元呢?谢谢!")
    '补贴多少元'
    """
    return _courtesy().sub("", fold(spoken(text)))


def bare(text: str) -> str:
    """What is left of a text without courtesy and empty words.

    >>> bare("请问社区食堂是哪个单位牵头的?")
    '社区食堂牵头'
    """
    return _empty().sub("", plain(text))


class Matcher:
    """Finds the golden answer of a question among those given."""

    def __init__(
        self, answers: Sequence[GoldenAnswer], understood: Callable[[str], Question]
    ) -> None:
        """`understood` reads a question's text as the assistant does."""
        self._exact: dict[str, GoldenAnswer] = {}
        self._near: dict[str, list[tuple[str, GoldenAnswer]]] = {}
        self._read = lru_cache(maxsize=10_000)(understood)
        for answer in answers:
            for form in (answer.question, *answer.paraphrases):
                self._exact.setdefault(plain(form), answer)
                self._near.setdefault(bare(form), []).append((form, answer))

    def find(self, question: Question) -> tuple[GoldenAnswer, Match] | None:
        """The answer and how its question was met; None where none is surely meant."""
        if question.carried:  # a part of what is asked stands only in the conversation
            return None
        found = self._exact.get(plain(question.text))
        if found is not None:
            return None if self._barred(question, found) else (found, "exact")
        for form, answer in self._alike(question):
            if self._same(question, form) and not self._barred(question, answer):
                return answer, "near"
        return None

    def _alike(self, question: Question) -> Iterator[tuple[str, GoldenAnswer]]:
        if question.english:
            return
        mended = squeezed(question.text)
        for typed, meant in question.mended:
            mended = mended.replace(typed, meant)
        for key in dict.fromkeys((bare(question.text), bare(mended))):
            if key:
                yield from self._near.get(key, ())

    def _same(self, question: Question, form: str) -> bool:
        try:
            asked = self._read(plainly(question.text))
            return _facts(asked) == _facts(self._read(plainly(form)))
        except MinshengError:  # a wording without words
            return False

    def _barred(self, question: Question, answer: GoldenAnswer) -> bool:
        """Whether the question is one of those that the answer must not meet."""
        own = plain(question.text)
        return any(
            plain(negative) == own
            or (bare(negative) == bare(own) and self._same(question, negative))
            for negative in answer.negatives
        )


def _facts(question: Question) -> tuple[object, ...]:
    """All of a question that decides its answer."""
    return (
        question.english, tuple(p.name for p in question.places), question.years,
        frozenset(question.asked), question.units, question.measure, question.number,
        question.titles, frozenset(t.text for t in question.terms),
    )  # fmt: skip
