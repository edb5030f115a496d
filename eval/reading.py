"""Public sets as documents and questions: the texts that their questions are asked of.

`minsheng eval documents` writes them for any file of SQuAD's, RGB's or LeCoQA's form; published
figures use a seeded sample.
"""

from __future__ import annotations

import shutil
from collections.abc import Container, Iterable
from pathlib import Path
from typing import Any

from eval.collect import unwritable
from eval.errors import EvalError
from eval.forms import contexts_of
from eval.shared_data import rows, sample, write_questions


def lay_out(
    source: Path,
    folder: Path,
    most: int,
    *,
    seed: int = 0,
    pooled: bool = False,
    without: Container[str] = (),
) -> tuple[Path, Path]:
    """Write a sample of a set: each of its texts once as a text file, and its questions.

    Args:
        pooled: write the texts of all its rows, not of the sample alone, so that there is more to
            search.
        without: questions that are not drawn.

    Returns:
        The folder of the documents, and the question file.

    Raises:
        EvalError: the set cannot be read.
    """
    drawn = sample(source, most, seed=seed, without=without)
    documents, questions = folder / "documents", folder / "questions.jsonl"
    shutil.rmtree(documents, ignore_errors=True)
    write_contexts(rows(source) if pooled else drawn, documents)
    write_questions(questions, drawn)
    return documents, questions


def write_contexts(found: Iterable[Any], folder: Path) -> int:
    """Write the texts of such rows as numbered text files, each text once; returns how many.

    SQuAD's go without their titles: a title alone in a line would often be the sentence that
    shares most with the question, which would make the baselines look worse than they are.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            hint = "换一个空文件夹 (an empty or new folder)."
            raise EvalError(f"文件夹不空 not empty: {str(folder)!r}.", hint=hint)
        number = 0
        for number, text in enumerate(
            dict.fromkeys(t for row in found for t in contexts_of(row)), 1
        ):
            (folder / f"{number - 1:04d}.txt").write_text(f"{text}\n", encoding="utf-8")
    except OSError as error:
        raise unwritable(folder, error) from None
    return number
