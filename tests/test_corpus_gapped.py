"""Tables flattened to one cell a line, where blank lines tell which cells are empty."""

from corpus.reader import read_text
from tests.whole import assert_whole

_HEAD = [
    "序号",
    "项目名称",
    "性质",
    "建设地点",
    "起止年限",
    "总投资",
    "（万元）",
    "“十五五”",
    "投资（万元）",
]
_ROWS = [
    ["", "排涝工程/（个）", "", ""],
    ["1", "东片排涝工程", "", "", "", "900", "400"],
    ["（1）", "东片排涝工程（甲段）", "新建", "河东区", "2026-2028", "600", "300"],
    ["（2）", "东片排涝工程（乙段）", "改建", "河西区", "2026-2027", "300", "100"],
    ["2", "南湖泵站", "新建", "河东区", "河西区", "2027-2030", "80", "50"],
    ["3", "北渠疏浚", "改建", "河西区", "2026-2026", "20", "20"],
    ["", "小  计", "", "", "", "1000", "470"],
]


def flattened(rows: list[list[str]]) -> str:
    """One cell a line, a blank line after each, as a conversion leaves them."""
    cells = [cell for row in rows for cell in row]
    return "海湾市“十五五”水利项目表\n\n" + "\n\n".join([*_HEAD, *cells]) + "\n"


def test_empty_cells_keep_their_places() -> None:
    document, passages = read_text(flattened(_ROWS), source="a.txt")
    assert_whole(document, passages)
    rows = [{f.label: f.text for f in p.fields} for p in passages if p.kind == "row"]
    assert rows[0] == {
        "序号": "1", "项目名称": "东片排涝工程", "总投资（万元）": "900",
        "“十五五”投资（万元）": "400",
    }  # fmt: skip
    assert rows[2] == {
        "序号": "（2）", "项目名称": "东片排涝工程（乙段）", "性质": "改建", "建设地点": "河西区",
        "起止年限": "2026-2027", "总投资（万元）": "300", "“十五五”投资（万元）": "100",
    }  # fmt: skip
    assert rows[4]["总投资（万元）"] == "20"
    assert rows[5] == {"项目名称": "小 计", "总投资（万元）": "1000", "“十五五”投资（万元）": "470"}
    assert passages[1].text == "排涝工程/（个）" and passages[1].kind == "title"


def test_a_row_of_a_cell_too_many_keeps_its_number_and_name_alone() -> None:
    _, passages = read_text(flattened(_ROWS), source="a.txt")
    rows = [{f.label: f.text for f in p.fields} for p in passages if p.kind == "row"]
    assert rows[3] == {"序号": "2", "项目名称": "南湖泵站"}
