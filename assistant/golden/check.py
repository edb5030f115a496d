"""Quotes held against the documents: when a golden answer is saved, and each time it is given."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from assistant.answering.draft import Statement, Support
from assistant.golden.records import GoldenAnswer, GoldenError, Quote, Status
from assistant.verify import passes
from corpus.fold import squeeze, squeezed
from corpus.records import Document, Passage
from corpus.units import Units

MARK = re.compile(r"\[(\d{1,3})\]")
Passages = Callable[[str], Sequence[Passage]]
_LIMITS = {"question": 2000, "answer": 10_000, "note": 2000}


def quote_of(written: str, documents: Sequence[Document]) -> Quote:
    """The slice that a person copied, `words` or `file name|words`, as the document has it.

    Raises:
        GoldenError: no document has the words, or several do and none is named.
    """
    source, bar, words = written.partition("|")
    if not bar or not any(d.source == source.strip() for d in documents):
        source, words = "", written
    named = [d for d in documents if not source or d.source == source.strip()]
    found = [q for d in named if (q := _slice(words, d)) is not None]
    shown = " ".join(words.split())[:40]
    if not found:
        raise GoldenError(
            f"引文不在资料中 no document has these words: {shown!r}.",
            hint="从原文照抄,勿改动 (copy them from the document as they stand)。",
        )
    if len(found) > 1:
        raise GoldenError(
            f"引文见于多份文件 {len(found)} documents have these words: {shown!r}.",
            hint=f"写成 文件名|引文 (write FILE|words), 如 e.g. {found[0].source}|{shown}。",
        )
    return found[0]


def _slice(words: str, document: Document) -> Quote | None:
    """The words in the document, script, width and white space aside, as it prints them."""
    wanted = squeezed(words)
    body, offsets = squeeze(document.text)
    at = body.find(wanted)
    if not wanted or at < 0:
        return None
    start, end = offsets[at], offsets[at + len(wanted) - 1] + 1
    return Quote(document.id, document.source, start, end, document.text[start:end])


def checked(
    given: GoldenAnswer, written: Sequence[str], documents: Sequence[Document],
    passages: Passages, units: Units,
) -> GoldenAnswer:  # fmt: skip
    """The answer with its quotes found in the documents, ready to be saved.

    Raises:
        GoldenError: a part is missing or too long, a quote or a mark does not stand, the date is
            none, or the text says a figure or body that no quote has and no note explains.
    """
    _check_words(given)
    quotes = tuple(quote_of(w, documents) for w in written if w.strip())
    if not quotes and not given.note.strip():
        raise GoldenError(
            "没有出处 no source.", hint="给出引文,或写明来源 (give a quote or a source note)。"
        )
    answer = replace(given, quotes=quotes)
    wrong = [m for m in MARK.findall(answer.answer) if not 1 <= int(m) <= len(quotes)]
    if wrong:
        raise GoldenError(
            f"没有第 {wrong[0]} 条引文 there is no quote [{wrong[0]}].",
            hint=f"标号取 1 到 {len(quotes)} (use 1 to {len(quotes)})。",
        )
    if not given.note.strip():
        supports = supports_of(answer, documents, passages)
        if not passes(Statement(MARK.sub("", answer.answer), supports), units):
            raise GoldenError(
                "答案里有引文所在段落没有的数字或单位 a figure or body in the answer stands in no "
                "quoted passage.",
                hint="补上引文,或写明来源 (add the quote, or a source note)。",
            )
    return answer


def _check_words(given: GoldenAnswer) -> None:
    for name, text in (("question", given.question), ("answer", given.answer)):
        if not any(c.isalnum() for c in text):
            raise GoldenError(f"缺内容 {name} is empty.", hint="请填写 (fill it in)。")
    for name, limit in _LIMITS.items():
        if len(getattr(given, name)) > limit:
            raise GoldenError(f"太长 {name} is too long.", hint=f"至多 at most {limit} 字。")
    if given.expires:
        try:
            date.fromisoformat(given.expires)
        except ValueError as error:
            raise GoldenError(
                f"有效期 expiry {given.expires!r} 不是日期 is no date.", hint="如 e.g. 2026-12-31。"
            ) from error


def supports_of(
    answer: GoldenAnswer, documents: Sequence[Document], passages: Passages
) -> tuple[Support, ...]:
    """The quotes with their passages; those that no longer stand are left out."""
    by_id = {d.id: d for d in documents}
    out = []
    for quote in answer.quotes:
        document = by_id.get(quote.doc_id)
        if document is None or document.text[quote.start : quote.end] != quote.text:
            continue
        holds = [p for p in passages(document.id) if p.start <= quote.start < p.end]
        if holds:
            out.append(Support(holds[0], document, quote.start, quote.end, holds[0].locator))
    return tuple(out)


def status(answer: GoldenAnswer, documents: Sequence[Document], today: date) -> Status:
    """What has become of it: expired by its date, stale where a quoted document changed."""
    if answer.state != "approved":
        return answer.state
    if answer.expires and date.fromisoformat(answer.expires) < today:
        return "expired"
    known = {d.id: d for d in documents}
    for quote in answer.quotes:
        document = known.get(quote.doc_id)
        if document is None or document.text[quote.start : quote.end] != quote.text:
            return "stale"
    return "approved"
