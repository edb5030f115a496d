"""The ways to an answer, each on documents made for it."""

import pytest

from assistant.settings import Settings
from assistant.wiring import open_assistant
from index.build import build_index
from index.embedder import load_embedder

LAW = """东山市养犬管理条例

2022年6月13日 东山市第八届人民代表大会常务委员会第三次会议通过

第一章 总则

第一条 为了规范养犬行为,制定本条例。

第二条 公安机关是养犬管理的主管部门。

第二章 登记

第三条 申请养犬登记应当同时符合下列条件:
(一)有常住户口或者居住证;
(二)有固定住所;
(三)犬只已经免疫。

第四条 养犬登记费每只每年200元;盲人饲养导盲犬的,免收登记费。

第五条 违反本条例,遛犬不牵绳的,处200元以上500元以下罚款。

第六条 本条例自2022年10月1日起施行。
"""

GUIDE = """东山市居住证申领(东山市公安局)
事项名称:居住证申领
实施主体:东山市公安局
申请材料:居住证申领表;居民身份证;居住地住址证明
办理地点:东山市解放路5号政务大厅
承诺办结时限:7个工作日
收费标准:不收费
咨询电话:0888-1234567
投诉电话:0888-7654321
"""

PLAN = """# 东山市2024年交通工作要点

成文日期:2024年2月1日

地区:东山市

## 一、优化公交服务

1.新开公交线路12条,新购新能源公交车85辆。(牵头单位:市交通运输局)

## 二、完善停车设施

2.新增停车泊位3000个。(牵头单位:市城管局;责任单位:市公安局)

## 三、各县任务

### 甲山县

| 序号 | 重点项目 | 主要内容 |
| --- | --- | --- |
| 1 | 农村公路 | 新改建农村公路120公里 |

### 乙水县

| 序号 | 重点项目 | 主要内容 |
| --- | --- | --- |
| 1 | 农村公路 | 新改建农村公路260公里 |

### 丙田县

| 序号 | 重点项目 | 主要内容 |
| --- | --- | --- |
| 1 | 农村公路 | 新改建农村公路90公里 |
"""


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ways")
    for name, text in (("law.txt", LAW), ("guide.txt", GUIDE), ("plan.md", PLAN)):
        (folder / name).write_text(text, encoding="utf8")
    index = tmp_path_factory.mktemp("index")
    build_index([folder], index, load_embedder(None))
    return open_assistant(Settings(index=str(index))).ask


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        pytest.param("《东山市养犬管理条例》第五条怎么规定?", ["200元以上500元以下"], id="law"),
        pytest.param("养犬管理条例一共有多少条?", ["第六条"], id="count of articles"),
        pytest.param("养犬登记要符合哪些条件?", ["居住证", "固定住所", "免疫"], id="list"),
        pytest.param("养狗登记费一年多少钱?", ["200元"], id="sum in a citizen's words"),
        pytest.param("养犬由哪个部门主管?", ["公安机关"], id="body in charge, in prose"),
        pytest.param("东山市办居住证要什么材料?", ["身份证", "住址证明"], id="labelled line"),
        pytest.param("居住证申领投诉打哪个电话?", ["0888-7654321"], id="label among its like"),
        pytest.param("办居住证收费吗?", ["不收费"], id="yes or no from a label"),
        pytest.param("新购公交车多少辆属于要点里的哪一部分?", ["优化公交服务"], id="category"),
        pytest.param("哪个县新改建农村公路最多?", ["乙水县", "260公里"], id="most of all counties"),
        pytest.param("哪个县新改建农村公路最少?", ["丙田县", "90公里"], id="fewest"),
        pytest.param("甲山县和乙水县各新改建农村公路多少公里?", ["120公里", "260公里"], id="both"),
        pytest.param("停车泊位新增多少,谁牵头?", ["3000个", "市城管局"], id="figure and lead"),
    ],
)
def test_a_question_finds_its_way(ask, question, parts):
    answer = ask(question)
    assert not answer.abstained, answer.reason
    for part in parts:
        assert part in answer.text
    for c in answer.citations:
        assert c.document.text[c.start : c.end] == c.quote


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("《东山市养犬管理条例》第四十条是怎么规定的?", "没有第四十条"),
        ("养犬登记的有效期到哪一年?", "没有写明"),
        ("新增停车泊位要花多少钱?", "没有写明所问的数"),
        ("为什么取消了养犬登记?", "没有"),
        ("丁川县新改建农村公路多少公里?", ""),
    ],
)
def test_a_near_miss_is_declined(ask, question, reason):
    answer = ask(question)
    assert answer.abstained
    assert reason in answer.reason


def test_a_figure_that_stands_in_the_matter_is_said_once(ask):
    assert ask("停车泊位新增多少,谁牵头?").text.count("3000个") == 1


def test_a_follow_up_stays_with_the_document_that_answered(ask):
    answer = ask("投诉打哪个电话?", history=["东山市居住证申领在哪里办?"])
    assert "0888-7654321" in answer.text


def test_a_district_that_stands_only_above_its_table_is_cited(ask):
    answer = ask("甲山县新改建农村公路多少公里?")
    assert "甲山县" in [c.quote.strip("# ") for c in answer.citations]


def test_a_list_of_records_names_the_body_that_was_asked_for(sample):
    answer = sample.ask("湖北省的措施里,省教育厅是哪几条的责任单位?")
    assert "省教育厅作为责任单位的有4项" in answer.text
