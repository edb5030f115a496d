"""One wrong answer as HTML: what was asked, wanted, said, cited and found."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from eval.cases import Case
from eval.labels import WHYS, both
from eval.predictions import Prediction
from eval.scores import Score

QUOTE_CHARACTERS = 300
ANSWER_CHARACTERS = 1200


def wrong_case(case: Case, prediction: Prediction, score: Score) -> str:
    """The case as a foldable block that the filters can find."""
    why = WHYS[score.why]
    rows = [
        (("为何", "Why"), f"{why.zh} / {why.en} {score.detail}".strip()),
        (("前文", "History"), "\n".join(case.history)),
        (("应答", "Wanted"), _wanted(case)),
        (("忌", "Forbidden"), "; ".join(case.forbidden)),
        (("依据", "Evidence"), "\n".join(f"[{e.doc}] {_cut(e.quote)}" for e in case.evidence)),
        (("所答", "Said"), prediction.answer[:ANSWER_CHARACTERS]),
        (("所引", "Cited"), "\n".join(f"{c.source} {c.locator}: {_cut(c.quote)}"
                                     for c in prediction.citations)),
        (("所检得", "Retrieved"), "\n".join(_found(prediction))),
        (("注", "Note"), case.note),
    ]  # fmt: skip
    inside = "".join(
        f"<dt>{both(*label)}</dt><dd>{escape(text)}</dd>" for label, text in rows if text
    )
    data = {"why": score.why, "category": case.category, "style": case.style, "file": case.file,
            "document": _listed(score.documents), "region": _listed(score.regions)}  # fmt: skip
    marks = "".join(f' data-{name}="{escape(value)}"' for name, value in data.items())
    tags = "".join(
        f'<span class="tag">{escape(t)}</span>' for t in (case.category, case.style) if t
    )
    return (
        f'<details class="case"{marks}><summary>{tags}{escape(case.question[:QUOTE_CHARACTERS])} '
        f'<span class="why">{both(why.zh, why.en)}</span> <small>{escape(case.id)}</small>'
        f"</summary><dl>{inside}</dl></details>\n"
    )


def _listed(names: Sequence[str]) -> str:
    """Names as the filters look for one of them: each between bars."""
    return "".join(f"|{name}" for name in names) + "|"


def _wanted(case: Case) -> str:
    if case.answerable is False:
        return "拒答 / an abstention"
    if case.reference:
        return case.reference
    return "; ".join(" / ".join(group) for group in case.gold)


def _found(prediction: Prediction) -> list[str]:
    """The passages found, those that hold evidence marked with a tick."""
    held = prediction.ranking or ((),) * len(prediction.retrieved)
    return [f"{'✓' if h else '·'} {t}" for t, h in zip(prediction.retrieved, held, strict=False)]


def _cut(text: str) -> str:
    return text if len(text) <= QUOTE_CHARACTERS else text[:QUOTE_CHARACTERS] + "…"
