"""Reading with weak eyes or without a mouse: contrast, and where the keyboard goes."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from assistant.store.store import Store
from assistant.web.screenshots import ask, running
from tests.browser import overflow
from tests.web_fakes import FakeAssistant

PASSWORD = "correct horse 电池"
FAINT = Path(__file__).with_name("contrast.js").read_text("utf-8")


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    store = Store(tmp_path_factory.mktemp("reading") / "memory.sqlite3")
    store.people.redeem(store.people.first_link(), "王一", PASSWORD)
    store.questions.missed("月球户口谁办理?", "没有这样的内容")
    with running(FakeAssistant(), store) as url:
        yield url


@pytest.mark.parametrize("look", ["normal", "large"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_has_enough_contrast(open_page, address, scheme, look):
    page = open_page(f"{address}tasks?look={look}", color_scheme=scheme)
    for path in ("tasks", "documents", "read/d1?start=5&end=20", "staff/sign-in"):
        page.goto(address + path)
        assert page.evaluate(FAINT) == [], path
    page.fill("[name=name]", "王一")
    page.fill("[name=password]", PASSWORD)
    page.click("form.card button")
    expect(page.locator("nav.staff .who")).to_contain_text("王一")
    for path in ("", "documents", "questions", "golden/new", "people"):
        page.goto(f"{address}staff/{path}")
        assert page.evaluate(FAINT) == [], path
    page.goto(address)
    page.locator("#past .greeting").wait_for()
    assert page.evaluate(FAINT) == []
    for question in ("各事项的牵头单位有哪些?", "星际旅行怎么办?", "boom"):
        ask(page, question)
        assert page.evaluate(FAINT) == [], question
    ask(page, "长者食堂由哪个单位牵头?")
    page.locator("#live .card").first.click()
    page.locator("#panel .source:not(.unasked)").wait_for()
    page.locator("#live [data-verdict=down]").click()
    page.locator(".masthead [data-talks]").click()
    expect(page.locator("#talks-drawer .open").first).to_be_visible()
    assert page.evaluate(FAINT) == []


@pytest.mark.parametrize("look", ["normal", "large"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_people_page_fits_a_phone(open_page, address, language, look):
    page = open_page(f"{address}staff/sign-in?look={look}", width=390, height=844)
    page.fill("[name=name]", "王一")
    page.fill("[name=password]", PASSWORD)
    page.click("form.card button")
    page.goto(f"{address}staff/people?lang={language}")
    expect(page.locator("h2")).to_have_text({"zh": "审计日志", "en": "Audit log"}[language])
    assert overflow(page) == 0


IN_SIGHT = """() => {
  const e = document.activeElement, box = e.getBoundingClientRect();
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return e === document.body || e.contains(top);
}"""


@pytest.mark.parametrize(("width", "height"), [(1280, 700), (390, 700)])
def test_what_has_the_focus_is_never_behind_the_question_box(open_page, address, width, height):
    page = open_page(address, width=width, height=height)
    ask(page, "各事项的牵头单位有哪些?")
    page.locator("#live button.mark").first.focus()
    for _ in range(12):
        page.keyboard.press("Tab")
        inside = page.evaluate("document.activeElement.closest('#live') !== null")
        assert not inside or page.evaluate(IN_SIGHT)


def test_the_keyboard_passes_the_filters_and_leaves_no_list_open(open_page, address):
    page = open_page(address)
    page.locator("#filter-region input").focus()
    lists = page.locator("#filters ul[role=listbox]")
    expect(lists).to_have_count(1)
    for name in ("level", "year", "document"):
        page.keyboard.press("Tab")
        expect(page.locator(f"#filter-{name} input")).to_be_focused()
        expect(page.locator(f"#filter-{name} ul[role=listbox]")).to_be_visible()
        expect(lists).to_have_count(1)
    page.keyboard.press("Shift+Tab")
    expect(page.locator("#filter-year ul[role=listbox]")).to_be_visible()
    expect(lists).to_have_count(1)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(lists).to_have_count(0)


def test_escape_closes_the_filters_list_first_and_then_the_source(open_page, address):
    page = open_page(address)
    ask(page, "长者食堂由哪个单位牵头?")
    page.locator("#live button.mark").first.focus()
    page.keyboard.press("Enter")
    source = page.locator("#panel .source:not(.unasked)")
    expect(source).to_be_focused()
    page.locator("#filter-year input").focus()
    lists = page.locator("#filters ul[role=listbox]")
    expect(lists).to_have_count(1)
    page.keyboard.press("Escape")
    expect(lists).to_have_count(0)
    expect(source).to_be_visible()
    page.keyboard.press("Escape")
    expect(source).to_have_count(0)
    expect(page.locator("#live button.mark").first).to_be_focused()
