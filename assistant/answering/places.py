"""Several places side by side: the same question put for each, the answers set together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from assistant.answering.bench import Bench
from assistant.answering.draft import Draft, Statement
from assistant.answering.wording import shown
from assistant.finding.scope import choose_scope

LIMIT = 620  # characters of all statements together


def side_by_side(bench: Bench, one: Callable[[Bench], Draft | str]) -> Draft | str:
    """One statement or more for each place; a reason when no place has an answer.

    A place for which the documents do not say is named as such.
    """
    question = bench.question
    statements: list[Statement] = []
    confident: list[float] = []
    reasons: list[str] = []
    told: set[tuple[str, int]] = set()
    for place in question.places:
        own = replace(question, places=(place,))
        scope = choose_scope(own, bench.retriever, bench.know.gazetteer)
        draft = one(replace(bench, question=own, scope=scope))
        name = shown(place.name, question)
        if isinstance(draft, str):
            reasons.append(draft)
            said = (
                f"{name}: not stated. "
                if question.english
                else shown(f"{name}:资料没有写明。", question)
            )
            statements.append(Statement(said, ()))
            continue
        confident.append(draft.confidence)
        cited = {(x.document.id, x.start) for s in draft.statements for x in s.supports}
        if cited <= told:
            continue  # the places are named by one matter, which has been told
        told |= cited
        room = LIMIT // len(question.places)
        for i, statement in enumerate(draft.statements):
            if i and len(statement.text) > room:
                break
            room -= len(statement.text)
            statements.append(_named(statement, name) if i == 0 else statement)
    if not confident:
        return reasons[0]
    return Draft(tuple(statements), "structured", min(confident))


def _named(statement: Statement, name: str) -> Statement:
    if statement.text.startswith(name):
        return statement
    return replace(statement, text=f"{name}:{statement.text}")
