"""The errors of the store."""

from __future__ import annotations

from corpus.errors import MinshengError


class StoreError(MinshengError):
    """The database cannot be read or written: locked, full, gone, not ours, no permission."""


class ConflictError(MinshengError):
    """Someone else changed the same thing in the meantime; nothing was overwritten."""
