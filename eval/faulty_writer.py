"""How many injected changes the checks catch: a faulty writer behind a real HTTP endpoint.

The writer speaks the OpenAI chat-completions protocol. It copies sentences of the evidence that it
is shown, leaves some true and changes something in others (faults.py), and remembers which.
"""

from __future__ import annotations

import json
import random
import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from assistant.settings import Settings
from assistant.wiring import open_assistant
from assistant.writing.written import marks_of
from corpus.fold import squeezed
from corpus.sentences import split_sentences
from corpus.units import Units
from eval.faults import Faults

_LINE = re.compile(r"^\[(\d+)\]《.*?》[^:：]*[:：](.*)$", re.M)
_NUMBERED = re.compile(
    r"^\s*(?:\d{1,3}[.、,．](?!\d)|\d{1,2}\.\d{1,2}\s|第[一二三四五六七八九十百\d]+[条款]|[(（].{1,3}[)）])\s*"
)
_STATES = re.compile(r"\d|[一二三四五六七八九十百]+[个家所户人项]|局|委|厅|应当|不得|可以|不予")
_SENTENCES = 4  # in a reply
_SHOWN = 20  # examples kept of each fault


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence that the writer wrote; the kind of change is "" for a true one."""

    text: str
    kind: str


@dataclass(slots=True)
class FaultReport:
    """What became of the sentences.

    Attributes:
        kinds: for each kind of change, how many were made and how many were caught.
        missed: changed sentences that were shown; withheld: true ones that were not.
    """

    changed: int = 0
    caught: int = 0
    true: int = 0
    shown: int = 0
    kinds: dict[str, list[int]] = field(default_factory=dict)
    missed: list[str] = field(default_factory=list)
    withheld: list[str] = field(default_factory=list)

    @property
    def caught_share(self) -> float:
        """Share of the changed sentences that were withheld."""
        return self.caught / self.changed if self.changed else 0.0

    @property
    def withheld_share(self) -> float:
        """Share of the true sentences that were withheld."""
        return 1 - self.shown / self.true if self.true else 0.0

    def count(self, told: Told, answer: str) -> None:
        """Count one sentence of a reply by whether the answer shows it."""
        shown = squeezed(marks_of(told.text)[0]).rstrip("。.") in squeezed(answer)
        if not told.kind:
            self.true += 1
            self.shown += shown
            if not shown and len(self.withheld) < _SHOWN:
                self.withheld.append(told.text)
            return
        self.changed += 1
        self.caught += not shown
        kind = self.kinds.setdefault(told.kind, [0, 0])
        kind[0] += 1
        kind[1] += not shown
        if shown and len(self.missed) < _SHOWN:
            self.missed.append(f"{told.kind}: {told.text}")

    def to_json(self) -> Mapping[str, object]:
        """The figures, for a benchmark's file."""
        return {
            "changed": self.changed, "caught": self.caught, "caught_share": self.caught_share,
            "true": self.true, "withheld_share": self.withheld_share, "kinds": self.kinds,
            "missed": self.missed, "withheld": self.withheld,
        }  # fmt: skip


class FaultyWriter:
    """Writes replies from the evidence of a prompt; `told` is what the last one said."""

    def __init__(self, faults: Faults, rng: random.Random) -> None:
        self._faults = faults
        self._rng = rng
        self.told: list[Told] = []

    def reply(self, prompt: str) -> str:
        """A few sentences, each with the mark of the passage that it is from."""
        facts = [(n, s, text) for n, text in _LINE.findall(prompt) for s in _facts(text)]
        self._rng.shuffle(facts)
        self.told = []
        for number, fact, text in facts[:_SENTENCES]:
            self.told.append(self._told(fact, number, text))
        return "".join(t.text for t in self.told)

    def _told(self, fact: str, number: str, beside: str) -> Told:
        if self._rng.random() < 0.7:
            changed = self._faults.changed(fact, self._rng, beside)
            if changed is not None:
                return Told(f"{changed[1]}[{number}]。", changed[0])
        return Told(f"{self._faults.same(fact, self._rng)}[{number}]。", "")


def measure_faults(
    settings: Settings,
    questions: Sequence[str],
    units: Units,
    *,
    cases: int = 1000,
    seed: int = 0,
    progress: Callable[[int, int], None] | None = None,
) -> FaultReport:
    """Ask until the faulty writer has changed that many sentences; report what was shown.

    Args:
        settings: name the index; the language model is the faulty writer.
        questions: asked in turn, again and again; those without a rewritten answer count nothing.
    """
    rng = random.Random(seed)
    faulty = FaultyWriter(Faults(units), rng)
    report = FaultReport()
    with served(faulty.reply) as url:
        assistant = open_assistant(replace(settings, llm_url=url, llm_model="faulty"))
        for turn in range(max(cases, len(questions)) * 4):
            faulty.told = []
            answer = assistant.ask(questions[turn % len(questions)])
            for told in faulty.told:
                report.count(told, answer.text if answer.mode == "generative" else "")
            if progress:
                progress(min(report.changed, cases), cases)
            if report.changed >= cases:
                break
    return report


@contextmanager
def served(reply: Callable[[str], str]) -> Iterator[str]:
    """An OpenAI-compatible endpoint on this machine that streams what `reply` makes of a prompt."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def do_POST(self) -> None:
            """Stream one completion."""
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            text = reply(body["messages"][-1]["content"])
            self.send_response(200)
            self.send_header("content-type", "text/event-stream")
            self.end_headers()
            for at in range(0, len(text), 16):
                self.wfile.write(_event({"content": text[at : at + 16]}, None))
            self.wfile.write(_event({}, "stop") + b"data: [DONE]\n\n")

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _event(delta: Mapping[str, str], end: str | None) -> bytes:
    data = {"id": "0", "object": "chat.completion.chunk", "created": 0, "model": "faulty",
            "choices": [{"index": 0, "delta": delta, "finish_reason": end}]}  # fmt: skip
    return b"data: " + json.dumps(data).encode() + b"\n\n"


def _facts(text: str) -> list[str]:
    """The sentences of a passage that state a figure or name a body."""
    found = []
    for start, end in split_sentences(text):
        fact = _NUMBERED.sub("", text[start:end].strip(" |")).replace(" | ", ",")
        fact = _NUMBERED.sub("", re.sub(r"[。!?;；]", ",", fact)).strip(",，:： ")
        if 8 <= len(fact) <= 200 and _STATES.search(fact) and "[" not in fact:
            found.append(fact)
    return found
