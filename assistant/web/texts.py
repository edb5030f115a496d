"""The interface's words in Chinese and English, read from texts.toml beside this file."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

Language = Literal["zh", "en"]


def language_of(value: object) -> Language:
    """The interface language that a stored or sent value names; Chinese for anything else."""
    return "en" if value == "en" else "zh"


def other(language: Language) -> Language:
    """The language that the switch leads to."""
    return "zh" if language == "en" else "en"


@cache
def table() -> dict[str, dict[Language, str]]:
    """All texts: key -> language -> text."""
    with Path(__file__).with_name("texts.toml").open("rb") as file:
        return tomllib.load(file)


def say(key: str, language: Language, **values: object) -> str:
    """The text of that key with {name} filled in; KeyError for a key that does not exist.

    >>> say("page_of", "zh", page=3)
    '第 3 页'
    """
    text = table()[key][language]
    return text.format(**values) if values else text


def knows(key: str) -> bool:
    """Whether there is a text of that key."""
    return key in table()
