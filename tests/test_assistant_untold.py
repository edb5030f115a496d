"""Running text that speaks of the thing asked about and does not tell what is asked of it."""

import pytest

from assistant.finding.clauses import SHORT, Clauses
from assistant.settings import Settings
from assistant.wiring import open_assistant
from index.build import build_index
from index.embedder import load_embedder

FINDING = """2021年4月2日,方志远与青禾公司签订《苗木购销合同》,约定由青禾公司向方志远供应香樟\
树苗,交货地点为临江苗圃。合同签订后,方志远向青禾公司支付定金26000元,青禾公司于同\
年5月8日出具收据。
后青禾公司未按约定交付树苗,方志远多次到青禾公司的经营场所催要树苗和发票,工作人员接待了\
方志远并作了登记,但青禾公司始终没有退还上述定金,也没有出具答复意见。
因持续暴雨冲毁苗床,临江苗圃停止营业。方志远将青禾公司诉至法院,法院判决青禾公司退还定金\
。
青禾公司的经理林晓东曾在仓库与方志远发生争执,仓库里的树苗随后被他人运走,管理人员当天没\
有在场,门口的监控设备也没有开启。
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory):
    folder = tmp_path_factory.mktemp("finding")
    (folder / "finding.txt").write_text(FINDING, encoding="utf8")
    index = tmp_path_factory.mktemp("index")
    build_index([folder], index, load_embedder(None))
    return open_assistant(Settings(index=str(index)))


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        pytest.param("青禾公司为何没有退还定金?", "没有说明原因", id="a fact without its reason"),
        pytest.param("林晓东为什么与方志远发生争执?", "没有说明原因", id="a dispute"),
        pytest.param("被运走的树苗数量是多少?", "", id="a thing without its number"),
        pytest.param("林晓东是否取得驾驶证?", "", id="whether, of one who is only named"),
    ],
)
def test_what_is_not_told_of_a_thing_is_declined(assistant, question, reason):
    answer = assistant.ask(question)
    assert answer.abstained, answer.text
    assert reason in answer.reason


@pytest.mark.parametrize(
    ("question", "said"),
    [
        pytest.param("临江苗圃为什么停止营业?", "持续暴雨", id="the reason in the clause before"),
        pytest.param("方志远向青禾公司支付了多少定金?", "26000元", id="the sum"),
        pytest.param("青禾公司何时出具收据?", "5月8日", id="the day"),
        pytest.param("法院对青禾公司作出了什么判决?", "退还定金", id="the ruling"),
        pytest.param("青禾公司是否交付了树苗?", "未按约定交付", id="whether, and it says no"),
    ],
)
def test_what_is_told_near_the_thing_is_answered(assistant, question, said):
    answer = assistant.ask(question)
    assert not answer.abstained, answer.reason
    assert said in answer.text


def test_near_counts_clauses_before_and_after():
    found = Clauses(["甲", "乙", "丙", "丁", "戊"], [2])
    assert found.near(1, 0) == ["乙", "丙"]
    assert found.near(0, 2) == ["丙", "丁", "戊"]
    assert found.near(9, 9) == ["甲", "乙", "丙", "丁", "戊"]


def test_a_short_sentence_is_about_one_thing(assistant):
    assert SHORT == 80
    answer = assistant.ask("方志远支付的定金金额是多少?")
    assert "26000元" in answer.text


def test_a_clock_is_one_clause(tmp_path):
    text = "沙湾县公交公司通告\n\n为方便出行,7路公交车首班车5:40,末班车21:15,全程票价2元。\n"
    (tmp_path / "bus.txt").write_text(text, encoding="utf8")
    build_index([tmp_path / "bus.txt"], tmp_path / "index", load_embedder(None))
    answer = open_assistant(Settings(index=str(tmp_path / "index"))).ask("7路末班车几点?")
    assert "末班车21:15" in answer.text
