"""Ledger, documents and reader in a real Chromium: filter, save, open, on a phone."""

from __future__ import annotations

import openpyxl
import pytest
from playwright.sync_api import expect

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
