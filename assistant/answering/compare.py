"""Answers across places: several places side by side, the most and the fewest, which places do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.answering.bench import Bench
from assistant.answering.draft import (
    Draft,
    Statement,
    Support,
    place_name,
    place_supports,
    support_of,
)
from assistant.answering.wording import shown
from assistant.answers import Table
from assistant.asking.question import (
    CITY_PARTS,
    EACH,
    FEWEST,
    LIST,
    MOST,
    NUMBER,
    SUM,
    Question,
)
from assistant.finding.evidence import Candidate, candidates_of
from assistant.finding.matching import match
from assistant.finding.pieces import cell_words, is_number, is_plain_row
from corpus.figures import Figure, figures
from corpus.fold import fold, squeezed
from corpus.lines import number
from corpus.records import NUMBER as NUMBER_FIELD

_CLAUSE = re.compile(r"[^,\uff0c;\uff1b。|\t]+")
_FIRST = re.compile(
    r"(?:前|最(?:多|少|高|低)的)([一二两三四五六七八九十\d]{1,3})(?:个|名|位|家)?|\btop (\d+)"
)
_ORDERED = re.compile(r"排名|排行|排序|排列|从[多高大少低小]到|\brank")
_RISING = re.compile(r"从(?:少|低|小)到|ascending|smallest first")
_WORD = re.compile(r"最[高低大小多少长短]")
NAMED = 0.1  # for a cell whose column's name is in the question's words
_FULL = 0.9  # share of the best place's coverage that counts as saying the same


@dataclass(frozen=True, slots=True)
class Entry:
    """What one place says of the topic, and the figure in it."""

    place: str
    candidate: Candidate
    clause: str
    figure: Figure | None

    @property
    def name(self) -> str:
        """The place as the document prints it."""
        return place_name(self.candidate.passage)


def answer(bench: Bench) -> Draft | None:
    """A draft across the parts of a place, None when the question is about one place."""
    question = bench.question
    extreme = question.asks(MOST, FEWEST)
    which = question.asks(LIST) and any(w in question.text.lower() for w in CITY_PARTS)
    each = question.asks(EACH) and (
        question.asks(NUMBER, SUM, MOST, FEWEST, LIST) or _ORDERED.search(fold(question.text))
    )
    if not extreme and not which and not each:
        return None
    entries = _entries(bench)
    if len({e.place for e in entries}) < 2:
        return None
    if each:
        return _each(entries, question)
    return _extreme(entries, question) if extreme else _which(entries, question)


def _entries(bench: Bench) -> list[Entry]:
    """The best clause of every place that has passages of its own in the scope."""
    best: dict[str, Entry] = {}
    for passage, document in bench.having("part"):
        for candidate in candidates_of(bench.question, passage, document):
            for entry in _told(candidate, bench.question):
                held = best.get(entry.place)
                if held is None or _score(entry, bench.question) > _score(held, bench.question):
                    best[entry.place] = entry
    return list(best.values())


def _told(candidate: Candidate, question: Question) -> list[Entry]:
    """What a candidate says of its place: its best clause, or each cell of a row of numbers."""
    passage = candidate.passage
    numbers = any(is_number(f.text) for f in passage.fields if f.name != NUMBER_FIELD)
    if candidate.text != passage.text or not is_plain_row(passage) or not numbers:
        clause = _clause(candidate, question)
        return [Entry(passage.region, candidate, clause, figure_of(clause, question))]
    out = []
    for field in passage.fields:
        if field.name != NUMBER_FIELD and is_number(field.text):
            clause = cell_words(field, passage)
            cell = replace(candidate, start=field.start, end=field.end, field=field.label)
            out.append(Entry(passage.region, cell, clause, figures(clause)[-1]))
    return out


def _score(entry: Entry, question: Question) -> float:
    """How well an entry fits; of a row's cells the one whose column the question names."""
    named = 0.0
    if entry.candidate.passage.kind == "row":
        asked, label = squeezed(question.text), squeezed(entry.candidate.field)
        named = sum(label[i : i + 2] in asked for i in range(len(label) - 1)) / max(1, len(label))
    return _covered(entry.clause, question) + 0.3 * entry.candidate.coverage + NAMED * named


def _covered(text: str, question: Question) -> float:
    total = sum(t.weight for t in question.terms) or 1.0
    body = squeezed(text)
    return sum(t.weight * match(t, body) for t in question.terms) / total


def _clause(candidate: Candidate, question: Question) -> str:
    return best_clause(candidate.text, question, counted=question.asks(MOST, FEWEST, EACH))


def best_clause(text: str, question: Question, *, counted: bool) -> str:
    """The clause of a text that says most of the topic; `counted`: one that states a figure."""
    clauses = [m.group() for m in _CLAUSE.finditer(text)] or [text]
    if counted:
        clauses = [c for c in clauses if figures(c)] or clauses
    return max(clauses, key=lambda c: (_covered(c, question), -len(c)))


def figure_of(clause: str, question: Question) -> Figure | None:
    """The figure of a clause: of the measure asked for, else its last."""
    found = [f for f in figures(clause) if f.plain]
    if question.measure:
        found = [f for f in found if f.unit.startswith(question.measure[0])] or found
    return found[-1] if found else None


