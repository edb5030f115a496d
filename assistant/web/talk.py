"""The nouns of a conversation: its turns, and the history that the next question is asked with."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from typing import Any

from assistant.answers import Answer

_TURNS_KEPT = 50  # a reader's conversation lives in the server's memory


@dataclass(frozen=True, slots=True)
class Turn:
    """A question that was answered (or abstained from), with its answer.

    Attributes:
        id: its own, by which the page tells it from others.
        dropped: names of what it was not to carry over, once the reader took that back.
        anew: what later questions go on from instead of the questions before it, where something
            was taken back; else None.
    """

    question: str
    answer: Answer
    id: str
    dropped: tuple[str, ...] = ()
    anew: tuple[str, ...] | None = None

    def without(self, name: str) -> tuple[str, ...]:
        """A history that carries what this turn carried over, that of one name left out."""
        kept = [value for carried, value in self.answer.carried if carried != name]
        return (" ".join(kept),) if kept else ()

    def to_json(self) -> dict[str, Any]:
        """The turn as it is kept (saved.py reads it back)."""
        return {"id": self.id, "question": self.question, "answer": self.answer.to_json(),
                "dropped": self.dropped, "anew": self.anew}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Conversation:
    """What one reader asked so far, oldest first; `id` names it once there is a turn."""

    turns: tuple[Turn, ...] = ()
    id: str = ""

    @property
    def questions(self) -> tuple[str, ...]:
        """The earlier questions, as `Asking.ask` takes them."""
        asked: list[str] = []
        for one in self.turns:
            if one.anew is not None:
                asked = list(one.anew)
            asked.append(one.question)
        return tuple(asked)

    def before(self, one: Turn) -> tuple[str, ...]:
        """The questions that the turn of that id was asked after."""
        ids = [t.id for t in self.turns]
        return Conversation(self.turns[: ids.index(one.id)]).questions

    def turn(self, turn_id: object) -> Turn | None:
        """The turn of that id, or None."""
        return next((t for t in self.turns if t.id == turn_id), None)

    def without(self, turn_id: object, name: object) -> Turn | None:
        """The turn of that id to be asked again without what it carried over by that name; None
        where it carried nothing so called.
        """
        one = self.turn(turn_id)
        if one is None or not isinstance(name, str) or name not in dict(one.answer.carried):
            return None
        return replace(one, dropped=(*one.dropped, name), anew=one.without(name))

    def add(self, one: Turn) -> Conversation:
        """The conversation with one more turn; the oldest ones are dropped beyond a limit."""
        return Conversation((*self.turns, one)[-_TURNS_KEPT:], self.id or uuid.uuid4().hex)
