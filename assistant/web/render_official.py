"""What is said of an answer that an office fixed itself: that it is official, by whom, how long."""

from __future__ import annotations

from assistant.answers import Answer
from assistant.web.markup import esc, shown_date
from assistant.web.texts import Language, say


def official(answer: Answer, language: Language) -> str:
    """The badge above the answer, as HTML; "" for any other answer."""
    if answer.official is None:
        return ""
    shown = "".join(f"<span>{esc(fact)}</span>" for fact in _facts(answer, language))
    return f'<p class="official"><b>{esc(say("official", language))}</b>{shown}</p>'


def standing(answer: Answer, language: Language) -> str:
    """The same as one line of text."""
    return " · ".join([say("official", language), *_facts(answer, language)]) if (
        answer.official
    ) else ""  # fmt: skip


def _facts(answer: Answer, language: Language) -> list[str]:
    """Who approved it, until when it holds, and where it comes from beside the documents."""
    stands = answer.official
    if stands is None:
        return []
    date = shown_date(stands.approved, language)
    facts = [say("official_by", language, name=stands.approver, date=date)]
    if stands.expires:
        facts.append(say("official_until", language, date=shown_date(stands.expires, language)))
    if stands.note:
        facts.append(say("official_note", language, note=stands.note))
    return facts
