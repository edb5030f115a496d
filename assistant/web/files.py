"""The stylesheets and scripts that the pages bring along, from the folder assets/."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_ASSETS = Path(__file__).with_name("assets")


@cache
def style() -> str:
    """The style of all pages: the dark palette holds where it is chosen, and where the reader's
    system is dark unless light is chosen.
    """
    dark = asset("dark.css")
    return (
        f"{asset('chat.css')}:root.dark {{{dark}}}"
        f"@media (prefers-color-scheme: dark) {{:root:not(.light) {{{dark}}}}}"
    )


@cache
def asset(name: str) -> str:
    """The text of a file in assets/."""
    return (_ASSETS / name).read_text("utf-8")
