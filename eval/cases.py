"""Case: a question with what is known of its right answer, and how one is made from JSON.

It does not know files (readers.py) or how a case is judged (measures/).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from eval.errors import EvalError

CATEGORIES = (
    "lead", "responsible", "deadline", "number", "progress", "measure", "list", "content",
    "district", "metadata", "compare", "unanswerable", "injection",
)  # fmt: skip
STYLES = ("plain", "colloquial", "terse", "traditional", "english", "typo")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place that bears the answer: the document's name (its beginning) and a quote from it."""

    doc: str
    quote: str


@dataclass(frozen=True, slots=True)
class Case:
    """One question of a set.

    Attributes:
        history: earlier questions of the same conversation, oldest first.
        answerable: None where nothing is known: such a question is asked, not scored.
        gold: groups of strings; a right answer has one string of every group.
        forbidden: strings that make an answer wrong.
        reference: a whole answer in free words, for F1 and the judge; it does not decide `right`.
        same_as: id of the question that this one puts in other words or the other script.
        file: name of the question file.
    """

    id: str
    question: str
    history: tuple[str, ...] = ()
    category: str = ""
    style: str = ""
    answerable: bool | None = None
    gold: tuple[tuple[str, ...], ...] = ()
    forbidden: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    note: str = ""
    reference: str = ""
    same_as: str = ""
    file: str = ""

    @property
    def documents(self) -> tuple[str, ...]:
        """Names of the documents that bear the answer, each once, sorted."""
        return tuple(sorted({e.doc for e in self.evidence if e.doc}))


FIELDS = tuple(name for name in Case.__slots__ if name != "file")


def case_from(data: object, *, file: str = "") -> Case:
    """A case from a JSON object of our form.

    Raises:
        EvalError: one line that names the field and what is wrong with it.
    """
    if not isinstance(data, Mapping):
        raise EvalError(f"不是 JSON 对象 not a JSON object: {type(data).__name__}")
    if unknown := sorted(set(data) - set(FIELDS)):
        raise EvalError(
            f"未知字段 unknown field {unknown[0]!r}", hint=f"可用 known: {', '.join(FIELDS)}."
        )
    answerable = data.get("answerable")
    if answerable is not None and not isinstance(answerable, bool):
        raise EvalError(f"answerable 应为 must be true or false: {answerable!r}")
    groups = data.get("gold") or []
    if not isinstance(groups, list):
        raise EvalError("gold 应为字符串列表的列表 must be a list of lists of strings")
    gold = tuple(_strings({"gold": group}, "gold") for group in groups)
    if any(not group for group in gold):
        raise EvalError("gold 有空组 has an empty group, which no answer can meet")
    return Case(
        id=_text(data, "id", needed=True),
        question=_text(data, "question", needed=True),
        history=_strings(data, "history"),
        category=_choice(data, "category", CATEGORIES),
        style=_choice(data, "style", STYLES),
        answerable=True if answerable is None and gold else answerable,
        gold=gold,
        forbidden=_strings(data, "forbidden"),
        evidence=_evidence(data.get("evidence") or []),
        note=_text(data, "note"),
        reference=_text(data, "reference"),
        same_as=_text(data, "same_as"),
        file=file,
    )


def _text(data: Mapping[str, Any], name: str, *, needed: bool = False) -> str:
    value = data.get(name, "")
    if not isinstance(value, str):
        raise EvalError(f"{name} 应为字符串 must be a string: {value!r}")
    if needed and not value.strip():
        raise EvalError(f"{name} {'为空 is empty' if name in data else '缺失 is missing'}")
    return value


def _strings(data: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = data.get(name) or []
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        raise EvalError(f"{name} 应为字符串列表 must be a list of strings: {value!r}")
    return tuple(value)


def _choice(data: Mapping[str, Any], name: str, known: tuple[str, ...]) -> str:
    value = _text(data, name)
    if value and value not in known:
        raise EvalError(
            f"未知取值 unknown {name} {value!r}", hint=f"可用 known: {', '.join(known)}."
        )
    return value


def _evidence(value: object) -> tuple[Evidence, ...]:
    if not isinstance(value, list) or not all(isinstance(v, Mapping) for v in value):
        raise EvalError("evidence 应为 must be a list of objects with doc and quote")
    return tuple(Evidence(_text(v, "doc"), _text(v, "quote", needed=True)) for v in value)