def _alike(entries: Sequence[Entry], question: Question) -> tuple[list[Entry], float]:
    """The entries that state the same kind of figure, most first, and how well they fit."""
    top = max(_covered(e.clause, question) for e in entries)
    alike = [e for e in entries if e.figure and _covered(e.clause, question) >= 0.75 * top]
    unit = _common_unit(alike)
    alike = [e for e in alike if e.figure and e.figure.unit == unit]
    if top < 0.3 or len(alike) < 2:
        return [], top
    return sorted(alike, key=lambda e: (-_value(e), e.place)), top


def _extreme(entries: Sequence[Entry], question: Question) -> Draft | None:
    """The place with the most or the fewest, all others in the table."""
    alike, top = _alike(entries, question)
    if not alike:
        return None
    ordered = alike[::-1] if question.asks(FEWEST) else alike
    winners = [e for e in ordered if _value(e) == _value(ordered[0])]
    names = "、".join(shown(e.name, question) for e in winners)
    clause = shown(winners[0].clause, question).strip()
    if question.english:
        word = "fewest" if question.asks(FEWEST) else "most"
        text = f"{names} ({word}): “{clause}”."
    else:
        said = _WORD.search(fold(question.text))
        word = said[0] if said else "最少" if question.asks(FEWEST) else "最多"
        text = shown(f"{names}{word}:", question) + f"{clause}。"
    supports = [s for e in winners for s in _supports(e)]
    table = table_of(alike, question)
    return Draft((Statement(text, tuple(supports)),), "structured", 0.5 + top / 2, table=table)


def _each(entries: Sequence[Entry], question: Question) -> Draft | None:
    """The figure of every part of a place, most first; their sum where it is asked for."""
    alike, top = _alike(entries, question)
    if not alike:
        return None
    unit = alike[0].figure.unit if alike[0].figure else ""
    rising = question.asks(FEWEST) or _RISING.search(question.text.lower())
    ordered = alike[::-1] if rising else alike
    wanted = _FIRST.search(fold(question.text))
    if wanted:
        ordered = ordered[: number(wanted[1] or wanted[2])]
    total = f"{sum((_value(e) for e in alike), Decimal(0)).normalize():f}{unit}"
    count = len(alike)
    if question.english:
        opening = f"{count} places are stated" + (
            f"; they add up to {total}: " if question.asks(SUM) else ": "
        )
    else:
        added = f",相加为{total}" if question.asks(SUM) else ""
        opening = shown(f"写明的有{count}个地方{added}:", question)
    statements = [Statement(opening, ())]
    for entry in ordered:
        place, value = shown(entry.name, question), _plain(entry)
        last = entry is ordered[-1]
        text = f"{place}{value}{shown(unit, question)}{'。' if last else ';'}"
        if question.english:
            text = f"{place}: {value}{f' ({unit})' if unit else ''}{'.' if last else '; '}"
        statements.append(Statement(text, _supports(entry)))
    table = table_of(alike, question)
    return Draft(tuple(statements), "structured", 0.5 + top / 2, table=table)


def table_of(entries: Sequence[Entry], question: Question) -> Table:
    """The places with their figures and the words that state them."""
    unit = entries[0].figure.unit if entries[0].figure else ""
    rows = [(e.name, _plain(e), e.clause.strip()) for e in entries]
    return figures_table(rows, unit, question)


def figures_table(rows: Sequence[tuple[str, str, str]], unit: str, question: Question) -> Table:
    """Rows of what is compared, its figure, and the words that state it."""
    head = ("Compared", "Number", "As stated") if question.english else ("对象", "数", "原文")
    columns = tuple(shown(h, question) for h in head)
    return Table(columns, tuple(rows), numeric=1, unit=unit)


def _which(entries: Sequence[Entry], question: Question) -> Draft | None:
    top = max(_covered(e.clause, question) for e in entries)
    if top < 0.4:
        return None
    chosen = [e for e in entries if _covered(e.clause, question) >= _FULL * top]
    if len(chosen) == len({e.place for e in entries}) and len(chosen) > 8:
        return None  # every place says it: not what tells places apart
    names = "、".join(shown(e.name, question) for e in chosen)
    clause = shown(chosen[0].clause, question)
    text = f"{names}:{clause}。" if not question.english else f"{names}: “{clause}”."
    supports = [s for e in chosen for s in _supports(e)]
    return Draft((Statement(text, tuple(supports)),), "structured", 0.4 + top / 2)


def _supports(entry: Entry) -> tuple[Support, ...]:
    candidate = entry.candidate
    return (
        support_of(candidate),
        *place_supports(candidate.passage, candidate.document, candidate.text),
    )


def _common_unit(entries: Sequence[Entry]) -> str:
    units = [e.figure.unit for e in entries if e.figure]
    return max(sorted(set(units)), key=units.count) if units else ""


def _value(entry: Entry) -> Decimal:
    return entry.figure.value if entry.figure else Decimal(0)


def _plain(entry: Entry) -> str:
    return f"{_value(entry).normalize():f}"
