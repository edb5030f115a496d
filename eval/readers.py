"""Question files: JSON lines in our form or a public set's (forms.py), CSV and XLSX; also .xz.

A reader yields (line number, case or what is wrong with the line); read_cases judges.
"""

from __future__ import annotations

import csv
import io
import json
import lzma
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from corpus.errors import DocumentError
from eval.cases import Case
from eval.errors import EvalError
from eval.forms import form_of, rows_of
from eval.tables import Numbered, read_csv, read_xlsx

_NOT_QUESTIONS = (UnicodeDecodeError, lzma.LZMAError, EOFError, csv.Error, DocumentError)
MEND = "修正该行,或用 --lenient 跳过 (mend the line or use --lenient)."


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
    problems += _without_original(cases, seen, lenient=lenient)
    if not cases:
        names = ", ".join(p.name for p in paths)
        raise EvalError(
            f"没有问题 no question in {names}.", hint="每行一个 JSON 对象 (one JSON object a line)."
        )
    return cases, problems


def _without_original(
    cases: Sequence[Case], seen: Mapping[str, str], *, lenient: bool
) -> Iterator[str]:
    """One line for each question that puts again one that is not there; the first is an error."""
    for case in cases:
        if case.same_as and (case.same_as not in seen or case.same_as == case.id):
            said = f"{seen[case.id]}: same_as {case.same_as!r} 不是别的题 is no other question"
            if not lenient:
                raise EvalError(f"{said}.", hint=MEND)
            yield said


def _double(case: Case, seen: Mapping[str, str]) -> EvalError | None:
    return (
        EvalError(f"id 重复 {case.id!r} again, first at {seen[case.id]}")
        if case.id in seen
        else None
    )


def _read(path: Path) -> Iterator[Numbered]:
    """The numbered lines of a file by the reader that its name asks for."""
    tabular = {".csv": read_csv, ".xlsx": read_xlsx}.get(
        Path(path.name.removesuffix(".xz")).suffix.lower()
    )
    if tabular:
        with _said_plainly(path), _open(path) as file:
            yield from tabular(file.read(), path.name)
    else:
        for number, row in read_rows(path):
            yield number, row if isinstance(row, EvalError) else _case(row, path.name)


def read_rows(path: Path) -> Iterator[tuple[int, Any]]:
    """The numbered JSON values of a file of lines; an EvalError for a line that is none.

    A .json file may also be one value: a list of rows, or SQuAD's nested form (its rows numbered).

    Raises:
        EvalError: the file cannot be read.
    """
    with _said_plainly(path), io.TextIOWrapper(_open(path), encoding="utf-8-sig") as file:
        lines: Iterable[str] = file
        if path.name.removesuffix(".xz").endswith(".json"):
            text = file.read()
            try:
                yield from enumerate(rows_of(json.loads(text)), 1)
                return
            except json.JSONDecodeError:
                lines = text.splitlines()
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                yield number, json.loads(line)
            except json.JSONDecodeError as error:
                yield number, EvalError(f"不是 JSON not JSON: {error.msg}, column {error.colno}")


@contextmanager
def _said_plainly(path: Path) -> Iterator[None]:
    """What goes wrong with a whole file, in one line."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise EvalError(
            f"无法读取 cannot read {str(path)!r}: {reason}.", hint="检查 check --questions."
        ) from None
    except (*_NOT_QUESTIONS, KeyError, TypeError, AttributeError) as error:
        hint = "存为 UTF-8 文本 (save it as UTF-8 text, .jsonl or .csv)."
        raise EvalError(
            f"不是题集 not a question file {path.name!r}: {error}.", hint=hint
        ) from None


def _open(path: Path) -> IO[bytes]:
    return lzma.open(path, "rb") if path.suffix == ".xz" else path.open("rb")


def _case(row: object, name: str) -> Case | EvalError:
    try:
        return form_of(row)(row, file=name)
    except EvalError as error:
        return error
    except (TypeError, KeyError, ValueError, AttributeError) as error:
        return EvalError(f"字段形式不对 a field has the wrong form: {error!r}")
