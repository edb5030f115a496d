"""Tables of one cell a line, told by the kinds of their cells under names of any words."""

import pytest

from corpus.cellkinds import agrees, below, kind_of
from corpus.reader import read_text
from tests.whole import assert_whole


def rows_of(cells: str, apart: str = "\n") -> list[dict[str, str]]:
    """The fields of the rows of a text of one cell a line ("/" parts them, "~" is a slash)."""
    text = apart.join(cells.split("/")).replace("~", "/") + "\n"
    document, passages = read_text(text, source="a.txt")
    assert_whole(document, passages)
    return [{f.label: f.text for f in p.fields} for p in passages if p.kind == "row"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [("1,200万元", "n"), ("—", "-"), ("周一至周五8:30-17:00", "t"), ("2031年6月底", "d"),
     ("0810-6600123", "p"), ("县民政局、县财政局", "u"), ("东街镇文昌路12号", "a"),
     ("水泥路面", "w"), ("联系人:张三", ""), ("2031", "n")],
)  # fmt: skip
def test_a_cell_s_kind_is_told_by_its_looks(text: str, kind: str) -> None:
    assert kind_of(text) == kind


def test_a_column_s_name_tells_what_stands_below_it() -> None:
    assert [below(n) for n in ("总投资(万元)", "咨询电话", "地址", "颜色")] == ["n", "np", "w", ""]
    assert agrees("招生人数", "n") and agrees("颜色", "n")
    assert not agrees("招生人数", "w") and not agrees("地址", "n")


def test_rows_of_unknown_names_are_told_by_kinds_and_a_dash_is_a_cell() -> None:
    rows = rows_of(
        "环城公交时刻表/线路/起点站/末班车/票价(元)/1路/东站/21:30/2/K2路/西站/—/3/快3路/南站/20:10/2"
    )
    assert rows == [
        {"线路": "1路", "起点站": "东站", "末班车": "21:30", "票价(元)": "2"},
        {"线路": "K2路", "起点站": "西站", "末班车": "—", "票价(元)": "3"},
        {"线路": "快3路", "起点站": "南站", "末班车": "20:10", "票价(元)": "2"},
    ]


_PLACES = (
    "招生计划表/校名/性质/班数/招生人数(人)/地址/东岸区/柳溪小学/公办/4/160/东街12号"
    "/石桥小学/民办/2/80/西街3号/小计/6/240/西岸区/江口小学/公办/3/120/南街9号"
    "/白塔小学/公办/1/40/北街1号/小计/4/160/合计/10/400"
)


def test_groups_and_totals_stand_between_rows() -> None:
    _, passages = read_text(_PLACES.replace("/", "\n"), source="a.txt")
    rows = [p for p in passages if p.kind == "row"]
    assert [(p.path[-1].text, p.fields[0].text) for p in rows[:3]] == [
        ("东岸区", "柳溪小学"), ("东岸区", "石桥小学"), ("东岸区", "小计"),
    ]  # fmt: skip
    assert {f.label: f.text for f in rows[2].fields} == {
        "校名": "小计", "班数": "6", "招生人数(人)": "240",
    }  # fmt: skip
    assert rows[3].fields[4].text == "南街9号"


def test_a_column_of_groups_and_a_name_over_several_columns() -> None:
    rows = rows_of(
        "补贴标准表/类别/对象/标准(元)/发放方式/甲类/孤儿/900/按月/高龄老人/80/按季/残疾人/70/按月"
        "/乙类/学徒/300/按月/退役军人/500/按年"
    )
    assert [r["类别"] for r in rows] == ["甲类", "甲类", "甲类", "乙类", "乙类"]
    assert rows[1]["标准(元)"] == "80"
    rows = rows_of(
        "收费表/编码/项目名称/价格(元)/说明/市级/县级/3101/换药/20/15/3102/输液/30/25/不含药品"
        "/3103/针灸/60/50/每次/3104/推拿/50/—/每次"
    )
    assert rows[0] == {
        "编码": "3101", "项目名称": "换药", "价格(元)市级": "20", "价格(元)县级": "15",
    }  # fmt: skip
    assert rows[3]["价格(元)县级"] == "—"


def test_an_empty_cell_between_blank_lines_keeps_its_place() -> None:
    cells = "网点表/网点/所在街道/服务时间/电话/东网点/文昌街道/8:30-17:00/0810-6600123"
    cells += "/西网点//9:00-18:00/0810-6600124/南网点/龙门街道/9:00-18:00/0810-6600125"
    rows = rows_of(cells, apart="\n\n")
    assert rows[1] == {"网点": "西网点", "服务时间": "9:00-18:00", "电话": "0810-6600124"}


def test_what_is_below_must_go_with_the_names() -> None:
    assert rows_of("名录/校名/班数/地址/甲校/东街/4/乙校/西街/5/丙校/南街/6") == []
    assert rows_of("联系我们/主办/地址/电话/甲局:东街/3/乙局:西街/4/丙局:南街/5") == []
