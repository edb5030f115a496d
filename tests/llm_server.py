"""A server that speaks the OpenAI chat-completions protocol, streams, and misbehaves on order.

`Server.replies` holds what the next requests get, one each; the last one is repeated. A reply is
a text (streamed in small pieces, properly ended) or one of the misbehaviours below.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Status:
    """An HTTP status instead of a reply."""

    code: int
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class HalfStream:
    """Some text, then the connection is closed without an end; `clean` closes it politely."""

    text: str
    clean: bool = False


@dataclass(frozen=True)
class Raw:
    """Bytes that are not the protocol."""

    body: bytes
    kind: str = "text/event-stream"


@dataclass(frozen=True)
class Slow:
    """A reply whose pieces come `pause` seconds apart, the first one too."""

    text: str
    pause: float


@dataclass(frozen=True)
class Flood:
    """A piece again and again."""

    piece: str
    times: int


Reply = str | Status | HalfStream | Raw | Slow | Flood | Callable[[str], str]


@dataclass
class Server:
    """What is seen and ordered from a test."""

    replies: list[Reply] = field(default_factory=list)
    requests: list[dict] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    sent: int = 0
    gone: threading.Event = field(default_factory=threading.Event)
    url: str = ""

    def next(self) -> Reply:
        return self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]

    @property
    def prompts(self) -> list[tuple[str, str]]:
        """System and user text of each request."""
        return [tuple(m["content"] for m in r["messages"]) for r in self.requests]


def _chunk(text: str, end: str | None = None) -> bytes:
    delta = {"role": "assistant", "content": text} if end is None else {}
    choice = {"index": 0, "delta": delta, "finish_reason": end}
    data = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m",
            "choices": [choice]}  # fmt: skip
    return b"data: " + json.dumps(data, ensure_ascii=False).encode() + b"\n\n"


class _Handler(BaseHTTPRequestHandler):
    told: Server
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.told.requests.append(body)
        self.told.keys.append(self.headers.get("authorization", ""))
        reply = self.told.next()
        if callable(reply):
            reply = reply(body["messages"][1]["content"])
        try:
            self._send(reply, bool(body.get("stream_options", {}).get("include_usage")))
        except OSError:
            self.told.gone.set()

    def _send(self, reply: Reply, asked_for_usage: bool) -> None:
        if isinstance(reply, Status):
            text = json.dumps({"error": {"message": "no", "type": "x"}}).encode()
            self._head(reply.code, "application/json", len(text), *reply.headers)
            self.wfile.write(text)
        elif isinstance(reply, Raw):
            self._head(200, reply.kind, len(reply.body))
            self.wfile.write(reply.body)
        elif isinstance(reply, HalfStream):
            self._half(reply)
        else:
            self._head(200, "text/event-stream")
            for text, pause in _pieces(reply):
                time.sleep(pause)
                self._part(_chunk(text))
                self.told.sent += 1
            used = _used(reply) if asked_for_usage else b""
            self._part(_chunk("", "stop") + used + b"data: [DONE]\n\n")
            self._part(b"")

    def _half(self, reply: HalfStream) -> None:
        self._head(200, "text/event-stream")
        for text, _ in _pieces(reply.text):
            self._part(_chunk(text))
        if reply.clean:
            self._part(b"")
        self.close_connection = True

    def _part(self, data: bytes) -> None:
        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
        self.wfile.flush()

    def _head(self, code: int, kind: str, length: int | None = None, *more) -> None:
        self.send_response(code)
        self.send_header("content-type", kind)
        if length is None:
            self.send_header("transfer-encoding", "chunked")
        else:
            self.send_header("content-length", str(length))
        for name, value in more:
            self.send_header(name, value)
        self.end_headers()


def _used(reply: Reply) -> bytes:
    """The last event of a stream whose usage was asked for: 100 tokens read, a character each."""
    written = sum(len(text) for text, _ in _pieces(reply))
    counts = {"prompt_tokens": 100, "completion_tokens": written, "total_tokens": 100 + written}
    data = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m",
            "choices": [], "usage": counts}  # fmt: skip
    return b"data: " + json.dumps(data).encode() + b"\n\n"


def _pieces(reply: str | Slow | Flood) -> Iterator[tuple[str, float]]:
    if isinstance(reply, Flood):
        yield from ((reply.piece, 0.0) for _ in range(reply.times))
        return
    text, pause = (reply.text, reply.pause) if isinstance(reply, Slow) else (reply, 0.0)
    for at in range(0, len(text), 7):
        yield text[at : at + 7], pause


@contextmanager
def serving(*replies: Reply) -> Iterator[Server]:
    """A server on a free port of this machine, closed at the end."""
    server = Server(list(replies))
    handler = type("Handler", (_Handler,), {"told": server})
    http = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    http.daemon_threads = True
    thread = threading.Thread(target=http.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    server.url = f"http://127.0.0.1:{http.server_address[1]}/v1"
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
        thread.join()
