"""Whether the reader for whom something is being done has gone, so that it can stop.

Set by whoever serves the reader, for all that is done for one request; without it nobody goes.
"""

from __future__ import annotations

from contextvars import ContextVar
from threading import Event

READER_GONE: ContextVar[Event | None] = ContextVar("reader_gone", default=None)


def reader_gone() -> bool:
    """Whether the reader of the request under way has gone."""
    gone = READER_GONE.get()
    return gone is not None and gone.is_set()
