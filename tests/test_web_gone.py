"""A reader who goes away while a model writes: the model stops, long before its time-out."""

from __future__ import annotations

import json
import socket
import time
from urllib.parse import urlsplit

import pytest

from assistant.settings import Settings
from assistant.web.screenshots import running
from assistant.wiring import open_assistant
from index.build import build_index
from index.embedder import load_embedder
from tests.conftest import NOTICE
from tests.llm_server import Slow, serving

QUESTION = "社区食堂由哪个单位牵头?"
CHAT = {"model": "m", "messages": [{"role": "user", "content": QUESTION}]}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("gone")
    (folder / "notice.md").write_text(NOTICE, encoding="utf8")
    build_index([folder / "notice.md"], folder / "index", load_embedder(None))
    return str(folder / "index")


@pytest.mark.parametrize(
    ("path", "body", "written"),
    [
        ("/api/ask", {"question": QUESTION}, "没有编号的话。"),
        ("/api/ask", {"question": QUESTION, "stream": True}, "没有句号的话"),
        ("/v1/chat/completions", {**CHAT, "stream": True}, "没有编号的话。"),
    ],
)
def test_a_model_stops_when_its_reader_goes(index, path, body, written):
    with serving(Slow(written * 200, 0.05)) as server:
        settings = Settings(index=index, llm_url=server.url, llm_model="m")
        with running(open_assistant(settings)) as address:
            _ask_and_go(address, path, body, lambda: server.requests)
            assert server.gone.wait(5)


def _ask_and_go(address, path, body, begun) -> None:
    """Send a question by hand and close the connection once the model has begun."""
    where = urlsplit(address)
    sent = json.dumps(body).encode()
    head = f"POST {path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
    with socket.create_connection((where.hostname, where.port)) as connection:
        connection.sendall(f"{head}content-length: {len(sent)}\r\n\r\n".encode() + sent)
        end = time.monotonic() + 20
        while not begun():
            assert time.monotonic() < end, "the model was not asked"
            time.sleep(0.02)
