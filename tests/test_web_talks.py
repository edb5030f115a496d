"""Conversations kept in the reader's browser, chips taken back, files saved, the keyboard."""

from __future__ import annotations

import docx
import openpyxl
import pytest
from playwright.sync_api import expect
from sqlalchemy import delete

from assistant.store import tables
from assistant.store.store import Store
from assistant.web.screenshots import ask, running
from tests.browser import overflow
from tests.databases import Wire, postgres
from tests.web_fakes import HOSTILE, FakeAssistant

PASSWORD = "correct horse 电池"


@pytest.fixture(scope="module")
def fake():
    return FakeAssistant()


@pytest.fixture(scope="module")
def address(fake):
    with running(fake) as url:
        yield url


def _drawer(page):
    page.locator(".masthead [data-talks]").click()
    return page.locator("#talks-drawer")


def test_conversations_are_kept_over_a_reload_opened_again_renamed_and_deleted(
    open_page, address, fake
):
    page = open_page(address)
    ask(page, "长者食堂由哪个单位牵头?")
    ask(page, "公交线路新开几条?")
    page.locator("#clear").click()
    page.locator("#past .greeting").wait_for()
    ask(page, f"hostile {HOSTILE}")
    page.reload()
    page.locator("#past .greeting").wait_for()
    drawer = _drawer(page)
    titles = drawer.locator("li .open span")
    expect(titles).to_have_text([f"hostile {HOSTILE}"[:60], "长者食堂由哪个单位牵头?"])

    drawer.locator(".open").last.click()
    expect(page.locator("#live .text")).to_contain_text("新开12条")
    expect(page.locator("#past .turn")).to_have_count(1)
    expect(drawer).to_be_hidden()
    ask(page, "各事项的牵头单位有哪些?")
    assert fake.seen[-1][1] == ("长者食堂由哪个单位牵头?", "公交线路新开几条?")
    page.locator("#past button.mark", has_text="2").first.click()
    expect(page.locator("#panel .source:not(.unasked) mark")).to_have_text("开设长者食堂40家")

    expect(_drawer(page).locator("li")).to_have_count(2)
    drawer.locator("li").first.get_by_role("button", name="改名").click()
    page.keyboard.type(f"食堂{HOSTILE}"[:60])
    page.keyboard.press("Enter")
    expect(titles.first).to_have_text(f"食堂{HOSTILE}"[:60])
    drawer.locator("li").first.get_by_role("button", name="改名").click()
    page.keyboard.type("不要这个")
    page.keyboard.press("Escape")
    expect(titles.first).to_have_text(f"食堂{HOSTILE}"[:60])

    erase = drawer.locator("li").first.locator("button").last
    erase.click()
    expect(erase).to_have_text("确定删除")
    erase.click()
    expect(drawer.locator("li")).to_have_count(1)
    expect(page.locator("#past .greeting")).to_be_visible()
    assert (
        page.evaluate(
            "Object.keys(localStorage).filter(k => k.startsWith('minsheng-talk-')).length"
        )
        == 1
    )
    assert page.evaluate("window.hacked") is None and page.faults == []


def test_another_reader_sees_nothing_of_them(open_page, address):
    ask(open_page(address), "长者食堂由哪个单位牵头?")
    drawer = _drawer(open_page(address))
    expect(drawer.locator("li")).to_have_count(0)
    expect(drawer.locator(".none")).to_have_text("还没有对话。")


def test_a_full_browser_storage_is_told_and_the_answer_stays(open_page, address):
    page = open_page(address)
    page.evaluate(
        "() => { for (let n = 0, size = 1 << 20; size; n++) {"
        " try { localStorage.setItem('fill' + n, 'x'.repeat(size)) } catch { size >>= 1 } } }"
    )
    ask(page, "长者食堂由哪个单位牵头?")
    expect(page.locator("#talks-drawer .failed")).to_contain_text("浏览器的存储空间已满")
    expect(page.locator("#live .text")).to_contain_text("长者食堂由江河市民政局牵头")
    page.keyboard.press("Escape")
    expect(page.locator("#talks-drawer")).to_be_hidden()


