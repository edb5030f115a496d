"""The same question in other words: another's place, another tongue, chatter, slips of the pen."""

import pytest

from assistant.asking.amounts import full_ages
from assistant.asking.understand import understand


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
