"""The root of Minsheng's error tree and the errors of reading documents.

Every error that a user can meet derives from MinshengError, says in one line what went wrong and
where, and carries a `hint` that says how to mend it. assistant/errors.py draws the whole tree.
"""

from __future__ import annotations


class MinshengError(Exception):
    """Something a user can mend.

    Args:
        message: one line: what, and where (the value quoted).
        hint: one line: how to mend it, naming the command or setting where there is one.
    """

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class DocumentError(MinshengError):
    """A file or folder cannot be read as a policy document."""
