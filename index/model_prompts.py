"""Prompts of embedding models: the model's own, or those listed by its name."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from index.expand import read_table
from index.segment import DATA

_PROMPTS = DATA / "prompts.tsv"


def own_prompt(model: Any, names: Sequence[str]) -> str:
    """The model's prompt under the first of the names that it has, or ""."""
    prompts = getattr(model, "prompts", None) or {}
    return next((str(prompts[n]) for n in names if prompts.get(n)), "")


def listed_prompts(name: str) -> tuple[str, str]:
    """What the data file has a model of that name put before queries and before passages."""
    own = Path(name).name.lower()
    for row in read_table(_PROMPTS):
        if fnmatchcase(own, row[0].lower()):
            said = [cell.replace("␠", " ").replace("\\n", "\n") for cell in (*row[1:], "", "")]
            return said[0], said[1]
    return "", ""
