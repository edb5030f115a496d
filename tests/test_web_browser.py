"""The chat in a real Chromium, against a real server over a small assistant."""

from __future__ import annotations

import logging
import re
import sqlite3
from threading import Event, Timer

import pytest
from playwright.sync_api import expect

from assistant.store.feedback import Feedback
from assistant.store.store import Store
from assistant.web.guard import BODY_MAX
from assistant.web.screenshots import ask, running
from tests.browser import overflow
from tests.web_fakes import HOSTILE, LIST, FakeAssistant


@pytest.fixture(scope="module")
def fake():
    return FakeAssistant()


@pytest.fixture(scope="module")
def address(fake):
    with running(fake) as url:
        yield url


def test_a_question_is_answered_and_its_citation_opens_at_the_quote(open_page, address):
    page = open_page(address)
    ask(page, "长者食堂由哪个单位牵头?")
    expect(page.locator("#live .text")).to_contain_text("长者食堂由江河市民政局牵头")
    page.locator("#live .text button.mark", has_text="2").click()
    panel = page.locator("#panel .source:not(.unasked)")
    expect(panel.locator("mark")).to_have_text("开设长者食堂40家")
    expect(panel.locator("mark")).to_be_in_viewport()
    expect(panel.locator("h2")).to_have_text("《江河市2031年为民办事清单》")
    expect(panel.locator(".facts")).to_contain_text("江政办发〔2031〕7号")
    expect(panel.locator(".path")).to_have_text("一、养老服务")
    expect(panel.locator(".surroundings")).to_contain_text("2.为独居老人家庭")
    assert page.faults == []


def test_the_first_source_stands_beside_the_answer_and_steps_to_the_next(open_page, address):
    page = open_page(address)
    ask(page, "长者食堂由哪个单位牵头?")
    expect(page.locator("#panel mark")).to_have_text("江河市民政局")
    page.locator("#panel [data-step='1']").click()
    expect(page.locator("#panel mark")).to_have_text("开设长者食堂40家")
    page.keyboard.press("Escape")
    expect(page.locator("#panel .library")).to_be_visible()


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_a_quote_deep_in_a_long_passage_is_scrolled_to(open_page, address, width, height):
    page = open_page(address, width=width, height=height)
    ask(page, "长通知说了什么?")
    page.locator("#live .card").click()
    mark = page.locator("#panel .source:not(.unasked) mark")
    expect(mark).to_have_text("关键的一句")
    expect(mark).to_be_in_viewport()


def test_no_request_leaves_this_machine(open_page, address):
    page = open_page(address)
    ask(page, "各事项的牵头单位有哪些?")
    page.locator("#live .card").first.click()
    page.locator("#panel .source:not(.unasked)").wait_for()
    page.wait_for_timeout(500)
    assert page.hosts - {None, ""} == {"127.0.0.1"}


def test_copy_puts_the_quote_with_its_citation_on_the_clipboard(open_page, address):
    page = open_page(address, permissions=["clipboard-read", "clipboard-write"])
    ask(page, "长者食堂由哪个单位牵头?")
    page.locator("#panel [data-copy]").click()
    expect(page.locator("#panel [data-copy]")).to_have_text("已复制")
    assert page.evaluate("navigator.clipboard.readText()") == (
        "“江河市民政局”（《江河市2031年为民办事清单》一第1项，江政办发〔2031〕7号，2031年2月5日）"
    )


def test_the_language_switch_changes_all_texts_and_is_remembered(open_page, address):
    page = open_page(address)
    ask(page, "长者食堂由哪个单位牵头?")
    page.locator("[data-language=en]").click()
    expect(page.locator("#live .cards h3")).to_have_text("Sources")
    expect(page.locator("#send")).to_have_text("Ask")
    expect(page.locator("#panel [data-copy]")).to_have_text("Copy with citation")
    assert page.locator("#question textarea").get_attribute("placeholder").startswith("Your")
    assert page.evaluate("document.documentElement.lang") == "en"
    page.reload()
    expect(page.locator("#past .greeting h2")).to_have_text("What would you like to know?")


