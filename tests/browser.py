"""A real browser for the tests: skips where there is none, fails where one is required."""

from __future__ import annotations

import os
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

expect.set_options(timeout=20_000)  # milliseconds: a busy machine of two cores is slow, not wrong


def need_chromium() -> None:
    """Skip where there is no Chromium; fail where MINSHENG_REQUIRE_BROWSER=1 says it must be."""
    from assistant.web.screenshots import chromium  # imports gradio: other tests need not wait

    if chromium() is not None:
        return
    reason = "no chromium on this machine: apt-get install chromium fonts-noto-cjk"
    if os.environ.get("MINSHENG_REQUIRE_BROWSER") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def chrome():
    """One Chromium for a module."""
    from assistant.web.screenshots import browser

    need_chromium()
    with browser() as launched:
        yield launched


@pytest.fixture
def open_page(chrome):
    """Opens addresses, each in a browser profile of its own that notes hosts and faults."""
    contexts = []

    def opener(url, width=1280, height=800, **options):
        context = chrome.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        page.hosts = set()
        page.on("request", lambda r: page.hosts.add(urlsplit(r.url).hostname))
        page.faults = []
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.goto(url)
        page.locator("#past .greeting, main#main").first.wait_for()
        return page

    yield opener
    for context in contexts:
        context.close()


def overflow(page) -> int:
    """Pixels by which the page is wider than the screen."""
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
