"""Every error that a user can meet, and what each maps to.

    MinshengError                      corpus/errors.py     message + hint, one line
    ├── DocumentError                  corpus/errors.py     a file cannot be read
    ├── IndexUnusableError             index/errors.py      missing, half-written, foreign index
    ├── IndexBuildError                index/errors.py      the index cannot be written
    ├── EmbedderError                  index/errors.py      an embedding model cannot be used
    ├── SettingsError                  assistant/settings.py
    ├── LimitsError                assistant/finding/limits.py  unknown region, year or document
    ├── StoreError                 assistant/store/errors.py  the database cannot be read or written
    ├── ConflictError              assistant/store/errors.py  someone else changed the same thing
    ├── GoldenError                assistant/golden/records.py  a golden answer cannot stand
    ├── PeopleError, SignInError   assistant/store/people.py  staff, passwords, links
    ├── QuestionError                  here                 empty, too long, nothing but marks
    ├── TableError                     here                 no table, or it cannot be written
    ├── GenerationError                here                 the LLM failed (caught: fallback)
    └── PromptError                    prompts/template.py  a prompt's variables do not fit

All of them end a command with exit status 2 and are HTTP 400, but for the index, embedding and
store errors, which are HTTP 503.
"""

from __future__ import annotations

from corpus.errors import DocumentError, MinshengError
from index.errors import EmbedderError, IndexBuildError, IndexUnusableError

__all__ = ["DocumentError", "EmbedderError", "GenerationError", "IndexBuildError",
           "IndexUnusableError", "MinshengError", "QuestionError", "TableError"]  # fmt: skip


class QuestionError(MinshengError):
    """The question cannot be answered as it stands: empty, too long, or only marks."""


class TableError(MinshengError):
    """An answer has no table, or its table cannot be written as asked."""


class GenerationError(MinshengError):
    """The language model failed; the extractive answer is given instead.

    `retryable` tells whether the same call may succeed later.
    """

    def __init__(self, message: str, *, hint: str = "", retryable: bool = False) -> None:
        super().__init__(message, hint=hint)
        self.retryable = retryable