def test_an_abstention_shows_the_nearest_passages_and_they_open(open_page, address):
    page = open_page(address)
    ask(page, "星际旅行怎么办?")
    expect(page.locator("#live .abstention")).to_contain_text("没有足够接近的段落")
    expect(page.locator("#live .cards h3")).to_have_text("最接近的原文")
    page.locator("#live .card").click()
    panel = page.locator("#panel .source:not(.unasked)")
    expect(panel.locator("mark")).to_have_text("加装烟雾报警器6000个")


def test_hostile_html_is_shown_as_text_everywhere(open_page, address):
    page = open_page(address)
    question = f"hostile {HOSTILE} ${{window.hacked=1}} {{{{value}}}}"
    ask(page, question)
    expect(page.locator("#live .asked")).to_have_text(question)
    expect(page.locator("#live .text")).to_contain_text("${1+1} {{value}} [9]")
    expect(page.locator("#live td")).to_have_text(HOSTILE)
    page.locator("#live .card").click()
    panel = page.locator("#panel .source:not(.unasked)")
    expect(panel.locator("mark")).to_contain_text(HOSTILE)
    page.locator("[data-language=en]").click()
    expect(page.locator("#send")).to_have_text("Ask")
    page.wait_for_timeout(300)
    assert page.evaluate("window.hacked") is None
    assert page.locator("img[src=x]").count() == 0
    page.goto(f"{address}{page.locator('#panel .actions a').get_attribute('href')}")
    expect(page.locator("mark#place")).to_contain_text(HOSTILE)
    assert page.evaluate("window.hacked") is None


def test_an_example_and_a_follow_up_are_asked_on_a_click(open_page, address, fake):
    page = open_page(address)
    page.locator("#past .ask").first.click()
    page.locator("#live .follow-ups .ask").click()
    expect(page.locator("#live .text")).to_contain_text("新开12条")
    expect(page.locator("#past .turn")).to_have_count(1)
    expect(page.locator("#live .chips")).to_contain_text("沿用上文地区 江河市")
    assert fake.seen[-1] == ("公交线路新开几条?", ("长者食堂由哪个单位牵头?",))


def test_a_table_is_shown_and_downloads_as_csv(open_page, address):
    page = open_page(address)
    ask(page, "各事项的牵头单位有哪些?")
    expect(page.locator("#live table tbody tr")).to_have_count(3)
    with page.expect_download() as caught:
        page.locator("#live a.download").first.click()
    assert caught.value.suggested_filename == "回答表格.csv"
    written = caught.value.path().read_text("utf-8-sig").splitlines()
    assert written[0] == "事项,牵头单位,数值"
    assert written[3] == "新开通勤公交线路12条,江河市交通运输局,3000"


@pytest.mark.parametrize(
    ("question", "message"), [("", "问题是空的。"), ("长" * 100_000, "问题太长:100000字。")]
)
def test_a_question_that_cannot_be_read_gets_a_message_and_is_not_lost(
    open_page, address, question, message
):
    page = open_page(address)
    page.fill("#question textarea", question)
    page.locator("#send").click()
    expect(page.locator("#live .problem")).to_contain_text(message)
    expect(page.locator("#question textarea")).to_have_value(question)


def test_clearing_brings_the_first_screen_back(open_page, address, fake):
    page = open_page(address)
    ask(page, "长者食堂由哪个单位牵头?")
    page.locator("#clear").click()
    expect(page.locator("#past .greeting")).to_be_visible()
    expect(page.locator("#live .turn")).to_have_count(0)
    ask(page, "公交线路新开几条?")
    assert fake.seen[-1] == ("公交线路新开几条?", ())


def test_a_phone_has_no_sideways_scroll_and_the_source_slides_in_and_out(open_page, address):
    page = open_page(address, width=390, height=844)
    assert overflow(page) == 0
    ask(page, "各事项的牵头单位有哪些?")
    assert overflow(page) == 0
    expect(page.locator("#panel .source")).to_be_hidden()
    page.locator("#live button.mark").first.click()
    sheet = page.locator("#panel .source")
    expect(sheet).to_be_visible()
    expect(sheet.locator("mark")).to_be_in_viewport()
    assert overflow(page) == 0
    sheet.locator("[data-close]").click()
    expect(sheet).to_be_hidden()
    page.locator("[data-look=size]").click()
    assert page.evaluate("document.documentElement.classList.contains('large')")
    assert overflow(page) == 0


