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


@pytest.fixture(scope="module")
def assistant(tmp_path_factory):
    folder = tmp_path_factory.mktemp("prose")
    for name, text in {"letters": LETTERS, "notice": NOTICE}.items():
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
