"""Running text of documents never seen: right answers, and silence where there is none."""

import pytest

from assistant.settings import Settings
from assistant.wiring import open_assistant
from index.build import build_index
from index.embedder import load_embedder

LETTERS = """网民来信办理情况汇编

【1】询问新桥路公交何时恢复
留言:我住在新桥路,公交改道已经三个月,老人出门很不方便,请问原来的路线几月几号恢复?
答复:网友您好!您的留言已收悉。现将有关情况回复如下:经查,新桥路正在铺设雨水管道,公交临时改道。工程计划于2025年9月20日完工,完工次日公交恢复原线。感谢您的关注
【2】咨询学生饭票退款的问题
留言:孩子转学了,饭票还剩两百多元,学校一直说要等,请问多久能退?
答复:网友您好!现将有关情况回复如下:饭票余额由学校食堂在学生离校后10个工作日内退到家长账户。
"""

NOTICE = """白石市关于做好2025年度体检工作的通知

一、对象和时间
2025年度体检时间为3月1日至5月31日。逾期不再补检。
下列人员不受时间限制,随到随检,费用由市财政承担:(1)退役士兵;(2)孕妇;(3)百岁老人;(4)参加献血满十次的人员。
体检结果在15日内送达。
二、住房
到2025 年更新改造旧住房500万平方米,更大力度推进加装电梯。
"""

REPORT = """白石市2024年政府工作报告

一、2024年工作回顾
过去一年,全市地区生产总值达到312.6亿元,增长5.2%。城区公交线路由31条增加到36条,中小学在校学生由4.2万人减少到4.0万人。
二、2025年工作安排
2025年,地区生产总值增长6%。建设星火产业园,新建学校2所,增加学位900个,引进科技企业40家。
为年满70周岁的老人免费安装扶手。
"""

RULES = """白石市电动自行车停放管理办法

第一条 为了规范停放秩序,制定本办法。
第二条 城市管理行政主管部门是停放管理的主管部门,负责划定停放区。
第三条 公安机关履行下列职责:
(一)办理电动自行车登记;
(二)查处违法停放。
第四条 对符合条件的,登记部门应当当场发放号牌。
第五条 办理电动自行车登记,按照下列步骤进行:
(一)车主携带车辆到登记点查验;
(二)填写《电动自行车登记申请表》,提交身份证;
(三)登记点录入信息,安装号牌。
第六条 本办法自2024年8月1日起施行。2016年3月5日印发的《白石市非机动车停放暂行规定》同时废止。
"""

GUIDE = """助残出行补贴申领
一、受理条件:具有本市户籍的持证残疾人。
二、申请材料:
1.《助残出行补贴申请表》;
2.残疾人证。
三、办理流程:申请人向居住地社区提出书面申请,社区初审后报街道审核,审核通过的次月发放。
"""

FILES = {"letters": LETTERS, "notice": NOTICE, "report": REPORT, "rules": RULES, "guide": GUIDE}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory):
    folder = tmp_path_factory.mktemp("prose")
    for name, text in FILES.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf8")
    index = tmp_path_factory.mktemp("index")
    build_index([folder], index, load_embedder(None))
    return open_assistant(Settings(index=str(index)))


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        pytest.param(
            "新桥路的公交什么时候恢复原来的路线?",
            ["9月20日"],
            ["三个月"],
            id="the reply, not the letter",
        ),
        pytest.param(
            "饭票余额多久能退?",
            ["10个工作日"],
            ["两百多元", "新桥路"],
            id="a sentence of the reply",
        ),
        pytest.param(
            "哪些人体检不受时间限制?",
            ["退役士兵", "孕妇", "百岁老人", "献血"],
            ["15日"],
            id="a numbered list within a line",
        ),
        pytest.param(
            "白石市2024年地区生产总值是多少?", ["312.6亿元"], ["6%"], id="the year of the heading"
        ),
        pytest.param("公交线路增加到多少条?", ["36条"], [], id="it rose as the question says"),
        pytest.param(
            "电动自行车登记由哪个部门办理?", ["公安机关"], ["登记部门"], id="a body by its name"
        ),
        pytest.param("老人多大岁数能免费装扶手?", ["70周岁"], [], id="the age of entitlement"),
        pytest.param(
            "助残出行补贴怎么申请?", ["提出书面申请", "初审"], ["申请表"], id="the way, no form"
        ),
        pytest.param(
            "电动车登记怎么一步步办下来?",
            ["查验", "提交身份证", "安装号牌"],
            [],
            id="all steps of a procedure",
        ),
        pytest.param(
            "停放管理办法出来以后,哪个旧文件作废了?",
            ["非机动车停放暂行规定", "废止"],
            ["登记部门"],
            id="which text is repealed",
        ),
        pytest.param(
            "星火产业园引进多少家科技企业?", ["40家"], [], id="a name that the report has"
        ),
    ],
)
def test_running_text_is_answered_by_its_sentence(assistant, question, said, unsaid):
    answer = assistant.ask(question)
    assert not answer.abstained, answer.reason
    for part in said:
        assert part in answer.text
    for part in unsaid:
        assert part not in answer.text


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("白石市到2025年加装电梯多少台?", id="an area is no number of lifts"),
        pytest.param("孕妇餐的红烧肉怎么炒才香?", id="one known word, off the topic"),
        pytest.param("公交线路为什么减少到36条?", id="it rose, and did not fall"),
        pytest.param("在校学生为什么增加了?", id="it fell, and did not rise"),
        pytest.param("轮椅要不要登记?", id="another thing than the article is about"),
        pytest.param("星火学校有多少学位?", id="two words that only stand apart"),
        pytest.param("旧电梯按钮贴纸哪里买便宜?", id="one known word of three"),
    ],
)
def test_what_is_not_said_is_not_answered(assistant, question):
    answer = assistant.ask(question)
    assert answer.abstained, answer.text


def test_entries_numbered_in_brackets_are_headings(assistant):
    document = next(d for d in assistant.documents if d.source == "letters.txt")
    assert document.title == "网民来信办理情况汇编"
    replies = [p for p in assistant.passages(document.id) if p.text.startswith("答复")]
    assert [p.path[0].text for p in replies] == [
        "【1】询问新桥路公交何时恢复",
        "【2】咨询学生饭票退款的问题",
    ]
