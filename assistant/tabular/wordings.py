"""Other words for columns than their names: 饭钱 asks for 伙食费, 建好 for 竣工时间."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

from index.expand import read_table

_DATA = Path(__file__).parent / "data" / "wordings.tsv"


@cache
def _wordings() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    return tuple((re.compile(r[0]), re.compile(r[1])) for r in read_table(_DATA))


Said = tuple[re.Pattern[str], tuple[int, int]]  # what names of columns a word means, and where


def meant(base: str, text: str) -> tuple[int, int] | None:
    """Where a squeezed text means a column of this name in other words, None where it does not."""
    return next((span for labels, span in words_said(text) if labels.search(base)), None)


@lru_cache(maxsize=256)
def words_said(text: str) -> tuple[Said, ...]:
    """The other words for columns that a squeezed text says."""
    return tuple(_found(text))


def _found(text: str) -> Iterator[Said]:
    for said, labels in _wordings():
        found = said.search(text)
        if found is not None:
            yield labels, found.span()
