"""The log without personal numbers: every line is masked as it is written."""

from __future__ import annotations

import logging

from assistant.mask import masked


class Masking(logging.Formatter):
    """A formatter that masks identity-card and phone numbers, in tracebacks too."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, masked."""
        return masked(super().format(record))


def mask_logs() -> None:
    """Mask what any logger of this process writes to the terminal."""
    handler = logging.StreamHandler()
    handler.setFormatter(Masking("%(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for name in ("uvicorn", "uvicorn.error"):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
