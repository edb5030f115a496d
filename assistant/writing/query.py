"""Query rewriting: a question that would be declined, in the words that documents may use.

A rewriting only leads to other passages. Whether these answer is told by the writer, who reads the
question as it was put, and is held to the same checks; else the abstention stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass

from assistant.answers import Answer, Usage
from assistant.asking.question import CHAT, OVERRIDE, Question
from assistant.settings import Settings, SettingsError
from assistant.writing.llm import ChatModel, open_chat
from corpus.figures import values
from corpus.fold import squeezed
from prompts import Prompt, load

NEVER, DECLINED = "never", "declined"  # when a question is put in other words
LONGEST = 200  # characters of a rewritten question
_READ = 1000  # characters of a question, or of a passage, that the model reads
_LABEL = re.compile(r"^(?:改写后的?问题|改写|问题)\s*[::]\s*")
_QUOTES = "\"'“”‘’「」"


@dataclass(frozen=True, slots=True)
class QueryRewriter:
    """Puts questions in other words with a chat model."""

    model: ChatModel
    prompt: Prompt

    def rewrite(self, question: str, history: Sequence[str], declined: Answer) -> str:
        """The question in other words; "" where the model leaves it as it is or rambles.

        Raises:
            GenerationError: the model's endpoint failed.
        """
        system, user = self.prompt.render(
            question=_line(question),
            earlier=" / ".join(map(_line, history)) or "(无)",
            nearest="\n".join(_line(c.quote) for c in declined.nearest) or "(无)",
        )
        reply = ""
        with closing(self.model.stream(system, user)) as pieces:
            for piece in pieces:
                reply += "" if isinstance(piece, Usage) else piece
                if len(reply) > 2 * LONGEST:
                    return ""
        said = _LABEL.sub("", reply.strip()).strip(_QUOTES).strip()
        fits = said and len(said) <= LONGEST and "\n" not in said
        return said if fits and squeezed(said) != squeezed(question) else ""


def same_matter(other: Question, question: Question, history: Sequence[str]) -> bool:
    """Whether a rewritten question keeps places and years, adds no figure, and is a question."""
    heard = " ".join((*history, question.text))
    return (
        not other.asks(CHAT, OVERRIDE)
        and {p.name for p in other.places} == {p.name for p in question.places}
        and set(other.years) == set(question.years)
        and values(other.text) <= values(heard)
    )


def open_rewriter(settings: Settings) -> QueryRewriter | None:
    """The rewriter for the language model of the settings, if they want one.

    Raises:
        SettingsError: the settings name no usable model, or another time for rewriting.
    """
    if settings.llm_rewrite == NEVER:
        return None
    if settings.llm_rewrite != DECLINED:
        raise SettingsError(
            f"llm_rewrite = {settings.llm_rewrite!r}: 未知的值 unknown value.",
            hint=f"改为 {NEVER} 或 {DECLINED} (give one of these)。",
        )
    return QueryRewriter(open_chat(settings), load("query"))


def _line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()[:_READ]
