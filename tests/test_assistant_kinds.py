"""Answers about the very kind of thing that is asked about, and about no other."""

import pytest

from assistant.finding.contrast import codes, contrasts
from assistant.settings import Settings
from assistant.wiring import open_assistant
from index.build import build_index
from index.embedder import load_embedder

RULES = """西河市燃气管理办法

2021年3月12日西河市人民政府第六次常务会议通过

第一条 本办法自2021年5月1日起施行。

第二条 已建成住宅未通燃气的,按照每户不低于三百元的标准给予改造补助,通过新建、改建管网等方式解决。
新建住宅应当配套燃气设施,按照每户不低于五百元的标准给予补助。

第三条 单位申请开户的,应当提交下列材料:
(一)营业执照;
(二)用气场所证明。
个人申请开户的,应当提交下列材料:
(一)居民身份证;
(二)房屋权属证明。

第四条 燃气经营许可证有效期为五年。经营者应当在有效期届满三十日前申请延续。

第五条 市级应急气源站的布局由市人民政府确定,储气规模不低于全市三天用量的百分之八十。

第六条 违反本办法,未办理开户登记用气的,处二百元以上五百元以下罚款。

第七条 市燃气主管部门从有条件的城市中选择五个左右开展智慧燃气试点。

第八条 禁止使用不合格燃气灶具。不合格灶具的名录由市人民政府公布。
"""

GUIDE = """换发A1类燃气从业证书(西河市住建局)
事项名称:换发A1类燃气从业证书
申请材料:从业证书换发申请表;体检证明
法定办结时限:10个工作日
"""


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    folder = tmp_path_factory.mktemp("kinds")
    (folder / "rules.txt").write_text(RULES, encoding="utf8")
    (folder / "guide.txt").write_text(GUIDE, encoding="utf8")
    index = tmp_path_factory.mktemp("index")
    build_index([folder], index, load_embedder(None))
    return open_assistant(Settings(index=str(index))).ask


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        pytest.param("新盖的住宅每户补助多少钱?", "五百元", "三百元", id="new, not old"),
        pytest.param("个人申请开户要交哪些材料?", "身份证", "营业执照", id="people, not firms"),
        pytest.param("单位申请开户要交哪些材料?", "营业执照", "身份证", id="firms, not people"),
        pytest.param("燃气经营许可证管多久?", "五年", "2021", id="how long, not when"),
        pytest.param("换发A1类从业证书要什么材料?", "体检证明", "营业执照", id="the code named"),
        pytest.param("未办理开户登记用气罚多少钱?", "二百元", "五年", id="a fine asked for"),
    ],
)
def test_the_kind_asked_about_is_told(ask, question, said, unsaid):
    answer = ask(question)
    assert not answer.abstained, answer.reason
    assert said in answer.text
    assert unsaid not in answer.text


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("换发B2类从业证书要什么材料?", id="another code"),
        pytest.param("县级应急气源站的布局由谁确定?", id="another level"),
        pytest.param("办理开户登记要交多少手续费?", id="a fine is no fee"),
        pytest.param("应急气源站的利用率是多少?", id="another rate"),
        pytest.param("智慧燃气试点选的是哪五个城市?", id="cities that are not named"),
        pytest.param("不合格燃气灶具有哪些型号?", id="a list that stands elsewhere"),
    ],
)
def test_another_kind_is_no_answer(ask, question):
    assert ask(question).abstained


@pytest.mark.parametrize(
    ("question", "text", "strict", "apart"),
    [
        ("县级总体规划由谁审批", "市级总体规划由省政府审批", True, True),
        ("县级总体规划由谁审批", "市级、县级总体规划由省政府审批", True, False),
        ("个人怎么申请", "单位和个人应当申请", False, False),
        ("个人怎么申请", "单位申请的,提交证明", False, True),
        ("机动车怎么登记", "非机动车登记", False, True),
        ("谁来登记", "非机动车登记", False, False),
    ],
)
def test_kinds_that_exclude_each_other(question, text, strict, apart):
    assert contrasts(question, text, strict=strict) is apart


def test_codes_are_letters_with_digits():
    assert codes("S2签证和DB33标准,500m以内,24小时,APP") == {"s2", "db33"}
