"""What other documents say of the same matter: older or newer ones, and those of a higher level.

A document of another place of the same level is never one of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from assistant.answering.bench import Bench
from assistant.answering.draft import Statement, Support, field_support, support_of
from assistant.answering.stating import states
from assistant.answering.wording import brief, shown, unit_names
from assistant.answers import Answer, Citation
from assistant.asking.question import DEADLINE, LEAD, NUMBER, RESPONSIBLE, Question
from assistant.finding.evidence import Candidate, candidates_of, find
from assistant.finding.fit import NUMBERING, same_measure
from assistant.finding.limits import Limits
from assistant.finding.scope import choose_scope, forms
from assistant.noting.worded import dated, named, said
from assistant.verify import verified
from corpus.deadlines import limits
from corpus.figures import figures
from corpus.fold import fold, squeezed
from corpus.gazetteer import Place
from corpus.records import LEAD as LEAD_FIELD
from corpus.records import MATTER, Document
from corpus.records import RESPONSIBLE as RESPONSIBLE_FIELD

_NEAREST = 8  # passages of other documents that are looked at
_AS_SURE = 0.9  # share of the answer's confidence that another document must reach
_SURE = 0.6  # and the least share of the topic that it must say
_ROOM = 120  # characters of what is said of another document
_UNITS = ((LEAD, LEAD_FIELD), (RESPONSIBLE, RESPONSIBLE_FIELD))


@dataclass(frozen=True, slots=True)
class Rival:
    """What another document says: as worded, and where."""

    text: str
    support: Support


def rivals(answer: Answer, bench: Bench) -> list[Statement]:
    """What an older or newer document, or one of a higher level, says otherwise."""
    question = bench.question
    documents = {c.document.id: c.document for c in answer.citations}
    single = len(documents) == 1 and answer.table is None and len(question.places) < 2
    compared = question.asks(NUMBER, DEADLINE, LEAD, RESPONSIBLE) and not question.metadata
    if not single or not compared or question.titles or question.limits.doc_ids:
        return []
    (document,) = documents.values()
    out = []
    for others in (_of_other_days(document, bench), _above(document.region, bench)):
        same_level = bool(others) and others[0].region == document.region
        least = max(_SURE, _AS_SURE * (answer.confidence or 0.0))
        for candidate in _speaking(others, bench, least):
            rival = _differing(answer, candidate, bench, same_level=same_level)
            if rival is not None:
                out.append(_statement(rival, bench))
                break
    kept, _ = verified(tuple(out), bench.know.units)
    return kept


def higher(bench: Bench) -> Candidate | None:
    """What a document of a higher level says of the topic, for a place without an answer."""
    place = _asked_place(bench)
    question = bench.question
    if place is None or not question.terms or question.metadata or question.limits.doc_ids:
        return None
    return next(_speaking(_above(place.name, bench), bench, _SURE), None)


def from_above(citation: Citation, bench: Bench) -> bool:
    """Whether a citation speaks for a higher level, and not of the place asked for itself."""
    place = _asked_place(bench)
    if place is None:
        return False
    region = citation.passage.region or citation.document.region
    whole = bench.know.gazetteer.get(region)
    national = citation.document.level == "国家" and place.level != "国家"
    holds = whole is not None and whole != place and bench.know.gazetteer.is_within(place, whole)
    text = fold(citation.passage.text)
    return (national or holds) and not any(fold(f) in text for f in forms(place))


def _asked_place(bench: Bench) -> Place | None:
    """The one place that is asked about, by the question or by the limits."""
    question = bench.question
    if question.places:
        return question.places[0] if len(question.places) == 1 else None
    regions = question.limits.regions
    return bench.know.gazetteer.get(regions[0]) if len(regions) == 1 else None


def _of_other_days(document: Document, bench: Bench) -> list[Document]:
    """Documents of the same place and another date."""
    years, allowed = bench.question.years, bench.question.limits
    return [d for d in bench.retriever.documents
            if d.id != document.id and d.region == document.region != ""
            and dated(d) != dated(document) and (not years or d.year in years)
            and allowed.admit_document(d)]  # fmt: skip


def _above(region: str, bench: Bench) -> list[Document]:
    """Documents of the province or the nation that the region lies in.

    They stand beside the region that was chosen or is asked about; where other regions were
    chosen than the one asked about, only those of the choice do.
    """
    gazetteer = bench.know.gazetteer
    place = gazetteer.get(region)
    if place is None:
        return []
    whole = {p.name for p in gazetteer.ancestors(place)}
    allowed = bench.question.limits
    chosen = () if region in allowed.regions else allowed.regions
    return [d for d in bench.retriever.documents
            if d.level in ("省", "国家") and (d.region in whole or d.level == "国家")
            and d.region != region and allowed.admit_document(d)
            and (not chosen or d.region in chosen)]  # fmt: skip


def _speaking(documents: Iterable[Document], bench: Bench, least: float) -> Iterator[Candidate]:
    """The sentences of documents that state what is asked for, best first."""
    ids = tuple(d.id for d in documents)
    if not ids:
        return
    question = replace(bench.question, places=(), limits=Limits(doc_ids=ids))
    scope = choose_scope(question, bench.retriever, bench.know.gazetteer)
    if scope.reason:
        return
    ranked = find(question, bench.retriever, scope.allowed, k=_NEAREST)
    found = [c for rank, (n, _) in enumerate(ranked, 1)
             for c in candidates_of(question, bench.retriever.passage(n),
                                    bench.retriever.document(n), rank)]  # fmt: skip
    found.sort(key=lambda c: (-c.score, c.document.source, c.start))
    for candidate in found[:3]:
        if candidate.coverage >= least and states(candidate, question):
            yield candidate


def _differing(
    answer: Answer, candidate: Candidate, bench: Bench, *, same_level: bool
) -> Rival | None:
    """What the sentence's document says, if that is not what the answer says."""
    question = bench.question
    if question.asks(NUMBER):
        mine, other = (_figures(t, question) for t in (answer.text, candidate.said))
        differs = bool(mine and other) and {u for _, u in mine} & {u for _, u in other}
        return _quoted(candidate, question) if differs and not mine & other else None
    if question.asks(DEADLINE):
        mine_days, other_days = ({x.last for x in limits(t, bare=True)}
                                 for t in (answer.text, candidate.said))  # fmt: skip
        if mine_days and other_days and not mine_days & other_days:
            return _quoted(candidate, question)
        return None
    return _led(answer, candidate, bench) if same_level else None


