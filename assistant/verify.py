"""Checks before anything is shown: quotes verbatim, figures and units in the cited passages.

What fails is withheld. The checks know nothing of how the text was written.
"""

from __future__ import annotations

import re

from assistant.answering.draft import Statement, Support
from corpus.figures import figures, values
from corpus.fold import squeezed
from corpus.units import Units

_NUMBERED = re.compile(r"(?m)^\s*\d{1,3}[.、.]")
_GLOSS = re.compile(r"[A-Za-z][A-Za-z ,.'&()-]*")
CHECKS = ("quotes verbatim", "figures in cited passages", "units in cited passages")


def verified(statements: tuple[Statement, ...], units: Units) -> tuple[list[Statement], int]:
    """The statements that pass every check, and how many were withheld.

    A statement without supports of its own (牵头7项:) only leads in the others; the bodies that
    it names must stand in what these cite.
    """
    leads = any(not s.supports for s in statements)
    grounds = "\n".join(_ground(x) for s in statements for x in s.supports) if leads else ""
    named = _named(grounds, units)  # once: each of a thousand documents may have its lead
    kept = [
        s for s in statements
        if (passes(s, units) if s.supports else _claimed(s.text, units) <= named)
    ]  # fmt: skip
    return kept, len(statements) - len(kept)


def passes(statement: Statement, units: Units) -> bool:
    """Whether every figure and government body of the statement stands in what it cites."""
    grounds = "\n".join(_ground(s) for s in statement.supports)
    return figures_stand(statement.text, grounds) and units_stand(statement.text, grounds, units)


def figures_stand(text: str, grounds: str) -> bool:
    """Whether every figure of a text stands in the grounds, numerals folded."""
    grounds += "\n" + _NUMBERED.sub("", grounds)  # 51.60岁: a number of the list, then a figure
    held = values(grounds)
    body = squeezed(grounds)
    for figure in figures(text):
        written = re.escape(squeezed(text[figure.start : figure.end]))
        whole = re.search(rf"(?<![\d.,]){written}(?![\d.])", body)
        if figure.value.normalize() not in held and not whole:
            return False
    return True


def units_stand(text: str, grounds: str, units: Units) -> bool:
    """Whether every government body of a text is named in the grounds."""
    return _claimed(text, units) <= _named(grounds, units)


def _claimed(text: str, units: Units) -> set[str]:
    """The bodies that a text names; English beside a name is its translation, not a claim."""
    return _named(_GLOSS.sub(" ", text), units)


def _named(text: str, units: Units) -> set[str]:
    return {unit.name for unit, _, _ in units.find(text)}


def _ground(support: Support) -> str:
    """What a citation shows: passage, quote, headings, names of columns, the document's head."""
    document = support.document
    heads = "\n".join(h.text for h in support.passage.path)
    # 9.150個: a number, then a figure; 2030年目标值: a column's name stands in the header alone
    fields = "\n".join(f"{f.label}\n{f.text}" for f in support.passage.fields)
    return "\n".join((support.passage.text, support.quote, heads, fields, document.title,
                      document.issuer, document.date, support.passage.locator))  # fmt: skip
