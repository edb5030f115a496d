"""What comes along when a question is copied from a page: markup and web addresses, no words."""

from __future__ import annotations

import re

_HIDDEN = r"<!--.*?-->|<(script|style)\b[^>]*>.*?</\1\s*>"
_VALUE = r"\"[^\"]*\"|'[^']*'|[^\s<>\"']+"
_TAG = rf"</?[a-z][a-z0-9-]*(?:\s+[a-z-]+(?:\s*=\s*(?:{_VALUE}))?)*\s*/?>"
_ADDRESS = r"(?:https?://|www\.)[\x21-\x7e]+"
_NO_WORDS = re.compile(f"{_HIDDEN}|{_TAG}|{_ADDRESS}", re.I | re.S)


def spoken(text: str) -> str:
    """The text without markup and web addresses; as it stands where nothing else is in it.

    >>> spoken('<b class="q">养老床位</b>有多少张?')
    '养老床位 有多少张?'
    """
    words = _NO_WORDS.sub(" ", text).strip()
    return words if any(c.isalnum() for c in words) else text
