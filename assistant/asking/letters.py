"""Letters: the sentences of a long text that ask, and the story told before them."""

from __future__ import annotations

import re

LETTER = 60  # characters from which a text of several sentences is read as a letter
_END = r"。!?\uff01\uff1f\n."
_SENTENCE = re.compile(rf"[^{_END}]+(?:\.(?=\S)[^{_END}]*)*[{_END}]*")
_ASKS = re.compile(
    r"请问|咨询|想(问|知道|了解|请教)|[谁哪啥几吗呢何]|多少|什么|怎么|怎样|是否|多[大长高远久]|"
    r"能不能|可不可以|有没有|是不是|允不允许|[?\uff1f]$|\b(who|what|when|which|how|where|why)\b",
    re.I,
)
_PLEA = re.compile(r"请问|咨询|想(问|知道|了解|请教)|[?\uff1f]\s*$")


def gist(text: str) -> tuple[str, str]:
    """The sentences that ask, and the story before them ("" where all of it asks)."""
    sentences = [m.group() for m in _SENTENCE.finditer(text)]
    if len(text) < LETTER or len(sentences) < 2:
        return text, ""
    asking = [i for i, s in enumerate(sentences) if _PLEA.search(s.strip())]
    asking = asking or [i for i, s in enumerate(sentences) if _ASKS.search(s)]
    if not asking:
        return text, ""
    first = last = asking[-1]
    while first - 1 in asking:
        first -= 1
    return "".join(sentences[first : last + 1]).strip(), "".join(sentences[:first]).strip()
