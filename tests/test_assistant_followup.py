"""Conversations: what a question leaves out comes from those before it, and can be dropped."""

import pytest

STAYS = [
    ("十堰增加公共体育设施谁牵头?", "进展怎么样?", "奥林匹克体育中心"),
    ("十堰增加公共体育设施谁牵头?", "目标呢?", "体育综合体20个"),
    ("宜昌口袋公园要建多少个?", "谁牵头?", "市林业和园林局"),
    ("示例县高龄津贴怎么申请?", "收费吗?", "不收费"),
    ("示例县居家养老服务办法什么时候施行?", "文号是什么?", "示例政规〔2024〕3号"),
    ("示例县居家养老服务办法第十条规定了什么?", "那第十八条呢?", "1万元以上5万元以下"),
    ("武漢2024年消防站新建多少座?", "誰牽頭?", "市消防救援支隊"),
    ("Who leads the public sports facilities task in Shiyan?", "and the deadline?", "2025.12"),
]
SWITCHES = [
    ("宜昌老旧小区改造多少个?", "换成十堰", "1174个"),
    ("宜昌老旧小区改造多少个?", "武汉的话呢", "200"),
    ("宜昌充电桩增加多少?", "全省呢?", "30万"),
    ("宜昌市新生兒疾病篩查由哪個單位牽頭?", "那口袋公園呢?", "市林業和園林局"),
    ("洪山区2022年要建几个急救站点?", "武昌区和汉阳区呢?", "12个"),
    ("2022年武汉哪个区的急救站点最多?", "公办幼儿园呢?", "江夏区"),
    ("How many parking spaces will Yichang add in 2024?", "What about Wuhan?", "15万"),
    ("十堰清单里第3项是什么?", "第4项呢?", "降低群众生育成本"),
]
WHOLE = [  # questions that need nothing of the conversation's topic, and turns that have none
    (["武汉2022年急救站点要多少个?"], "十堰市民政局牵头的有哪些?", "市民政局牵头3项"),
    (["宜昌团市委牵头哪些项目?"], "十堰市妇联牵头的呢", "儿童友好"),
    (["宜昌口袋公园建多少个?", "谢谢"], "谁牵头?", "市林业和园林局"),
    (["武汉2022年洪山区急救站点几个?", "江夏区呢"], "哪个区最少", "东湖生态旅游风景区最少"),
    (["宜昌市妇联牵头什么"], "什么时候完成", ""),
    (["示例县高龄津贴要带什么材料", "电话多少"], "收费吗", "不收费"),
    (["十堰市民政局牵头哪些事项?", "第二项什么时候完成"], "责任单位呢", "市委老干部局"),
    (["Who leads elder meal services in Shiyan?"], "And who is responsible?", "市卫健委"),
    (["Who leads elder meal services in Shiyan?", "thanks"], "By when?", "长期推进"),
    (["宜昌青年夜校建多少个", "哪个单位负责"], "它还牵头哪些", "青年之家"),
    (["宜昌公共停车泊位新增多少"], "那武汉今年新增多少", "15万"),
    (["示例县80岁老人每月高龄津贴多少"], "100岁呢", "800元"),
    (["示例县80岁老人每月高龄津贴多少", "电话多少"], "在哪办", "示例县政务服务中心"),
    (["十堰县三级医院覆盖率多少"], "地址在哪", ""),
    (["宜昌井盖换多少个"], "回到十堰,老旧小区改造了多少个", "1174个"),
]
LISTS = [
    ("宜昌团市委牵头哪些项目?", "那市残联呢?", "市残联牵头2项"),
    ("宜昌团市委牵头哪些项目?", "一共几项?", "团市委牵头6项"),
    ("宜昌市住建局牵头几项?", "都是哪些?", "市住建局牵头9项"),
    ("十堰市民政局牵头哪些事项?", "第二项呢?", "健全社区养老服务体系"),
    ("十堰市民政局牵头哪些事项?", "第二项的责任单位有哪些?", "市委老干部局"),
    ("十堰哪些事项由市卫健委牵头?", "第一项的完成时限呢", "2024.12"),
]


