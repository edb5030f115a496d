"""What a real browser shows when the database, the server or a document behind the page is gone."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import expect

from assistant.golden.records import GoldenAnswer
from assistant.settings import Settings
from assistant.store.store import Store
from assistant.web.office import Office
from assistant.web.screenshots import ask, running
from assistant.web.server import listen, make_server
from tests.browser import overflow
from tests.web_fakes import LIST, FakeAssistant, nowhere

PASSWORD = "correct horse 电池"
FAINT = Path(__file__).with_name("contrast.js").read_text("utf-8")


@pytest.fixture
def memory(tmp_path):
    """The file of a store with an administrator and two editors."""
    store = Store(tmp_path / "memory.sqlite3")
    store.people.redeem(store.people.first_link(), "王一", PASSWORD)
    for name in ("陈编", "周审"):
        store.people.redeem(store.people.add(name, "editor", by="test"), "", PASSWORD)
    return tmp_path / "memory.sqlite3"


@pytest.fixture
def address(memory):
    with running(FakeAssistant(), Store(memory)) as url:
        yield url


@contextmanager
def serving(port):
    """A server at that port; its end is sudden for open pages."""
    with listen("127.0.0.1", port) as sock:
        server = make_server(FakeAssistant(), nowhere())
        thread = Thread(target=server.run, kwargs={"sockets": [sock]}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{sock.getsockname()[1]}/"
        server.should_exit = True
        thread.join(15)


@contextmanager
def gone(memory):
    """The database is away: in its place is something that is none."""
    away = memory.rename(memory.with_suffix(".away"))
    memory.mkdir()
    yield
    memory.rmdir()
    away.rename(memory)


def signed_in(open_page, address, path="", name="陈编"):
    page = open_page(f"{address}staff/sign-in")
    page.fill("[name=name]", name)
    page.fill("[name=password]", PASSWORD)
    page.click("form.card button")
    expect(page.locator("nav.staff .who")).to_contain_text(name)
    page.goto(address + path)
    return page


def test_what_is_typed_while_the_database_is_gone_is_sent_with_one_more_click(
    open_page, address, memory
):
    page = signed_in(open_page, address, "staff/golden/new?lang=en")
    page.fill("[name=question]", "月球户口谁办理?")
    page.fill("[name=answer]", "第一行。\n第二行。")
    page.fill("[name=note]", "来函")
    with gone(memory):
        page.click("main form.card button")
        expect(page.locator(".problem")).to_contain_text("The database cannot be used just now")
        assert memory.name not in page.content() and "sqlite" not in page.content()
        expect(page.locator("[name=answer]")).to_have_value("第一行。\n第二行。")
        expect(page.locator("form.card label").nth(1)).to_contain_text("Answer")
        expect(page.locator("form.card label")).to_have_count(7)  # no id, no version
    page.click("main form.card button")
    expect(page.locator("table.golden")).to_contain_text("月球户口谁办理?")
    (saved,) = Store(memory).golden.all()
    assert (saved.answer, saved.note) == ("第一行。\n第二行。", "来函")


def test_a_locked_database_loses_no_form(open_page, address, memory):
    page = signed_in(open_page, address, "staff/golden/new")
    page.fill("[name=question]", "月球户口谁办理?")
    page.fill("[name=answer]", "不办理。")
    page.fill("[name=note]", "来函")
    lock = sqlite3.connect(memory, isolation_level=None)
    lock.execute("BEGIN IMMEDIATE")
    page.click("main form.card button")
    expect(page.locator(".problem")).to_contain_text("数据库暂时不能用")
    expect(page.locator("[name=answer]")).to_have_value("不办理。")
    lock.execute("ROLLBACK")
    page.click("main form.card button")
    expect(page.locator("table.golden")).to_contain_text("月球户口谁办理?")


def test_signing_in_without_a_database_says_so_in_the_readers_language(open_page, address, memory):
    page = open_page(f"{address}staff/sign-in?lang=en")
    page.fill("[name=name]", "陈编")
    page.fill("[name=password]", PASSWORD)
    with gone(memory), page.expect_response("**/staff/sign-in") as caught:
        page.click("form.card button")
    assert caught.value.status == 503
    expect(page.locator(".problem")).to_contain_text("The database cannot be used just now")
    expect(page.locator("[name=name]")).to_have_value("陈编")


def test_feedback_and_conversations_without_a_database_are_told_in_english(
    open_page, address, memory
):
    page = signed_in(open_page, address, "?lang=en")
    page.locator("#past .greeting").wait_for()
    ask(page, "长者食堂由哪个单位牵头?")
    with gone(memory):
        page.locator("#live [data-verdict=down]").click()
        line = page.locator("#live .feedback output")
        expect(line).to_have_text(
            "Your feedback was not stored; the answer is unaffected: the server or its database "
            "cannot be reached just now. Press again later; if it recurs, tell whoever runs this "
            "service."
        )
        page.locator(".masthead [data-talks]").click()
        failed = page.locator("#talks-drawer .failed")
        expect(failed).to_contain_text("The database cannot be used just now")
        expect(failed).not_to_contain_text(memory.name)
        page.keyboard.press("Escape")
    page.locator("#live [data-verdict=down]").click()
    expect(line).to_have_text("Noted, thank you.")
    assert [f.verdict for f in Store(memory).feedback.all()] == ["down"]


def test_two_editors_at_once_are_told_who_was_first_and_both_keep_their_words(
    open_page, address, memory
):
    golden = Store(memory).golden
    first = golden.save(GoldenAnswer("月球户口谁办理?", "不办理。", "", note="来函"), by="陈编")
    mine = signed_in(open_page, address, f"staff/golden/{first.id}")
    theirs = signed_in(open_page, address, f"staff/golden/{first.id}?lang=en", name="周审")
    mine.fill("[name=note]", "电话记录")
    mine.click("main form.card button")
    expect(mine.locator("table.golden")).to_be_visible()
    theirs.fill("[name=note]", "会议纪要")
    theirs.click("main form.card button")
    expect(theirs.locator(".problem")).to_contain_text("陈编 已于")
    expect(theirs.locator(".problem")).to_contain_text("yours is kept")
    expect(theirs.locator("details pre")).to_have_text("电话记录")
    expect(theirs.locator("[name=note]")).to_have_value("会议纪要")
    theirs.click("main form.card button")
    expect(theirs.locator("table.golden")).to_be_visible()
    assert golden.get(first.id).note == "会议纪要"
    mine.goto(f"{address}staff/golden")  # a draft of 周审's, which 陈编 approves meanwhile
    theirs.goto(f"{address}staff/golden")
    mine.get_by_role("button", name="Approve").or_(mine.get_by_role("button", name="审定")).click()
    expect(mine.locator(".tag.approved")).to_be_visible()
    theirs.locator("button.quiet", has_text="Retire").click()
    expect(theirs.locator(".problem")).to_contain_text("陈编 已于")
    expect(theirs.locator(".problem")).to_contain_text("look at it as it is now")
    assert golden.get(first.id).state == "approved"


def test_the_audit_log_is_told_in_the_readers_words_and_turned_page_by_page(
    open_page, address, memory
):
    store = Store(memory)
    for number in range(60):
        store.audit.note("陈编", "document.upload", f"文件{number}.md")
    page = signed_in(open_page, address, "staff/people", name="王一")
    log = page.locator("table").last.locator("tbody tr")
    expect(log).to_have_count(50)
    expect(log.first).to_contain_text("登录")
    expect(log.nth(1)).to_contain_text("上传文件")
    page.get_by_role("link", name="更早的记录").click()
    expect(log.last).to_contain_text("设置密码")
    expect(log.first).to_contain_text("上传文件文件10.md")
    page.get_by_role("link", name="English").click()
    expect(log.last).to_contain_text("set a password")
    page.get_by_role("link", name="Latest entries").click()
    expect(log.first).to_contain_text("signed in")


@pytest.mark.parametrize(
    ("path", "status", "zh", "en"),
    [
        ("read/no-such-document?start=1&end=2", 404, "没有这份文件", "no such page or document"),
        ("nowhere", 404, "没有这一页", "no such page or document"),
        ("tasks?page=many", 422, "读不懂", "cannot be read"),
    ],
)
def test_an_address_that_leads_nowhere_is_a_page_in_the_readers_language(
    open_page, address, path, status, zh, en
):
    page = open_page(address + "tasks", width=390, height=844)
    assert page.goto(address + path).status == status
    expect(page.get_by_role("alert")).to_contain_text(zh)
    assert overflow(page) == 0
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("alert")).to_contain_text(en)
    page.locator("main").get_by_role("link", name="Documents").click()
    expect(page.locator("h1")).to_have_text("Documents")
    assert page.request.get(address + path).json().keys() & {"error", "detail"}
    assert page.faults == []


@pytest.mark.parametrize(
    ("language", "told"),
    [("zh", "与服务器的连接断开了"), ("en", "The connection to the server is lost")],
)
def test_a_server_that_comes_back_finds_conversation_and_question_where_they_were(
    open_page, language, told
):
    with serving(0) as address:
        page = open_page(f"{address}?lang={language}")
        page.locator("#past .greeting").wait_for()
        ask(page, "长者食堂由哪个单位牵头?")
    page.locator("#question textarea").fill("公交线路新开几条?")
    page.locator("#question textarea").press("Enter")
    expect(page.locator("#lost")).to_contain_text(told)
    expect(page.locator(".toast-wrap")).to_be_hidden()
    assert page.evaluate(FAINT) == []
    with serving(int(address.rstrip("/").rpartition(":")[2])):
        expect(page.locator("#lost")).to_have_count(0)
        expect(page.locator("#live .text")).to_contain_text("长者食堂由江河市民政局牵头")
        expect(page.locator("#question textarea")).to_have_value("公交线路新开几条?")
        page.locator("#send").click()
        expect(page.locator("#live .text")).to_contain_text("新开12条")
        expect(page.locator("#live .chip")).to_contain_text(["江河市"])  # what was asked before


def test_a_thousand_files_are_managed_page_by_page(open_page, memory, tmp_path):
    folder = tmp_path / "managed"
    folder.mkdir()
    for number in range(250):
        (folder / f"{number:03}.txt").write_text("第一条 测试。", encoding="utf8")
    (folder / LIST.source).write_text(LIST.text, encoding="utf8")
    settings = Settings(index=str(tmp_path / "index"), documents=str(folder))
    with running(FakeAssistant(), Store(memory), office=Office(settings=settings)) as address:
        page = signed_in(open_page, address, "staff/documents")
        rows = page.locator("table.managed tbody tr")
        expect(rows).to_have_count(100)
        expect(rows.first).to_contain_text("未读成")
        page.get_by_role("link", name="下一页").click()
        page.get_by_role("link", name="下一页").click()
        expect(page.locator(".turning")).to_contain_text("第 3 页，共 3 页")
        expect(rows).to_have_count(51)
        expect(rows.last).to_contain_text(LIST.title)  # those that were not read come first
        page.get_by_role("link", name="上一页").click()
        expect(rows.first).to_contain_text("100.txt")
