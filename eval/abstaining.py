"""Abstention over texts that leave a question open: each question is put to its own text alone.

CJRC (Duan et al. 2019, CAIL 2019) asks things of a court's finding that it does not say; what
other courts found is no answer, so the scope of each question is its own document.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.finding.limits import Limits
from assistant.pipeline import Assistant
from assistant.settings import Settings
from assistant.wiring import open_assistant
from eval.bootstrap import intervals
from eval.normalise import holds_any, normalised_answer
from eval.pages import table
from eval.reading import write_contexts
from eval.shared_data import rows
from index.build import build_index
from index.embedder import load_embedder

Tallies = Mapping[str, Sequence[tuple[float, float]]]
RULED = {
    "declined": "无据拒答 abstained rightly",
    "refused": "误拒 abstained wrongly",
    "contained": "有据的答案含要点 contained where there is an answer",
    "borne": "答出的题中有据的 answered questions that have an answer",
}


@dataclass(frozen=True, slots=True)
class Put:
    """A question that was put: whether its text answers it, and what came of that."""

    answerable: bool
    abstained: bool
    contained: bool


def put_all(source: Path, folder: Path, most: int, *, seed: int) -> list[Put]:
    """Put a sample of a set's questions, those that ask for a yes or no apart, to their texts.

    Args:
        source: rows with `question`, `context`, `answers` ([] for none) and `kind`.
        folder: for the texts and their index.

    Raises:
        EvalError: the set cannot be read.
    """
    asked = [row for row in rows(source) if row.get("kind") != "yesno"]
    drawn = random.Random(seed).sample(asked, min(most, len(asked)))
    shutil.rmtree(folder, ignore_errors=True)
    write_contexts(drawn, folder / "documents")
    build_index([folder / "documents"], folder / "index", load_embedder(None))
    assistant = open_assistant(Settings(index=str(folder / "index")))
    named = {text.strip(): f"{i:04d}.txt" for i, text in enumerate(_texts(drawn))}
    ids = {document.source: document.id for document in assistant.documents}
    return [_put(row, ids[named[row["context"].strip()]], assistant) for row in drawn]


def _texts(drawn: Sequence[Mapping[str, Any]]) -> list[str]:
    """The texts of rows, each once, in the order in which they are written."""
    return list(dict.fromkeys(row["context"] for row in drawn))


def _put(row: Mapping[str, Any], document: str, assistant: Assistant) -> Put:
    answer = assistant.ask(row["question"], scope=Limits(doc_ids=(document,)))
    shown = "" if answer.abstained else normalised_answer(answer.text)
    return Put(bool(row["answers"]), answer.abstained, holds_any(shown, row["answers"]))


def tallies(found: Sequence[Put]) -> Tallies:
    """What each question adds to each measure of RULED: hits and of how many."""
    return {
        "declined": [_tally(p.abstained, not p.answerable) for p in found],
        "refused": [_tally(p.abstained, p.answerable) for p in found],
        "contained": [_tally(p.contained, p.answerable) for p in found],
        "borne": [_tally(p.answerable, not p.abstained) for p in found],
    }


def _tally(hit: bool, counted: bool) -> tuple[float, float]:
    return float(hit and counted), float(counted)


def abstaining_lines(name: str, found: Sequence[Put], *, seed: int) -> list[str]:
    """A table of the measures, each with its 95 % interval and its count."""
    counted = tallies(found)
    bounds = intervals(counted, seed=seed)
    cells = []
    for measure in RULED:
        hits, of = (sum(column) for column in zip(*counted[measure], strict=True))
        if not of:
            cells.append("—")
            continue
        low, high = (f"{100 * bound:.1f}" for bound in bounds[measure])
        cells.append(f"{hits / of:.1%} ({low}–{high}, {hits:.0f}/{of:.0f})")
    heads = [f"{name}, {len(found)} 题 questions", *RULED.values()]
    return table(heads, [["民生问答 Minsheng", *cells]])


def abstaining_section(put: Mapping[str, Sequence[Put]], *, seed: int) -> list[str]:
    """The section of a page on such sets, by their names; [] for none."""
    if not put:
        return []
    lines = [
        "",
        "## 文中没有答案的问题 / Questions that their text does not answer",
        "",
        f"按种子 {seed} 抽题(是非题除外),每题只许由它自己的裁判文书作答,别案的事实不算。",
        f"Questions drawn by seed {seed}, those for a yes or no apart, each put to its own court "
        "finding alone: what another court found is no answer.",
    ]
    for name, found in put.items():
        lines += ["", *abstaining_lines(name, found, seed=seed)]
    return lines
