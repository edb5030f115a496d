"""Why: the words that give a cause, and whether they give that of the thing asked about."""

from __future__ import annotations

import re

from assistant.asking.question import REASON, Question

GIVEN, NONE = 0.25, -0.15  # added where a sentence gives the cause asked for, or gives none
CAUSE = re.compile(
    r"因(?!地制宜)|为了|由于|鉴于|旨在|原因|导致|所以|以便|缘于|为(缓解|配合|确保|方便|激发|帮助|满足|贯彻|加[快强]|推[动进]|进一步|规范|保[护障证]|促进|维护|防[止治]|预防|实[现施]|"
    r"健全|完善|提[高升]|落实|做好|改善|鼓励|支持|发展|解决)"
)


def gives_cause(question: Question, sentence: str) -> bool:
    """Whether a squeezed sentence gives a cause that is not the thing asked about itself.

    因停电造成的问题 tells what a power cut leads to, not why there is one.
    """
    words = tuple(form for t in question.terms for form, _ in t.forms)
    return any(not sentence.startswith(words, m.end()) for m in CAUSE.finditer(sentence))


def cause_fit(question: Question, sentence: str) -> float:
    """What is added to a squeezed sentence's fit where a reason is asked for."""
    if not question.asks(REASON):
        return 0.0
    return GIVEN if gives_cause(question, sentence) else NONE