def test_an_empty_corpus_says_how_to_index(open_page):
    with running(FakeAssistant(documents=())) as url:
        page = open_page(url)
        expect(page.locator("#past .empty")).to_contain_text("资料库还是空的")
        expect(page.locator("#past .empty")).to_contain_text("minsheng index PATH")


def test_the_whole_document_opens_at_the_place(open_page, address):
    page = open_page(address)
    ask(page, "公交线路新开几条?")
    page.goto(f"{address}{page.locator('#panel .actions a').get_attribute('href')}")
    expect(page.locator("mark#place")).to_have_text("新开通勤公交线路12条")
    expect(page.locator("mark#place")).to_be_in_viewport()
    expect(page.locator("h1")).to_have_text(LIST.title)


def test_a_thumb_with_a_reason_is_kept_and_stays_pressed(open_page, tmp_path):
    memory = Store(tmp_path / "memory.sqlite3")
    with running(FakeAssistant(), memory) as url:
        page = open_page(url)
        ask(page, f"elder {HOSTILE}")
        down = page.locator("#live [data-verdict=down]")
        down.click()
        expect(page.locator("#live .feedback output")).to_have_text("已记下，谢谢。")
        assert [(f.verdict, f.reason) for f in memory.feedback.all()] == [("down", "")]
        page.fill("#live .feedback input", f"{HOSTILE} 11010519491231002X")
        page.press("#live .feedback input", "Enter")
        expect(page.locator("#live .feedback .why")).to_be_hidden()
        (kept,) = memory.feedback.all()
        assert (kept.question, kept.reason) == (f"elder {HOSTILE}", f"{HOSTILE} [身份证号]")
        assert kept.answer == "长者食堂由江河市民政局牵头[1],计划开设40家[2]。"
        ask(page, "公交线路新开几条?")
        expect(page.locator("#past [data-verdict=down]")).to_have_attribute("aria-pressed", "true")
        expect(page.locator("#live [aria-pressed=true]")).to_have_count(0)
        assert page.evaluate("window.hacked") is None and page.faults == []


def test_feedback_that_cannot_be_kept_leaves_a_message_and_the_chat_goes_on(
    open_page, tmp_path, monkeypatch
):
    monkeypatch.setattr("assistant.store.database._WAIT_S", 0.1)
    memory = Store(tmp_path / "memory.sqlite3")
    memory.feedback.all()
    memory.feedback.keep(Feedback("问", "答", "up"))
    lock = sqlite3.connect(tmp_path / "memory.sqlite3", isolation_level=None)
    lock.execute("BEGIN EXCLUSIVE")
    with running(FakeAssistant(), memory) as url:
        page = open_page(url)
        ask(page, "长者食堂由哪个单位牵头?")
        page.locator("#live [data-verdict=up]").click()
        status = page.locator("#live .feedback output")
        expect(status).to_contain_text("反馈没有存下，回答不受影响", timeout=30_000)
        expect(page.locator("#live .text")).to_contain_text("长者食堂由江河市民政局牵头")
        ask(page, "公交线路新开几条?")
        lock.execute("ROLLBACK")
        page.locator("#live [data-verdict=up]").click()
        expect(page.locator("#live .feedback output")).to_have_text("已记下，谢谢。")
    lock.close()
    assert [f.question for f in memory.feedback.all()] == ["问", "公交线路新开几条?"]


def _choose(page, name, text):
    page.locator(f"#filter-{name} input").click()
    page.get_by_role("option", name=text, exact=True).click()


