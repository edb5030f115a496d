"""The errors of measuring."""

from __future__ import annotations

from corpus.errors import MinshengError


class EvalError(MinshengError):
    """A question file, a baseline or an output folder cannot be used."""
