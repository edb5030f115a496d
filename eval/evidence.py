"""Whether the evidence that questions name stands in the documents at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from corpus.records import Document
from eval.cases import Case
from eval.normalise import normalise

SHOWN_CHARACTERS = 30


def absent_evidence(cases: Sequence[Case], documents: Iterable[Document]) -> list[str]:
    """One line for each evidence quote that no document of the named source holds."""
    open_quotes = {
        (case.id, evidence): normalise(evidence.quote)
        for case in cases
        for evidence in case.evidence
    }
    for document in documents:
        text = normalise(document.text)
        found = [
            key
            for key, quote in open_quotes.items()
            if document.source.startswith(key[1].doc) and quote in text
        ]
        for key in found:
            del open_quotes[key]
    return [f"{name}: [{e.doc}] {e.quote[:SHOWN_CHARACTERS]!r}" for name, e in open_quotes]
