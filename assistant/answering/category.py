"""Where in a document a matter stands: the headings above its passage."""

from __future__ import annotations

from assistant.answering.bench import Bench
from assistant.answering.draft import Draft, Statement, heading_support, support_of
from assistant.answering.wording import shown
from assistant.asking.question import CATEGORY
from corpus.records import MATTER


def answer(bench: Bench) -> Draft | None:
    """The headings above the passage that fits best, None when not asked for."""
    question = bench.question
    if not question.asks(CATEGORY) or not bench.candidates:
        return None
    best = bench.candidates[0]
    passage, document = best.passage, best.document
    if not passage.path:
        return None
    heads = "—".join(shown(h.text, question) for h in passage.path[-2:])
    matter = passage.field(MATTER)
    said = shown(matter.text if matter else best.text, question)[:60].rstrip("。")
    text = f"Under “{heads}”: {said}." if question.english else f"列在“{heads}”之下:{said}。"
    supports = [heading_support(h, passage, document) for h in passage.path[-2:]]
    return Draft((Statement(text, (*supports, support_of(best))),), "structured", best.coverage)
