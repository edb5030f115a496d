"""What announces a list, for an item that leaves out when or where: 将于某日对下列线路停电:."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.bench import Bench
from assistant.answering.stating import states
from assistant.asking.question import DEADLINE, WHERE
from assistant.finding.evidence import Candidate

ITEMS = 12  # passages before an item among which its announcement is looked for
ROOM = 260  # characters of both together
_LISTED = frozenset({"clause", "item"})


def with_announcement(chosen: Sequence[Candidate], bench: Bench) -> list[Candidate]:
    """An item that states no time or place behind the passage before its list that does."""
    question, item = bench.question, chosen[0]
    wanted = question.asks(DEADLINE, WHERE) and item.passage.kind in _LISTED
    if not wanted or any(states(c, question) for c in chosen):
        return list(chosen)
    numbers = bench.retriever.numbers_of(item.document)
    before = [p for n in numbers if (p := bench.retriever.passage(n)).end <= item.passage.start]
    for passage in reversed(before[-ITEMS:]):
        if passage.kind in _LISTED:
            continue
        announces = passage.text.rstrip().endswith((":", "\uff1a"))
        whole = replace(item, passage=passage, start=passage.start, end=passage.end, intro=None,
                        field="")  # fmt: skip
        fits = announces and len(whole.text) + len(item.text) <= ROOM and states(whole, question)
        return [whole, *chosen] if fits else list(chosen)
    return list(chosen)