def test_a_filter_narrows_the_answer_and_can_be_taken_back(open_page, address):
    page = open_page(address)
    expect(page.locator("#filter-region input")).to_have_value("全部地区")
    _choose(page, "document", "长通知")
    ask(page, "长者食堂由哪个单位牵头?")
    expect(page.locator("#live .abstention")).to_contain_text("所选范围内没有相关的文件")
    _choose(page, "document", "全部文件")
    _choose(page, "region", "江河市")
    _choose(page, "level", "市")
    _choose(page, "year", "2031")
    ask(page, "长者食堂由哪个单位牵头? 再问")
    expect(page.locator("#live .text")).to_contain_text("长者食堂由江河市民政局牵头")
    page.locator("[data-language=en]").click()
    expect(page.locator("#filter-document input")).to_have_value("All documents")
    expect(page.locator("#filter-region input")).to_have_value("江河市")
    assert page.faults == []


def test_typing_into_a_filter_searches_its_list_and_no_choice_is_taken_that_is_none(
    open_page, address
):
    page = open_page(address)
    box = page.locator("#filter-document input")
    box.click()
    page.keyboard.type("长通")
    expect(page.get_by_role("option")).to_have_text([re.compile("长通知")])
    page.keyboard.press("Enter")
    expect(box).to_have_value("长通知")
    page.locator("#filter-region input").focus()
    page.keyboard.type("没有这个地方")
    page.locator("#question textarea").focus()
    expect(page.locator("#filter-region input")).to_have_value("全部地区")
    ask(page, "长者食堂由哪个单位牵头?")
    expect(page.locator("#live .abstention")).to_contain_text("所选范围内没有相关的文件")


def test_a_conversation_is_saved_as_markdown(open_page, address):
    page = open_page(address)
    ask(page, "长者食堂由哪个单位牵头?")
    with page.expect_download() as caught:
        page.locator("#export").click()
    assert caught.value.suggested_filename == "民生问答对话.md"
    saved = caught.value.path().read_text("utf-8")
    assert "## 长者食堂由哪个单位牵头?\n\n长者食堂由江河市民政局牵头[1]" in saved
    assert "《江河市2031年为民办事清单》一第1项" in saved


class _Gated(FakeAssistant):
    """Says the first half, then waits for the gate; `streams` as one that a model writes."""

    def __init__(self, *, streams: bool = True) -> None:
        super().__init__()
        self.streams = streams
        self.gate = Event()

    def stream(self, question, *, history=(), scope=None, drop=()):
        yield "前一半,"
        self.gate.wait(20)
        yield from super().stream(question, history=history, scope=scope)


def test_the_text_shows_while_it_is_still_being_written(open_page):
    gated = _Gated()
    with running(gated) as url:
        page = open_page(url)
        page.fill("#question textarea", "公交线路新开几条?")
        page.press("#question textarea", "Enter")
        expect(page.locator("#live .streaming .text")).to_have_text("前一半,")
        expect(page.locator("#question textarea")).to_have_value("")
        gated.gate.set()
        expect(page.locator("#live .reply:not(.streaming) .text")).to_contain_text("新开12条")


def test_clearing_stops_an_answer_that_is_still_coming_in(open_page):
    gated = _Gated()
    with running(gated) as url:
        page = open_page(url)
        page.fill("#question textarea", "公交线路新开几条?")
        page.press("#question textarea", "Enter")
        expect(page.locator("#live .streaming .text")).to_have_text("前一半,")
        page.locator("#clear").click()
        expect(page.locator("#past .greeting")).to_be_visible()
        gated.gate.set()
        page.wait_for_timeout(800)
        expect(page.locator("#live .turn")).to_have_count(0)
        expect(page.locator("#past .greeting")).to_be_visible()


def test_a_question_stands_on_the_page_before_its_answer_and_is_asked_once(open_page):
    gated = _Gated(streams=False)
    with running(gated) as url:
        page = open_page(url)
        page.fill("#question textarea", f" 公交线路新开几条? {HOSTILE}")
        page.press("#question textarea", "Enter")
        expect(page.locator("#live .asked")).to_have_text(f"公交线路新开几条? {HOSTILE}")
        expect(page.locator("#live .streaming .waiting")).to_contain_text("正在查找文件")
        expect(page.locator("#live")).to_have_attribute("aria-busy", "true")
        expect(page.locator("#question textarea")).to_have_value("")
        page.fill("#question textarea", "下一个问题")
        page.press("#question textarea", "Enter")
        page.wait_for_timeout(300)
        gated.gate.set()
        expect(page.locator("#live .reply:not(.streaming) .text")).to_contain_text("新开12条")
        expect(page.locator("#live")).to_have_attribute("aria-busy", "false")
        expect(page.locator("#question textarea")).to_have_value("下一个问题")
        assert [question for question, _ in gated.seen] == [f"公交线路新开几条? {HOSTILE}"]
        assert page.evaluate("window.hacked") is None and page.faults == []


