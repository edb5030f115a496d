"""Tables that a conversion flattened to one cell a line, and rows that name a group of rows."""

import pytest

from corpus.reader import read_text
from tests.whole import assert_whole

NUMBERED = """便民任务清单
序号
工作任务
牵头单位
完成时限
一、交通
1
修路5公里
市交通局
2024年12月底
2
种树
20棵
市园林局、
市财政局
长期推进
二、教育
序号
工作任务
牵头单位
完成时限
3
办学
市教育局
2025年6月
本清单自印发之日起施行。
"""


def rows_of(text):
    document, passages = read_text(text, source="a.txt")
    assert_whole(document, passages)
    return [p for p in passages if p.kind == "row"], passages


def told(row):
    return {f.name: f.values for f in row.fields}


def test_numbered_rows_have_their_fields_their_group_and_cells_of_several_lines():
    rows, passages = rows_of(NUMBERED)
    assert [told(r) for r in rows] == [
        {"序号": ("1",), "事项": ("修路5公里",), "牵头单位": ("市交通局",),
         "完成时限": ("2024年12月底",)},
        {"序号": ("2",), "事项": ("种树 20棵",), "牵头单位": ("市园林局", "市财政局"),
         "完成时限": ("长期推进",)},
        {"序号": ("3",), "事项": ("办学",), "牵头单位": ("市教育局",), "完成时限": ("2025年6月",)},
    ]  # fmt: skip
    assert [r.path[-1].text for r in rows] == ["一、交通", "一、交通", "二、教育"]
    assert passages[-1].text == "本清单自印发之日起施行。"


def test_a_row_whose_cells_cannot_be_told_apart_keeps_its_number_alone():
    text = "序号\n事项\n目标\n备注\n1\n甲\n乙\n丙\n2\n丁\n戊\n己\n庚\n3\n辛\n壬\n癸\n"
    rows, _ = rows_of(text)
    assert [len(r.fields) for r in rows] == [4, 1, 4]
    assert told(rows[1]) == {"序号": ("2",)}
    assert rows[1].text == "2\n丁\n戊\n己\n庚"


def test_remarks_that_are_empty_all_the_way_are_no_column():
    rows, _ = rows_of("序号\n指标\n目标\n备注\n1\n路\n5公里\n2\n树\n20棵\n3\n桥\n2座\n")
    assert [told(r) for r in rows][1] == {"序号": ("2",), "指标": ("树",), "目标": ("20棵",)}


def test_names_that_are_not_known_are_told_by_rows_that_are_all_alike():
    cells = [(1, "甲法", "全国"), (2, "乙法", "三个片区"), (3, "丙法", "全国"), (4, "丁法", "全国")]
    body = "".join(f"{n}\n{name}\n讲清做法\n{where}\n" for n, name, where in cells)
    text = f"序号\n改革做法\n要义\n推行范围\n{body}二、其他方面\n三、共同方面\n"
    text += "7\n戊法\n讲清做法\n全国\n"
    rows, _ = rows_of(text)
    assert [told(r)["改革做法"] for r in rows] == [
        ("甲法",),
        ("乙法",),
        ("丙法",),
        ("丁法",),
        ("戊法",),
    ]
    assert told(rows[4])["推行范围"] == ("全国",) and rows[4].path[-1].text == "三、共同方面"


def test_rows_without_numbers_are_told_by_units_and_time_limits():
    text = "任务名称\n责任单位\n完成时限\n修路\n市交通局\n2024年底\n办学\n教育局\n2025年6月\n完。\n"
    rows, passages = rows_of(text)
    assert [told(r)["责任单位"] for r in rows] == [("市交通局",), ("教育局",)]
    assert passages[-1].text == "完。"


@pytest.mark.parametrize(
    "text",
    ["序号\n事项\n说明文字\n没有编号的几行\n又一行\n", "事项\n目标\n备注\n甲\n乙\n丙\n丁\n戊\n己\n",
     "序号\n事项\n责任单位\n1\n修路\n请各地抓好落实。\n"],
)  # fmt: skip
def test_names_without_the_shape_of_a_table_are_no_table(text):
    assert rows_of(text)[0] == []


def test_a_unit_that_recurs_in_the_cells_is_no_page_header():
    long = "推进老旧小区改造并完善养老托育停车充电等便民服务设施切实方便居民日常生活出行"
    body = "".join(f"{i}\n{long}{i}处\n市住房城乡建设局\n2024年\n" for i in range(1, 6))
    rows, _ = rows_of(f"序号\n事项\n责任单位\n完成时限\n{body}")
    assert [told(r)["责任单位"] for r in rows] == [("市住房城乡建设局",)] * 5


@pytest.mark.parametrize("row", ["| | **一、交通** | |", "| 一、交通 | | |", "| | 一、交通 | |"])
def test_a_row_that_names_a_group_is_no_row(row):
    table = f"| 序号 | 事项 | 责任单位 |\n|---|---|---|\n{row}\n| 1 | 修路 | 市交通局 |\n"
    rows, _ = rows_of(table)
    assert [told(r) for r in rows] == [
        {"序号": ("1",), "事项": ("修路",), "责任单位": ("市交通局",)}
    ]
    assert [h.text for h in rows[0].path] == ["一、交通"]


def test_a_row_with_one_plain_cell_stays_a_row():
    table = "| 序号 | 事项 | 责任单位 |\n|---|---|---|\n| 1 | 修路 | 县局 |\n| | 种树 | |\n"
    assert [told(r).get("事项") for r in rows_of(table)[0]] == [("修路",), ("种树",)]
