"""What people write: letters with a story, spoken words, both languages at once, amounts, typos."""

import pytest

from assistant.asking.amounts import amount_said
from assistant.asking.letters import gist
from assistant.settings import Settings
from assistant.wiring import open_assistant
from corpus.fold import fold
from index.build import build_index
from index.embedder import load_embedder

STORY = (
    "您好,我家住在{place}一个老小区六楼,没有电梯,母亲去年做了手术,上下楼非常吃力。邻居大多愿意装,"
    "一楼有两户不同意,协调了一年多还没有结果。{asks}谢谢!"
)


@pytest.mark.parametrize(
    ("letter", "expected"),
    [
        (STORY.format(place="宜昌市西陵区", asks="请问宜昌今年加装电梯多少台,由谁牵头?"),
         ["300台", "市住建局"]),
        (STORY.format(place="宜昌市西陵区", asks="请问今年要完成加装电梯多少台?"), ["300台"]),
        (STORY.format(place="十堰市", asks="我想了解一下,这类小区到2024年底改造多少个?"), ["292"]),
    ],
)  # fmt: skip
def test_a_letter_is_answered_by_what_it_asks(sample, letter, expected):
    answer = sample.ask(letter)
    assert not answer.abstained, answer.reason
    assert answer.question == letter
    for part in expected:
        assert part in answer.text


def test_a_letter_from_where_no_document_is_from_is_declined(sample):
    answer = sample.ask(STORY.format(place="荆门市", asks="请问今年要完成加装电梯多少台?"))
    assert answer.abstained
    assert "荆门" in answer.reason


def test_a_letter_is_parted_into_what_it_asks_and_its_story():
    letter = STORY.format(place="甲市", asks="请问今年加装多少台?")
    assert gist(letter)[0] == "请问今年加装多少台?"
    assert gist(letter)[1].startswith("您好,我家住在甲市")
    assert gist("老年助餐谁牵头?") == ("老年助餐谁牵头?", "")


def test_a_letter_is_searched_by_its_story_as_well(tmp_path):
    texts = {
        "light.txt": "关于柳荫巷路灯的答复\n柳荫巷路灯因线路老化熄灭,供电所正在更换电缆。\n",
        "mend.txt": "关于报修时限的答复\n报修后五个工作日内修好,问题尽快解决。\n",
        "bus.txt": "关于公交线路的答复\n公交线路调整后,末班车延至晚上十点。\n",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf8")
    build_index([tmp_path], tmp_path / "index", load_embedder(None))
    searcher = open_assistant(Settings(index=str(tmp_path / "index")))
    letter = (
        "您好,我住在柳荫巷东头,最近半个月巷子里的路灯一直不亮,晚上回家要打手电,老人出门很不安全。"
        "向供电所打过电话没有下文。请问什么时候能修好?"
    )
    asking, _ = gist(letter)
    assert searcher.search(letter)[0].document.source == "light.txt"
    assert searcher.search(asking)[0].document.source == "mend.txt"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("那个老人吃饭那个事在十堰归谁管啊", "市民政局"),
        ("十堰那个人才公寓住进去好多人了", "5864人"),
        ("十堰儿童友好 谁牵", "市妇联"),
        ("十堰创业担保贷款24年新增发放多少", "15亿"),
        ("宜昌新增EV charging piles多少", "1万"),
        ("十堰市elder meal service谁牵头", "市民政局"),
        ("宜昌parking spaces新增多少个", "5000"),
        ("宜昌城管委牵头", "市城管委牵头2项"),
        ("宜昌两癌筛查人次", "25万"),
        ("十堰教连体有多少个", "109"),
        ("十堰市文旅居牵头的有哪些事项", "市文旅局牵头3项"),
        ("示例县领高龄津贴没按时核验会有什么影响", "暂停发放"),
        ("武汉急救圈 中心城区 多久能到", "10分钟"),
    ],
)
def test_loose_wording_is_understood(sample, question, expected):
    answer = sample.ask(question)
    assert not answer.abstained, answer.reason
    assert expected in answer.text


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("示例县95岁老人高龄津贴每月多少", ["200元"]),
        ("示例县老人助餐每餐补多少", ["2元", "4元", "6元"]),
        ("示例县低保老人助餐每餐补多少", ["6元"]),
        ("示例县独居老人多久探访一次", ["每周", "每两周"]),
        ("示例县护理员干满5年奖多少", ["8000元"]),
        ("十堰现在有多少托位", ["13212"]),
    ],
)
def test_the_case_that_is_meant_is_told_and_all_where_none_is(sample, question, expected):
    answer = sample.ask(question)
    assert not answer.abstained, answer.reason
    for part in expected:
        assert part in answer.text


def test_one_case_keeps_the_others_out(sample):
    assert "2元" not in sample.ask("示例县低保老人助餐每餐补多少").text
    assert "800元" not in sample.ask("示例县95岁老人高龄津贴每月多少").text


def test_an_amount_is_said_by_itself_its_limits_and_its_bounds():
    assert amount_said("92岁", fold("90至99周岁,200元")) == 1.0
    assert amount_said("85岁", fold("80周岁以上")) == 0.7
    assert amount_said("75岁", fold("年满80周岁")) == 0.5
    assert amount_said("5年", fold("满5年的")) == 1.0
    assert amount_said("5年", "按每百户配建") == 0.0
    assert amount_said("高龄津贴", "80周岁以上") is None


@pytest.mark.parametrize("question", ["十堰 老旧小区改造 房价补多少", "武汉最低工资谁牵头"])
def test_what_nothing_joins_is_declined(sample, question):
    assert sample.ask(question).abstained


def test_an_item_that_runs_on_is_cited_as_an_article(sample):
    answer = sample.ask("湖北省进一步保障和改善民生的措施第十七条讲什么")
    assert answer.citations[0].quote.startswith("(十七)")
    assert sample.ask("湖北省进一步保障和改善民生的措施第二十一条讲什么").abstained
