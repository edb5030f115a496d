"""An assistant whose answers are remembered, each with who asked."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from assistant.answers import Answer
from assistant.finding.limits import Limits
from assistant.web import Asking
from assistant.web.passing import Passing
from assistant.web.recorder import Recorder, asker


class Recorded(Passing):
    """The assistant's answers, each put to the recorder once it is whole."""

    def __init__(self, assistant: Asking, recorder: Recorder, token: str | None = None) -> None:
        """`token`: the session that asks; None for the one of the request being handled."""
        super().__init__(assistant)
        self._recorder = recorder
        self._token = token

    def by(self, token: str) -> Recorded:
        """The same assistant, asked in that session."""
        return Recorded(self._assistant, self._recorder, token)

    def ask(
        self,
        question: str,
        *,
        history: Sequence[str] = (),
        scope: Limits | None = None,
        drop: Collection[str] = (),
    ) -> Answer:
        """The assistant's answer."""
        answer = self._assistant.ask(question, history=history, scope=scope, drop=drop)
        self._put(answer)
        return answer

    def stream(
        self,
        question: str,
        *,
        history: Sequence[str] = (),
        scope: Limits | None = None,
        drop: Collection[str] = (),
    ) -> Iterator[str | Answer]:
        """The assistant's pieces and answer."""
        for item in self._assistant.stream(question, history=history, scope=scope, drop=drop):
            if isinstance(item, Answer):
                self._put(item)
            yield item

    def _put(self, answer: Answer) -> None:
        token = asker.get() if self._token is None else self._token
        self._recorder.put(answer, self._assistant.documents, token)
