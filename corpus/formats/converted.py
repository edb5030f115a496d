"""What every converter gives, and the faults that they share.

A converted text is plain text in the form that structure.py reads: one paragraph, heading or table
row a line, Markdown `#` where the source has real heading styles, tables with pipes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.errors import DocumentError

_SPACES = re.compile(r"[ \t\r\n\x0b\x0c\x85\xa0\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Converted:
    """The text of a file of any format.

    Attributes:
        text: the text; pages, where the format has them, are parted by form feeds.
        pages: the offset at which each page begins, () where the format has no pages.
        furniture: (page from 1, line without white space): running heads and feet by their place.
        notes: what was left out while converting, with a count (links of a web page, …).
    """

    text: str
    pages: tuple[int, ...] = ()
    furniture: frozenset[tuple[int, str]] = frozenset()
    notes: tuple[tuple[str, int], ...] = ()


def squeeze(text: str) -> str:
    """The text on one line: runs of white space become one blank, none at its ends."""
    return _SPACES.sub(" ", text).strip(" \u3000")


def prose(text: str) -> str:
    """A paragraph on one line that cannot be taken for a row of a table."""
    line = squeeze(text)
    return f"｜{line[1:]}" if line.startswith("|") else line


def broken(name: str, what: str) -> DocumentError:
    """The error of a file that its library cannot read."""
    return DocumentError(
        f"{name!r}: 文件损坏或不完整 broken or cut off ({' '.join(what.split())[:200]}).",
        hint="用原来的程序打开后另存,或重新下载 (open it in its program and save it again).",
    )


def locked(name: str) -> DocumentError:
    """The error of a file that wants a password."""
    return DocumentError(
        f"{name!r}: 文件已加密 protected by a password.",
        hint="去掉密码后另存一份再读 (save a copy without the password).",
    )


def too_large(name: str, what: str, size: int, limit: int) -> DocumentError:
    """The error of a file over a bound; `what` is counted."""
    return DocumentError(
        f"{name!r}: 超出上限 too large: {what} {size}, 上限 limit {limit}.",
        hint="拆成较小的文件 (split it into smaller files).",
    )