def test_a_chip_of_what_was_carried_over_is_taken_back_on_a_click(open_page, address, fake):
    page = open_page(address)
    ask(page, "长者食堂由哪个单位牵头?")
    ask(page, "公交线路新开几条?")
    page.get_by_role("button", name="不沿用地区 江河市，重新回答").click()
    expect(page.locator("#past .turn")).to_have_count(2)
    expect(page.locator("#live .asked")).to_have_text("公交线路新开几条?")
    expect(page.locator("#live .chip b")).to_have_text(["已更正"])
    assert fake.seen[-1] == ("公交线路新开几条?", ("长者食堂由哪个单位牵头?",))


def test_files_are_saved_word_document_spreadsheet_and_chart(open_page, address):
    page = open_page(address)
    ask(page, "各事项的牵头单位有哪些?")
    expect(page.locator("#live .chart rect")).to_have_count(3)
    with page.expect_download() as caught:
        page.locator("#live a.download", has_text="XLSX").click()
    assert caught.value.suggested_filename == "回答表格.xlsx"
    sheet = openpyxl.load_workbook(caught.value.path().rename(f"{caught.value.path()}.xlsx")).active
    assert [c.value for c in sheet[4]] == ["新开通勤公交线路12条", "江河市交通运输局", 3000]
    with page.expect_download() as caught:
        page.locator("#export-word").click()
    assert caught.value.suggested_filename == "民生问答对话.docx"
    word = docx.Document(str(caught.value.path()))
    assert [p.text for p in word.paragraphs][2:4] == ["各事项的牵头单位有哪些?", "清单共有三项:"]


