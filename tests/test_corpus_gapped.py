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


def rows_of(*lines: str) -> list[dict[str, str]]:
    """The fields of the rows of a text of one cell a line ("/" parts them), blank lines between."""
    cells = [cell for line in lines for cell in line.split("/")]
    document, passages = read_text("\n\n".join(cells) + "\n", source="a.txt")
    assert_whole(document, passages)
    return [{f.label: f.text for f in p.fields} for p in passages if p.kind == "row"]


def test_a_group_above_the_first_row_is_no_column_and_text_below_is_no_cell() -> None:
    rows = rows_of(
        "海湾市近年大风/序号/县区名称/发生时间/起因/“十三五”期间：",
        "1/东山县/2019年8月/台风/2/南岭县/2020年8月/台风",
        "经调研分析，海湾市防风工作的短板主要表现在以下两方面：/树木老化，需要更换和加固。",
    )
    assert rows == [
        {"序号": "1", "县区名称": "东山县", "发生时间": "2019年8月", "起因": "台风"},
        {"序号": "2", "县区名称": "南岭县", "发生时间": "2020年8月", "起因": "台风"},
    ]


def test_a_name_that_begins_with_a_plan_s_period_may_be_of_two_lines() -> None:
    rows = rows_of(
        "表1 完成情况/序号/项目类别/单位/“十三五”规划/目标/“十三五”完成/情况",
        "1/新建管网/公里/220/500/2/清淤河道/公里/75/144",
    )
    assert rows[1] == {
        "序号": "2", "项目类别": "清淤河道", "单位": "公里", "“十三五”规划目标": "75",
        "“十三五”完成情况": "144",
    }  # fmt: skip


def test_names_of_a_second_header_row_stand_under_the_last_of_the_first() -> None:
    rows = rows_of(
        "表2 防洪标准/序号/城市及分区/河流/防洪标准////规划/现状",
        "1/甲市/东城区/清江/100/50/2//西城区/清江/50/20",
        "3//北城区/白河/20/20",
    )
    assert rows[0]["城市"] == "甲市"
    assert rows[1] == {
        "序号": "2", "分区": "西城区", "河流": "清江", "防洪标准规划": "50", "防洪标准现状": "20",
    }  # fmt: skip
