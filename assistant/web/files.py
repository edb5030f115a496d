"""The stylesheets and scripts that the pages bring along, from the folder assets/."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_ASSETS = Path(__file__).with_name("assets")


@cache
def asset(name: str) -> str:
    """The text of a file in assets/."""
    return (_ASSETS / name).read_text("utf-8")
