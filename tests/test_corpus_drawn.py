"""Tables that a plain text draws are pipe tables; other texts stay as they are."""

from corpus.formats import convert
from corpus.formats.drawn import undrawn
from corpus.reader import read_text


def test_cells_that_go_on_in_their_box_are_whole() -> None:
    text = (
        "收费表\n┌────┬──────┬────┐\n│项目│ 说明 │价格│\n├────┼──────┼────┤\n│停车│首小时│ 5  │\n"
        "│    │之内  │    │\n├────┼──────┼────┤\n│存包│      │ -  │\n└────┴──────┴────┘\n完\n"
    )
    assert convert(text.encode(), "a.txt").text == (
        "收费表\n\n| 项目 | 说明 | 价格 |\n| --- | --- | --- |\n| 停车 | 首小时之内 | 5 |\n"
        "| 存包 |  | - |\n\n完\n"
    )


def test_without_rules_between_them_lines_are_rows() -> None:
    rule = "+----+----+----+"
    text = f"{rule}\n| 线 | 首 | 末 |\n{rule}\n| 1  | 6  | 21 |\n| 2  | 7  | 20 |\n{rule}"
    assert undrawn(text).split("\n") == [
        "", "| 线 | 首 | 末 |", "| --- | --- | --- |", "| 1 | 6 | 21 |", "| 2 | 7 | 20 |", "",
    ]  # fmt: skip


def test_lines_with_pipes_between_their_cells_are_rows() -> None:
    text = "名单\n校名|人数|电话\n东岸区\n柳溪小学|90|-\n石桥小学|70|\n首页 | 新闻 | 服务 | 互动\n"
    assert undrawn(text) == (
        "名单\n| 校名 | 人数 | 电话 |\n东岸区\n| 柳溪小学 | 90 | - |\n| 石桥小学 | 70 |  |\n"
        "首页 | 新闻 | 服务 | 互动\n"
    )
    rows = [p for p in read_text(undrawn(text), source="a.txt")[1] if p.kind == "row"]
    assert [f.text for f in rows[0].fields] == ["柳溪小学", "90", "-"]
    assert rows[0].path[-1].text == "东岸区"


def test_a_markdown_table_stays_as_it_is() -> None:
    text = "| 甲 | 乙 | 丙 |\n|---|---|---|\n| 1 | 2 | 3 |\n\n甲方|乙方|丙方\n"
    assert undrawn(text) == text
