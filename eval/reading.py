"""Reading comprehension sets as documents and questions: a seeded sample and its contexts."""

from __future__ import annotations

from pathlib import Path

from eval.shared_data import sample, write_questions


def lay_out(source: Path, folder: Path, most: int, *, seed: int = 0) -> tuple[Path, Path]:
    """Write a sample of a set in SQuAD's form: each context once as a text file, and its questions.

    The contexts go without their titles: a title alone in a line would often be the sentence
    that shares most with the question, which would make the baselines look worse than they are.

    Returns:
        The folder of the documents, and the question file.

    Raises:
        EvalError: the set cannot be read.
    """
    rows = sample(source, most, seed=seed)
    documents, questions = folder / "documents", folder / "questions.jsonl"
    documents.mkdir(parents=True, exist_ok=True)
    for old in documents.glob("*.txt"):
        old.unlink()
    for number, context in enumerate(dict.fromkeys(row["context"] for row in rows)):
        (documents / f"{number:04d}.txt").write_text(f"{context}\n", encoding="utf-8")
    write_questions(questions, rows)
    return documents, questions
