"""The index built anew beside the server, in a process of its own, so that answering goes on.

The server takes the new index into use by itself (live.py); where the build fails, the old one
stays. One build runs at a time; what is asked for meanwhile is done right after it.
"""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Literal

from assistant.settings import Settings
from assistant.wiring import build, index_folder
from corpus.errors import MinshengError
from index.build import Progress
from index.errors import IndexUnusableError
from index.store import read_manifest

_SPAWN = multiprocessing.get_context("spawn")
_BROKE = "建索引的进程中断了 the building process broke off. 请重试 (try again)。"
State = Literal["idle", "running", "done", "failed"]


class SourcesError(MinshengError):
    """What the index was built from is not known or not there, so that it would be lost."""


@dataclass(frozen=True, slots=True)
class Job:
    """The latest build.

    Attributes:
        stage, done, total: how far it is.
        problem: why it failed; the old index is still in use then.
        skipped: files that could not be read, each with the reason and the remedy.
    """

    state: State = "idle"
    stage: str = ""
    done: int = 0
    total: int = 0
    problem: str = ""
    skipped: tuple[str, ...] = ()
    documents: int = 0


def sources(index: Path, folder: Path) -> list[Path]:
    """What to build from: all that the index was built from before, and the managed folder.

    Raises:
        SourcesError: that is not written in the index, or no longer there.
    """
    try:
        manifest = read_manifest(index)
    except IndexUnusableError:
        return [folder]
    remedy = f"在服务器上运行 minsheng index … {folder} --index {index} (run it once)。"
    if "paths" not in manifest:
        raise SourcesError(
            "不知道索引由哪些文件建成 the index does not say its sources.", hint=remedy
        )
    paths = [Path(p) for p in manifest["paths"]]
    gone = [p for p in paths if not p.exists() and p != folder.resolve()]
    if gone:
        raise SourcesError(f"原来的文件不在了 {str(gone[0])!r} is gone.", hint=remedy)
    return [*(p for p in paths if p != folder.resolve()), folder]


class Rebuilding:
    """Builds the index of the managed folder, one build at a time."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._again = False
        self.job = Job()

    def start(self) -> None:
        """Build now, or once more after the build that is running."""
        with self._lock:
            if self.job.state == "running":
                self._again = True
                return
            self.job = Job("running")
        threading.Thread(target=self._run, name="rebuilding", daemon=True).start()

    def _run(self) -> None:
        while True:
            ended = self._build()
            with self._lock:
                if not self._again:
                    self.job = ended
                    return
                self._again = False

    def _build(self) -> Job:
        """One build; how it ended."""
        try:
            paths = sources(index_folder(self._settings), Path(self._settings.documents))
        except MinshengError as error:
            return Job("failed", problem=str(error))
        ours, theirs = _SPAWN.Pipe(duplex=False)
        arguments = (theirs, paths, self._settings)
        process = _SPAWN.Process(target=work, args=arguments, name="minsheng-index")
        process.start()
        theirs.close()
        try:
            while True:
                told: Job = ours.recv()
                if told.state != "running":
                    return told
                self.job = told
        except EOFError:
            return Job("failed", problem=_BROKE)
        finally:
            ours.close()
            process.join()


def work(tell: Connection, paths: Sequence[Path], settings: Settings) -> None:
    """The work of the process: build, and send a Job for each step and one for the end."""
    running = Job("running")

    def progress(stage: str, done: int, total: int) -> None:
        tell.send(replace(running, stage=stage, done=done, total=total))

    tell.send(_ended(lambda: _built(paths, settings, progress)))
    tell.close()


def _built(paths: Sequence[Path], settings: Settings, progress: Progress) -> Job:
    report = build(settings, paths, progress)
    skipped = tuple(str(error) for error in report["failed"])
    return Job("done", skipped=skipped, documents=report["documents"])


def _ended(work: Callable[[], Job]) -> Job:
    try:
        return work()
    except MinshengError as error:
        return Job("failed", problem=str(error))
