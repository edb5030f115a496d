"""The same question in other words: another's place, another tongue, chatter, slips of the pen."""

import pytest

from assistant.asking.amounts import full_ages
from assistant.asking.asked import standard
from assistant.asking.understand import understand
from assistant.finding.fit import _names_body
from assistant.settings import Settings
from assistant.wiring import open_assistant
from corpus.fold import to_traditional
from index.build import build_index
from index.embedder import load_embedder


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("昆山2024年要改造多少个老旧小区?", "昆山市"),
        ("顺德加装电梯由哪个部门牵头?", "顺德区"),
        ("萧山新增多少停车位?", "萧山区"),
    ],
)
def test_a_county_of_another_province_is_never_answered_for(sample, question, place):
    answer = sample.ask(question)
    assert answer.abstained
    assert place in answer.text


@pytest.mark.parametrize("text", ["本市安置区有几处?", "全市城区有几处公园?", "办事非常熟练"])
def test_words_like_a_place_are_no_place(sample, text):
    question = understand(text, sample._know)
    assert question.places == ()
    assert question.mended == ()


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("我妈今年92,户口在示例县,高龄津贴一个月能领多少钱?", "200元"),
        ("示例县高领津贴90岁一个月多少", "200元"),
        ("示例縣低收戶的長者在助餐點用餐,每餐補助多少?", "6元"),
        ("示例县独生女护理假几多天?", "15日"),
        ("2024年武汉居家适老化改造,符合条件的家庭每户补贴标准是多少?", "3000元"),
        ("宜昌 老旧小区改造 2024 个数", "311个"),
        ("示例县 高龄津贴 逾期未核验 后果", "暂停发放"),
        ("您好,请教一下,示例县高龄津贴街道那边初步审核要花几个工作日呀?谢谢!", "3个工作日"),
        ("示例縣新建住宅社區,每百戶至少要配多少平方公尺的養老服務用房?", "30平方米"),
    ],
)
def test_other_words_ask_for_the_same(sample, question, expected):
    answer = sample.ask(question)
    assert not answer.abstained, answer.reason
    assert expected in answer.text


def test_how_many_days_is_not_answered_with_a_date(sample):
    assert "2025年3月10日" not in sample.ask("示例县高龄津贴多少个工作日").text


def test_ages_without_their_unit():
    assert full_ages("我爸刚满六十,可以领什么") == "我爸刚满六十岁,可以领什么"
    assert full_ages("我妈今年82了") == "我妈今年82岁了"
    assert full_ages("缴费满15年,每月60元") == "缴费满15年,每月60元"


def test_the_head_of_a_mere_quantity_is_what_it_belongs_to(sample):
    assert understand("示例县适老化改造补助标准是多少?", sample._know).head == "补助"
    assert understand("示例县有效期是多少?", sample._know).head == "有效期"


def test_a_slip_is_mended_by_the_known_words_beside_it(sample):
    mended = understand("示例县高领津贴怎么领", sample._know).mended
    assert ("高领津", "高龄津") in mended
    assert understand("示例县高龄津贴递材料", sample._know).mended == ()


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("武汉2022年那个任务表里头,房管局领头的都有哪些事?", ["公租房", "棚户区"]),
        ("武汉 2024 民生实事 市体育局牵头", ["社區體育中心", "健身活動"]),
        ("武汉跟宜昌比,2024年谁的充电桩建得多些?", ["8萬", "1万"]),
        ("有人弄假材料骗养老补助,示例县抓到了怎么罚?", ["1倍以上3倍以下"]),
        ("示例县那个居家养老的办法,几号开始算数的?", ["2025年1月1日"]),
    ],
)
def test_loose_words_for_records_and_rules(sample, question, expected):
    answer = sample.ask(question)
    assert not answer.abstained, answer.reason
    for part in expected:
        assert to_traditional(part) in to_traditional(answer.text)


def test_a_county_of_the_corpus_is_known_by_its_short_name(tmp_path):
    rules = "云泽县养犬管理办法\n\n第一条 县公安局负责养犬登记。\n\n第二条 养犬应当登记。\n"
    (tmp_path / "rules.txt").write_text(rules, encoding="utf8")
    build_index([tmp_path], tmp_path / "index", load_embedder(None))
    assistant = open_assistant(Settings(index=str(tmp_path / "index")))
    assert [p.name for p in understand("云泽养狗归谁管", assistant._know).places] == ["云泽县"]


def test_a_principle_names_no_body(invented):
    text = "养犬管理实行政府主导、部门负责、公众参与的原则。"
    question = understand("养犬归哪个部门管", invented._know)
    assert _names_body(question, text) is False
    assert _names_body(question, "县公安局主管养犬。") is True


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("She is 92. How much old-age allowance does she get a month in Sample County (示例县)?",
         ["200元"]),
        ("What do I need to bring to apply for the old-age allowance in Sample County (示例县)?",
         ["申请表", "身份证", "社会保障卡"]),
        ("How many lifts does Shiyan plan to add to existing buildings in 2024?", ["180部"]),
        ("Is there any charge for applying for the old-age allowance in Sample County (示例县)?",
         ["不收费"]),
        ("What happens if someone in Sample County (示例县) misses the annual verification?",
         ["暂停发放"]),
    ],
)  # fmt: skip
def test_english_in_other_words(sample, question, expected):
    answer = sample.ask(question)
    assert not answer.abstained, answer.reason
    for part in expected:
        assert part in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "How many lifts did Kunshan install in 2024?",
        "How many parking spaces will Shaoshan add?",
        "How many incineration plants will Yichang build in 2024?",
        "宜昌的托管班一天收好多钱",
        "示例县养老院床位费一个月多少钱",
        "示例县低保一个月发多少钱?",
        "武汉的消防站具体建在哪几条路上",
        "示例县高龄津贴 代办 手续费",
    ],
)
def test_what_the_documents_lack_is_declined_in_any_words(sample, question):
    assert sample.ask(question).abstained


def test_places_that_english_spells_in_pinyin(sample):
    def named(text):
        return [p.name for p in understand(text, sample._know).places]

    assert named("Who leads dog registration in Kunshan?") == ["昆山市"]
    assert named("Does Qinglou have a night school?") == ["Qinglou"]
    assert named("what is paid in kunshan") == ["昆山市"]
    assert named("What does the Women's Federation lead in Shiyan?") == ["十堰市"]


def test_dialect_is_read_as_everybody_writes():
    assert standard("租赁补贴几多钱一个月") == "租赁补贴多少钱一个月"
    assert standard("啥子时候能办完") == "什么时候能办完"
    assert standard("改造了好多个小区") == "改造了多少个小区"
    assert standard("好多小区都改造了") == "好多小区都改造了"


def test_plain_words_that_lead_to_rows_and_rules(sample):
    for question, expected in [
        ("2022年新洲区打造的劳务品牌名称是什么?", "新洲建筑之乡"),
        ("青山区 2022 每周锻炼3次以上 占比", "29.6%"),
        ("武汉2022年让大家都参保的那个全民参保计划,哪两个局带头搞?", "市医保局"),
    ]:
        assert expected in sample.ask(question).text


def test_how_many_years_is_not_answered_with_a_date(sample):
    assert "2024年11月15日" not in sample.ask("示例县的养老服务办法能管几年?").text
