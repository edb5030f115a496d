"""What is asked for the published page: sets of questions, their documents, and the systems."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.wiring import SAMPLE
from eval.guides import GUIDES, lay_out_guides, lay_out_table
from eval.pages import ROOT
from eval.reading import lay_out
from eval.shared_data import LEGAL, READING, TRAINED_ON, rows
from eval.systems import SYSTEMS, System

SETS = ROOT / "eval" / "sets"


@dataclass(frozen=True, slots=True)
class Trial:
    """Questions over documents, and the systems that they are put to.

    Attributes:
        again: questions that put some of them in other words.
        scripts: all are put in the other script, too.
    """

    name: str
    documents: Path
    questions: Path
    systems: Sequence[System]
    again: Path | None = None
    scripts: bool = False


def trials(shared: Path) -> list[Trial]:
    """Our own sets, and the development set where it is present."""
    county = SETS / "documents"
    found = [
        Trial("示例题集 sample set", SAMPLE, SETS / "sample.jsonl", SYSTEMS),
        Trial("县级题集 county set", county, SETS / "county.jsonl", SYSTEMS),
        Trial("县级留存题集 untouched county set", county, SETS / "county_unseen.jsonl", SYSTEMS),
    ]
    development = shared / "eval" / "dev.jsonl"
    if development.is_file():
        name = "开发题集 development set"
        found.append(Trial(name, shared / "corpus", development, SYSTEMS))
    return found


def wording_trials() -> list[Trial]:
    """The sample set with questions put in other words, and all of it in both scripts."""
    sample, again = SETS / "sample.jsonl", SETS / "paraphrases.jsonl"
    return [
        Trial("示例题集,另换说法 reworded, too", SAMPLE, sample, SYSTEMS, again=again),
        Trial("示例题集,另换字形 in both scripts", SAMPLE, sample, SYSTEMS, scripts=True),
    ]


def reading_trials(shared: Path, work: Path, *, most: int, seed: int) -> list[Trial]:
    """The public reading comprehension sets that are present."""
    return [
        Trial(name, *lay_out(shared / path, work / path.parent.name, most, seed=seed), SYSTEMS)
        for name, path in READING.items()
        if (shared / path).is_file()
    ]


def legal_trials(shared: Path, work: Path, *, most: int, seed: int) -> list[Trial]:
    """LeCoQA over all its articles: only questions that the embedding was not trained on."""
    if not (shared / LEGAL).is_file() or not (shared / TRAINED_ON).is_file():
        return []
    trained = {row["query"] for row in rows(shared / TRAINED_ON)}
    laid = lay_out(
        shared / LEGAL, work / LEGAL.parent.name, most, seed=seed, pooled=True, without=trained
    )
    return [Trial("LeCoQA", *laid, SYSTEMS)]


def guide_trials(shared: Path, work: Path, *, most: int, seed: int) -> list[Trial]:
    """Public service guides asked for what they have and lack, each by itself and as a table."""
    path = shared / GUIDES
    if not path.is_file():
        return []
    alone = lay_out_guides(path, work / "guides", most, seed=seed)
    listed = lay_out_table(path, work / "guides-table", most, seed=seed)
    return [
        Trial(f"办事指南 {most} 份 guides", *alone, SYSTEMS),
        Trial("同样事项列成一表 the same as one table", *listed, SYSTEMS),
    ]
