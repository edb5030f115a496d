"""Questions as citizens put them, over a plan, a report of tasks and a gazette of other cities."""

import pytest

from assistant.asking.understand import understand
from assistant.settings import Settings
from assistant.wiring import open_assistant
from index.build import build_index
from index.embedder import load_embedder

COLUMNS = ("序号", "事项", "省级重点任务", "当前完成情况", "细化工作措施", "牵头单位",
           "责任单位", "完成时限")  # fmt: skip
RECORDS = (
    ("1", "完善养老服务设施", "全省新增养老床位2万张。",
     "全市共有养老护理站31家,申报全省示范站4家。",
     "新建城区养老服务设施9处,探索“物业+养老”、“医院+养老”两种办站方式。",
     "市民政局", "市财政局、市住建局", "2024.12"),
    ("2", "建设儿童友好空间", "全省推进适儿化改造。", "已建儿童友好空间6个。",
     "改造小区活动场地12处。", "市妇联", "市园林局", "2025.12"),
    ("3", "推进检查结果互认", "全省推进互认。", "推动96项检查结果在各医院互认。",
     "建设云影像平台。", "市卫健委", "市医保局", "2024.12"),
    ("4", "提升县域教育能力", "全省推进。", "已建教联体18个。", "扩大教联体覆盖面。",
     "市教育局", "市人社局", "长期推进"),
)  # fmt: skip
ROWS = "\n".join(f"| {' | '.join(row)} |" for row in (COLUMNS, ["---"] * 8, *RECORDS))
XIANGYANG = f"# 襄阳市2024年民生重点任务清单\n\n{ROWS}\n"

JINGZHOU = """# 荆州市2024年政府工作任务分解方案

各牵头单位于2024年3月5日前,将办理方案和联络人员名单报市政府督查室。

## 一、重点工作

1.更换存在安全隐患的窨井盖800个,新增社区托位460个。(牵头单位:市城管委;责任单位:市住建局,沙市区人民政府)

2.建设纺织印染循环经济产业园。(牵头单位:沙市区人民政府;责任单位:市经信局)

3.地区生产总值增长7%。(牵头单位:市发改委;责任单位:各区人民政府)

4.实施市一医院、市二医院、市妇幼院3个扩建项目。(责任单位:市卫健委)

5.将85岁以上老年人纳入护理补贴范围。(牵头单位:市民政局;责任单位:沙市区人民政府)

6.市直部门公用经费压减12%。(责任单位:市财政局)

7.每年举办文化惠民活动20场以上。(牵头单位:市文旅局;责任单位:市教育局)
"""


@pytest.fixture(scope="module")
def cities(tmp_path_factory):
    folder = tmp_path_factory.mktemp("citizens")
    for name, text in (("xiangyang", XIANGYANG), ("jingzhou", JINGZHOU)):
        (folder / f"{name}.md").write_text(text, encoding="utf8")
    build_index([folder], folder / "index", load_embedder(None), progress=lambda *_: None)
    return open_assistant(Settings(index=str(folder / "index")))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("荆州要换多少个有危险的井盖子?", ["800个"]),
        ("荆州给小娃添多少个托管的位子?", ["460个"]),
        ("襄阳哪个单位领头把小区弄得适合小朋友玩?", ["市妇联"]),
        ("襄阳要添养老的地方,民政局牵头,哪几个局跟着一起负责?", ["市财政局", "市住建局"]),
        ("养老护理站、养老设施这一条,襄阳归哪些局管?", ["市财政局", "市住建局"]),
        ("襄阳拍的片子验的血,多少项能互认?", ["96项"]),
        ("荆州一年最少要搞几场免费的文化活动?", ["20场"]),
        ("荆州机关的公用经费要砍掉几成?", ["12%"]),
        ("荆州2024年点名扩建的医院有哪三家?", ["市一医院", "市二医院", "市妇幼院"]),
        ("荆州要求名单最迟哪天报到督查室?", ["3月5日"]),
    ],
)
def test_the_words_of_citizens_lead_to_those_of_the_documents(cities, question, expected):
    answer = cities.ask(question)
    assert not answer.abstained, answer.reason
    assert [part for part in expected if part not in answer.text] == []


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("襄阳完善养老服务设施的责任丹位是哪些?", "市财政局"),
        ("襄阳题升县域教育能力这项千头单位是那个?", "市教育局"),
        ("襄阳建设儿童友好空间的完成时线?", "2025.12"),
    ],
)
def test_misspelt_words_of_asking_are_mended(cities, question, expected):
    answer = cities.ask(question)
    assert not answer.abstained, answer.reason
    assert expected in answer.text


def test_what_was_mended_of_the_words_of_asking_is_told(cities):
    question = understand("襄阳养老服务设施的责任丹位", cities.bench("襄阳").know)
    assert question.mended == (("责任丹位", "责任单位"),)
    assert question.asks("responsible")


@pytest.mark.parametrize(
    "question",
    [
        "荆州凭什么不给85岁以上老人发护理补贴了?",
        "襄阳怎么把养老护理站关了?",
        "荆州为啥不建印染产业园了?",
    ],
)
def test_a_stop_taken_for_granted_must_be_stated(cities, question):
    answer = cities.ask(question)
    assert answer.abstained
    assert answer.reason == "资料没有这样的表述"


def test_the_state_of_a_city_is_told_beside_what_it_submits_to_the_province(cities):
    answer = cities.ask("襄阳一共有多少家养老护理站?")
    assert "31家" in answer.text


