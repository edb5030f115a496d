"""Tables of numbered rows parted by blanks, under names that are not known."""

from corpus.reader import read_text
from tests.whole import assert_whole

_TABLE = """表 E.1 规划指标体系表
编号  指标项  指标属性  指标层级
一、空间底线
1  湿地面积（公顷）  约束性  市域
2  用水总量（亿立方米）  约束性  市域
二、空间品质
3  人均住房面积（平方米）  预期性  市域
社区卫生、养老、教育、文化、体育等公共服务设
4  预期性  中心城区
施15分钟步行可达覆盖率（%）
28 5  人均公园绿地面积（平方米）  预期性  中心城区
注：各地可因地制宜增加相应指标。
"""


def test_rows_groups_names_over_two_lines_and_a_page_number() -> None:
    document, passages = read_text(_TABLE, source="a.txt")
    assert_whole(document, passages)
    rows = [p for p in passages if p.kind == "row"]
    assert [[f.text for f in r.fields] for r in rows] == [
        ["1", "湿地面积（公顷）", "约束性", "市域"],
        ["2", "用水总量（亿立方米）", "约束性", "市域"],
        ["3", "人均住房面积（平方米）", "预期性", "市域"],
        ["4", "社区卫生、养老、教育、文化、体育等公共服务设施15分钟步行可达覆盖率（%）", "预期性",
         "中心城区"],
        ["5", "人均公园绿地面积（平方米）", "预期性", "中心城区"],
    ]  # fmt: skip
    assert [r.path[-1].text for r in rows[1:3]] == ["一、空间底线", "二、空间品质"]
    assert [f.label for f in rows[3].fields] == ["编号", "指标项", "指标属性", "指标层级"]
    assert passages[-1].text.startswith("注：")
