"""Places and years side by side: one a line, with their figures, the province without its name."""

from __future__ import annotations

import pytest

from assistant.pipeline import Assistant
from assistant.settings import Settings
from assistant.wiring import open_assistant
from index.build import build_index
from index.embedder import load_embedder

PROVINCE = """湖北省托育服务实施方案

2025年1月8日

一、到2027年,全省托位达到31万个。

二、各市州每年公布托育机构名单。
"""
CITY = """黄石市2025年民生任务

2025年3月1日

| 序号 | 任务 | 目标 | 牵头单位 | 责任单位 |
| --- | --- | --- | --- | --- |
| 1 | 托育服务 | 托位达到9100个 | 市卫健委 | 市教育局、市财政局 |
| 2 | 停车设施 | 新增停车泊位3200个 | 市城管委 | 市公安局、市住建局 |
"""
OTHER = """荆门市2025年民生任务

2025年3月6日

1.新增停车泊位1500个。(牵头单位:市城管委)

2.托位达到7400个。(牵头单位:市卫健委)
"""


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("sides")
    for name, text in (("省.txt", PROVINCE), ("黄石.md", CITY), ("荆门.txt", OTHER)):
        (folder / name).write_text(text, encoding="utf8")
    build_index([folder], folder / "index", load_embedder(None))
    return open_assistant(Settings(index=str(folder / "index"))).ask


@pytest.mark.parametrize(
    "question",
    [
        "比较黄石市和荆门市的停车泊位数量",
        "黄石市和荆门市停车泊位数量对比",
        "黄石市、荆门市新增停车泊位各多少个?",
    ],
)
def test_the_number_of_a_thing_is_compared_in_any_words(ask, question):
    answer = ask(question)
    first, second = answer.text.splitlines()
    assert first.startswith("黄石市:") and "停车泊位3200个" in first
    assert second.startswith("荆门市:") and "停车泊位1500个" in second
    assert [row[:2] for row in answer.table.rows] == [("黄石市", "3200"), ("荆门市", "1500")]


def test_the_province_is_meant_without_its_name(ask):
    first, second = ask("省里和黄石市的托位目标分别是多少?").text.splitlines()
    assert first.startswith("湖北省:") and "31万个" in first
    assert second.startswith("黄石市:") and "9100个" in second


def test_who_does_it_is_left_out_where_only_a_number_is_asked(ask):
    assert ask("黄石市新增停车泊位多少个?").text == "停车设施;新增停车泊位3200个。[1]"
    both = ask("黄石市新增停车泊位多少个,由谁牵头?").text
    assert "3200个" in both and "市城管委" in both


def test_an_english_side_has_a_blank_after_its_name(ask):
    text = ask("Compare parking spaces in Huangshi and Jingmen").text
    assert text.splitlines()[0].startswith("黄石市: The document says")


def test_that_only_the_lead_is_named_is_said(ask):
    note = "所引条目写明的是牵头单位,没有另列责任单位。"
    assert note in ask("荆门市停车泊位的责任单位有哪些?").notes
    assert note not in ask("黄石市停车泊位的责任单位有哪些?").notes
    assert note not in ask("荆门市停车泊位由谁牵头?").notes
