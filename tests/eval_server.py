"""A server of OpenAI's chat completions that replies as ordered, or hangs up."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

HANG_UP = 0  # a status: the connection is closed without a reply
Reply = tuple[int, Any]


@dataclass
class Seen:
    """What reached the server."""

    url: str = ""
    bodies: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)

    @property
    def questions(self) -> list[str]:
        return [body["messages"][-1]["content"] for body in self.bodies]


def completion(text: str, **more: Any) -> Reply:
    """A reply in OpenAI's form."""
    return 200, {"choices": [{"message": {"role": "assistant", "content": text}}], **more}


@contextmanager
def chatting(reply: Callable[[str], Reply], *, models: int = 1) -> Iterator[Seen]:
    """A server whose reply is made of the last message, on a free port of this machine."""
    seen = Seen()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def do_GET(self) -> None:
            names = [{"id": f"m{i}"} for i in range(models)]
            self._send((200, {"data": names}) if self.path == "/v1/models" else (404, {}))

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            seen.bodies.append(body)
            seen.keys.append(self.headers.get("authorization", ""))
            wrong = self.path != "/v1/chat/completions"
            with suppress(OSError):  # whoever asked may have been killed
                self._send((404, {}) if wrong else reply(body["messages"][-1]["content"]))

        def _send(self, reply: Reply) -> None:
            status, data = reply
            if status == HANG_UP:
                self.close_connection = True
                return
            content = data if isinstance(data, bytes) else json.dumps(data).encode()
            self.send_response(status)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    thread = threading.Thread(target=http.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    seen.url = f"http://127.0.0.1:{http.server_address[1]}/v1"
    try:
        yield seen
    finally:
        http.shutdown()
        http.server_close()
        thread.join()
