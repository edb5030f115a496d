"""Amounts that differ by case: where the question names none, all are told, none picked."""

from __future__ import annotations

import pytest

from assistant.pipeline import Assistant
from assistant.settings import Settings
from assistant.wiring import open_assistant
from index.build import build_index
from index.embedder import load_embedder

RULES = """青石县老年人就餐补助办法

2025年4月2日

第一条 老年人在助餐点就餐的,按下列标准补助:

(一)60至74周岁,每餐3元;

(二)75周岁以上,每餐5元;

(三)低保老年人,每餐7元。

第二条 补助资金由县财政局安排。
"""
GUIDE = """青石县高龄津贴办事指南

2025年4月9日

一、津贴标准

| 年龄段 | 每人每月 | 发放方式 |
| --- | --- | --- |
| 80至89周岁 | 70元 | 按季发放 |
| 90周岁以上 | 260元 | 按月发放 |

二、办理地点

青石县政务服务中心二楼。
"""


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("cases")
    (folder / "办法.txt").write_text(RULES, encoding="utf8")
    (folder / "指南.md").write_text(GUIDE, encoding="utf8")
    build_index([folder], folder / "index", load_embedder(None))
    return open_assistant(Settings(index=str(folder / "index"))).ask


def test_items_of_a_list_are_all_told_what_announces_them_once(ask):
    text = ask("老年人就餐补助多少钱?").text
    assert [figure in text for figure in ("每餐3元", "每餐5元", "每餐7元")] == [True] * 3
    assert text.count("按下列标准补助") == 1


def test_rows_of_a_table_are_all_told(ask):
    text = ask("青石县高龄津贴多少钱?").text
    assert "80至89周岁" in text and "70元" in text
    assert "90周岁以上" in text and "260元" in text


def test_a_case_that_is_named_is_told_alone(ask):
    text = ask("低保老年人就餐每餐补助多少钱?").text
    assert "每餐7元" in text and "每餐3元" not in text
    text = ask("青石县90周岁以上高龄津贴多少钱?").text
    assert "260元" in text and "70元" not in text
