"""Ledger, documents and reader in a real Chromium: filter, save, open, on a phone."""

from __future__ import annotations

import openpyxl
import pytest
from playwright.sync_api import expect

from assistant.store.store import Store
from assistant.web.screenshots import running
from tests.browser import overflow
from tests.web_fakes import HOSTILE, FakeAssistant


@pytest.fixture(scope="module")
def address():
    with running(FakeAssistant()) as url:
        yield url


def test_the_ledger_is_filtered_saved_and_opens_the_source(open_page, address):
    page = open_page(address)
    page.get_by_role("link", name="任务台账").click()
    expect(page.locator("table.ledger tbody tr")).to_have_count(3)
    page.get_by_label("牵头或责任单位").fill("交通運輸局")
    page.keyboard.press("Enter")
    expect(page.locator("table.ledger tbody th")).to_have_text(["新开通勤公交线路12条"])
    with page.expect_download() as caught:
        page.get_by_role("link", name="下载表格").click()
    path = caught.value.path()
    saved = openpyxl.load_workbook(path.rename(path.with_suffix(".xlsx"))).active
    assert (saved.max_row, saved["A2"].value) == (2, "新开通勤公交线路12条")
    page.get_by_role("link", name="牵头单位").click()
    expect(page.locator("th[aria-sort]")).to_have_text("牵头单位")
    expect(page.get_by_label("牵头或责任单位")).to_have_value("交通運輸局")
    page.get_by_role("link", name="English").click()
    expect(page.locator("h1")).to_have_text("Task ledger")
    page.locator("table.ledger tbody th a").click()
    expect(page.locator("mark#place")).to_contain_text("3.新开通勤公交线路12条")
    expect(page.locator("mark#place")).to_be_in_viewport()
    assert page.hosts - {None, ""} == {"127.0.0.1"} and page.faults == []


def test_the_documents_page_opens_what_is_in_no_passage_and_shows_html_as_text(open_page, address):
    page = open_page(address)
    page.get_by_role("link", name="文件", exact=True).click()
    expect(page.locator("table.documents tbody th").nth(1)).to_contain_text(HOSTILE)
    page.locator("a.warning").first.click()
    expect(page.locator("mark#place")).to_contain_text("江政办发〔2031〕7号")
    page.get_by_role("link", name="全部文件").click()
    page.get_by_label("题名中的文字").fill(HOSTILE)
    page.keyboard.press("Enter")
    expect(page.locator("table.documents tbody tr")).to_have_count(1)
    expect(page.get_by_label("题名中的文字")).to_have_value(HOSTILE)
    assert page.evaluate("window.hacked") is None and page.locator("img").count() == 0
    assert page.hosts - {None, ""} == {"127.0.0.1"} and page.faults == []


@pytest.mark.parametrize("path", ["tasks", "documents", "read/d1"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_pages_fit_a_phone(open_page, address, path, language):
    page = open_page(f"{address}{path}?lang={language}", width=390, height=844)
    assert overflow(page) == 0
    page.keyboard.press("Tab")
    expect(page.locator("a.skip")).to_be_focused()


@pytest.fixture(scope="module")
def everywhere(tmp_path_factory):
    """A server that has an administrator."""
    store = Store(tmp_path_factory.mktemp("look") / "memory.sqlite3")
    store.people.redeem(store.people.first_link(), "王一", "correct horse 电池")
    with running(FakeAssistant(), store) as url:
        yield url


PAPER = "getComputedStyle(document.body).backgroundColor"
TYPE = "parseFloat(getComputedStyle(document.querySelector('.masthead')).fontSize)"
_DARK, _WHITE = "rgb(23, 25, 28)", "rgb(250, 249, 246)"


def test_large_type_and_dark_chosen_once_hold_on_every_page(open_page, everywhere):
    page = open_page(f"{everywhere}documents")
    small = page.evaluate(TYPE)
    page.get_by_role("button", name="大字").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="大字")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("link", name="深色").click()
    expect(page.get_by_role("link", name="浅色")).to_be_visible()
    expect(page.get_by_role("link", name="深色")).to_be_hidden()
    for path in ("documents", "tasks", "read/d1", "staff/sign-in", ""):
        page.goto(everywhere + path)
        page.locator("[data-look=size][aria-pressed=true]").wait_for()
        assert page.evaluate(PAPER) == _DARK, path
        assert page.evaluate(TYPE) > 1.2 * small, path
        assert overflow(page) == 0, path
    page.locator("#past .greeting").wait_for()
    page.get_by_role("button", name="浅色").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="深色")).to_be_focused()
    page.locator("[data-look=size]").click()
    for path in ("", "documents", "staff/sign-in"):
        page.goto(everywhere + path)
        page.locator("[data-look=size][aria-pressed=false]").wait_for()
        assert page.evaluate(PAPER) == _WHITE, path
    assert page.faults == []


def test_a_dark_system_is_followed_until_light_is_chosen(open_page, everywhere):
    page = open_page(everywhere, color_scheme="dark")
    assert page.evaluate(PAPER) == _DARK
    page.goto(f"{everywhere}tasks")
    assert page.evaluate(PAPER) == _DARK
    page.get_by_role("link", name="浅色").click()
    expect(page.get_by_role("link", name="深色")).to_be_visible()
    assert page.evaluate(PAPER) == _WHITE
    page.goto(everywhere)
    page.locator("#past .greeting").wait_for()
    expect(page.get_by_role("button", name="深色")).to_be_visible()
    assert page.evaluate(PAPER) == _WHITE


def test_switching_the_look_keeps_the_place_and_what_was_typed(open_page, everywhere):
    page = open_page(f"{everywhere}read/d3?start=10&end=20#place")
    page.get_by_role("button", name="大字").click()
    expect(page.locator("mark#place")).to_be_in_viewport()
    assert page.url.endswith("#place")
    page.goto(f"{everywhere}staff/sign-in?then=/staff/golden")
    page.fill("[name=name]", "王一")
    page.get_by_role("button", name="大字").click()
    page.get_by_role("link", name="深色").click()
    assert page.evaluate("[...document.documentElement.classList]") == ["dark"]
    expect(page.locator("[name=name]")).to_have_value("王一")
    page.fill("[name=password]", "wrong")
    page.locator("form.card button").click()
    expect(page.locator(".problem")).to_contain_text("姓名或密码不对")
    page.get_by_role("link", name="English").click()
    expect(page.locator("h1")).to_have_text("Sign in")


def test_the_staff_door_stands_on_every_page(open_page, everywhere):
    page = open_page(everywhere)
    expect(page.locator("#note a")).to_have_attribute("href", "staff/?lang=zh")
    for path in ("tasks", "documents", "read/d1"):
        page.goto(everywhere + path)
        page.get_by_role("link", name="工作人员入口").click()
        expect(page.locator("h1")).to_have_text("登录")
