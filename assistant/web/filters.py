"""The filters of the chat: what can be chosen, and what was chosen as Limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.finding.limits import Limits
from assistant.web.markup import clip
from assistant.web.texts import Language, say
from corpus.records import Document

ALL = ""  # the choice that does not limit
_TITLE = 40  # characters of a title in a list
_LEVELS = (("国家", "level_nation"), ("省", "level_province"), ("市", "level_city"),
           ("区县", "level_county"))  # fmt: skip
Choices = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Filters:
    """The choices of each list, (text, value), the first of which does not limit."""

    regions: Choices
    levels: Choices
    years: Choices
    documents: Choices


def filters_of(documents: Sequence[Document], language: Language) -> Filters:
    """What can be chosen in a corpus; the newest year comes first."""
    regions = sorted({d.region for d in documents} - {""})
    years = sorted({d.year for d in documents} - {""}, reverse=True)
    titles = sorted((clip(d.title, _TITLE), d.id) for d in documents)
    held = {d.level for d in documents}
    levels = [(say(key, language), level) for level, key in _LEVELS if level in held]
    return Filters(
        [(say("all_regions", language), ALL), *((r, r) for r in regions)],
        [(say("all_levels", language), ALL), *levels],
        [(say("all_years", language), ALL), *((y, y) for y in years)],
        [(say("all_documents", language), ALL), *titles],
    )


def limits_of(region: object, level: object, year: object, document: object) -> Limits:
    """What the four lists say; nothing that a browser sent is trusted to be text."""
    regions, levels, years, doc_ids = (
        (value,) if isinstance(value, str) and value != ALL else ()
        for value in (region, level, year, document)
    )
    return Limits(regions, years, doc_ids, levels)
