"""Times whole commands: wall seconds and peak memory of each run, as the system accounts for it.

Linux and macOS (os.wait4); it knows nothing of what the commands do.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from eval.errors import EvalError

# One process that is `minsheng ARGUMENTS` and says at its end whether it needed torch.
MINSHENG = (
    "import sys; from assistant.cli import main; code = main(sys.argv[1:]); "
    "sys.stderr.write('\\ntorch' if 'torch' in sys.modules else '\\nno torch'); sys.exit(code)"
)


@dataclass(frozen=True, slots=True)
class Run:
    """One finished run: wall seconds, peak resident memory in MB (10^6), what it printed."""

    seconds: float
    peak_mb: float
    out: str
    torch: bool


@dataclass(frozen=True, slots=True)
class Spread:
    """Least, middle and most of several figures."""

    least: float
    middle: float
    most: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        """The spread of at least one value.

        >>> Spread.of([3.0, 1.0, 2.0])
        Spread(least=1.0, middle=2.0, most=3.0)
        """
        return cls(min(values), median(values), max(values))


def run_python(*arguments: str) -> Run:
    """Run this interpreter with arguments in a process of its own.

    Raises:
        EvalError: it ended with another status than 0; its last line is quoted.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        begun = time.perf_counter()
        process = subprocess.Popen([sys.executable, *arguments], stdout=out, stderr=err)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        said, warned = (f.read().decode("utf-8", "replace") for f in (out, err))
    if process.returncode:
        last = (warned.strip().splitlines() or [""])[-1]
        raise EvalError(f"命令失败 exit {process.returncode}: {arguments[:3]} {last}")
    unit = 1 if sys.platform == "darwin" else 1024  # ru_maxrss: bytes there, KiB elsewhere
    return Run(seconds, usage.ru_maxrss * unit / 1e6, said, warned.endswith("\ntorch"))


def run_minsheng(*arguments: str) -> Run:
    """Run `minsheng ARGUMENTS` in a process of its own."""
    return run_python("-c", MINSHENG, *arguments)


def several(work: Callable[[], Run], times: int) -> list[Run]:
    """The same work so many times."""
    return [work() for _ in range(times)]


def machine() -> str:
    """Processor, cores, memory, system and Python of this machine; no name of it."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    parts = [_processor(), f"{cores} 核 cores"]
    if "SC_PHYS_PAGES" in os.sysconf_names:
        memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 1e9
        parts.append(f"{memory:.0f} GB 内存 memory")
    parts += [platform.system(), f"Python {platform.python_version()}"]
    return ", ".join(parts)


def load() -> float:
    """Processes that ran or waited in the last minute, on average, over the cores; 1 is full."""
    return os.getloadavg()[0] / (os.cpu_count() or 1)


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    names = [ln.split(":", 1)[1].strip() for ln in lines if ln.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()
