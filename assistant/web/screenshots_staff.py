"""Pictures of the staff's pages: a day at the office, from setting up to an official answer."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import Browser, Page

from assistant.settings import Settings
from assistant.store.store import Store
from assistant.web.live import Live, generation
from assistant.web.office import office_of
from assistant.web.screenshots import NOTHING, PHONE, WIDE, Shoot, ask, running
from assistant.wiring import index_folder, open_assistant

_PASSWORD = "a password for pictures"
_BUILT_MS = 180_000
_UPLOADED = """云泽县2025年便民实事清单

一、养老

1.新建社区食堂12家,为60岁以上老年人提供助餐服务。(牵头单位:县民政局;责任单位:县财政局)

2.改造老旧小区85个,加装电梯40部。(牵头单位:县住建局;责任单位:县财政局)

云泽县人民政府办公室

2025年3月8日
"""
_QUESTION = "社区食堂由哪个单位牵头?"


def staff_pictures(chrome: Browser, settings: Settings, folder: Path, shoot: Shoot) -> None:
    """Take them; `folder` is for a copy of the index, the uploads and the database."""
    with _office(settings, folder) as (address, store):
        page = chrome.new_page(viewport=WIDE)
        _set_up(page, f"{address}staff/", store, shoot)
        _upload(page, f"{address}staff/", folder, shoot)
        _ask_and_complain(page, address, shoot)
        page.goto(f"{address}staff/questions")
        page.locator("table.said a").first.click()
        page.locator("[name=answer]").fill("社区食堂由县民政局牵头[1],办理电话见县政府网站。")
        shoot(page, "staff-golden")
        for size, suffix in ((WIDE, ""), (PHONE, "-phone")):
            page.set_viewport_size(size)
            for name in ("", "documents", "questions", "people"):
                page.goto(f"{address}staff/{name}")
                shoot(page, f"staff{'-' if name else ''}{name}{suffix}")
        page.close()


@contextmanager
def _office(settings: Settings, folder: Path) -> Iterator[tuple[str, Store]]:
    """A server over a copy of the index, to which documents can be added."""
    shutil.copytree(index_folder(settings), folder / "index")
    here = replace(settings, index=str(folder / "index"), memory=str(folder / "memory.sqlite3"),
                   documents=str(folder / "documents"))  # fmt: skip
    live = Live(lambda: open_assistant(here, official=True), lambda: generation(Path(here.index)))
    store = Store(here.memory)
    with live.following(0.2), running(live, store, office=office_of(here)) as address:
        yield address, store


def _set_up(page: Page, staff: str, store: Store, shoot: Shoot) -> None:
    page.goto(f"{staff}link?token={store.people.first_link()}")
    page.fill("[name=name]", "王一")
    for name in ("password", "repeated"):
        page.fill(f"[name={name}]", _PASSWORD)
    shoot(page, "staff-set-up")
    page.click("form.card button")
    page.fill("[name=password]", _PASSWORD)
    shoot(page, "staff-sign-in")
    page.click("form.card button")
    page.locator("nav.staff .who").wait_for()
    for name, role in (("李二", "editor"), ("赵三", "reader")):
        store.people.add(name, role, by="王一")


def _upload(page: Page, staff: str, folder: Path, shoot: Shoot) -> None:
    good, bad = folder / "云泽县2025年便民实事清单.txt", folder / "安装程序.exe"
    good.write_text(_UPLOADED, encoding="utf8")
    bad.write_bytes(b"MZ")
    page.goto(f"{staff}documents")
    page.set_input_files("[name=files]", [bad, good])
    page.click("#upload button")
    page.locator("table.managed td a").first.wait_for(timeout=_BUILT_MS)
    page.locator("#library[data-state=done]").wait_for()
    shoot(page, "staff-upload")


def _ask_and_complain(page: Page, address: str, shoot: Shoot) -> None:
    page.goto(address)
    page.locator("#past .greeting").wait_for()
    ask(page, NOTHING)
    ask(page, _QUESTION)
    page.click("#live [data-verdict=down]")
    page.fill("#live .why [name=reason]", "请写明怎样办理")
    page.locator("#live .feedback").scroll_into_view_if_needed()
    shoot(page, "feedback")
    page.click("#live .why button")
    page.locator("#live .feedback output:not(:empty)").wait_for()
