"""Errors of building, opening and searching an index."""

from __future__ import annotations

from corpus.errors import MinshengError


class IndexUnusableError(MinshengError):
    """The index folder is missing, half-written, foreign or of another version."""


class IndexBuildError(MinshengError):
    """The index cannot be written; the old one is left as it was."""


class EmbedderError(MinshengError):
    """An embedding model cannot be loaded, or does not fit the index."""
