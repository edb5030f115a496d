"""Several places or years side by side: the question put for each, the answers set together."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.answering.bench import Bench
from assistant.answering.compare import best_clause, figure_of, figures_table
from assistant.answering.draft import Draft, Statement, title_support
from assistant.answering.wording import shown
from assistant.answers import Table
from assistant.asking.question import FEWEST, MOST, NUMBER, Question
from assistant.finding.scope import choose_scope
from corpus.figures import Figure
from corpus.fold import fold

UNSURE = "资料没有写明所问的内容"
_AS_SURE = 0.6  # share of the surest side's confidence that another side must reach
LIMIT = 620  # characters of all statements together
_YEARS = re.compile(
    r"(?:19|20)\d\d\s*年?度?(?:的)?\s*(?:和|与|跟|及|以及|、|,|对比|相比|比|到底?|\band\b|\bvs\.?|versus)"
    r"\s*(?=(?:19|20)\d\d)"
)

_COMPARED = re.compile(r"比较|对比|相比|\bcompar(?:e|ing|ison)")
_CLAUSES = re.compile(r"[?\uff1f,\uff0c;\uff1b。]")
_NUMBER_ASKED = re.compile(r"多少|几|呢$|how many|how much|百分之")


@dataclass(frozen=True, slots=True)
class Side:
    """One of the things compared: its name, and the question put for it alone."""

    name: str
    question: Question


def sides(question: Question) -> list[Side]:
    """What a question sets side by side: places, else years; [] where it compares none."""
    if len(question.places) > 1:
        return [Side(p.name, replace(question, places=(p,))) for p in question.places]
    year = "" if question.english else "年"
    if len(question.years) > 1 and _YEARS.search(fold(question.text)):
        return [Side(y + year, replace(question, years=(y,))) for y in sorted(question.years)]
    return [
        Side(years[-1] + year, replace(question, years=years, text=clause))
        for years, clause in _asked_by_years(question)
    ]


def _asked_by_years(question: Question) -> list[tuple[tuple[str, ...], str]]:
    """The years of each clause that asks a number, with the clause, where all have their own.

    …到2025年要多少套?2024年又要多少套 asks twice; [] where that is not so.
    """
    if len(question.years) < 2 or not question.asks(NUMBER):
        return []
    asked: list[tuple[tuple[str, ...], str]] = []
    for clause in _CLAUSES.split(question.text):
        years = tuple(y for y in question.years if y in fold(clause))
        if years and _NUMBER_ASKED.search(fold(clause)):
            asked.append((years, clause))
    apart = sum(len(years) for years, _ in asked) == len({y for ys, _ in asked for y in ys})
    return asked if len(asked) > 1 and apart else []


def side_by_side(bench: Bench, one: Callable[[Bench], Draft | str]) -> Draft | str:
    """One statement or more for each side; a reason when none has an answer.

    A side for which the documents do not say is named as such. Where one statement tells of
    several years at once, there is nothing to set side by side.
    """
    question = bench.question
    compared = sides(question)
    drafts = _drafts(bench, compared, one)
    sure = [d.confidence for d in drafts if not isinstance(d, str)]
    if len(sure) < len(drafts) and _asked_by_years(question):
        return one(bench)  # a row may tell of both years at once
    if not sure:
        return next(d for d in drafts if isinstance(d, str))
    statements: list[Statement] = []
    told: set[tuple[str, int]] = set()
    rows: list[tuple[str, Figure, str]] = []
    for side, draft in zip(compared, drafts, strict=True):
        name = shown(side.name, question)
        if isinstance(draft, str):
            missing = shown(f"{name}:资料没有写明。", question)
            text = f"{name}: not stated. " if question.english else missing
            statements.append(_below(Statement(text, ()), statements))
            continue
        cited = {(x.document.id, x.start) for s in draft.statements for x in s.supports}
        if cited <= told:
            continue  # they are named by one matter, which has been told
        told |= cited
        rows += _row(name, draft, question)
        first, *more = _cut(draft, name, LIMIT // len(compared), question)
        statements += [_below(first, statements), *more]
    if len(question.places) < 2 and len(statements) < 2:
        return one(bench)
    table = _table(rows, question) if len(rows) == len(compared) else None
    if table is not None and question.asks(MOST, FEWEST):
        verdict = _verdict(rows, question, statements)
        statements = [
            verdict,
            replace(statements[0], text="\n" + statements[0].text),
            *statements[1:],
        ]
    return Draft(tuple(statements), "structured", min(sure), table=table)


def _drafts(
    bench: Bench, compared: list[Side], one: Callable[[Bench], Draft | str]
) -> list[Draft | str]:
    """What is found for each side; what is far less sure than the best says something else."""
    drafts = []
    for side in compared:
        scope = choose_scope(side.question, bench.retriever, bench.know.gazetteer)
        drafts.append(one(replace(bench, question=side.question, scope=scope)))
    best = max((d.confidence for d in drafts if not isinstance(d, str)), default=0.0)
    return [UNSURE if not isinstance(d, str) and d.confidence < _AS_SURE * best else d
            for d in drafts]  # fmt: skip


def _below(statement: Statement, before: list[Statement]) -> Statement:
    """A side's first statement on a line of its own."""
    return replace(statement, text="\n" + statement.text) if before else statement


