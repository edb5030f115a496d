"""Notices that citizens read: what they ask of them in plain words, and what these do not say."""

import pytest

from assistant.answering.stating import _numbered
from assistant.asking.question import DEADLINE, LENGTH, Question, Term
from assistant.finding.cause import gives_cause
from assistant.finding.charges import of_charge
from assistant.finding.timing import DAY, HOUR, SINCE, UNTIL, moments, tells
from assistant.settings import Settings
from assistant.wiring import open_assistant
from index.build import build_index
from index.embedder import load_embedder

POOL = """白石市游泳馆夏季开放公告

游泳馆自2027年6月5日起开放,夏季开放期至8月31日结束。开放期间每周一换水。
开放时间为每日14:00至21:00,20:00停止入场。
持年卡入场的,年卡有效期1年。游泳课报名截止时间为6月20日,课程为期15天。
手环遗失的,补办收取20元。
服务电话:0719-7123000。
因更换水泵,9月1日至9月3日关门。因关门造成的不便,敬请谅解。
一、报名游泳课所需材料
1.身份证;
2.一寸照片。
二、费用
个人每期300元,团体每期2000元。
地址:滨江路18号。
白石市游泳馆
2027年5月20日
"""

JOBS = """白石市图书馆公开招聘讲解员公告

面向社会招聘讲解员9名。每人限报一个岗位。
最低服务年限3年,试用期2个月。
咨询电话:市文化局人事科 0719-7123456。
2027年3月1日
"""

GATES = """白石市供气公司计划停气公告

因管网检修,定于2027年4月7日8:00至20:00对下列区域停气:
一、河东线:梧桐里、纱厂宿舍;
二、河西线:石桥巷、码头街。
给用户造成的不便,敬请谅解。2025年印发的《白石市停气检修办法》同时废止。
管道漏气的,由供气公司负责修理。
"""

FILES = {"gates": GATES, "pool": POOL, "jobs": JOBS}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory):
    folder = tmp_path_factory.mktemp("notices")
    for name, text in FILES.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf8")
    index = tmp_path_factory.mktemp("index")
    build_index([folder], index, load_embedder(None))
    return open_assistant(Settings(index=str(index)))


def _asked(text, measure=""):
    return Question(
        text, text, english=False, traditional=False, asked=(DEADLINE,), measure=measure
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("游泳馆从什么时候开始开放", (SINCE,)),
        ("报名几号截止", (UNTIL, DAY)),
        ("开到几点", (UNTIL, HOUR)),
        ("开放到哪天", (UNTIL, DAY)),
        ("几点意见", ()),
        ("什么时候换水", ()),
    ],
)
def test_the_moments_that_a_question_asks_for(text, expected):
    assert moments(_asked(text)) == expected


def test_how_long_asks_for_no_moment():
    assert moments(_asked("从什么时候开始要多久", LENGTH)) == ()


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("自2027年6月5日起开放。", {SINCE, DAY}),
        ("6月5日9:00至6月9日17:00受理。", {SINCE, UNTIL, HOUR, DAY}),
        ("报名截止时间为6月20日。", {UNTIL, DAY}),
        ("合同期限3年,期满可以续签。", set()),
        ("依据2018年发布的办法,10日内办理。", set()),
        ("每日14时开放。", {HOUR}),
    ],
)
def test_the_moments_that_a_sentence_tells(sentence, told):
    assert {m for m in (SINCE, UNTIL, HOUR, DAY) if tells(sentence, m)} == told


@pytest.mark.parametrize(
    ("question", "said"),
    [
        pytest.param("游泳馆从什么时候开始开放?", "6月5日", id="since when"),
        pytest.param("游泳馆开放到什么时候?", "8月31日", id="until when"),
        pytest.param("游泳馆每天开到几点?", "21:00", id="the hour"),
        pytest.param("游泳课几号截止报名?", "6月20日", id="the last day"),
        pytest.param("手环丢了补一个多少钱?", "20元", id="a verb of one character"),
        pytest.param("讲解员最少要干几年?", "3年", id="years of service in plain words"),
        pytest.param("讲解员招几个人?", "9名", id="who is taken on"),
        pytest.param("游泳馆电话多少?", "0719-7123000", id="the issuer's telephone"),
        pytest.param("人事科电话是多少?", "0719-7123456", id="that of who stands beside it"),
        pytest.param("讲解员招聘打什么电话?", "0719-7123456", id="that of what the title is about"),
    ],
)
def test_a_notice_is_asked_in_plain_words(assistant, question, said):
    answer = assistant.ask(question)
    assert not answer.abstained, answer.reason
    assert said in answer.text


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("体育局电话多少?", id="a body that is not named"),
        pytest.param("动物园电话是多少?", id="a thing that is not named"),
    ],
)
def test_a_telephone_number_of_another_is_no_answer(assistant, question):
    assert assistant.ask(question).abstained


@pytest.mark.parametrize(
    ("question", "said"),
    [
        pytest.param("报名游泳课要带什么?", ["身份证", "一寸照片"], id="the list under a heading"),
        pytest.param("游泳馆为什么关门?", ["更换水泵"], id="a cause, not what follows from it"),
        pytest.param("游泳馆在哪里?", ["滨江路18号"], id="where"),
        pytest.param("游泳课一个人交多少钱?", ["300元"], id="how much a person pays"),
    ],
)
def test_what_to_bring_where_why_and_how_much(assistant, question, said):
    answer = assistant.ask(question)
    assert not answer.abstained, answer.reason
    assert [part for part in said if part not in answer.text] == []


def test_a_period_of_months_is_no_number_of_doses():
    text = "接种后约2周产生保护,保护期6至8个月。"
    question = Question(
        "要打几针", "", english=False, traditional=False, asked=("number",), measure="针"
    )
    assert not _numbered(text, question)
    assert _numbered("儿童须接种2剂。", question)


@pytest.mark.parametrize(
    ("sentence", "given"),
    [("因停电造成的问题,请咨询物业。", False), ("因设备检修,城北将停电一天。", True)],
)
def test_a_cause_is_not_the_thing_asked_about(sentence, given):
    question = Question(
        "为什么停电", "", english=False, traditional=False, asked=("reason",),
        terms=(Term("停电", (("停电", 1.0),), 1.0),),
    )  # fmt: skip
    assert gives_cause(question, sentence) is given


def test_an_item_is_told_with_the_day_that_its_list_announces(assistant):
    answer = assistant.ask("纱厂宿舍几号停气?")
    assert not answer.abstained, answer.reason
    assert "4月7日" in answer.text
    assert "纱厂宿舍" in answer.text


def test_an_older_text_holds_no_more_where_it_is_repealed(assistant):
    answer = assistant.ask("以前那个停气办法还管用吗?")
    assert "同时废止" in answer.text


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("游泳课的押金谁退?", id="nobody is named"),
        pytest.param("停气有没有赔偿?", id="the thing is not named"),
    ],
)
def test_who_and_whether_there_is_are_not_told_by_other_things(assistant, question):
    assert assistant.ask(question).abstained


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("游泳课报名费多少?", id="a fee is not what it is paid for"),
        pytest.param("讲解员报名费多少?", id="no fee at all"),
        pytest.param("动物园地址在哪?", id="the address of another"),
    ],
)
def test_a_fee_or_an_address_of_other_things_is_no_answer(assistant, question):
    answer = assistant.ask(question)
    assert answer.abstained, answer.text


def test_the_new_year_festival_is_no_charge():
    assert not of_charge("2月11日下午举办元宵灯谜会。")
    assert of_charge("每人20元。")