def _figures(text: str, question: Question) -> set[tuple[str, str]]:
    """Values and units of the figures that count what is asked for."""
    return {(str(f.value.normalize()), f.unit[:1]) for f in figures(NUMBERING.sub("", text))
            if not f.is_year and f.unit and f.plain
            and (not question.measure or same_measure(f.unit, question.measure))}  # fmt: skip


def _quoted(candidate: Candidate, question: Question) -> Rival:
    text = NUMBERING.sub("", shown(candidate.said, question)).strip()
    return Rival(brief(text, _ROOM), support_of(candidate))


def _led(answer: Answer, candidate: Candidate, bench: Bench) -> Rival | None:
    """The units of the candidate's record, where the answer names none of them."""
    question, passage = bench.question, candidate.passage
    for kind, name in _UNITS:
        field, matter = passage.field(name), passage.field(MATTER)
        if not question.asks(kind) or field is None or matter is None:
            continue
        if any(squeezed(v) in squeezed(answer.text) for v in field.values):
            return None
        what = brief(shown(matter.text, question), 60)
        units = unit_names(field.values, question, bench.know.units)
        label = said(question, f"{field.name}是", "lead unit: " if kind == LEAD else "units: ")
        return Rival(f"{what}:{label}{units}", field_support(field, passage, candidate.document))
    return None


def _statement(rival: Rival, bench: Bench) -> Statement:
    question = bench.question
    document = rival.support.document
    name = named(document, question)
    if bench.register.standing(document).state:
        name += said(question, "(不在施行中)", " (not in force)")
    text = said(question, f"另见{name}:{rival.text}。", f"See also {name}: “{rival.text}”.")
    return Statement(text, (rival.support,))
