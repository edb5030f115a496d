"""What the chat's callbacks do: a question to an answer on the page, a click to its source.

Knows no gradio: it takes and gives plain values, so that tests need no browser.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.answers import Answer, Citation
from assistant.finding.limits import NO_LIMITS, Limits
from assistant.web import Asking
from assistant.web.export import conversation as markdown
from assistant.web.export_word import conversation as word
from assistant.web.filters import Filters, filters_of
from assistant.web.markup import Place
from assistant.web.render import problem, turn, working
from assistant.web.render_pages import empty, greeting, library
from assistant.web.render_source import gone, source
from assistant.web.saved import saved_turns
from assistant.web.talk import Conversation, Turn
from assistant.web.texts import Language, say
from assistant.web.threads import Threads, talk_id
from corpus.errors import MinshengError

_log = logging.getLogger(__name__)

_EXAMPLES_SHOWN = 6


@dataclass(frozen=True, slots=True)
class View:
    """What to show next; None leaves a part of the page as it is.

    Attributes:
        past: the turns before the latest, or the greeting.
        live: the latest turn, as far as it has come.
        panel: the side panel.
        conversation: the conversation once it changed.
        place: the place that the panel shows once it changed.
    """

    past: str | None = None
    live: str | None = None
    panel: str | None = None
    conversation: Conversation | None = None
    place: Place | None = None


class Chat:
    """The chat over one assistant; holds nothing of any reader, so one serves all."""

    def __init__(
        self,
        assistant: Asking,
        admitted: Callable[[str, str], Asking] | None = None,
        threads: Threads | None = None,
        asker: tuple[str, str] = ("", ""),
    ) -> None:
        """`admitted`: the assistant for an address and a session token; RateError to wait.

        `threads` keeps the conversations of those who are signed in; without it, nobody is.
        """
        self._assistant = assistant
        self._admitted = admitted or (lambda address, token: assistant)
        self._threads = threads
        self._asker = asker

    def by(self, address: str, token: str) -> Chat:
        """The chat as one asker has it: where they ask from, and their session token or ""."""
        return Chat(self._assistant, self._admitted, self._threads, (address, token))

    @property
    def streams(self) -> bool:
        """Whether answers come in pieces that a reader can watch."""
        return self._assistant.streams

    @property
    def signed_in(self) -> bool:
        """Whether the asker's conversations are kept by the server."""
        return self._threads is not None and self._threads.owner(self._asker[1]) is not None

    def page(self, conversation: Conversation, place: Place | None, language: Language) -> View:
        """The whole page in that language: at the start, and when the language is switched."""
        turns = conversation.turns
        return View(
            past=_shown(turns[:-1], language) if turns else self._opening(language),
            live=_shown(turns[-1:], language),
            panel=self.open(place, language, unasked=True) if place else self._library(language),
        )

    def ask(
        self,
        question: str,
        conversation: Conversation,
        language: Language,
        limits: Limits = NO_LIMITS,
        *,
        again: Turn | None = None,
    ) -> Iterator[View]:
        """The page while the question is answered: with each piece, and at the end.

        The page has shown the question and put the turns before it away (assets/asking.js). One
        that fails leaves the conversation as it was. `again` is the turn that is asked once more.
        """
        question = question.strip()
        so_far = ""
        try:
            earlier = conversation.before(again) if again else conversation.questions
            dropped, anew = (again.dropped, again.anew) if again else ((), None)
            for item in self._admitted(*self._asker).stream(
                question, history=earlier, scope=limits, drop=dropped
            ):
                if isinstance(item, Answer):
                    one = Turn(question, item, uuid.uuid4().hex, dropped, anew)
                    yield self._answered(one, conversation, language)
                    return
                so_far += item
                yield View(live=working(question, so_far, language))
            raise RuntimeError("the assistant's stream ended without an Answer")
        except MinshengError as error:
            yield View(live=problem(question, error.message, error.hint, language))
        except Exception:
            _log.exception("a question failed inside the assistant")
            message, hint = say("error_inside", language), say("error_inside_hint", language)
            yield View(live=problem(question, message, hint, language))

    def reopen(self, sent: object, language: Language) -> View:
        """A conversation on the page again: {"id"}, and "turns" where the browser kept it."""
        asked = sent if isinstance(sent, Mapping) else {}
        turns = asked.get("turns")
        if turns is None and self._threads is not None:
            turns = self._threads.turns(asked.get("id"), self._asker[1])
        conversation = Conversation(id=talk_id(asked.get("id")))
        for one in saved_turns(turns, self._assistant):
            conversation = conversation.add(one)
        view = self.page(conversation, None, language)
        return replace(view, conversation=conversation)

    def _answered(self, one: Turn, conversation: Conversation, language: Language) -> View:
        first = next(iter((*one.answer.citations, *one.answer.nearest)), None)
        whole = conversation.add(one)
        return View(
            live=turn(one.question, one.answer, language, one.id, kept=self._kept(whole)),
            panel=_beside(first, language) if first else self._library(language),
            conversation=whole,
            place=Place.of(first) if first else None,
        )

    def _kept(self, conversation: Conversation) -> dict[str, object]:
        """What the page is to keep of the latest turn: nothing of it where the server does."""
        held = self._threads is not None and self._threads.keep(conversation, self._asker[1])
        latest = {} if held else {"turn": conversation.turns[-1].to_json()}
        return {"talk": conversation.id, **latest}

    def open(self, place: Place, language: Language, *, unasked: bool = False) -> str:
        """The side panel for a place; a message where the corpus has it no longer."""
        document = self._assistant.document(place.doc)
        if document is None or not 0 <= place.start <= place.end <= len(document.text):
            return gone(language)
        passages = self._assistant.passages(place.doc)
        passage = next((p for p in passages if p.id == place.passage), None)
        return source(document, passage, place, language, unasked=unasked)

    def filters(self, language: Language) -> Filters:
        """What answers can be narrowed to."""
        return filters_of(self._assistant.documents, language)

    def export(self, conversation: Conversation, language: Language) -> tuple[bytes, str]:
        """The conversation in Markdown, and the name of its file."""
        turns = ((t.question, t.answer) for t in conversation.turns)
        return markdown(turns, language).encode(), say("export_file", language)

    def export_word(self, conversation: Conversation, language: Language) -> tuple[bytes, str]:
        """The conversation as a Word document, and the name of its file."""
        turns = ((t.question, t.answer) for t in conversation.turns)
        return word(turns, language), say("export_word_file", language)

    def _opening(self, language: Language) -> str:
        """The greeting, or where nothing is indexed how to do that."""
        documents = self._assistant.documents
        if not documents:
            return empty(language)
        examples = self._assistant.examples()[:_EXAMPLES_SHOWN]
        return greeting(examples, len(documents), language)

    def _library(self, language: Language) -> str:
        return library(self._assistant.documents, language)


def _shown(turns: Sequence[Turn], language: Language) -> str:
    return "".join(turn(t.question, t.answer, language, t.id) for t in turns)


def _beside(citation: Citation, language: Language) -> str:
    place = Place.of(citation)
    return source(citation.document, citation.passage, place, language, unasked=True)


def place_of(sent: object) -> Place | None:
    """The place that a browser sent, or None where it is not one; nothing in it is trusted."""
    if not isinstance(sent, Mapping):
        return None
    words = [sent.get(name) for name in ("doc", "passage")]
    numbers = [sent.get(name) for name in ("start", "end", "marker")]
    doc, passage = (word if isinstance(word, str) else None for word in words)
    if doc is None or passage is None or not all(type(n) is int for n in numbers):
        return None
    start, end, marker = (int(n) for n in numbers if n is not None)
    return Place(doc, passage, start, end, marker)
