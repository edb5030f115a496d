"""The chat on a page of another origin: shown where the setting allows it, else not."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

from playwright.sync_api import expect

from assistant.web.screenshots import running
from tests.web_fakes import FakeAssistant


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def _site(folder):
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as site:
        threading.Thread(target=site.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{site.server_port}"
        site.shutdown()


def _visit(chrome, site: str, folder, address: str):
    (folder / "index.html").write_text(
        "<!doctype html><html lang=en><style>button, iframe { display: none !important }</style>"
        f'<h1>Town</h1><script src="{address}widget.js" data-lang="en"></script>',
        encoding="utf8",
    )
    page = chrome.new_context(viewport={"width": 1000, "height": 800}).new_page()
    page.refusals = []
    page.on("console", lambda m: page.refusals.append(m.text) if m.type == "error" else None)
    page.goto(site)
    return page


def test_a_site_that_is_allowed_shows_the_chat_and_it_answers(chrome, tmp_path):
    with _site(tmp_path) as site, running(FakeAssistant(), frames=f"'self' {site}") as address:
        page = _visit(chrome, site, tmp_path, address)
        assert len(page.frames) == 1
        page.get_by_role("button", name="Ask about policies").click()
        chat = page.frame_locator("iframe")
        chat.locator("#past .greeting").wait_for()
        chat.locator("#question textarea").fill("长者食堂由哪个单位牵头?")
        chat.locator("#question textarea").press("Enter")
        expect(chat.locator("#live .text")).to_contain_text("长者食堂由江河市民政局牵头")
        chat.locator("#live button.mark").first.click()
        expect(chat.locator("#panel .source mark")).to_have_text("江河市民政局")
        page.get_by_role("button", name="Close").click()
        expect(page.locator("iframe")).to_be_hidden()
        assert [r for r in page.refusals if "frame-ancestors" in r] == []
        page.context.close()


def test_a_site_that_is_not_allowed_gets_no_chat(chrome, tmp_path):
    with _site(tmp_path) as site, running(FakeAssistant()) as address:
        page = _visit(chrome, site, tmp_path, address)
        with page.expect_console_message(lambda m: "frame-ancestors" in m.text) as refused:
            page.get_by_role("button", name="Ask about policies").click()
        assert refused.value.type == "error" and "'self'" in refused.value.text
        assert page.frame_locator("iframe").locator("#question").count() == 0
        page.context.close()
