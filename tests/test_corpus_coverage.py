"""Nothing is lost: offsets and coverage hold on any text that hypothesis can think of."""

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.coverage import coverage
from corpus.errors import DocumentError
from corpus.reader import read_text
from corpus.records import Document, Exclusion, Passage, Span
from tests.whole import assert_whole

# One line of a made-up document each; "@" stands for a tab.
SAMPLES = """一、主要任务
(二)加强保障|——抓落实|1.新建学校5所。(牵头单位:市教育局)|2、做好宣传|(3)完善机制；
①加强协同|第一章 总则|第三条 本办法自公布之日起施行。|附件1|附件:1.清单|附件2 任务表
某市便民服务工作方案|关于做好服务的通知|序号@事项@责任单位|1@修路@县交通局、县财政局|一、交通@@|2@建桥
云台区|@|  |# 标题|## 二级|- 列表|**重点**|主 办:某市|电 话:12345|责任单位:市民政局|各区人民政府:
2024年5月6日|某市人民政府|目 录|一、总则........3|— 5 —|7|登录 注册|https://example.org/a
<ol> <li>1.建</li> </ol>@甲|做法，形成长效机制。|无牵头单位的,责任单位即为牵头单位。
各单位要加强组织领导，细化工作措施，明确责任分工。同时要做好宣传引导，及时总结推广好的经验"""
TABLE = ["", "| 序号 | 事项 |", "| --- | --- |", "| 1 | 种树 |"]
LINES = st.sampled_from([*SAMPLES.replace("\n", "|").replace("@", "\t").split("|"), *TABLE])
ALPHABET = (
    "第一二三四条章节、(（)）.。；：:,\t\n |#-—*1２3①附件表序号责任单位市区县@ "
    "\u3000\x0c\ufeff<>《》年月日"
)


def check(text):
    document, passages = read_text(text, source="x.txt")
    assert_whole(document, passages)
    return document


@settings(max_examples=300, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=30).map("\n".join))
def test_documents_of_real_lines_lose_nothing(text):
    if text.strip():
        check(text)


@settings(max_examples=300, deadline=None)
@given(st.text(ALPHABET, max_size=120))
def test_any_text_is_read_or_refused(text):
    try:
        document = check(text)
    except DocumentError as fault:
        assert "no text" in fault.message
        return
    source, kept = "".join(text.split()), "".join(document.text.split())
    rest = iter(source)
    assert all(c in rest for c in kept)


def test_a_gap_is_found_with_its_place():
    document = Document("d", "a.txt", "", "", "甲乙 丙丁。", exclusions=(Exclusion(0, 1, "x"),))
    passage = Passage("p", "d", "paragraph", (), (), "丙", 3, 4)
    found = coverage(document, [passage])
    assert found.gaps == (Span(1, 2), Span(4, 6))
    assert (found.total, found.covered, found.excluded) == (5, 1, (("x", 1),))
    assert found.share == 0.4
