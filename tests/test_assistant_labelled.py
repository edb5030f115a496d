"""Guides made of labelled lines: the thing in the title, what is asked in a label."""

import pytest

from assistant.settings import Settings
from assistant.wiring import open_assistant
from index.build import build_index
from index.embedder import load_embedder

STALL = """临时摊位占道许可(西河市城市管理局(西河市综合执法局))
事项名称:临时摊位占道许可
实施主体:西河市城市管理局
服务对象:自然人;个体工商户
受理条件:在划定的临时摊区内经营
申请材料:临时摊位占道许可申请表;居民身份证
办理地点:西河市滨江路18号一楼3号窗口
法定办结时限:20(工作日)
承诺办结时限:6(工作日)
到现场次数:1
是否网上预约:是
咨询电话:0700-6610001
投诉电话:0700-6610009
"""
PERMIT = """往来台湾通行证签注(西河市公安局)
事项名称:往来台湾通行证签注
实施主体:西河市公安局
服务对象:自然人
办理地点:西河市公安局出入境大厅
咨询电话:0700-6620001
"""
LIST = """西河市政务服务事项清单

| 序号 | 事项名称 | 实施主体 | 办理地点 | 咨询电话 | 是否网上预约 |
| --- | --- | --- | --- | --- | --- |
| 1 | 古树名木查询 | 市林业局 | 市政务中心2楼 | 0700-6630001 | 是 |
| 2 | 农机驾驶证补发 | 市农业农村局 | 市政务中心3楼 | 0700-6630002 | 否 |
| 3 | 摄影作品登记 | 市版权局 | 无线下窗口 | 0700-6630003 | 是 |
"""


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    folder = tmp_path_factory.mktemp("guides")
    (folder / "stall.txt").write_text(STALL, encoding="utf8")
    (folder / "permit.txt").write_text(PERMIT, encoding="utf8")
    (folder / "list.md").write_text(LIST, encoding="utf8")
    index = tmp_path_factory.mktemp("index")
    build_index([folder], index, load_embedder(None))
    return open_assistant(Settings(index=str(index))).ask


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("临时摊位占道许可归哪个部门办?", "实施主体:西河市城市管理局"),
        ("办临时摊位占道许可要跑几趟?", "到现场次数:1"),
        ("临时摊位占道许可去哪里办?", "西河市滨江路18号"),
        ("临时摊位占道许可承诺多少个工作日办结?", "承诺办结时限:6(工作日)"),
        ("办临时摊位占道许可不满意,投诉电话多少?", "投诉电话:0700-6610009"),
        ("临时摊位占道许可打什么电话咨询?", "咨询电话:0700-6610001"),
        ("办临时摊位占道许可要带哪些材料?", "居民身份证"),
        ("临时摊位占道许可能不能网上预约?", "是否网上预约:是"),
        ("农机驾驶证补发去哪儿办?", "市政务中心3楼"),
        ("农机驾驶证补发归哪个部门办?", "市农业农村局"),
        ("摄影作品登记打什么电话咨询?", "0700-6630003"),
        ("办往来台湾通行证签注去哪里?", "西河市公安局出入境大厅"),
    ],
)
def test_the_line_whose_label_is_asked_for_answers(ask, question: str, said: str) -> None:
    answer = ask(question)
    assert not answer.abstained
    assert said in answer.text.replace(" ", "")


def test_lines_that_complete_each_other_are_given_together(ask) -> None:
    answer = ask("什么人可以申请临时摊位占道许可?")
    assert "个体工商户" in answer.text
    assert "在划定的临时摊区内经营" in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "临时摊位占道许可的传真号码是多少?",
        "临时摊位占道许可的电子邮箱是什么?",
        "临时摊位占道许可什么时候考试?",
        "临时摊位占道许可的微信公众号叫什么?",
        "去办临时摊位占道许可坐几路公交车?",
        "台湾的临时摊位占道许可去哪里办?",
        "农机驾驶证补发的电子邮箱是什么?",
        "古树名木查询要求年龄多大?",
        "古树名木查询的传真号码是多少?",
        "市教育局的临时摊位占道许可咨询电话是多少?",
    ],
)
def test_what_no_label_says_is_declined(ask, question: str) -> None:
    assert ask(question).abstained
