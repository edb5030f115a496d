"""Tables whose cells tabs part: headers by contrast, of two rows, empty and merged cells."""

from corpus.reader import read_text
from tests.whole import assert_whole


def rows_of(text: str) -> list[dict[str, str]]:
    document, passages = read_text(text, source="a.txt")
    assert_whole(document, passages)
    return [{f.label: f.text for f in p.fields} for p in passages if p.kind == "row"]


def test_short_words_above_figures_are_a_header_whatever_they_say() -> None:
    rows = rows_of(
        "2031年招生计划表\n校名\t性质\t班数\t报名电话\n东岸区\n柳溪小学\t公办\t4\t0810-66001\n"
        "石桥小学\t民办\t2\t-\n小计\t\t6\t\n"
    )
    assert rows[0] == {"校名": "柳溪小学", "性质": "公办", "班数": "4", "报名电话": "0810-66001"}
    assert rows[1] == {"校名": "石桥小学", "性质": "民办", "班数": "2", "报名电话": "-"}
    assert rows[2] == {"校名": "小计", "班数": "6"}


def test_a_name_over_several_columns_stands_before_those_below_it() -> None:
    rows = rows_of(
        "收费表\n项目\t计价单位\t价格(元)\t\t说明\n\t\t市级\t县级\t\n换药\t次\t20\t15\t\n"
        "输液\t次\t30\t—\t不含药品\n"
    )
    assert rows == [
        {"项目": "换药", "计价单位": "次", "价格(元)市级": "20", "价格(元)县级": "15"},
        {"项目": "输液", "计价单位": "次", "价格(元)市级": "30", "价格(元)县级": "—",
         "说明": "不含药品"},
    ]  # fmt: skip


def test_a_merged_first_cell_holds_for_the_rows_below_it_but_not_for_totals() -> None:
    text = "类别\t对象\t标准(元)\n甲类\t孤儿\t900\n\t高龄老人\t80\n乙类\t学徒\t300\n\t合计\t1280\n"
    assert rows_of(text) == [
        {"类别": "甲类", "对象": "孤儿", "标准(元)": "900"},
        {"类别": "甲类", "对象": "高龄老人", "标准(元)": "80"},
        {"类别": "乙类", "对象": "学徒", "标准(元)": "300"},
        {"对象": "合计", "标准(元)": "1280"},
    ]
    document, passages = read_text(text, source="a.txt")
    merged = passages[1].fields[0]
    assert merged.rule is not None
    assert document.text[merged.rule.start : merged.rule.end] == "甲类"
    assert merged.start == merged.end == passages[1].start


def test_a_row_takes_no_lines_that_do_not_complete_it() -> None:
    rows = rows_of(
        "序号\t任务\t牵头单位\t时限\n1\t修桥\t市交通局\n注:时限另行通知。\n\n甲市办公室\n"
    )
    assert rows == [{"序号": "1", "任务": "修桥", "牵头单位": "市交通局"}]


def test_two_tables_without_words_between_them_have_their_own_headers() -> None:
    rows = rows_of(
        "线路\t起点\t票价\n1路\t东站\t2\n2路\t西站\t3\n"
        "景点\t地址\t门票\t电话\n南山\t南郊\t40\t0810-1\n北湖\t北郊\t20\t0810-2\n"
    )
    assert rows[2:] == [
        {"景点": "南山", "地址": "南郊", "门票": "40", "电话": "0810-1"},
        {"景点": "北湖", "地址": "北郊", "门票": "20", "电话": "0810-2"},
    ]
