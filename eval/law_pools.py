"""Candidate sentences of lay people's questions over whole laws, with the articles that bear them.

LeCoQA's questions (Li et al. 2024) are put in words that laws do not use; which articles answer is
annotated. What is learned from them holds for articles, as reading comprehension does for prose.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from tqdm import tqdm

from assistant.finding.evidence import LIKENED, Candidate, sentences
from assistant.finding.features import features
from assistant.finding.fit import NUMBERING
from assistant.pipeline import Assistant
from assistant.settings import Settings
from assistant.wiring import open_assistant
from corpus.fold import squeezed
from eval.candidate_pools import Pool
from eval.shared_data import rows
from index.build import build_index
from index.embedder import load_embedder


def law_pools(questions: Path, articles: Path, laws: Path) -> list[Pool]:
    """Pools of all the questions, found in the laws that any of them is answered by.

    Args:
        questions: rows with `question` and `relevant_groups`, lists of ids of articles.
        articles: rows with `id` and `text`.
        laws: rows with `id`, `title` and `text`; an article's id begins with its law's.

    Raises:
        EvalError: a file cannot be read.
    """
    asked = list(rows(questions))
    wanted = {name for row in asked for group in row["relevant_groups"] for name in group}
    told = {row["id"]: squeezed(row["text"]) for row in rows(articles) if row["id"] in wanted}
    with tempfile.TemporaryDirectory() as folder:
        documents = Path(folder, "documents")
        _lay_out(laws, documents, {name.split("#")[0] for name in wanted})
        build_index([documents], Path(folder, "index"), load_embedder(None))
        assistant = open_assistant(Settings(index=str(Path(folder, "index"))))
        found = [_pool(row, told, assistant) for row in tqdm(asked, desc=questions.parent.name)]
    return [pool for pool in found if pool is not None]


def _lay_out(laws: Path, folder: Path, wanted: set[str]) -> None:
    """Write the wanted laws as text files named by their ids."""
    folder.mkdir(parents=True)
    for law in rows(laws):
        if law["id"] in wanted:
            text = f"{law['title']}\n\n{law['text']}\n"
            (folder / f"{law['id']}.txt").write_text(text, encoding="utf-8")


def _pool(row: Mapping[str, Any], told: Mapping[str, str], assistant: Assistant) -> Pool | None:
    bench = assistant.bench(row["question"])
    if bench.question.english:
        return None
    found = sentences(bench.question, bench.retriever, bench.ranked, bench.bonus)[:LIKENED]
    if not found:
        return None
    names = [name for group in row["relevant_groups"] for name in group]
    right = np.array([_of_any(c, names, told) for c in found])
    rows_ = features(bench.question, found, bench.retriever)
    return Pool(rows_, right, tuple(c.passage.id for c in found))


def _of_any(candidate: Candidate, names: Sequence[str], told: Mapping[str, str]) -> bool:
    """Whether a sentence is one of the named articles."""
    law, said = Path(candidate.document.source).stem, squeezed(NUMBERING.sub("", candidate.text))
    return any(said in told.get(n, "") for n in names if n.split("#")[0] == law)
