"""An index that is built anew while questions are asked: none is lost, the new one is taken."""

from __future__ import annotations

import threading
import time
import weakref
from concurrent.futures import ThreadPoolExecutor

import httpx

from assistant.settings import Settings
from assistant.web.live import Live, generation, warmed
from assistant.web.screenshots import running
from assistant.wiring import open_assistant
from corpus.errors import MinshengError
from index.build import build_index
from index.embedder import load_embedder
from tests.conftest import NOTICE, RULES
from tests.web_fakes import LIST, FakeAssistant

_PATIENCE_S = 60


def _await(happened) -> None:
    end = time.monotonic() + _PATIENCE_S
    while not happened():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def test_a_new_index_is_taken_under_load_without_losing_a_request(tmp_path):
    papers, folder = tmp_path / "papers", tmp_path / "index"
    papers.mkdir()
    (papers / "notice.md").write_text(NOTICE, encoding="utf8")
    embedder = load_embedder(None)
    build_index([papers], folder, embedder)
    settings = Settings(index=str(folder))
    live = Live(lambda: open_assistant(settings), lambda: generation(folder))
    asked = {"question": "社区食堂由哪个单位牵头?"}
    stop = threading.Event()
    statuses: list[int] = []

    def keep_asking(address: str) -> None:
        with httpx.Client(base_url=address, timeout=_PATIENCE_S) as client:
            while not stop.is_set():
                reply = client.post("api/ask", json=asked)
                assert "市民政局" in reply.json()["answer"]
                statuses.append(reply.status_code)

    with running(live) as address, live.following(0.05), ThreadPoolExecutor(4) as pool:
        busy = [pool.submit(keep_asking, address) for _ in range(4)]
        try:
            for number in range(2):
                (papers / f"rules{number}.txt").write_text(RULES + "附" * number, encoding="utf8")
                build_index([papers], folder, embedder)
                _await(lambda: len(live.documents) == number + 2)  # noqa: B023
            first = httpx.get(f"{address}healthz").json()
        finally:
            stop.set()
        for one in busy:
            one.result()
    assert first == {"status": "ok", "documents": 3}
    assert statuses and set(statuses) == {200}


def test_an_old_generation_still_answers_after_its_folder_is_gone(tmp_path):
    paper, folder = tmp_path / "notice.md", tmp_path / "index"
    paper.write_text(NOTICE, encoding="utf8")
    embedder = load_embedder(None)
    build_index([paper], folder, embedder)
    old = warmed(open_assistant(Settings(index=str(folder))))
    (before,) = folder.glob("gen-*")
    build_index([paper, tmp_path / "notice.md"], folder, embedder)
    (tmp_path / "rules.txt").write_text(RULES, encoding="utf8")
    build_index([tmp_path / "rules.txt"], folder, embedder)
    assert not before.exists()
    assert "85" in old.ask("改造老旧小区多少个?").text
    assert "市住建局" in old.ask("老旧小驱改造由谁牵头?").text


def test_an_index_that_cannot_be_opened_leaves_the_old_one_in_use(caplog):
    version, kinds = [1], []

    def opens():
        kinds.append(version[0])
        if version[0] == 2:
            raise MinshengError("索引损坏。", hint="重建。")
        if version[0] == 3:
            raise ZeroDivisionError
        return FakeAssistant(documents=(LIST,) * version[0])

    live = Live(opens, lambda: version[0])
    for now, swapped in ((1, False), (2, False), (2, False), (3, False), (None, False), (4, True)):
        version[0] = now
        assert live.refresh() is swapped
        assert len(live.documents) == (4 if swapped else 1)
    assert kinds == [1, 2, 3, 4]
    assert "索引损坏" in caplog.text and "ZeroDivisionError" in caplog.text


def test_a_server_that_is_stopped_finishes_what_it_began():
    class Slow(FakeAssistant):
        def __init__(self) -> None:
            super().__init__()
            self.began, self.gate = threading.Event(), threading.Event()

        def stream(self, question, *, history=(), scope=None, drop=()):
            self.began.set()
            assert self.gate.wait(_PATIENCE_S)
            yield from super().stream(question, history=history, scope=scope)

    slow = Slow()
    with ThreadPoolExecutor(1) as pool:
        with running(slow) as address:
            asked = pool.submit(
                httpx.post, f"{address}api/ask", json={"question": "公交?"}, timeout=_PATIENCE_S
            )
            assert slow.began.wait(_PATIENCE_S)
            threading.Timer(0.3, slow.gate.set).start()  # after the stop below has begun
        assert asked.result().json()["answer"] == "新开12条[1]。"


def test_a_swapped_assistant_is_let_go():
    class Circular(FakeAssistant):
        def __init__(self) -> None:
            super().__init__()
            self.me = self

    version, opened = [1], []

    def opens():
        assistant = Circular()
        opened.append(weakref.ref(assistant))
        return assistant

    live = Live(opens, lambda: version[0])
    version[0] = 2
    assert live.refresh() is True and live.refresh() is False
    assert [one() is None for one in opened] == [True, False]
