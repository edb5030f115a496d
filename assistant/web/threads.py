"""Conversations of signed-in staff, kept by the server; those of everyone else stay with them."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from assistant.mask import masked
from assistant.store.people import Person
from assistant.store.store import Store
from assistant.web.talk import Conversation, Turn
from corpus.errors import MinshengError

_log = logging.getLogger(__name__)
_ID = re.compile("[0-9a-z]{8,40}")


class Threads:
    """The conversations of a store, each reached by its owner's session token only.

    Where the database cannot be used nothing is kept or found, and the page keeps the
    conversation in the browser instead.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def owner(self, token: str) -> Person | None:
        """The person signed in with that token; None for a citizen or an ended session."""
        try:
            session = self._store.sessions.find(token)
        except MinshengError as error:
            _log.warning("who is signed in cannot be known: %s", error)
            return None
        return session.person if session else None

    def keep(self, conversation: Conversation, token: str) -> bool:
        """Keep what the conversation has more than before; whether it is kept."""
        owner = self.owner(token)
        if owner is None:
            return False
        turns = [_masked(turn).to_json() for turn in conversation.turns]
        try:
            self._store.talks.keep(owner, conversation.id, turns)
        except MinshengError as error:
            _log.warning("a conversation was not kept: %s", error)
            return False
        return True

    def turns(self, talk: object, token: str) -> Sequence[Any]:
        """The turns of a conversation of that person's, as `saved_turns` reads them."""
        owner = self.owner(token)
        if owner is None or not isinstance(talk, str):
            return ()
        try:
            return self._store.talks.turns(owner, talk)
        except MinshengError as error:
            _log.warning("a conversation could not be read: %s", error)
            return ()


def talk_id(sent: object) -> str:
    """The id of a conversation as a browser sent it; "" where it is not one."""
    return sent if isinstance(sent, str) and _ID.fullmatch(sent) else ""


def _masked(turn: Turn) -> Turn:
    answer = replace(
        turn.answer, question=masked(turn.answer.question), text=masked(turn.answer.text)
    )
    return replace(turn, question=masked(turn.question), answer=answer)