def _cut(draft: Draft, name: str, room: int, question: Question) -> list[Statement]:
    """The statements of a side that there is room for, the first one named after it."""
    out = []
    for i, statement in enumerate(draft.statements):
        if i and len(statement.text) > room:
            break
        room -= len(statement.text)
        out.append(_named(statement, name, question) if i == 0 else statement)
    return out


def _row(name: str, draft: Draft, question: Question) -> list[tuple[str, Figure, str]]:
    """The side's figure in the clause that says most of the topic, if it states one."""
    if not question.asks(NUMBER, MOST, FEWEST) and not _COMPARED.search(fold(question.text)):
        return []
    clause = best_clause(draft.statements[0].text, question, counted=True)
    figure = figure_of(clause, question)
    return [(name, figure, clause.strip())] if figure and not figure.is_year else []


def _table(rows: list[tuple[str, Figure, str]], question: Question) -> Table | None:
    """The sides with their figures, where these share a unit."""
    if len({f.unit for _, f, _ in rows}) != 1:
        return None
    cells = [(name, f"{f.value.normalize():f}", quote) for name, f, quote in rows]
    return figures_table(cells, rows[0][1].unit, question)


def _verdict(
    rows: list[tuple[str, Figure, str]], question: Question, sides_told: list[Statement]
) -> Statement:
    """Which side has more, or fewer, with what names its place and states its figure."""
    values: list[Decimal] = [f.value for _, f, _ in rows]
    wanted = min(values) if question.asks(FEWEST) else max(values)
    names = "、".join(name for name, f, _ in rows if f.value == wanted)
    if len(set(values)) == 1:
        return Statement("The same. " if question.english else shown("一样多。", question), ())
    fewer, several = question.asks(FEWEST), len(rows) > 2
    won = [x for one in sides_told if one.text.lstrip().startswith(names)
           for x in one.supports][:1]  # fmt: skip
    supports = tuple(y for x in won for y in (*title_support(x.passage, x.document), x))
    if question.english:
        word = ("the fewest" if fewer else "the most") if several else "fewer" if fewer else "more"
        return Statement(f"{names} has {word}. ", supports)
    text = f"{names}{'最' if several else '更'}{'少' if fewer else '多'}。"
    return Statement(shown(text, question), supports)


def _named(statement: Statement, name: str, question: Question) -> Statement:
    if statement.text.startswith(name):
        return statement
    return replace(statement, text=f"{name}:{' ' * question.english}{statement.text}")
