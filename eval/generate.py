"""Further questions over any corpus (`minsheng eval generate`): templates, and near misses.

A record is asked by its matter, which must be the only one of its name; documents are asked for
what their heads state and for their articles (generate_documents.py). A near miss asks the same
matter for what its record does not state, or for a year that no document speaks for: only an
abstention is right.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from corpus.records import (
    DEADLINE,
    LEAD,
    MATTER,
    MEASURES,
    PROGRESS,
    RESPONSIBLE,
    TARGET,
    Document,
    Field,
    Passage,
)
from eval.cases import Case, Evidence
from eval.collect import write_whole
from eval.generate_documents import not_stated_by, stated_by_documents
from eval.normalise import normalise

TEMPLATES = {
    LEAD: ("lead", "{place}{year}“{matter}”由哪个单位牵头?"),
    RESPONSIBLE: ("responsible", "{place}{year}“{matter}”的责任单位有哪些?"),
    DEADLINE: ("deadline", "{place}{year}“{matter}”要在什么时候前完成?"),
    TARGET: ("content", "{place}{year}“{matter}”的目标是什么?"),
    PROGRESS: ("progress", "{place}{year}“{matter}”目前进展如何?"),
    MEASURES: ("measure", "{place}{year}“{matter}”有哪些措施?"),
}
UNANSWERABLE_SHARE = 0.2
MATTER_LENGTHS = range(4, 41)
_DATED = re.compile(r"\d+\s*[年月日]|[年季月]度|[年月季]底|每[年月季周]|前完成")
_HEAD = re.compile(r"^[\s\d.、()（）一二三四五六七八九十]*")


@dataclass(frozen=True, slots=True)
class Record:
    """A passage with fields, under the matter that names it."""

    matter: str
    passage: Passage
    document: Document


def records(pairs: Iterable[tuple[Document, Passage]]) -> list[Record]:
    """The records whose matter no other record shares, in the order of the corpus."""
    found = [
        Record(_matter(passage), passage, document)
        for document, passage in pairs
        if any(passage.field(name) for name in TEMPLATES)
    ]
    fitting = [record for record in found if len(record.matter) in MATTER_LENGTHS]
    times = Counter(normalise(record.matter) for record in fitting)
    return [record for record in fitting if times[normalise(record.matter)] == 1]


def generate(pairs: Iterable[tuple[Document, Passage]], *, most: int, seed: int = 0) -> list[Case]:
    """At most so many questions, one in five unanswerable; the same for a corpus and seed."""
    pairs = list(pairs)
    known = records(pairs)
    years = [int(d.year) for d, _ in pairs if d.year]
    draw = random.Random(seed)
    answerable = [*_stated(known), *stated_by_documents(pairs)]
    dated = "\n".join(normalise(p.text) for _, p in pairs if _DATED.search(p.text))
    later = str(max(years, default=2000) + 5)
    near = [*_near_misses(known, later, dated), *not_stated_by(pairs)]
    draw.shuffle(answerable)
    draw.shuffle(near)
    missing = min(round(most * UNANSWERABLE_SHARE), len(near))
    return [*answerable[: most - missing], *near[:missing]]


def write_cases(path: Path, cases: Sequence[Case]) -> None:
    """Write a question file of our form."""
    lines = ({k: v for k, v in asdict(case).items() if k != "file"} for case in cases)
    write_whole(path, "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines))


def _stated(known: Sequence[Record]) -> Iterator[Case]:
    for record in known:
        for name, (category, template) in TEMPLATES.items():
            if (field := record.passage.field(name)) and field.text.strip():
                yield Case(
                    id=f"{category}-{record.passage.id}",
                    question=_asked(template, record, record.document.year),
                    category=category, style="plain", answerable=True,
                    gold=tuple((value,) for value in field.values if normalise(value)),
                    evidence=(Evidence(record.document.source, _quote(record, field)),),
                )  # fmt: skip


def _near_misses(known: Sequence[Record], year: str, dated: str) -> Iterator[Case]:
    """Deadlines of records that name no time, and leads in a year to come.

    Args:
        dated: all passages that name a time, normalised; what stands in one has a deadline.
    """
    for record in known:
        undated = not record.passage.field(DEADLINE) and not _DATED.search(record.passage.text)
        if undated and normalise(record.matter) not in dated:
            question = _asked(TEMPLATES[DEADLINE][1], record, record.document.year)
            yield _unanswerable(f"undated-{record.passage.id}", question)
        if record.passage.field(LEAD):
            question = _asked(TEMPLATES[LEAD][1], record, year)
            yield _unanswerable(f"year-{record.passage.id}", question)


def _unanswerable(name: str, question: str) -> Case:
    return Case(name, question, category="unanswerable", style="plain", answerable=False)


def _asked(template: str, record: Record, year: str) -> str:
    place = record.passage.region or record.document.region
    return template.format(place=place, year=f"{year}年" if year else "", matter=record.matter)


def _matter(passage: Passage) -> str:
    """What names a record: its matter, else the first clause of its text without its number."""
    field = passage.field(MATTER)
    text = (
        field.text
        if field
        else re.split(r"[。；;(（\n]", _HEAD.sub("", passage.text), maxsplit=1)[0]
    )
    return "".join(text.split()).strip("。；;,，:：")


def _quote(record: Record, field: Field) -> str:
    return record.document.text[field.start : field.end]
