"""How answers are worded: script, language, and matters cut to a readable length."""

from __future__ import annotations

import re

from assistant.asking.question import Question
from corpus.fold import is_traditional, to_simplified, to_traditional
from corpus.units import Units

_TAG = re.compile(r"</?[a-zA-Z][^>]*>")
_BREAKS = re.compile(r"[，,；;：:]")

STOPS = "。;\uff1b,\uff0c、:\uff1a "  # marks that an answer does not end with


def shown(text: str, question: Question) -> str:
    """A text of the documents in the script of the question, left-over tags and breaks dropped."""
    text = re.sub(r"\s*\n\s*", "", _TAG.sub("", text))
    text = re.sub(r"(?<=[㐀-鿿、，。；：])\s+(?=[㐀-鿿\d])|(?<=\d)\s+(?=[㐀-鿿])", "", text).strip()
    if question.traditional:
        return text if is_traditional(text) else to_traditional(text)
    return to_simplified(text)


def brief(matter: str, limit: int = 60) -> str:
    """A matter cut at a natural break near the limit, without its full stop."""
    text = matter.strip().rstrip("。.;；")
    if len(text) <= limit:
        return text
    cuts = [m.start() for m in _BREAKS.finditer(text) if 8 <= m.start() <= limit]
    return text[: cuts[-1]] if cuts else text[:limit] + "…"


def unit_names(values: tuple[str, ...], question: Question, units: Units) -> str:
    """Names of units as an enumeration, with their English beside them in an English answer."""
    names = [shown(v, question) for v in values]
    if not question.english:
        return "、".join(names)
    glossed = [(n, units.english(n)) for n in names]
    return ", ".join(f"{n} ({e})" if e else n for n, e in glossed)
