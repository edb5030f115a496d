"""Asks all the cases and writes predictions.jsonl, so that it can be stopped at any moment.

run.json beside it says which run the lines belong to and whether it came to its end: a
half-written file of the same run is continued, a finished one or another run's is written anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from tqdm import tqdm

from eval.cases import Case
from eval.errors import EvalError
from eval.observe import Assistant, Search, observe

PREDICTIONS = "predictions.jsonl"
STATE = "run.json"


def questions_hash(cases: Sequence[Case]) -> str:
    """sha256 (hex) of the cases in their order, whatever the names and forms of their files."""
    digest = hashlib.sha256()
    for case in cases:
        digest.update(repr(replace(case, file="")).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def collect(
    assistant: Assistant,
    cases: Sequence[Case],
    out: Path,
    *,
    search: Search | None = None,
    run: str = "",
    progress: bool = True,
) -> int:
    """Ask every case not yet answered and append its line; returns how many stood already.

    Args:
        run: names what answers (index, code, settings); lines of another run are not kept.

    Raises:
        EvalError: the folder cannot be written.
    """
    mark = {"run": run, "questions": questions_hash(cases)}
    path = out / PREDICTIONS
    try:
        out.mkdir(parents=True, exist_ok=True)
        done = _standing(path, cases) if _state(out) == mark | {"complete": False} else 0
        if not done:
            path.write_bytes(b"")
        write_whole(out / STATE, json.dumps(mark | {"complete": False}, indent=1) + "\n")
        bar = tqdm(total=len(cases), initial=done, unit="q", file=sys.stderr, disable=not progress)
        with path.open("a", encoding="utf-8") as file, bar:
            for case in cases[done:]:
                line = observe(assistant, case, search)
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
                file.flush()
                bar.update()
    except OSError as error:
        raise unwritable(out, error) from None
    return done


def finish(out: Path) -> None:
    """Mark the run in `out` as finished, once all that is made of it stands."""
    write_whole(out / STATE, json.dumps(_state(out) | {"complete": True}, indent=1) + "\n")


def write_whole(path: Path, text: str) -> None:
    """Write a file so that it is never seen half-written."""
    draft = path.with_name(path.name + ".part")
    try:
        draft.write_text(text, encoding="utf-8")
        os.replace(draft, path)
    except OSError as error:
        raise unwritable(path, error) from None


def unwritable(path: Path, error: OSError) -> EvalError:
    """The error for an output that cannot be written."""
    reason = error.strerror or str(error)
    return EvalError(
        f"无法写入 cannot write {str(path)!r}: {reason}.", hint="换一个文件夹 (another --out)."
    )


def _state(out: Path) -> dict[str, Any]:
    try:
        state = json.loads((out / STATE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return state if isinstance(state, dict) else {}


def _standing(path: Path, cases: Sequence[Case]) -> int:
    """How many whole lines answer the first cases; what follows them is cut off."""
    done = kept = 0
    if not path.exists():
        return 0
    with path.open("rb") as file:
        for line, case in zip(file, cases, strict=False):
            try:
                same = line.endswith(b"\n") and json.loads(line)["id"] == case.id
            except (ValueError, KeyError, TypeError):
                same = False
            if not same:
                break
            done, kept = done + 1, kept + len(line)
    os.truncate(path, kept)
    return done
