"""Asks all the cases and writes predictions.jsonl, so that it can be stopped at any moment.

run.json beside it says which run the lines belong to and whether it came to its end: a
half-written file of the same run is continued, a finished one or another run's is written anew.
Lines are appended as answers come, whoever is first, and put into the cases' order at the end.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from tqdm import tqdm

from eval.cases import Case
from eval.errors import AssistantGoneError, EvalError

PREDICTIONS = "predictions.jsonl"
STATE = "run.json"
Line = dict[str, Any]
Observer = Callable[[Case], Line]  # puts one case and gives its line (eval/observe.py)
Places = dict[str, tuple[int, int]]  # id -> where its line begins and how many bytes it has


def questions_hash(cases: Sequence[Case]) -> str:
    """sha256 (hex) of the cases in their order, whatever the names and forms of their files."""
    digest = hashlib.sha256()
    for case in cases:
        digest.update(repr(replace(case, file="")).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def collect(
    observe: Observer,
    cases: Sequence[Case],
    out: Path,
    *,
    run: str = "",
    workers: int = 1,
    progress: bool = True,
) -> int:
    """Ask every case not yet answered and append its line; returns how many stood already.

    Args:
        run: names what answers (index, code, settings); lines of another run are not kept.
        workers: how many cases are put at the same time.

    Raises:
        EvalError: the folder cannot be written, or what answers has gone away; lines stay.
    """
    mark = {"run": run, "questions": questions_hash(cases)}
    path = out / PREDICTIONS
    try:
        out.mkdir(parents=True, exist_ok=True)
        places = _standing(path, cases) if _state(out) == mark | {"complete": False} else {}
        if not places:
            path.write_bytes(b"")
        done = len(places)
        write_whole(out / STATE, json.dumps(mark | {"complete": False}, indent=1) + "\n")
        bar = tqdm(total=len(cases), initial=done, unit="q", file=sys.stderr, disable=not progress)
        left = (case for case in cases if case.id not in places)
        with path.open("ab") as file, bar:
            for line in _asked(observe, left, workers):
                _append(file, line, places)
                bar.update()
        _in_order(path, cases, places)
    except AssistantGoneError as error:
        raise _stopped(error, len(places), len(cases), out) from None
    except OSError as error:
        raise unwritable(out, error) from None
    return done


def _append(file: Any, line: Line, places: Places) -> None:
    data = (json.dumps(line, ensure_ascii=False) + "\n").encode("utf-8", "replace")
    places[line["id"]] = file.tell(), len(data)
    file.write(data)
    file.flush()


def _asked(observe: Observer, cases: Iterable[Case], workers: int) -> Iterator[Line]:
    """The lines as they come; after a fault those under way are still given, then it is raised."""
    if workers == 1:
        yield from map(observe, cases)
        return
    waiting = iter(cases)
    pool = ThreadPoolExecutor(workers)
    try:
        under_way = {pool.submit(observe, case) for case in islice(waiting, workers)}
        fault: BaseException | None = None
        while under_way:
            done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
            fault = fault or next(filter(None, (one.exception() for one in done)), None)
            yield from (one.result() for one in done if one.exception() is None)
            fresh = islice(waiting, len(done)) if fault is None else ()
            under_way |= {pool.submit(observe, case) for case in fresh}
        if fault is not None:
            raise fault
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _stopped(error: EvalError, done: int, total: int, out: Path) -> EvalError:
    hint = (
        f"已测 {done}/{total} 题,存于 kept in {str(out)!r};恢复后用同一命令继续 "
        f"(the same command goes on from there). {error.hint}"
    )
    return EvalError(error.message, hint=hint.strip())


def finish(out: Path) -> None:
    """Mark the run in `out` as finished, once all that is made of it stands."""
    write_whole(out / STATE, json.dumps(_state(out) | {"complete": True}, indent=1) + "\n")


def write_whole(path: Path, text: str | Iterable[str]) -> None:
    """Write a file, whole or piece by piece, so that it is never seen half-written."""
    draft = path.with_name(path.name + ".part")
    try:
        with draft.open("w", encoding="utf-8", errors="replace") as file:
            file.writelines([text] if isinstance(text, str) else text)
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


def _standing(path: Path, cases: Sequence[Case]) -> Places:
    """The whole lines of these cases from the beginning on; what follows them is cut off."""
    wanted = {case.id for case in cases}
    places: Places = {}
    kept = 0
    if not path.exists():
        return places
    with path.open("rb") as file:
        for line in file:
            name = _name(line)
            if name not in wanted or name in places:
                break
            places[name] = kept, len(line)
            kept += len(line)
    os.truncate(path, kept)
    return places


def _name(line: bytes) -> str:
    """The id of a whole line; "" of a torn one."""
    try:
        data = json.loads(line) if line.endswith(b"\n") else {}
    except ValueError:
        return ""
    return str(data.get("id", "")) if isinstance(data, dict) else ""


def _in_order(path: Path, cases: Sequence[Case], places: Mapping[str, tuple[int, int]]) -> None:
    """Put the lines into the order of the cases, so that two runs give the same file."""
    if list(places) == [case.id for case in cases]:
        return
    draft = path.with_name(path.name + ".part")
    with path.open("rb") as old, draft.open("wb") as new:
        for case in cases:
            start, length = places[case.id]
            old.seek(start)
            new.write(old.read(length))
    os.replace(draft, path)
