"""Whether a question names another thing of the kind that a table's rows are: 西站停车场, 301路."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.bench import Bench
from assistant.asking.amounts import amount_said, is_amount
from assistant.asking.question import DEADLINE, NUMBER, Question, Term
from assistant.finding.evidence import Candidate
from assistant.finding.matching import match
from assistant.tabular.assembling import table_of
from assistant.tabular.choosing import asks_of_others
from assistant.tabular.columns import plain_name
from assistant.tabular.periods import periods, states_time
from assistant.tabular.table import Table
from corpus.fold import squeezed
from corpus.records import Passage

SAID = 0.5
_FAINT = 0.4  # how far a row must say a word that tells it from others
WITHIN = 0.7  # how far limits say an amount within them
SEVERAL = 2  # names from which a noun at their end is the name of their kind
_CODE = re.compile(r"(?<![\d第])([a-z]?\d+)([路号栋幢室线])")


def another_row(chosen: Sequence[Candidate], bench: Bench) -> bool:
    """Whether rows are of other things than the one that the question names, though of its kind."""
    question = bench.question
    return all(
        _another(c, chosen, bench) or _other_age(c, question) or _untimed(c, question)
        or _other_month(c, question) for c in chosen
    )  # fmt: skip


def _another(candidate: Candidate, chosen: Sequence[Candidate], bench: Bench) -> bool:
    """Whether the row is not the one of its table that is named, where not all are told."""
    table = table_of(candidate.passage, candidate.document, bench)
    if table.name is None:
        return False
    label = table.name.label
    names = [n for r in table.rows if (n := plain_name(r.text(label)))]
    if len(chosen) < len(table.rows) and not _told_apart(candidate, table, bench.question):
        return True
    said = squeezed(candidate.passage.text + candidate.document.title + table.caption)
    text = squeezed(bench.question.text)
    if asks_of_others(text, table):
        return True
    unsaid = [t for t in bench.question.terms if not is_amount(t) and match(t, said) < SAID]
    return (
        any(_of_kind(t, bench.question.terms, names, text) for t in unsaid)
        or _other_code(names, text)
        or _other_cell(unsaid, chosen, table)
    )  # fmt: skip


def _told_apart(candidate: Candidate, table: Table, question: Question) -> bool:
    """Whether a word of the question, or a cell that it names, is in this row and not in all."""
    rows = [_whole(r.passages) for r in table.rows]
    own = _whole([candidate.passage])
    if len(rows) < SEVERAL:
        return True
    text = squeezed(question.text)
    cells = (squeezed(f.text) for f in candidate.passage.fields)
    forms = {form for cell in cells for form in (cell, plain_name(cell)) if len(form) > 1}
    said = [f for f in forms if f in text]
    said += [p.name for p in question.places if p.name in own]
    if any(not all(f in row for row in rows) for f in said):
        return True
    asked = ((t, WITHIN if is_amount(t) else _FAINT) for t in question.terms)
    found = [(t, least) for t, least in asked if match(t, own) >= least]
    return any(not all(match(t, row) >= least for row in rows) for t, least in found)


def _whole(passages: Sequence[Passage]) -> str:
    """What a row says, and what it stands under, squeezed."""
    return squeezed("".join("".join(h.text for h in p.path) + p.text for p in passages))


def _untimed(candidate: Candidate, question: Question) -> bool:
    """Whether a time is asked for and no cell states one, whatever the columns' names say."""
    if not question.asks(DEADLINE):
        return False
    return not any(states_time(f.text) for f in candidate.passage.fields)


def _other_month(candidate: Candidate, question: Question) -> bool:
    """Whether the title is of another time of the year than the question."""
    asked = periods(question.text)
    titled = periods(candidate.document.title)
    return bool(asked and titled) and not any(a.meets(t) for a in asked for t in titled)


def _of_kind(unsaid: Term, terms: Sequence[Term], names: Sequence[str], text: str) -> bool:
    """Whether a word that the row lacks is a name of the kind, or stands right before its noun."""
    ends = [n[-1] for n in names]
    if unsaid.text[-1] in ends and ends.count(unsaid.text[-1]) * 2 >= len(names) >= SEVERAL * 2:
        return True
    after = text.find(unsaid.text) + len(unsaid.text)
    nouns = (t.text for t in terms if len(t.text) > 1 and text.startswith(t.text, after))
    return any(sum(n.endswith(noun) for n in names) >= SEVERAL for noun in nouns)


def _other_cell(unsaid: Sequence[Term], chosen: Sequence[Candidate], table: Table) -> bool:
    """Whether a word that the row lacks is a cell of another row: 三档, where this one has 全额."""
    told = {c.passage.id for c in chosen}
    others = (r for r in table.rows if told.isdisjoint(p.id for p in r.passages))
    cells = {squeezed(f.text) for r in others for p in r.passages for f in p.fields}
    said = squeezed("".join(c.passage.text for c in chosen))
    return any(t.text in cells and match(t, said) < SAID for t in unsaid)


def _other_code(names: Sequence[str], text: str) -> bool:
    """Whether a number names a thing (301路) where the rows are named by other numbers."""
    for code in _CODE.finditer(text):
        alike = [n for n in names if re.search(rf"\d{code[2]}", n)]
        named = any(re.search(rf"(?<!\d){re.escape(code[0])}", n) for n in names)
        if len(alike) >= SEVERAL and not named:
            return True
    return False


def _other_age(candidate: Candidate, question: Question) -> bool:
    """Whether a figure is asked for those of an age that the row's limits leave out."""
    forms = [t.forms[0][0] for t in question.terms if is_amount(t) and "岁" in t.text]
    if not forms or not question.asks(NUMBER):
        return False
    said = squeezed(candidate.passage.text)
    return "岁" in said and all((amount_said(f, said) or 0.0) < WITHIN for f in forms)