def test_a_district_is_asked_for_what_its_government_leads(cities):
    answer = cities.ask("沙市区负责牵头哪些事?")
    assert "沙市区人民政府牵头1项" in answer.text
    assert "循环经济产业园" in answer.text


def test_what_is_due_by_a_month_is_found_by_its_year(cities):
    answer = cities.ask("襄阳哪些任务2024年12月前要完成?")
    assert "共2项" in answer.text
    assert "完善养老服务设施" in answer.text
    assert "推进检查结果互认" in answer.text


GAZETTE = """# 荆门市人民政府公报

2023年第5期

主 办:荆门市人民政府

编辑出版:荆门市人民政府办公室

电子邮箱:gongbao@example.org

邮政编码:448000

准印证号:(鄂)4208-2023011/连

荆门市社区服务设施建设方案

一、重点任务

1.到2025年,建设社区食堂70家。

2.新增社区图书室3家。

3.建成街道文化站12家,现有体育场18家。
"""

HUBEI = """# 湖北省城市服务若干措施

(一)完善停车设施。到2025年,全省新建停车位40万个。(责任单位:省住建厅、省发改委)

(二)建设县级医院。2026年全省所有县均建成1所三级医院。(责任单位:省卫健委)

(三)建设体育设施。到2025年,全省新建体育综合体25个。(责任单位:省体育局)

(四)发展养老服务。(责任单位:省民政厅)

(五)改善教育条件。(责任单位:省教育厅)

(六)加强文化服务。(责任单位:省文旅厅)
"""

XIAOGAN_PLAN = """# 孝感市2022年民生工作方案

1.到2025年,筹集保障性租赁住房3万套。(牵头单位:市房管局)

2.力争2024年每个县市至少建成1所三级医院。(牵头单位:市卫健委)
"""

XIAOGAN_YEAR = """# 孝感市2024年政府工作任务清单

1.筹集保障性租赁住房4200套。(牵头单位:市房管局)

2.建设体育综合体2个。(牵头单位:市文旅局)

3.建设中葡友谊产业园。(牵头单位:汉川市人民政府)

4.完成东山绿道二期,新建绿道60公里。(牵头单位:市园林局)
"""


@pytest.fixture(scope="module")
def province(tmp_path_factory):
    folder = tmp_path_factory.mktemp("province")
    texts = {"gazette": GAZETTE, "hubei": HUBEI, "plan": XIAOGAN_PLAN, "year": XIAOGAN_YEAR}
    for name, text in texts.items():
        (folder / f"{name}.md").write_text(text, encoding="utf8")
    build_index([folder], folder / "index", load_embedder(None), progress=lambda *_: None)
    return open_assistant(Settings(index=str(folder / "index")))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("荆门市人民政府公报的准印证号是多少?", ["4208-2023011"]),
        ("荊門市人民政府公報的郵編是多少?", ["448000"]),
        ("What are the postal code and e-mail address of the Jingmen gazette's editorial office?",
         ["448000", "gongbao@example.org"]),
        ("湖北的若干措施一共多少条?", ["(六)"]),
    ],
)  # fmt: skip
def test_an_imprint_and_the_number_of_measures_are_told(province, question, expected):
    answer = province.ask(question)
    assert not answer.abstained, answer.reason
    assert [part for part in expected if part not in answer.text] == []


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("孝感建几个体育综合体,湖北全省呢?", ["2个", "25个"]),
        ("保租房,孝感2022年的方案说到2025年要多少套?2024年这一年又要多少套?", ["3万套", "4200套"]),
        ("湖北啥时候每个县都有一家三级医院?", ["2026年"]),
        ("孝感2024年哪个市牵头建中葡产业园?", ["汉川市人民政府"]),
    ],
)
def test_each_place_and_year_asked_of_is_answered_from_its_own_document(
    province, question, expected
):
    answer = province.ask(question)
    assert not answer.abstained, answer.reason
    assert [part for part in expected if part not in answer.text] == []


@pytest.mark.parametrize(
    "question",
    [
        "Who is the current mayor of Xiaogan?",
        "孝感市市长是谁?",
        "How much did Xiaogan spend on phase II of the Dongshan greenway?",
        "What is the budget of the sports complexes in Xiaogan?",
        "荆门有多少家社区图书室?",
        "What time does the community canteen in Jingmen open?",
    ],
)
def test_what_is_of_another_kind_than_asked_is_declined(province, question):
    assert province.ask(question).abstained


def test_what_there_is_is_told_where_it_is_stated(province):
    assert "18家" in province.ask("荆门有多少家体育场?").text


def test_several_ways_are_told_beside_who_leads(cities):
    answer = cities.ask("襄阳探索的两种办站方式分别靠谁来办?")
    assert "物业+养老" in answer.text
    assert "市民政局" in answer.text


@pytest.mark.parametrize(
    ("question", "expected"),
    [("襄阳明政局牵头哪些", "完善养老服务设施"), ("襄阳市富联牵头什么?", "儿童友好空间")],
)
def test_misspelt_bodies_are_mended(cities, question, expected):
    assert expected in cities.ask(question).text


def test_one_body_is_not_mended_into_another(cities):
    question = understand("市税务局牵头哪些", cities.bench("襄阳").know)
    assert question.mended == ()
    assert question.units == ("税务局",)


def test_a_shorter_name_of_a_thing_says_as_much(sample):
    assert "180部" in sample.ask("2024年十堰既有住宅加装电梯计划多少部?").text
