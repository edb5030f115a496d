"""`python -m eval.bench_serve`: many askers at once, on loopback, into docs/serving.md.

A `minsheng serve` of its own, held to so many cores, is asked by so many clients, each of which
waits for its answer and then pauses like a reader: through the API, and through the page as a
browser has it open (askers.py). A bare Gradio app that echoes the question is asked in the same
way, as the yardstick.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from assistant.wiring import SAMPLE
from corpus.errors import MinshengError
from eval.askers import Opens, Page, by_api
from eval.errors import EvalError
from eval.pages import ROOT, stamp, table, write_page
from eval.readers import read_cases
from eval.timing import MINSHENG, load, machine, run_minsheng

PAGE = ROOT / "docs" / "serving.md"
QUESTIONS = ROOT / "eval" / "sets" / "sample.jsonl"
_READY_S, _ANSWER_S = 120, 60
_ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/")
# A Gradio app that gives back what it is told, its queue as wide as ours.
ECHO = """
import sys, threading
import gradio as gr
with gr.Blocks(analytics_enabled=False) as app:
    box, out = gr.Textbox(), gr.Textbox()
    box.submit(lambda text: text, box, out)
app.queue(default_concurrency_limit=None, max_size=1000)
_, address, _ = app.launch(server_name="127.0.0.1", server_port=int(sys.argv[1]), quiet=True,
                           prevent_thread_lock=True, ssr_mode=False)
print(address, file=sys.stderr, flush=True)
threading.Event().wait()
"""


@dataclass
class Tally:
    """What the clients of one run saw; seconds from question to whole answer."""

    seconds: list[float] = field(default_factory=list)
    openings: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    resident_mb: float = 0.0

    def row(self, name: str, lasted: float, cpu_s: float) -> list[str]:
        """The line of the page: answers, errors, answers a second, milliseconds of an answer, of
        the opening, and of the processor for each answer, memory.
        """
        count = len(self.seconds)
        return [name, f"{count:,}", f"{len(self.errors)}", f"{count / lasted:.1f}",
                _spread(self.seconds), _spread(self.openings),
                f"{cpu_s / max(1, count) * 1000:.0f}", f"{self.resident_mb:.0f}"]  # fmt: skip


def _spread(seconds: Sequence[float]) -> str:
    """The median, the 95th percentile and the most, in milliseconds."""
    ordered = sorted(seconds) or [0.0]
    at = (ordered[int(p * (len(ordered) - 1))] * 1000 for p in (0.5, 0.95, 1))
    return " / ".join(f"{ms:.0f}" for ms in at)


@contextmanager
def started(arguments: Sequence[str], cores: int, folder: str) -> Iterator[tuple[str, int]]:
    """The address and process of a server that says its address on stderr, on so many cores."""
    environment = {"MINSHENG_MEMORY": f"{folder}/memory.sqlite3", "PATH": "/usr/bin:/bin"}
    log = Path(folder, f"log-{time.monotonic_ns()}")
    with log.open("wb") as err:
        server = subprocess.Popen(
            [sys.executable, *arguments], stderr=err, stdout=err, cwd=ROOT, env=environment
        )
    try:
        if hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(server.pid, sorted(os.sched_getaffinity(0))[:cores])
        end = time.monotonic() + _READY_S
        while not (found := _ADDRESS.search(log.read_text("utf-8", "replace"))):
            if server.poll() is not None or time.monotonic() > end:
                said = log.read_text("utf-8", "replace").strip().splitlines() or [""]
                raise EvalError(f"服务没有启动 the server did not start: {said[-1]}")
            time.sleep(0.1)
        yield found.group(), server.pid
    finally:
        server.terminate()
        server.wait(30)


async def crowd(
    address: str, opens: Opens, questions: Sequence[str], *, clients: int, lasts: float,
    pause: float,
) -> Tally:  # fmt: skip
    """So many clients ask until the time is over, with about `pause` seconds between questions."""
    tally = Tally()

    async def one(number: int, client: httpx.AsyncClient, end: float) -> None:
        chance = random.Random(number)
        await asyncio.sleep(chance.random() * pause)
        begun = time.perf_counter()
        async with opens(client) as ask:
            tally.openings.append(time.perf_counter() - begun)
            while True:
                await asyncio.sleep(pause * (0.5 + chance.random()))
                begun = time.perf_counter()
                if time.monotonic() >= end:
                    return
                try:
                    await ask(chance.choice(questions))
                    tally.seconds.append(time.perf_counter() - begun)
                except (httpx.HTTPError, EvalError) as error:
                    tally.errors.append(f"{type(error).__name__}: {error}")

    async def safely(number: int, client: httpx.AsyncClient, end: float) -> None:
        try:
            await one(number, client, end)
        except (httpx.HTTPError, EvalError) as error:
            tally.errors.append(f"打开 opening: {type(error).__name__}: {error}")

    limits = httpx.Limits(max_connections=2 * clients)  # each holds a heartbeat beside a question
    async with httpx.AsyncClient(base_url=address, timeout=_ANSWER_S, limits=limits) as client:
        end = time.monotonic() + lasts
        await asyncio.gather(*(safely(number, client, end) for number in range(clients)))
    return tally


def measure(arguments: argparse.Namespace, folder: str) -> list[list[str]]:
    """The lines of the page."""
    cases, _ = read_cases([arguments.questions])
    questions = [case.question for case in cases if not case.history]
    run_minsheng("index", str(arguments.documents), "--index", f"{folder}/index")
    serve = ["-c", MINSHENG, "serve", "--index", f"{folder}/index", "--port", "0"]
    rows = []

    def ran(name: str, address: str, pid: int, opens: Opens, pause: float) -> None:
        _say(name)
        begun = _cpu_s(pid)
        lasts: float = arguments.seconds
        seen = asyncio.run(crowd(address, opens, questions, clients=arguments.clients, lasts=lasts,
                                 pause=pause))  # fmt: skip
        seen.resident_mb = _resident_mb(pid)
        for error in sorted(set(seen.errors))[:3]:
            _say(f"  {error}")
        rows.append(seen.row(name, lasts, _cpu_s(pid) - begun))

    pause: float = arguments.pause
    with started(serve, arguments.cores, folder) as (address, pid):
        page = Page.at(address)
        ran(f"接口 API, 间隔 pause {pause:g} s", address, pid, by_api, pause)
        ran(f"页面 page, 间隔 pause {pause:g} s", address, pid, page.anew().open, pause)
        ran(f"页面上一个对话 one conversation, {pause:g} s", address, pid, page.open, pause)
        ran("接口 API, 不停 no pause", address, pid, by_api, 0)
    with started(["-c", ECHO, str(_free_port())], arguments.cores, folder) as (address, pid):
        echo = Page.at(address).open
        ran(f"空 Gradio 回声 bare echo, 间隔 pause {pause:g} s", address, pid, echo, pause)
        ran("空 Gradio 回声 bare echo, 不停 no pause", address, pid, echo, 0)
    return rows


def _free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def _resident_mb(pid: int) -> float:
    """Resident memory of a process in MB (10^6), 0 where the system does not tell."""
    try:
        status = Path(f"/proc/{pid}/status").read_text("ascii")
    except OSError:
        return 0.0
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    return int(found[1]) * 1024 / 1e6 if found else 0.0


def _cpu_s(pid: int) -> float:
    """Seconds that a process has computed so far, 0 where the system does not tell."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench_serve", description=__doc__)
    add = parser.add_argument
    add("--out", type=Path, default=PAGE, help="写到哪一页 the page to write")
    add("--documents", type=Path, default=SAMPLE, help="文件 documents to answer from")
    add("--questions", type=Path, default=QUESTIONS, help="题目 questions, JSON lines")
    add("--clients", type=int, default=100, help="同时提问者 askers at once (100)")
    add("--seconds", type=float, default=60, help="每项几秒 seconds of each run (60)")
    add("--pause", type=float, default=5, help="读者两问之间几秒 seconds between questions (5)")
    add("--cores", type=int, default=2, help="服务用几核 cores of the server (2)")
    args = parser.parse_args(arguments)
    try:
        with tempfile.TemporaryDirectory() as folder:
            rows = measure(args, folder)
        write_page(args.out, _lines(rows, args), command="python -m eval.bench_serve",
                   title="同时提问 / Many at once")  # fmt: skip
    except MinshengError as error:
        _say(f"eval.bench_serve: {error}")
        return 2
    return 0


