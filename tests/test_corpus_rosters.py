"""Lists of persons: a name and a post a line, under what they are."""

from corpus.reader import read_text
from tests.whole import assert_whole

_LIST = """关于调整防汛领导小组成员的通知
现将名单通知如下：
组 长：周建平 副市长
副组长：吴 敏 市政府副秘书长
郑海生 市应急局局长
成 员：
（一）部门成员
钱志远 市公安局副局长
领导小组办公室设在市应急局。
"""


def test_each_person_is_a_row_under_the_role() -> None:
    document, passages = read_text(_LIST, source="a.txt")
    assert_whole(document, passages)
    rows = [p for p in passages if p.kind == "row"]
    said = [(r.path[-1].text, *(f.text for f in r.fields)) for r in rows]
    assert said == [
        ("组 长", "周建平", "副市长"),
        ("副组长", "吴 敏", "市政府副秘书长"),
        ("副组长", "郑海生", "市应急局局长"),
        ("（一）部门成员", "钱志远", "市公安局副局长"),
    ]
    assert [f.label for f in rows[0].fields] == ["姓名", "单位和职务"]


def test_two_persons_are_no_list() -> None:
    _, passages = read_text("通知\n周建平 副市长\n吴 敏 市政府副秘书长\n", source="a.txt")
    assert all(p.kind != "row" for p in passages)