@pytest.mark.parametrize(("earlier", "question", "expected"), [*STAYS, *SWITCHES, *LISTS])
def test_a_question_is_made_whole_from_the_one_before(sample, earlier, question, expected):
    answer = sample.ask(question, history=[earlier])
    assert not answer.abstained, answer.reason
    assert expected in answer.text
    for c in answer.citations:
        assert c.document.text[c.start : c.end] == c.quote


@pytest.mark.parametrize(
    ("earlier", "question"),
    [
        ("宜昌口袋公园建多少?", "那电话呢?"),
        ("宜昌返乡创业新增多少人?", "荆州呢"),
        ("宜昌2024年新增多少停车泊位?", "2025年呢?"),
        ("宜昌老旧小区改造多少个?", "为什么?"),
    ],
)
def test_what_the_documents_do_not_say_is_declined_in_a_conversation_too(sample, earlier, question):
    assert sample.ask(question, history=[earlier]).abstained


@pytest.mark.parametrize(("history", "question", "expected"), WHOLE)
def test_a_turn_takes_only_what_it_lacks(sample, history, question, expected):
    answer = sample.ask(question, history=history)
    assert answer.abstained == (not expected), answer.text
    assert expected in answer.text
    if expected.startswith("市民政局牵头"):
        assert "topic" not in dict(answer.carried)


def test_a_courtesy_is_answered_as_such_in_a_conversation(sample):
    for thanks in ("谢谢", "thanks", "好的,谢谢你"):
        answer = sample.ask(thanks, history=["宜昌口袋公园建多少个?"])
        assert answer.abstained and answer.citations == ()
        assert "牵头" in answer.text or "cite" in answer.text


def test_the_topic_carried_over_is_named_once(sample):
    history = ["宜昌2024年新增多少个公共停车泊位?", "那口袋公园呢?"]
    topic = dict(sample.ask("谁牵头?", history=history).carried)["topic"]
    assert topic.startswith("口袋公园")
    assert topic.count("公园") == 1
    english = ["How many parking spaces were built in Shiyan in 2023?"]
    assert dict(sample.ask("who leads it?", history=english).carried)["topic"] == (
        "parking spaces built"
    )


def test_what_stands_in_another_document_than_before_is_no_less_sure(real):
    assert "4万" in real.ask("武汉呢", history=["宜昌更换多少个井盖"]).text
    assert "1万人" in real.ask("宜昌呢", history=["十堰就业困难人员2024年帮扶多少人"]).text


def test_three_turns_keep_what_none_of_them_replaces(sample):
    history = ["江岸区2022年感知前端新建多少路?", "江汉呢?"]
    assert "1162路" in sample.ask("硚口呢?", history=history).text
    history = ["宜昌帮多少就业困难人员就业?", "返乡创业呢?"]
    assert "市人社局" in sample.ask("谁牵头?", history=history).text


def test_what_is_carried_over_is_named(sample):
    answer = sample.ask("那武汉呢?", history=["宜昌2024年新增多少个公共停车泊位?"])
    assert dict(answer.carried) == {"year": "2024", "topic": "新增公共停车泊位", "intent": "数量"}
    answer = sample.ask("一共几项?", history=["宜昌团市委牵头哪些项目?"])
    assert dict(answer.carried) == {"place": "宜昌市", "unit": "团市委"}


def test_what_was_carried_over_can_be_dropped(sample):
    history = ["宜昌2024年新增多少个公共停车泊位?"]
    question = "充电桩要建多少个?"
    assert "宜昌市" in dict(sample.ask(question, history=history).carried).values()
    without = sample.ask(question, history=history, drop=("place",))
    assert "place" not in dict(without.carried)
    alone = sample.ask("谁牵头?", history=history, drop=("place", "year", "topic", "intent"))
    assert alone.abstained
    assert alone.carried == ()


def test_dropping_the_place_lets_other_places_answer(sample):
    history = ["宜昌老旧小区改造多少个?"]
    kept = sample.ask("重组全国重点实验室几家?", history=history)
    dropped = sample.ask("重组全国重点实验室几家?", history=history, drop=("place",))
    assert kept.abstained
    assert "8家" in dropped.text


def test_earlier_turns_that_asked_for_nothing_are_passed_over(sample):
    history = ("宜昌市2024年新增多少个公共停车泊位?", "|", "…", "你好")
    question = "谁牵头?"
    assert (
        sample.ask(question, history=history).text == sample.ask(question, history=history[:1]).text
    )
