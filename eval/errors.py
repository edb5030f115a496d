"""The errors of measuring."""

from __future__ import annotations

from corpus.errors import MinshengError


class EvalError(MinshengError):
    """A question file, a baseline or an output folder cannot be used."""


class AssistantGoneError(EvalError):
    """What is measured no longer answers at all; the questions that are left were not put to it."""
