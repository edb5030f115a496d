"""Tables of one row a line whose cells blanks part, under names of any words."""

from corpus.reader import read_text
from tests.whole import assert_whole


def rows_of(text: str) -> list[dict[str, str]]:
    document, passages = read_text(text, source="a.txt")
    assert_whole(document, passages)
    return [{f.label: f.text for f in p.fields} for p in passages if p.kind == "row"]


LINES = (
    "环城公交时刻表\n线路 起点站 末班车 票价(元)\n1路 东站 21:30 2\nK2路 西站 — 3\n"
    "快3路 南站 20:10 2\n\n海湾市交通局\n"
)


def test_single_blanks_part_the_cells_of_rows_of_one_kind() -> None:
    assert rows_of(LINES) == [
        {"线路": "1路", "起点站": "东站", "末班车": "21:30", "票价(元)": "2"},
        {"线路": "K2路", "起点站": "西站", "末班车": "—", "票价(元)": "3"},
        {"线路": "快3路", "起点站": "南站", "末班车": "20:10", "票价(元)": "2"},
    ]


def test_wide_blanks_part_cells_that_hold_single_ones_and_groups_stand_between() -> None:
    rows = rows_of(
        "招生表\n校名    班数   人数   咨询电话\n东岸区\n柳溪小学   4    160   0810 6600122\n"
        "石桥小学   2    80   0810 6600123\n西岸区\n江口小学   3   120   0810 6600124\n"
        "白塔小学   1   40   0810 6600125\n合计   10   400\n\n海湾市教育局\n"
    )
    assert rows[0] == {"校名": "柳溪小学", "班数": "4", "人数": "160", "咨询电话": "0810 6600122"}
    assert rows[3]["人数"] == "40"
    assert rows[4] == {"校名": "合计", "班数": "10", "人数": "400"}


def test_no_table_is_read_where_the_end_of_a_cell_stands_below_it() -> None:
    assert rows_of(LINES.replace("20:10 2\n", "20:10 2\n候车厅\n")) == []
    assert rows_of("联系 我们 一起 来\n今天 天气 很 好\n明天 天气 更 好\n") == []
