"""The public data of ../shared, read for measuring only: laws for growth, questions to ask.

None of it is copied into the project; where the folder is absent, what needs it is left out.
"""

from __future__ import annotations

import json
import lzma
import random
from collections.abc import Container, Iterator, Sequence
from pathlib import Path
from typing import Any

from eval.collect import write_whole
from eval.errors import EvalError

LAWS = Path("data", "laws", "docs.jsonl.xz")
LAY_QUESTIONS = Path("data", "lecoqa", "qrels_train.jsonl.xz")
LAY_ASKED = 200  # of them are put to a growing index
LINES_A_PASSAGE = 2.05  # articles and their headings; the manifest has the count that it became
READING = {
    "CMRC 2018 trial": Path("data", "cmrc2018", "trial.jsonl.xz"),
    "DRCD dev": Path("data", "drcd", "dev.jsonl.xz"),
    "XQuAD zh": Path("data", "xquad_zh", "test.jsonl.xz"),
}
UNANSWERED = {"CAIL 2019 dev": Path("data", "cail2019", "dev.jsonl.xz")}  # asks what is not said
TRAINED_ON = Path("data", "pairs", "open.jsonl.xz")  # the pairs of the shipped embedding
LEGAL = Path("data", "lecoqa", "train.jsonl.xz")


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The JSON objects of an .xz file of lines.

    Raises:
        EvalError: it cannot be read, or is not such a file.
    """
    try:
        with lzma.open(path, "rt", encoding="utf8") as lines:
            yield from map(json.loads, lines)
    except (OSError, EOFError, lzma.LZMAError, ValueError) as error:
        hint = "重新取得数据 (get the data again)."
        raise EvalError(f"无法读取 cannot read {path.name!r}: {error}.", hint=hint) from None


def sample(
    path: Path, most: int, *, seed: int, without: Container[str] = ()
) -> list[dict[str, Any]]:
    """At most so many rows, drawn without replacement, in the order of the file.

    Args:
        without: questions that are not drawn.
    """
    all_rows = [row for row in rows(path) if row.get("question") not in without]
    drawn = random.Random(seed).sample(range(len(all_rows)), min(most, len(all_rows)))
    return [all_rows[i] for i in sorted(drawn)]


def write_laws(source: Path, folder: Path, passages: int, *, seed: int = 0) -> int:
    """Write laws as text files until they have lines for about so many passages.

    Laws are drawn in one shuffled order, so that a larger folder holds the smaller one; where
    all are used up they come again, each as a numbered copy.

    Returns:
        How many characters were written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    laws = sorted(rows(source), key=lambda law: str(law["id"]))
    random.Random(seed).shuffle(laws)
    written = characters = number = 0
    while written < passages * LINES_A_PASSAGE:
        law, copy = laws[number % len(laws)], number // len(laws)
        title = f"{law['title']}(副本{copy})" if copy else law["title"]
        text = f"{title}\n{law['text']}\n"
        (folder / f"{number:06d}.txt").write_text(text, encoding="utf-8")
        written += sum(bool(line.strip()) for line in text.splitlines())
        characters += len(text)
        number += 1
    return characters


def write_questions(path: Path, found: Sequence[dict[str, Any]]) -> None:
    """A question file from rows with id and question; the fields of known forms are kept."""
    kept = ("id", "question", "context", "answers", "answer", "positives")
    lines = [{name: row[name] for name in kept if name in row} for row in found]
    write_whole(path, "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines))
