"""Many files at once: read in processes of their own, each file bounded in time and memory.

One bad file never ends a run: what cannot be read, takes too long, needs too much memory or ends
its process comes back as a DocumentError, in the file's place.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import DocumentError
from corpus.files import open_file, shown_name
from corpus.formats import TEXT, suffix_of
from corpus.formats.archive import Member
from corpus.reader import Read, read_member, read_text

Result = Read | DocumentError
Progress = Callable[[int, int], None]
_MB = 1 << 20
_FEW, _SMALL = 64, 4 * _MB
_MAX_JOBS = 8
_TASKS = 200  # files after which a process is replaced, so that it gives its memory back


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one file: seconds, more for each MB of it, at most so many, bytes of memory."""

    seconds: float = 120.0
    seconds_per_mb: float = 240.0
    most_seconds: float = 3600.0
    memory: int = 4 << 30

    def time(self, path: Path) -> float:
        """The seconds that a file may take."""
        return min(self.seconds + self.seconds_per_mb * _size(path) / _MB, self.most_seconds)


def read_all(
    files: Sequence[Path],
    *,
    progress: Progress | None = None,
    jobs: int | None = None,
    limits: Limits | None = None,
) -> tuple[list[Read], list[DocumentError]]:
    """Read many files, in their order; those that cannot be read come back as errors.

    Arguments as of read_each. An archive gives a document for each of its readable files.
    """
    read: list[Read] = []
    errors: list[DocumentError] = []
    for result in read_each(files, progress=progress, jobs=jobs, limits=limits):
        if isinstance(result, DocumentError):
            errors.append(result)
        else:
            read.append(result)
    return read, errors


def read_each(
    files: Sequence[Path],
    *,
    progress: Progress | None = None,
    jobs: int | None = None,
    limits: Limits | None = None,
) -> Iterator[Result]:
    """The documents of many files, one after the other, in the order of the files.

    Args:
        progress: called with (files done, files in all) after each file.
        jobs: processes to read with, 0 for this one (where time and memory are not bounded);
            None: this one for a few small texts, else one a core.
        limits: bounds of each file.
    """
    jobs = _jobs(files) if jobs is None else jobs
    found = _pooled(files, jobs, limits or Limits()) if jobs else map(_read, files)
    for done, results in enumerate(found, 1):
        yield from results
        if progress:
            progress(done, len(files))


def _jobs(files: Sequence[Path]) -> int:
    plain = all(suffix_of(f.name) in TEXT for f in files)
    if plain and len(files) < _FEW and sum(map(_size, files)) < _SMALL:
        return 0
    return max(1, min(os.cpu_count() or 1, _MAX_JOBS, len(files)))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0  # reading it reports why


def _pooled(files: Sequence[Path], jobs: int, limits: Limits) -> Iterator[list[Result]]:
    """The results of each file, read by `jobs` processes that are watched."""
    from concurrent.futures import TimeoutError as TimeOut
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    from pebble import ProcessExpired, ProcessPool

    # Not forked from this process: it may hold threads of libraries that do not survive that.
    context = get_context("forkserver")
    context.set_forkserver_preload([__name__])
    with ProcessPool(jobs, _TASKS, _prepare, (limits.memory,), context) as pool:
        waiting = [pool.schedule(_read, (f,), timeout=limits.time(f)) for f in files]
        try:
            for path, future in zip(files, waiting, strict=True):
                try:
                    yield future.result()
                except BrokenProcessPool:  # no process can be started here
                    yield _read(path)
                except TimeOut:
                    what = f"读了 {limits.time(path):.0f} 秒仍未读完 not read within that time"
                    yield [_bounded(path, what)]
                except (ProcessExpired, MemoryError) as fault:
                    what = f"读取进程意外结束 its process ended ({type(fault).__name__})"
                    yield [_bounded(path, what)]
        finally:
            pool.stop()  # type: ignore[no-untyped-call]


def _bounded(path: Path, what: str) -> DocumentError:
    return DocumentError(
        f"{shown_name(path)!r}: {what}.",
        hint="拆成较小的文件,或用原程序另存后再读 (split it, or save it again in its program).",
    )


def _prepare(memory: int) -> None:
    """Bound the memory of a reading process, and load what the first file would wait for."""
    read_text("第一条 准备。", source="")
    gc.freeze()  # what every file needs is not looked through for garbage again
    try:
        import resource

        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        bound = pages * resource.getpagesize() + memory
        resource.setrlimit(resource.RLIMIT_AS, (bound, resource.getrlimit(resource.RLIMIT_AS)[1]))
    except (ImportError, OSError, ValueError):
        return  # a system without such bounds


def _read(path: Path) -> list[Result]:
    """Read the documents of a file; any fault as a DocumentError: one never ends a run."""
    out: list[Result] = []
    try:
        for member in open_file(path):
            out.append(member if isinstance(member, DocumentError) else _document(member))
    except MemoryError:
        out.append(_bounded(path, "内存不够 more memory needed than allowed"))
    return out


def _document(member: Member) -> Result:
    try:
        return read_member(member)
    except DocumentError as fault:
        return fault
    except MemoryError:
        return _bounded(Path(member.source), "内存不够 more memory needed than allowed")
    except (ValueError, LookupError, RecursionError, AssertionError) as fault:
        return DocumentError(
            f"{member.source!r}: reading failed ({type(fault).__name__}: {fault}).",
            hint="Report the file; the other files were read.",
        )
