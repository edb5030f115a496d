"""What is asked of a subject that is in the text: a telephone, a charge, a count, an office."""

import pytest

from assistant.asking.amounts import amount_terms
from assistant.asking.measure import measure_of
from assistant.asking.understand import understand
from assistant.finding.fit import counts
from assistant.settings import Settings
from assistant.wiring import open_assistant
from index.build import build_index
from index.embedder import load_embedder

RULES = """北湖市游船管理办法

第一条 为了加强游船管理,制定本办法。
第二条 游船经营者应当在码头公布投诉电话和监督邮箱。
第三条 游船登记由市交通局办理,登记不收取任何费用。
第四条 登记证遗失的,可以向市交通局申请补发。
第五条 违反本办法第二十条第二款规定,停放游船泊位未备案的,由市交通局责令改正。
第六条 泊位使用户数达到总户数百分之六十的,经营者应当增设泊位。
第七条 一年内累计三次违反本办法被罚的,吊销登记证。
第八条 停航的,退还泊位费的30%。
第九条 市交通局局长级会议每年研究游船工作。
第十条 鄂州路码头改造工程设车位40个,总投资600万元。
"""

GUIDE = """游船驾驶证申领
办理条件:年满18周岁。
申请材料:体检表;身份证复印件。
咨询电话:0719-8012345
"""


@pytest.fixture(scope="module")
def boats(tmp_path_factory):
    folder = tmp_path_factory.mktemp("boats")
    (folder / "rules.txt").write_text(RULES, encoding="utf8")
    (folder / "guide.txt").write_text(GUIDE, encoding="utf8")
    build_index([folder], folder / "index", load_embedder(None), progress=lambda *_: None)
    return open_assistant(Settings(index=str(folder / "index")))


@pytest.mark.parametrize(
    "question",
    [
        "游船投诉电话是多少?",
        "游船监督邮箱是什么?",
        "投诉游船打哪个号码?",
        "北湖市现在一共有多少个游船泊位?",
        "北湖市交通局局长是谁?",
        "申领游船驾驶证收费吗?",
        "申领游船驾驶证周末上班吗?",
        "鄂州市的码头改造工程设多少个车位?",
        "鄂州路码头改造工程由哪家公司施工?",
    ],
)
def test_an_attribute_that_is_only_named_is_not_told(boats, question):
    answer = boats.ask(question)
    assert answer.abstained, answer.text


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("游船驾驶证咨询电话是多少?", "0719-8012345"),
        ("游船登记要收多少手续费?", "不收取任何费用"),
        ("游船登记收费吗?", "不收取任何费用"),
        ("游船登记要收钱吗?", "不收取任何费用"),
        ("多少户使用泊位就要增设泊位?", "百分之六十"),
        ("一年被罚几次就吊销登记证?", "三次"),
        ("码头公布什么电话?", "投诉电话"),
        ("鄂州路码头改造工程设多少个车位?", "40个"),
        ("停航能退多少泊位费?", "30%"),
    ],
)
def test_an_attribute_that_is_stated_is_told(boats, question, said):
    answer = boats.ask(question)
    assert not answer.abstained, answer.reason
    assert said in answer.text


def test_numbers_of_articles_count_nothing(boats):
    question = understand("有多少条游船?", boats._know)
    assert counts("违反第二十条第二款规定的,共有游船30条。", question)[0].value == 30


@pytest.mark.parametrize(
    ("question", "measure"),
    [
        ("一年被罚几次就吊销?", "次"),
        ("每个月能抵扣多少一个孩子?", ""),
        ("会罚多少?", "元"),
        ("有多少孩子?", "人"),
    ],
)
def test_measures(question, measure):
    assert measure_of(question, english=False) == measure


@pytest.mark.parametrize(
    ("topic", "amounts"), [("明年这一年", []), ("同一年", []), ("满一年", ["一年"])]
)
def test_a_year_told_before_is_no_amount(boats, topic, amounts):
    found, left = amount_terms(topic, boats._know.vocabulary)
    assert [t.text for t in found] == amounts
    assert "一年" not in left
