"""Rows and items that are not those asked about: nothing is answered from others."""

import pytest

from assistant.settings import Settings
from assistant.wiring import open_assistant
from index.build import build_index
from index.embedder import load_embedder

AID = """# 苍溪岭县救助标准表

苍溪岭县民政局 2025年1月6日

| 类别 | 项目 | 档次 | 标准 |
|---|---|---|---|
| 低保 | 城镇低保 | 全额 | 每人每月705元 |
| 低保 | 乡村低保 | 甲档 | 每人每月515元 |
| 低保 | 乡村低保 | 乙档 | 每人每月405元 |
"""
OFFENCES = """# 苍溪岭县行政处罚案由表

苍溪岭县司法局 2025年2月3日

| 条文 | 案由 |
|---|---|
| 第11条 | 擅自占用河道 |
| 第12条 | 违规倾倒渣土 |
| 第13条 | 损毁行道树木 |
"""
TASKS = """苍溪岭县2025年民生实事工作方案

苍溪岭县人民政府办公室 2025年1月20日

1.新建口袋公园3个。
2.改造老旧管网12公里。
3.新增公交线路2条。
"""


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    folder = tmp_path_factory.mktemp("nothing")
    texts = {"aid.md": AID, "offences.md": OFFENCES, "tasks.txt": TASKS}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf8")
    build_index([folder], folder / "index", load_embedder(None))
    return open_assistant(Settings(index=str(folder / "index"))).ask


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("苍溪岭县城镇低保乙档每人每月多少元?", id="a cell of another row"),
        pytest.param("苍溪岭县案由表里的非法采砂对应哪一条?", id="no row of that name"),
        pytest.param("苍溪岭县民生实事工作方案的第31项是什么?", id="no item of that number"),
    ],
)
def test_what_no_row_or_item_says_is_declined(ask, question):
    answer = ask(question)
    assert answer.abstained, answer.text


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("苍溪岭县乡村低保乙档每人每月多少元?", "405元"),
        ("苍溪岭县城镇低保每人每月多少元?", "705元"),
        ("苍溪岭县案由表里违规倾倒渣土对应哪一条?", "第12条"),
        ("苍溪岭县民生实事工作方案的第2项是什么?", "改造老旧管网12公里。[1]"),
    ],
)
def test_what_they_say_is_told(ask, question, told):
    assert told in ask(question).text
