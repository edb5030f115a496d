"""Pictures of the pages for the documentation: `python -m assistant.web.screenshots OUT_DIR`.

Drives the system's Chromium through Playwright (a development dependency) against a server of
its own, over the index that the settings name.
"""

from __future__ import annotations

import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Locator, Page, ViewportSize, sync_playwright
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from assistant.store.store import Store
from assistant.web import Asking
from assistant.web.guard import SELF
from assistant.web.office import HOME, Office
from assistant.web.server import listen, make_server
from corpus.errors import MinshengError

# Chromium calls home for updates and field trials unless told not to.
LAUNCH_ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
_SENDINGS, _TAKEN_MS = 5, 4000  # how often a question is sent, and how long it is waited for
WIDE: ViewportSize = {"width": 1360, "height": 860}
PHONE: ViewportSize = {"width": 390, "height": 844}
_LIST = "市民政局牵头的有哪些?"  # a list, wherever records name such a unit
Shoot = Callable[[Page, str], None]
_ENGLISH = "Which matters does the civil affairs bureau lead?"
NOTHING = "请问如何办理星际旅行签证"  # in no library of policy documents


class BrowserError(MinshengError):
    """There is no browser to take pictures with."""


def chromium() -> str | None:
    """Where the system's Chromium is, or None."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


@contextmanager
def running(
    assistant: Asking, memory: Store | None = None, *, frames: str = SELF, office: Office = HOME
) -> Iterator[str]:
    """The address of a server over that assistant, on a free port, stopped at the end.

    Without a memory, feedback goes into one that is thrown away.
    """
    with listen("127.0.0.1", 0) as sock, TemporaryDirectory() as folder:
        server = make_server(
            assistant,
            memory or Store(Path(folder) / "memory.sqlite3"),
            frames=frames,
            office=office,
        )
        thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]}, daemon=True)
        thread.start()
        while not server.started:
            if not thread.is_alive():
                raise RuntimeError("the server did not start")
            time.sleep(0.02)
        try:
            yield f"http://127.0.0.1:{sock.getsockname()[1]}/"
        finally:
            server.should_exit = True
            thread.join(15)


@contextmanager
def browser() -> Iterator[Browser]:
    """A headless Chromium; BrowserError where there is none."""
    path = chromium()
    if path is None:
        raise BrowserError("没有找到 Chromium。", hint="apt-get install chromium fonts-noto-cjk")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=list(LAUNCH_ARGUMENTS))
        try:
            yield launched
        finally:
            launched.close()


def ask(page: Page, question: str) -> None:
    """Type the question, send it with the Enter key and wait for the whole answer.

    The page takes no question while the one before is being put away: then it is sent again.
    """
    box = page.locator("#question textarea")
    box.fill(question)
    for _ in range(_SENDINGS):
        if box.input_value() == question:
            box.press("Enter")
        try:
            _turn(page, question).wait_for(timeout=_TAKEN_MS)
            break
        except PlaywrightTimeout:
            continue
    settled(page, question)


def settled(page: Page, question: str) -> None:
    """Wait until the latest turn is that question's and is complete."""
    _turn(page, question).locator(".reply:not(.streaming)").wait_for()


def _turn(page: Page, question: str) -> Locator:
    return page.locator("#live .turn", has=page.locator(".asked", has_text=question[:150]))


def shooter(out: Path) -> Shoot:
    """Writes a picture of a page into the folder `out`, under a name."""
    out.mkdir(parents=True, exist_ok=True)

    def shoot(page: Page, name: str) -> None:
        page.mouse.move(0, 0)
        page.wait_for_timeout(700)  # smooth scrolling comes to rest
        page.screenshot(path=out / f"{name}.png")

    return shoot


def public_pictures(chrome: Browser, assistant: Asking, shoot: Shoot) -> None:
    """The pages that everyone sees; the questions are the corpus's own examples."""
    with running(assistant) as address:
        for suffix, size in (("", WIDE), ("-phone", PHONE)):
            page = chrome.new_page(viewport=size)
            page.goto(f"{address}?lang=zh")
            page.locator("#past .greeting").wait_for()
            shoot(page, f"start{suffix}")
            _talk(page, list(assistant.examples()), suffix, shoot)
            _again(page)
            ask(page, NOTHING)
            shoot(page, f"abstained{suffix}")
            page.locator("[data-language]").click()
            page.locator("[data-language=zh]").wait_for()
            _again(page)
            ask(page, _ENGLISH)
            shoot(page, f"english{suffix}")
            for path, name in (("tasks?sort=deadline", "tasks"), ("documents", "documents")):
                page.goto(f"{address}{path}")
                shoot(page, f"{name}{suffix}")
            page.locator("tbody a").first.click()
            page.locator(".document").wait_for()
            shoot(page, f"reader{suffix}")
            _look(page, address, suffix, shoot)
            page.close()


def _look(page: Page, address: str, suffix: str, shoot: Shoot) -> None:
    """Large type and dark, on the ledger and in the chat."""
    page.goto(f"{address}tasks?lang=zh&look=large")
    page.goto(f"{address}tasks?lang=zh&look=dark")
    shoot(page, f"large-dark-tasks{suffix}")
    page.goto(f"{address}?lang=zh")
    page.locator("#past .greeting").wait_for()
    ask(page, _LIST)
    shoot(page, f"large-dark{suffix}")


def _again(page: Page) -> None:
    page.locator("#clear").click()
    page.locator("#past .greeting").wait_for()


def _talk(page: Page, examples: Sequence[str], suffix: str, shoot: Shoot) -> None:
    """A conversation: an answer, one that follows, a source, a table, the list of conversations."""
    for question in examples[:2]:
        ask(page, question)
        shoot(page, f"chat{suffix}" if question == examples[0] else f"second{suffix}")
        following = page.locator("#live .follow-ups .ask")
        if question == examples[0] and following.count():
            words = following.first.inner_text()
            following.first.click()
            settled(page, words)
            shoot(page, f"carried{suffix}")
    if page.locator("#live .card").count():
        page.locator("#live .card").first.click()
        page.locator("#panel .source:not(.unasked)").wait_for()
        shoot(page, f"source{suffix}")
        page.locator("#panel [data-close]").click()
    _again(page)
    ask(page, _LIST)
    shoot(page, f"table{suffix}")
    page.locator(".masthead [data-talks]").click()
    shoot(page, f"talks{suffix}")
    page.keyboard.press("Escape")
    _again(page)
    page.locator("#filter-region input").click()
    shoot(page, f"filters{suffix}")
    page.keyboard.press("Escape")


def main(arguments: list[str]) -> int:
    """Take the pictures over the configured index."""
    from assistant.settings import load_settings  # the assistant proper is heavy; help is not
    from assistant.web.screenshots_staff import staff_pictures
    from assistant.wiring import open_assistant

    if len(arguments) != 1 or arguments[0].startswith("-"):
        sys.stderr.write("usage: python -m assistant.web.screenshots OUT_DIR\n")
        return 2
    try:
        settings, shoot = load_settings(), shooter(Path(arguments[0]))
        with browser() as chrome, TemporaryDirectory() as folder:
            public_pictures(chrome, open_assistant(settings), shoot)
            staff_pictures(chrome, settings, Path(folder), shoot)
    except MinshengError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
