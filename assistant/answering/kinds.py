"""Whether sentences speak of the kind of thing asked about; what they say and stand under."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.bench import Bench
from assistant.asking.question import LIST, NUMBER
from assistant.finding.contrast import codes, contrasts
from assistant.finding.evidence import Candidate
from corpus.fold import squeezed
from corpus.records import MATTER

_QUANTITY = re.compile(r"[率费价额]$")  # a figure of such a name is of nothing else
_ENUMERATES = re.compile(
    r"[、;”》]\s*[“《]|[、;\uff1b]|[(\uff08][一二三1-3][)\uff09]|分别|和|及|包括|有|为"
)
_ONE_BY_ONE = re.compile(r"分别(是|有|为|叫|指)|具体(是|有|包括|指)哪|都是哪")
_PLACES = re.compile(
    r"哪些?[几一二两三四五六七八九十\d]*个?(城市|市县|县市|区县|县区|地市|省市|省份)"
)


def of_another_kind(chosen: Sequence[Candidate], bench: Bench) -> bool:
    """Whether only another kind is spoken of (市级 for 县级), or a code asked about is nowhere."""
    question = squeezed(bench.question.text)
    said = "".join(squeezed(c.passage.text + c.document.title) for c in chosen)
    asked = codes(bench.question.text)
    if asked:
        documents = {c.document.id: c.document.text for c in chosen}
        asked -= codes(" ".join(documents.values()))
    return bool(asked) or contrasts(question, said, strict=True)


def unnamed(chosen: Sequence[Candidate], bench: Bench) -> bool:
    """Whether the quantity (利率) or the things (品种) asked for are neither said nor listed."""
    question = bench.question
    if question.english or len(question.head) < 2:
        return False
    said = said_by(chosen) + heads_of(chosen) + squeezed("".join(map(labels_of, chosen)))
    if question.asks(LIST) and _ONE_BY_ONE.search(squeezed(question.text)):
        return len(chosen) < 2 and not re.search(r"[、;和及与]", said_by(chosen))
    if any(form in said for form in (*question.head_forms, question.head[-2:])):
        return False
    if question.asks(NUMBER) and _QUANTITY.search(question.head):
        return True
    listed = len(chosen) > 2 or any(_ENUMERATES.search(c.said) for c in chosen)
    return question.asks(LIST) and not listed


def without_places(chosen: Sequence[Candidate], bench: Bench) -> bool:
    """Whether cities or counties are asked for by name and none is named."""
    question = bench.question
    if not _PLACES.search(squeezed(question.text)):
        return False
    asked = {p.name for p in question.places} | {c.document.region for c in chosen}
    said = said_by(chosen) + heads_of(chosen) + "".join(c.passage.region for c in chosen)
    named = {m.place.name for m in bench.know.gazetteer.find(said) if m.place.level != "国家"}
    return not named - asked


def said_by(chosen: Sequence[Candidate]) -> str:
    """What the sentences say, squeezed, their announcements first."""
    return "".join(squeezed(c.said) for c in chosen)


def labels_of(candidate: Candidate) -> str:
    """The names of the passage's fields."""
    return "".join(f.label for f in candidate.passage.fields)


def heads_of(chosen: Sequence[Candidate]) -> str:
    """The matters and headings that the sentences stand under, squeezed."""
    heads = []
    for c in chosen:
        matter = c.passage.field(MATTER)
        heads.append((matter.text if matter else "") + "".join(h.text for h in c.passage.path))
    return squeezed("".join(heads))
