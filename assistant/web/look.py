"""How a reader wants all pages to look: large type, dark or light, kept in one cookie.

Pages without script switch by an address (?look=large), which the server answers with the cookie;
pages with script switch at once and write the same cookie (assets/look.js).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from fastapi import Request, Response

COOKIE = "minsheng-look"
PARAMETER = "look"
_YEAR_S = 365 * 86_400
Theme = Literal["", "dark", "light"]
_THEMES: dict[str, Theme] = {"dark": "dark", "light": "light"}


@dataclass(frozen=True, slots=True)
class Look:
    """Large type or not; dark, light, or ("") as the reader's system has it."""

    large: bool = False
    theme: Theme = ""

    @property
    def words(self) -> tuple[str, ...]:
        """The look as words: classes of the page, and what the cookie holds."""
        return tuple(word for word in ("large" if self.large else "", self.theme) if word)

    def switched(self, word: str) -> Look:
        """The look with large, normal, dark or light said; anything else changes nothing."""
        if word in ("large", "normal"):
            return replace(self, large=word == "large")
        theme = _THEMES.get(word)
        return replace(self, theme=theme) if theme else self


PLAIN = Look()


def look_of(request: Request) -> Look:
    """The look of a request: its cookie's, switched by what its address says."""
    look = PLAIN
    for word in request.cookies.get(COOKIE, "").split("."):
        look = look.switched(word)
    return look.switched(request.query_params.get(PARAMETER, ""))


def keep_look(reply: Response, request: Request) -> None:
    """Put the look in the browser's cookie where the address switched it."""
    if PARAMETER in request.query_params:
        words = ".".join(look_of(request).words)
        reply.set_cookie(COOKIE, words, max_age=_YEAR_S, samesite="lax")