def test_the_keyboard_alone_asks_opens_a_source_and_comes_back(open_page, address):
    page = open_page(address)
    expect(page.locator("#question textarea")).to_be_focused()
    page.keyboard.type("长者食堂由哪个单位牵头?")
    page.keyboard.press("Enter")
    page.locator("#live .reply:not(.streaming)").wait_for()
    mark = page.locator("#live .text button.mark").last
    mark.focus()
    assert mark.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    panel = page.locator("#panel .source:not(.unasked)")
    expect(panel).to_be_focused()
    page.keyboard.press("Tab")
    expect(panel.locator("[data-step='-1']")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#panel .library")).to_be_visible()
    expect(mark).to_be_focused()
    page.locator(".masthead [data-talks]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-talks-new]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".masthead [data-talks]")).to_be_focused()
    expect(page.locator(".masthead [data-talks]")).to_have_attribute("aria-expanded", "false")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_control_has_a_name_that_is_read_aloud(open_page, address, language):
    page = open_page(f"{address}?lang={language}")
    ask(page, "各事项的牵头单位有哪些?")
    ask(page, "公交线路新开几条?")
    _drawer(page)
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    roles = ("button", "link", "textbox", "combobox", "listbox", "searchbox", "dialog")
    named = [
        (n["role"]["value"], n.get("name", {}).get("value", ""))
        for n in nodes
        if not n["ignored"] and n["role"]["value"] in roles
    ]
    assert len(named) > 20
    assert [role for role, name in named if not name.strip()] == []
    expect(page.locator("#live")).to_have_attribute("aria-live", "polite")


def test_the_drawer_fits_a_phone_in_large_type(open_page, address):
    page = open_page(address, width=390, height=844)
    page.locator("[data-look=size]").click()
    ask(page, "长者食堂由哪个单位牵头?")
    box = _drawer(page).bounding_box()
    assert (box["x"] >= 0, box["width"] <= 390) == (True, True)
    assert overflow(page) == 0


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """The address and the store of a server with an administrator."""
    store = Store(tmp_path_factory.mktemp("talks") / "memory.sqlite3")
    store.people.redeem(store.people.first_link(), "王一", PASSWORD)
    with running(FakeAssistant(), store) as url:
        yield url, store


def _signed_in(open_page, address):
    page = open_page(f"{address}staff/sign-in")
    page.fill("[name=name]", "王一")
    page.fill("[name=password]", PASSWORD)
    page.locator("form.card button").click()
    page.locator("nav.staff .who").wait_for()
    page.goto(address)
    page.locator("#past .greeting").wait_for()
    return page


def _stored(page):
    return page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('minsheng-talk'))")


def test_conversations_of_staff_are_kept_by_the_server_on_whatever_machine(open_page, office):
    address, store = office
    page = _signed_in(open_page, address)
    ask(page, "长者食堂由哪个单位牵头?")
    ask(page, "公交线路新开几条?")
    assert _stored(page) == []
    second = _signed_in(open_page, address)  # another browser
    drawer = _drawer(second)
    expect(drawer.locator(".hint")).to_contain_text("对话存在服务器上")
    expect(drawer.locator("li .open span")).to_have_text(["长者食堂由哪个单位牵头?"])
    drawer.locator("li .open").click()
    expect(second.locator("#live .text")).to_contain_text("新开12条")
    expect(second.locator("#past .turn")).to_have_count(1)
    ask(second, f"hostile {HOSTILE}")
    second.reload()
    second.locator("#past .greeting").wait_for()
    _drawer(second).locator("li .open").click()
    expect(second.locator("#past .turn")).to_have_count(2)

    _drawer(second).get_by_role("button", name="改名").click()
    second.keyboard.type(f"食堂{HOSTILE}"[:60])
    second.keyboard.press("Enter")
    expect(drawer.locator("li .open span")).to_have_text([f"食堂{HOSTILE}"[:60]])
    expect(drawer.locator("li .open")).to_be_focused()
    page.reload()
    page.locator("#past .greeting").wait_for()
    first = _drawer(page)
    expect(first.locator("li .open span")).to_have_text([f"食堂{HOSTILE}"[:60]])
    erase = first.locator("li button").last
    erase.click()
    erase.click()
    expect(first.locator("li")).to_have_count(0)
    (person,) = store.people.all()
    assert store.talks.all(person) == []
    assert second.evaluate("window.hacked") is None and page.faults == second.faults == []


def test_a_conversation_begun_before_signing_in_goes_on_where_the_reader_is(open_page, office):
    address, store = office
    page = open_page(address)
    ask(page, "长者食堂由哪个单位牵头?")
    assert len(_stored(page)) == 2
    page.goto(f"{address}staff/sign-in")
    page.fill("[name=name]", "王一")
    page.fill("[name=password]", PASSWORD)
    page.locator("form.card button").click()
    page.locator("nav.staff .who").wait_for()
    page.goto(address)
    page.locator("#past .greeting").wait_for()
    item = _drawer(page).locator("li")
    expect(item.locator("small")).to_contain_text("在本机")
    item.locator(".open").click()
    expect(page.locator("#live .text")).to_contain_text("江河市民政局")
    ask(page, "公交线路新开几条?")
    expect(_drawer(page).locator("li")).to_have_count(1)
    expect(page.locator("#talks-drawer small")).not_to_contain_text("在本机")
    (person,) = store.people.all()
    (talk,) = store.talks.all(person)
    assert [t["question"] for t in store.talks.turns(person, talk.id)] == [
        "长者食堂由哪个单位牵头?", "公交线路新开几条?",
    ]  # fmt: skip
    assert _stored(page) == ["minsheng-talks"]
    store.talks.remove(person, talk.id)


def test_where_the_session_ends_the_browser_keeps_the_turn(open_page, office):
    address, store = office
    page = _signed_in(open_page, address)
    ask(page, "长者食堂由哪个单位牵头?")
    with store.database.writing() as connection:
        connection.execute(delete(tables.sessions))
    ask(page, "公交线路新开几条?")
    assert len(_stored(page)) == 2
    drawer = _drawer(page)
    expect(drawer.locator(".failed")).to_contain_text("登录已结束，服务器上的对话没有丢")
    expect(drawer.locator("li")).to_have_count(1)


def test_where_the_database_goes_the_browser_keeps_the_turn(open_page):
    with postgres() as url:
        wire = Wire(url)
        store = Store(wire.url)
        store.people.redeem(store.people.first_link(), "王一", PASSWORD)
        with running(FakeAssistant(), store) as address:
            page = _signed_in(open_page, address)
            ask(page, "长者食堂由哪个单位牵头?")
            assert _stored(page) == []
            wire.cut()
            ask(page, "公交线路新开几条?")
            expect(page.locator("#live .text")).to_contain_text("新开12条")
            assert len(_stored(page)) == 2
            drawer = _drawer(page)
            expect(drawer.locator(".failed")).to_contain_text("数据库")
            expect(drawer.locator("li")).to_have_count(1)
            page.keyboard.press("Escape")
            wire.mend()
            expect(_drawer(page).locator("li")).to_have_count(2)
            expect(drawer.locator(".failed")).to_have_text("")
            assert page.faults == []
        wire.cut()
