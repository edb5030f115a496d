"""Question files: our JSON lines, the SQuAD form of CMRC 2018 and DRCD, and CSV; also .xz of each.

A reader yields (line number, case or what is wrong with the line); read_cases judges.
"""

from __future__ import annotations

import csv
import json
import lzma
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TextIO

from eval.cases import Case, Evidence, case_from
from eval.errors import EvalError

Numbered = tuple[int, "Case | EvalError"]
MEND = "修正该行,或用 --lenient 跳过 (mend the line or use --lenient)."
_SENTENCE_ENDS = "。！？；\n"


def read_cases(paths: Sequence[Path], *, lenient: bool = False) -> tuple[list[Case], list[str]]:
    """All cases in the order of the files, and one line for each that was left out.

    Raises:
        EvalError: at the first bad line or double id, unless lenient; a file that is unreadable
            or leaves no question, always.
    """
    cases: list[Case] = []
    problems: list[str] = []
    seen: dict[str, str] = {}
    for path in paths:
        for line, read in _read(path):
            where = f"{path.name}:{line}"
            problem = read if isinstance(read, EvalError) else _double(read, seen)
            if problem is None:
                assert isinstance(read, Case)
                seen[read.id] = where
                cases.append(read)
            elif lenient:
                problems.append(f"{where}: {problem}")
            else:
                hint = f"{problem.hint} {MEND}".strip()
                raise EvalError(f"{where}: {problem.message}.", hint=hint)
    if not cases:
        names = ", ".join(p.name for p in paths)
        raise EvalError(
            f"没有问题 no question in {names}.", hint="每行一个 JSON 对象 (one JSON object a line)."
        )
    return cases, problems


def _double(case: Case, seen: Mapping[str, str]) -> EvalError | None:
    return (
        EvalError(f"id 重复 {case.id!r} again, first at {seen[case.id]}")
        if case.id in seen
        else None
    )


def _read(path: Path) -> Iterator[Numbered]:
    """The numbered lines of a file by the reader that its name asks for."""
    name = path.name.removesuffix(".xz")
    read = _read_csv if name.endswith(".csv") else _read_jsonl
    try:
        with _open(path) as file:
            yield from read(file, path.name)
    except OSError as error:
        reason = error.strerror or str(error)
        raise EvalError(
            f"无法读取 cannot read {str(path)!r}: {reason}.", hint="检查 check --questions."
        ) from None
    except (UnicodeDecodeError, lzma.LZMAError, EOFError, csv.Error) as error:
        hint = "存为 UTF-8 文本 (save it as UTF-8 text, .jsonl or .csv)."
        raise EvalError(
            f"不是题集 not a question file {path.name!r}: {error}.", hint=hint
        ) from None


def _open(path: Path) -> TextIO:
    if path.suffix == ".xz":
        return lzma.open(path, "rt", encoding="utf-8-sig")
    return path.open(encoding="utf-8-sig", newline="")


def _read_jsonl(file: TextIO, name: str) -> Iterator[Numbered]:
    for number, line in enumerate(file, 1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
            is_squad = isinstance(data, dict) and "context" in data and "answers" in data
            yield number, _from_squad(data, name) if is_squad else case_from(data, file=name)
        except json.JSONDecodeError as error:
            yield number, EvalError(f"不是 JSON not JSON: {error.msg}, column {error.colno}")
        except EvalError as error:
            yield number, error


def _read_csv(file: TextIO, name: str) -> Iterator[Numbered]:
    """Columns question, answer, optionally id, category, style; an empty answer is not scored."""
    table = csv.DictReader(file)
    if missing := {"question", "answer"} - set(table.fieldnames or ()):
        yield 1, EvalError(f"首行没有列 no column {sorted(missing)[0]!r} in the first row")
        return
    for row in table:
        answer = (row["answer"] or "").strip()
        data = {key: row[key] or "" for key in ("category", "style") if key in row}
        identity = row.get("id") or f"{Path(name).stem}-{table.line_num}"
        data |= {"id": identity, "question": row["question"] or ""}
        try:
            gold = [[answer]] if answer else []
            yield table.line_num, case_from(data | {"gold": gold}, file=name)
        except EvalError as error:
            yield table.line_num, error


def _from_squad(data: Mapping[str, object], name: str) -> Case:
    """SQuAD's form (Rajpurkar et al. 2016); evidence is the sentence around the first answer."""
    context, answers = data["context"], data["answers"]
    texts = answers.get("text") if isinstance(answers, Mapping) else answers
    if not isinstance(context, str) or not isinstance(texts, list):
        raise EvalError("context 或 answers 形式不对: context must be a string, answers a list")
    gold = [a.get("text", "") if isinstance(a, Mapping) else a for a in texts]
    plain = {"id": data.get("id", ""), "question": data.get("question", "")}
    case = case_from(plain | {"gold": [gold] if gold else [], "answerable": bool(gold)}, file=name)
    if not gold or (at := context.find(gold[0])) < 0:
        return case
    start = max(context.rfind(mark, 0, at) for mark in _SENTENCE_ENDS) + 1
    ends = [i for mark in _SENTENCE_ENDS if (i := context.find(mark, at + len(gold[0]))) >= 0]
    quote = context[start : min(ends, default=len(context))]
    return Case(case.id, case.question, answerable=case.answerable, gold=case.gold,
                evidence=(Evidence("", quote),), file=name)  # fmt: skip
