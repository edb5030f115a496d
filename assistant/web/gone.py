"""Tells the work for a question when its reader goes away, so that a model stops writing.

Plain ASGI: a handler in a thread cannot see its connection, and waits for the model meanwhile.
"""

from __future__ import annotations

import asyncio
from threading import Event

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.leaving import READER_GONE

_AHEAD = 2  # messages read before they are asked for
ASKING = ("/api/ask", "/v1/chat/completions")


class Gone:
    """The application, with questions told when their reader has gone.

    Only for requests whose body is at hand already (guard.py): what comes after it is read ahead.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request; all but questions pass through."""
        if scope["type"] != "http" or not scope["path"].startswith(ASKING):
            await self._app(scope, receive, send)
            return
        gone = Event()
        messages: asyncio.Queue[Message] = asyncio.Queue(_AHEAD)
        ahead = asyncio.create_task(_read_ahead(receive, messages, gone))
        before = READER_GONE.set(gone)
        try:
            await self._app(scope, messages.get, send)
        finally:
            READER_GONE.reset(before)
            ahead.cancel()


async def _read_ahead(receive: Receive, messages: asyncio.Queue[Message], gone: Event) -> None:
    """Hand on what comes; that the reader has gone is said to the work and to whoever reads on."""
    while not gone.is_set():
        message = await receive()
        if message["type"] == "http.disconnect":
            gone.set()
        await messages.put(message)
    while True:
        await messages.put({"type": "http.disconnect"})
