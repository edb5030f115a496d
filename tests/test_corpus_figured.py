"""Tables flattened to one cell a line of names and figures, without numbers of rows."""

from corpus.reader import read_text
from tests.whole import assert_whole


def rows_of(cells: str) -> list[dict[str, str]]:
    """The fields of the rows of a text of one cell a line ("/" parts them)."""
    document, passages = read_text(cells.replace("/", "\n") + "\n", source="a.txt")
    assert_whole(document, passages)
    return [{f.label: f.text for f in p.fields} for p in passages if p.kind == "row"]


_ROWS = "总计/305/100/335/380/江苏/100/60/120/140/湖南/80（实招45）/30/90/100/河北/45/0/45/60"


def test_a_name_over_periods_stands_before_each_of_them() -> None:
    rows = rows_of(
        f"海湾省民族班招生计划表/单位：人/省份/1995年招生/扩招/任务/1996年/1997年/{_ROWS}"
    )
    assert len(rows) == 4
    assert rows[2] == {
        "省份": "湖南", "1995年招生": "80（实招45）", "扩招": "30", "任务1996年": "90",
        "任务1997年": "100",
    }  # fmt: skip
    assert rows[3]["扩招"] == "0"


def test_as_many_names_as_cells_and_no_table_otherwise() -> None:
    names = "海湾省民族班招生计划表/省份/招生/扩招/去年/今年"
    assert rows_of(f"{names}/{_ROWS}")[1] == {
        "省份": "江苏", "招生": "100", "扩招": "60", "去年": "120", "今年": "140",
    }  # fmt: skip
    assert rows_of(f"海湾省民族班招生计划表/省份/招生/扩招/{_ROWS}") == []
    assert rows_of(f"{names}/甲/1/2/3/4/乙/1/2/3/4") == []
