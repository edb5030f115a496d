"""The second sentence of an answer: where the trees are not certain of one, the next best, too.

A reader who sees both can tell which of them answers; often one points back at the other
(此片使他成名 behind the sentence that names the film).
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.finding.evidence import Candidate
from assistant.finding.sureness import SURE

AS_LIKELY = 0.2  # least share of the best sentence's likelihood that the next one must have
ROOM = 260  # characters of both together


def with_second(chosen: Sequence[Candidate], candidates: Sequence[Candidate]) -> list[Candidate]:
    """A single doubtful sentence with the next best of its passage, in the text's order.

    Only running text, where the trees know what they judge; the chosen ones as they are else.

    Args:
        candidates: all sentences, best first.
    """
    best = chosen[0]
    judged = 0 < best.sure < SURE  # 0: the trees did not look at it (a question in English)
    if len(chosen) != 1 or not best.running or not judged:
        return list(chosen)
    beside = (c for c in candidates if c.passage.id == best.passage.id and c.start != best.start)
    second = next(beside, None)
    if second is None or second.sure < AS_LIKELY * best.sure:
        return list(chosen)
    if len(best.text) + len(second.text) > ROOM:
        return list(chosen)
    return sorted((best, second), key=lambda c: c.start)
