"""Questions put to lists: persons, matters with fields, tables by year; in turn and in English."""

import re

import pytest

from assistant.pipeline import Assistant
from assistant.settings import Settings
from assistant.wiring import open_assistant
from index.build import build_index
from index.embedder import load_embedder

_PERSONS = """海湾市人民政府办公室关于调整
海湾市防汛领导小组组成人员的通知
海政办发〔2024〕9号
各县（区）人民政府，市政府各部门：
现将调整后的组成人员名单通知如下：
组 长：周建平 市人民政府副市长
副组长：吴 敏 市人民政府副秘书长
郑海生 市应急局局长
成 员：
（一）部门成员
钱志远 市公安局副局长
孙立新 市财政局副局长
李 洁 市水务局总工程师
（二）专家成员（按姓氏笔画为序）
王秋生 教授、海湾大学水利学院院长
刘安平 研究员、省水利科学院副院长
"""
_ENROLMENT = """# 海湾省民族班招生计划表

海湾省教育厅 1996年5月13日

单位：人

| 地区 | 1995年招生人数 | 扩招 | 分年度招生任务1996年 | 分年度招生任务1997年 |
|---|---|---|---|---|
| 江苏 | 100 | 60 | 120 | 140 |
| 湖南 | 80 | 30 | 90 | 100 |
| 河北 | 45 | 10 | 45 | 60 |
| 山西 | 80 | 0 | 80 | 80 |
"""
_MATTERS = """# 海湾市体育局政务服务事项清单

| 序号 | 事项名称 | 办理地点 | 承诺办结时限 | 是否支持快递 | 咨询电话 |
|---|---|---|---|---|---|
| 1 | 裁判员等级认定 | 滨海路6号 | 8(工作日) | 是 | 0100-1001 |
| 2 | 游泳场所许可 | 滨海路6号 | 15(工作日) | 是 | 0100-1002 |
| 3 | 体育馆开放查询 | 学院路2号 | 1(工作日) | 不支持 | 0100-1003 |
| 4 | 业余体校目录查询 | 学院路2号 | 2(工作日) | 不支持 | 0100-1004 |
"""
_MEASURES = """# 海湾市创新举措推广清单

海湾市人民政府办公室 2024年2月1日

| 序号 | 改革举措 | 指导部门 | 推广范围 |
|---|---|---|---|
| 一、知识产权方面（共2项） | | | |
| 1 | 专利保险机制 | 市市场监管局、市金融局 | 全市 |
| 2 | 技术调查官制度 | 市中级法院、市市场监管局 | 全市 |
| 二、人才方面（共2项） | | | |
| 3 | 高校自主评聘 | 市教育局、市人社局 | 各县区 |
| 4 | 技术股激励 | 市科技局、市国资委 | 各县区 |
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("lists")
    texts = {"a.txt": _PERSONS, "b.md": _ENROLMENT, "c.md": _MATTERS, "d.md": _MEASURES}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    built = folder / "built"
    build_index([folder], built, load_embedder(None), progress=None)
    return open_assistant(Settings(index=str(built)))


def told(assistant: Assistant, question: str, *history: str) -> str:
    """What is answered without its marks, "" where nothing is."""
    answer = assistant.ask(question, history=history)
    return "" if answer.abstained else re.sub(r"\[\d+\]", "", answer.text)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("海湾市防汛领导小组的组长是谁?", "周建平。"),
        ("防汛领导小组的副组长有谁?", "吴敏、郑海生。"),
        ("防汛领导小组里财政局派的是哪位?", "孙立新。"),
        ("防汛领导小组的专家成员一共几位?", "共2位:王秋生、刘安平。"),
    ],
)
def test_persons_are_found_by_their_role_or_body(
    assistant: Assistant, question: str, said: str
) -> None:
    assert told(assistant, question) == said


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("江苏1997年的民族班招生任务是多少?", "江苏:分年度招生任务1997年:140。"),
        ("哪些地区的民族班没有扩招?", "山西:扩招(人):0。"),
    ],
)
def test_columns_are_asked_by_their_year_and_nothing_is_none(
    assistant: Assistant, question: str, said: str
) -> None:
    assert told(assistant, question).replace("(人)", "") == said.replace("(人)", "")


def test_a_question_of_a_conversation_takes_the_column_of_the_one_before(
    assistant: Assistant,
) -> None:
    before = "江苏1997年的民族班招生任务是多少?"
    assert "100" in told(assistant, "湖南呢?", before)
    assert "0100-1004" in told(assistant, "那业余体校目录查询呢?", "体育馆开放查询打什么电话?")


def test_an_english_question_is_put_to_a_table(assistant: Assistant) -> None:
    said = told(assistant, "How many students were to be enrolled in Hunan (湖南) in 1997?")
    assert "100" in said and "90" not in said


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("体育局哪些事项支持快递?", "裁判员等级认定、游泳场所许可。"),
        ("体育局哪些事项不能支持快递?", "体育馆开放查询、业余体校目录查询。"),
        ("体育局哪些事项不支持快递?", "体育馆开放查询、业余体校目录查询。"),
    ],
)
def test_a_column_of_yes_and_no_chooses_rows(
    assistant: Assistant, question: str, said: str
) -> None:
    assert told(assistant, question) == said


def test_time_limits_in_days_are_compared(assistant: Assistant) -> None:
    said = told(assistant, "裁判员等级认定和游泳场所许可,哪个承诺时间短?")
    assert said.startswith("裁判员等级认定")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("知识产权方面推广了几项举措?", "共2项:专利保险机制、技术调查官制度。"),
        ("市国资委参与指导的举措有哪些?", "技术股激励。"),
    ],
)
def test_groups_are_counted_and_bodies_of_any_column_choose_rows(
    assistant: Assistant, question: str, said: str
) -> None:
    assert told(assistant, question) == said


def test_nobody_of_a_body_that_a_list_does_not_name(assistant: Assistant) -> None:
    assert told(assistant, "防汛领导小组里市教育局派的是谁?") == ""


def test_who_builds_is_no_row_without_a_body(assistant: Assistant) -> None:
    assert told(assistant, "业余体校目录查询由哪家公司承建?") == ""