def _lines(rows: Sequence[Sequence[str]], args: argparse.Namespace) -> list[str]:
    spread = "p50 / p95 / max, ms"
    heads = ["", "回答 answers", "出错 errors", "每秒 a second", f"回答 answer, {spread}",
             f"打开 opening, {spread}", "处理器 CPU, ms/答 answer",
             "内存 resident, MB"]  # fmt: skip
    return [
        f"{stamp()}。{machine()}。服务限用 {args.cores} 核 cores of the server;"
        f"{args.clients} 个提问者,每项 {args.seconds:g} 秒 askers, seconds each。",
        f"测完时每核负载 load a core: {load():.2f}。",
        "",
        "页面的提问者像浏览器一样:打开一次(页面和它的载入事件),保持心跳,在同一个会话里提问;图片、脚本等"
        f"静态文件不计。两问之间停 {args.pause / 2:g} 到 {args.pause * 1.5:g} 秒。"
        "每问先点“新对话”(也计时);“一个对话”那一行从头到尾不点,每问都要连前面的问题一起读。"
        "回声程序的提问者也一样。",
        "",
        "A reader opens the page once (document and load event), keeps its heartbeat and asks over",
        "that session; static files are left out. Each question begins with a click on New",
        "conversation, which is timed too; in the line of one conversation nobody clicks, and all",
        "earlier questions are read with each. The echo app's readers do the same.",
        "",
        *table(heads, [list(row) for row in rows]),
    ]


if __name__ == "__main__":
    sys.exit(main())
