"""Whether a draft is sure enough to be shown; the threshold is calibrated on questions."""

from __future__ import annotations

from assistant.answering.bench import Bench
from assistant.answering.draft import Draft

UNSURE = "资料没有写明所问的内容"


def too_doubtful(draft: Draft, bench: Bench, threshold: float) -> str:
    """The reason to abstain in place of the draft, "" when the draft may be shown."""
    if draft.doubt:
        return draft.doubt
    return UNSURE if draft.confidence < threshold else ""
