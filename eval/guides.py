"""Public service guides asked for what they have and for what they lack; as guides, and as a table.

The wordings are in sets/guide_questions.tsv. Nothing of the guides is kept in the project.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from eval.collect import write_whole
from eval.normalise import normalise
from eval.shared_data import sample
from index.expand import read_table

GUIDES = Path("data", "gov_services", "docs.jsonl.xz")
WORDINGS = Path(__file__).parent / "sets" / "guide_questions.tsv"
NAME = "事项名称"
ASKED = 3  # questions on what a guide has, and as many on what it lacks
COLUMNS = (NAME, "实施主体", "服务对象", "办理地点", "到现场次数", "咨询电话", "承诺办结时限",
           "是否网上预约")  # fmt: skip
_TAIL = re.compile(r"[(\uff08].*?[)\uff09]$")
_NUMBER = re.compile(r"\d+")
_FIRST = re.compile(r"[;\uff1b。\n]")
_SHOWN = 20  # characters of a value that an answer must have
_NAMES = range(4, 31)  # characters of a matter that is asked about by its name
_LACKING = "-"

Guide = Mapping[str, Any]
Wording = tuple[str, str, tuple[str, ...]]


def lay_out_guides(path: Path, folder: Path, most: int, *, seed: int) -> tuple[Path, Path]:
    """Guides drawn by the seed as text files, and questions over them.

    Returns:
        The folder of the guides and the file of the questions.

    Raises:
        EvalError: the guides cannot be read.
    """
    drawn = sample(path, most, seed=seed)
    documents = folder / "documents"
    documents.mkdir(parents=True, exist_ok=True)
    for number, guide in enumerate(drawn):
        text = f"{guide['title']}\n{guide['text']}"
        (documents / f"{number:03d}_guide.txt").write_text(text, encoding="utf8")
    fields = sorted({w[0] for w in _wordings()} - {_LACKING})
    names = [f"{number:03d}" for number in range(len(drawn))]
    questions = folder / "questions.jsonl"
    _write(questions, _questions(drawn, names, fields, seed))
    return documents, questions


def lay_out_table(path: Path, folder: Path, most: int, *, seed: int) -> tuple[Path, Path]:
    """The same guides as rows of one spreadsheet, those of one name once; and questions over it.

    Returns and raises as `lay_out_guides`.
    """
    drawn = list({_name(g): g for g in reversed(sample(path, most, seed=seed))}.values())[::-1]
    documents = folder / "documents"
    documents.mkdir(parents=True, exist_ok=True)
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["序号", *COLUMNS])
    for number, guide in enumerate(drawn, 1):
        sheet.append([number, *(guide["fields"].get(c, "") for c in COLUMNS)])
    book.save(documents / "000_list.xlsx")
    questions = folder / "questions.jsonl"
    _write(questions, _questions(drawn, ["000"] * len(drawn), COLUMNS[1:], seed))
    return documents, questions


def _write(path: Path, cases: Iterable[Mapping[str, Any]]) -> None:
    write_whole(path, (json.dumps(case, ensure_ascii=False) + "\n" for case in cases))


def _questions(
    guides: Sequence[Guide], names: Sequence[str], fields: Sequence[str], seed: int
) -> Iterator[dict[str, Any]]:
    """For each guide some of what it has and as much of what it lacks."""
    draw = random.Random(seed)
    twins: dict[str, list[Guide]] = {}
    for guide in guides:
        twins.setdefault(_name(guide), []).append(guide)
    for number, (guide, document) in enumerate(zip(guides, names, strict=True)):
        name = _name(guide)
        if len(name) not in _NAMES:
            continue
        held = [w for w in _wordings() if w[0] in fields and _value(guide, w[0])]
        for at, (field, wording, _) in enumerate(draw.sample(held, min(ASKED, len(held)))):
            gold = sorted({v for g in twins[name] if (v := _value(g, field))})
            quote = guide["fields"][field].strip().split("\n")[0][:_SHOWN]
            yield _case(f"h{number}-{at}-{field}", wording.format(name), gold, document, quote)
        text = "".join(guide["text"] for guide in twins[name])
        lacking = [w for w in _wordings() if w[0] == _LACKING and not any(x in text for x in w[2])]
        for at, (_, wording, words) in enumerate(draw.sample(lacking, min(ASKED, len(lacking)))):
            yield _case(f"l{number}-{at}-{words[0]}", wording.format(name), [], document, "")


def _case(
    case: str, question: str, gold: Sequence[str], document: str, quote: str
) -> dict[str, Any]:
    told = bool(gold)
    return {
        "id": case, "question": question, "history": [], "style": "colloquial",
        "category": "content" if told else "unanswerable", "answerable": told,
        "gold": [list(gold)] if told else [], "forbidden": [],
        "evidence": [{"doc": document, "quote": quote}] if told else [], "note": "",
    }  # fmt: skip


def _wordings() -> list[Wording]:
    """The ways to ask, each with its field and the words that may tell what it asks."""
    found = read_table(WORDINGS)
    return [(r[0], r[1], tuple((r[2] if len(r) > 2 else "").split("|"))) for r in found]


def _name(guide: Guide) -> str:
    """The matter without the body behind it."""
    return _TAIL.sub("", str(guide["fields"][NAME])).strip()


def _value(guide: Guide, field: str) -> str:
    """What an answer must have of a field: a period's number, else how its text begins."""
    text = str(guide["fields"].get(field, "")).strip().removeprefix(f"{field}：")
    number = _NUMBER.match(text)
    if field.endswith("时限"):
        return number[0] if number else ""
    value = _FIRST.split(text)[0]
    if len(value) > _SHOWN:
        value = value[:_SHOWN].rstrip("0123456789")  # no part of a longer number
    if len(normalise(value)) == 1:  # 是, 0: only with its label
        return f"{field}{value}"
    return value if normalise(value) else ""