def test_clearing_waits_for_an_answer_that_comes_at_once_and_leaves_nothing_of_it(open_page):
    gated = _Gated(streams=False)
    with running(gated) as url:
        page = open_page(url)
        page.fill("#question textarea", "公交线路新开几条?")
        page.press("#question textarea", "Enter")
        expect(page.locator("#live .streaming")).to_be_visible()
        page.locator("#clear").click()
        gated.gate.set()
        expect(page.locator("#past .greeting")).to_be_visible()
        expect(page.locator("#live .turn")).to_have_count(0)
        ask(page, "长者食堂由哪个单位牵头?")
        assert gated.seen[-1] == ("长者食堂由哪个单位牵头?", ())


def test_a_question_that_the_server_does_not_take_comes_back_into_the_box(open_page, address):
    page = open_page(address)
    ask(page, "长者食堂由哪个单位牵头?")
    endless = "长" * (BODY_MAX // 3)  # bytes beside the rest of the body
    page.fill("#question textarea", endless)
    page.locator("#send").click()
    page.locator("#live .streaming").wait_for(state="detached")
    expect(page.locator("#question textarea")).to_have_value(endless)
    expect(page.locator("#live .turn")).to_have_count(0)
    expect(page.locator("#past .asked")).to_have_text(["长者食堂由哪个单位牵头?"])


def test_no_turn_travels_twice_and_none_that_failed_is_put_away(open_page, address):
    page = open_page(address)
    replies = []
    page.on("response", lambda r: replies.append(r) if "/run/predict" in r.url else None)
    for question in ("长者食堂由哪个单位牵头?", "boom", "公交线路新开几条?", "星际旅行怎么办?"):
        ask(page, question)
    bodies = [one.text() for one in replies]
    assert [("长者食堂由江河市民政局牵头" in one, "新开12条" in one) for one in bodies] == [
        (True, False), (False, False), (False, True), (False, False)
    ]  # fmt: skip
    expect(page.locator("#past .asked")).to_have_text(
        ["长者食堂由哪个单位牵头?", "公交线路新开几条?"]
    )
    expect(page.locator("#past .turn[data-kept]")).to_have_count(0)
    expect(page.locator("#live .turn[data-kept]")).to_have_count(1)


def test_enter_that_ends_chinese_input_does_not_send(open_page, address, fake):
    page = open_page(address)
    seen = len(fake.seen)
    page.locator("#question textarea").focus()
    session = page.context.new_cdp_session(page)
    session.send("Input.imeSetComposition", {"text": "gongjiao", "selectionStart": 8,
                                             "selectionEnd": 8})  # fmt: skip
    session.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", "windowsVirtualKeyCode": 229,
                                            "key": "Process", "code": "Enter"})  # fmt: skip
    session.send("Input.insertText", {"text": "gongjiao"})
    page.wait_for_timeout(400)
    expect(page.locator("#question textarea")).to_have_value("gongjiao")
    assert len(fake.seen) == seen


def test_a_server_with_an_open_page_stops_once_its_answer_is_out(open_page, caplog):
    gated = _Gated()
    logging.getLogger("uvicorn.error").addHandler(caplog.handler)
    with running(gated) as url:
        page = open_page(url)
        page.fill("#question textarea", "公交线路新开几条?")
        page.press("#question textarea", "Enter")
        expect(page.locator("#live .streaming .text")).to_have_text("前一半,")
        Timer(0.5, gated.gate.set).start()  # after the stop below has begun
    logging.getLogger("uvicorn.error").removeHandler(caplog.handler)
    assert "timeout graceful shutdown exceeded" not in caplog.text
    expect(page.locator("#live .reply:not(.streaming) .text")).to_contain_text("新开12条")
