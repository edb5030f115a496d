"""The staff's pages in a real Chromium: set-up, sign-in, upload, feedback made official, expiry."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import delete

from assistant.settings import Settings
from assistant.store import tables
from assistant.store.store import Store
from assistant.web.live import Live, generation
from assistant.web.office import office_of
from assistant.web.screenshots import ask, browser, running
from assistant.wiring import open_assistant
from index.build import build_index
from index.embedder import load_embedder
from tests.browser import need_chromium
from tests.conftest import NOTICE, RULES
from tests.databases import KINDS, database
from tests.web_fakes import HOSTILE

PASSWORD = "correct horse 电池"
_PATIENCE_S = 60
_BUILT_MS = 120_000  # an index is built by a process of its own


@pytest.fixture(scope="module")
def chrome():
    need_chromium()
    with browser() as launched:
        yield launched


@pytest.fixture(scope="module", params=KINDS)
def office(request, tmp_path_factory):
    """The address and the store of a server over an index of the notice, on either database."""
    folder = tmp_path_factory.mktemp("office")
    (folder / "notice.md").write_text(NOTICE, encoding="utf8")
    build_index([folder / "notice.md"], folder / "index", load_embedder(None))
    with database(request.param, folder) as memory:
        settings = Settings(index=str(folder / "index"), memory=memory,
                            documents=str(folder / "managed"))  # fmt: skip
        store = Store(memory)
        live = Live(lambda: open_assistant(settings, official=True),
                    lambda: generation(Path(settings.index)))  # fmt: skip
        with live.following(0.1), running(live, store, office=office_of(settings)) as address:
            yield address, store


@pytest.fixture
def page(chrome):
    context = chrome.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on("console", lambda m: page.faults.append(m.text) if "Content Security" in m.text else "")
    yield page
    assert page.faults == []
    context.close()


def _person(store, name, role):
    if name not in {p.name for p in store.people.all()}:
        store.people.redeem(store.people.add(name, role, by="test"), "", PASSWORD)


def _sign_in(page, address, name):
    page.goto(f"{address}staff/sign-in")
    page.fill("[name=name]", name)
    page.fill("[name=password]", PASSWORD)
    page.click("form.card button")
    expect(page.locator("nav.staff .who")).to_contain_text(name)


def _until_open(store, question):
    """Wait until the records say that the question was asked once more."""
    end = time.monotonic() + _PATIENCE_S
    while question not in {u.question for u in store.questions.unanswered()}:
        assert time.monotonic() < end
        time.sleep(0.1)


def _until_official(page, address, question):
    """Wait until the server has noticed the approval."""
    end = time.monotonic() + _PATIENCE_S
    while True:
        reply = page.request.post(f"{address}api/ask", data={"question": question}).json()
        if reply["official"]:
            return
        assert time.monotonic() < end, reply
        time.sleep(0.2)


def test_the_first_administrator_sets_up_adds_an_editor_and_signs_out(page, office):
    address, store = office
    page.goto(f"{address}staff/link?token={store.people.first_link()}")
    page.fill("[name=name]", "王一")
    page.fill("[name=password]", PASSWORD)
    page.fill("[name=repeated]", PASSWORD)
    page.click("form.card button")
    expect(page.locator(".notice")).to_have_text("密码已设置，请登录。")
    page.fill("[name=password]", "something else")
    page.click("form.card button")
    expect(page.locator(".problem")).to_contain_text("姓名或密码不对")
    expect(page.locator("[name=name]")).to_have_value("王一")
    page.fill("[name=password]", PASSWORD)
    page.click("form.card button")
    page.click("nav.staff a:has-text('人员与日志')")
    page.fill("form.row [name=name]", f"李二{HOSTILE}"[:60])
    page.select_option("form.row [name=role]", "editor")
    page.click("form.row button")
    expect(page.locator(".notice code")).to_contain_text("/staff/link?token=")
    expect(page.locator("table.people")).to_contain_text("李二<img src=x")
    assert page.evaluate("window.hacked") is None
    page.click("nav.staff button")
    expect(page).to_have_url(re.compile("/staff/sign-in$"))
    page.goto(f"{address}staff/people")
    expect(page).to_have_url(re.compile("/staff/sign-in"))


def test_files_are_uploaded_with_a_report_and_a_bad_one_is_told(page, office, tmp_path):
    address, store = office
    _person(store, "陈编", "editor")
    (tmp_path / "rules.txt").write_text(RULES, encoding="utf8")
    (tmp_path / "tool.exe").write_bytes(b"MZ")
    _sign_in(page, address, "陈编")
    page.goto(f"{address}staff/documents")
    page.set_input_files("[name=files]", [tmp_path / "tool.exe", tmp_path / "rules.txt"])
    page.click("#upload button")
    expect(page.locator("#sent li.problem")).to_contain_text("不读取此类文件")
    expect(page.locator("#sent li:not(.problem)")).to_have_text("rules.txt: 已收到，正在读取")
    row = page.locator("table.managed tr", has_text="rules.txt")
    expect(row).to_contain_text("覆盖 100.0 %", timeout=_BUILT_MS)
    expect(page.locator("#library .notice")).to_contain_text("共 2 份文件", timeout=_BUILT_MS)
    page.goto(address)
    page.locator("#past .greeting").wait_for()
    ask(page, "停车场首小时收费最多多少钱?")
    expect(page.locator("#live .text")).to_contain_text("5元")


def test_a_session_that_ended_keeps_the_chosen_files_and_what_was_typed(page, office, tmp_path):
    address, store = office
    _person(store, "陈编", "editor")
    _sign_in(page, address, "陈编")
    page.goto(f"{address}staff/documents")
    (tmp_path / "later.txt").write_text(RULES.replace("停车", "泊车"), encoding="utf8")
    page.set_input_files("[name=files]", tmp_path / "later.txt")
    with store.database.writing() as connection:
        connection.execute(delete(tables.sessions))
    page.click("#upload button")
    expect(page.locator("#sent li.problem")).to_contain_text("选好的文件还在")
    expect(page.locator("#sent a")).to_have_attribute("href", "/staff/sign-in")
    assert page.evaluate("document.querySelector('[name=files]').files[0].name") == "later.txt"

    _sign_in(page, address, "陈编")
    page.goto(f"{address}staff/golden/new")
    page.fill("[name=question]", "写了很久的问题?")
    page.fill("[name=answer]", "第一行\n第二行 <b>")
    page.fill("[name=note]", "来函")
    with store.database.writing() as connection:
        connection.execute(delete(tables.sessions))
    page.click("main form.card button")
    expect(page.locator(".problem")).to_contain_text("没有丢")
    page.fill("[name=name]", "陈编")
    page.fill("[name=password]", PASSWORD)
    page.click("form.card button")
    expect(page.locator("[name=answer]")).to_have_value("第一行\n第二行 <b>")
    page.click("main form.card button")
    expect(page.locator("table.golden")).to_contain_text("写了很久的问题?")
    (saved,) = (a for a in store.golden.all() if a.question == "写了很久的问题?")
    assert saved.answer == "第一行\n第二行 <b>"


def test_a_thumb_down_becomes_an_official_answer(chrome, page, office):
    address, store = office
    _person(store, "陈编", "editor")
    _person(store, "周审", "editor")
    page.goto(address)
    page.locator("#past .greeting").wait_for()
    ask(page, "老旧小区改造谁牵头?")
    page.click("#live [data-verdict=down]")
    page.fill("#live .why [name=reason]", "请写明科室")
    page.click("#live .why button")
    expect(page.locator("#live .feedback output")).to_have_text("已记下，谢谢。")
    _sign_in(page, address, "陈编")
    page.goto(f"{address}staff/questions")
    row = page.locator("table.said tr", has_text="请写明科室")
    row.locator("a").click()
    expect(page.locator("[name=question]")).to_have_value("老旧小区改造谁牵头?")
    expect(page.locator("[name=quotes]")).to_have_value(re.compile(r"notice\.md\|"))
    page.fill("[name=answer]", "由市住建局房产科牵头[1]。")
    page.click("main form.card button")
    expect(page.locator(".problem")).to_have_count(0)
    row = page.locator("table.golden tr", has_text="老旧小区改造谁牵头?")
    expect(row.locator(".tag")).to_have_text("草稿")
    expect(row.locator("button", has_text="审定")).to_have_count(0)
    page.context.clear_cookies()
    _sign_in(page, address, "周审")
    page.goto(f"{address}staff/golden")
    row.locator("button", has_text="审定").click()
    expect(row.locator(".tag")).to_have_text("已审定")
    page.goto(f"{address}staff/questions")
    expect(page.locator("main")).not_to_contain_text("请写明科室")
    question = "请问老旧小区改造是谁牵头?"
    _until_official(page, address, question)
    page.goto(address)
    page.locator("#past .greeting").wait_for()
    ask(page, question)
    expect(page.locator("#live .official")).to_contain_text("官方答复")
    expect(page.locator("#live .official")).to_contain_text("周审 审定")
    expect(page.locator("#live .text")).to_contain_text("房产科")


def test_a_question_without_answer_becomes_an_official_one(page, office):
    address, store = office
    _person(store, "陈编", "editor")
    question = "<b>星际旅行签证由谁办理?"
    page.goto(address)
    page.locator("#past .greeting").wait_for()
    ask(page, question)
    expect(page.locator("#live .abstention")).to_contain_text("无法回答")
    _sign_in(page, address, "陈编")
    page.goto(f"{address}staff/questions")
    row = page.locator("table.unanswered tr", has_text="星际旅行签证")
    expect(row.locator("th")).to_contain_text(question)
    row.locator("a").click()
    expect(page.locator("[name=question]")).to_have_value(question)
    page.fill("[name=answer]", "市里不办理此项签证。")
    page.fill("[name=note]", "外事办来函")
    page.click("main form.card button")
    expect(page.locator(".problem")).to_have_count(0)
    expect(page.locator("table.golden")).to_contain_text("星际旅行签证")
    page.goto(address)
    page.locator("#past .greeting").wait_for()
    ask(page, question)
    expect(page.locator("#live .abstention")).to_contain_text("无法回答")
    _until_open(store, question)
    page.goto(f"{address}staff/questions")
    expect(page.locator("main")).not_to_contain_text("星际旅行签证")
    (draft,) = (a for a in store.golden.all() if a.question == question)
    store.golden.approve(draft.id, draft.version, by="周审")
    _until_official(page, address, question)
    page.goto(address)
    page.locator("#past .greeting").wait_for()
    ask(page, question)
    expect(page.locator("#live .official")).to_contain_text("官方答复")
    expect(page.locator("#live .text")).to_have_text("市里不办理此项签证。")
    assert page.evaluate("window.hacked") is None


def test_the_pages_fit_a_phone_and_speak_english(chrome, office):
    address, store = office
    _person(store, "陈编", "editor")
    context = chrome.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    _sign_in(page, address, "陈编")
    for path in ("staff/?lang=en", "staff/documents", "staff/questions", "staff/golden",
                 "staff/golden/new"):  # fmt: skip
        page.goto(address + path)
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wide) == 0, path
        expect(page.locator("nav.staff")).to_contain_text("Manage documents")
    context.close()
