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
        "序号": "2", "城市": "甲市", "分区": "西城区", "河流": "清江",
        "防洪标准规划": "50", "防洪标准现状": "20",
    }  # fmt: skip


_NAMED = "序号/项目名称/性质/建设地点/总投资（万元）"


def test_rows_before_the_first_header_are_read_under_its_names() -> None:
    rows = rows_of(
        "河西区/20/7/西渠疏浚/新建/河西区/500/8/2026年南湖治理/改建/河东区/60",
        "9/北桥重建/新建/河东区/80//合  计///640",
        _NAMED, "1/东堤加固/改建/河东区/30/2/东闸改造/改建/河西区/40",
        "3/东站扩建/新建/河东区/50",
    )  # fmt: skip
    names = ["序号", "项目名称", "性质", "建设地点", "总投资（万元）"]
    assert rows[:3] == [
        dict(zip(names, ["7", "西渠疏浚", "新建", "河西区", "500"], strict=True)),
        dict(zip(names, ["8", "2026年南湖治理", "改建", "河东区", "60"], strict=True)),
        dict(zip(names, ["9", "北桥重建", "新建", "河东区", "80"], strict=True)),
    ]
    assert rows[3] == {"项目名称": "合 计", "总投资（万元）": "640"}
    assert [r["项目名称"] for r in rows[4:]] == ["东堤加固", "东闸改造", "东站扩建"]


def test_a_figure_before_totals_begins_no_row_and_totals_stand_under_the_last_columns() -> None:
    rows = rows_of(
        _NAMED, "1/东堤加固/改建/河东区/30/2/东闸改造/改建/河西/区/40",
        "/小  计///70", "1/东站扩建/新建/河东区/50/合    计//120",
    )  # fmt: skip
    assert rows[1] == {"序号": "2", "项目名称": "东闸改造"}
    assert rows[2] == {"项目名称": "小 计", "总投资（万元）": "70"}
    assert rows[4] == {"序号": "合 计", "总投资（万元）": "120"}


def test_a_first_column_over_many_rows_names_groups_and_a_broken_name_is_joined() -> None:
    cells = "目标/序号/指标/解释/指标/类型/一、绿色(2)/1/绿地率/绿地的面积占比。/导向指标//"
    cells += "2/绿道长度/绿道的总长度。/底线指标/二、安全(2)/3/积水点/积水的地点数。/导向指标//"
    cells += "4/避难场所/人均避难面积。/底线指标"
    text = "\n\n".join(["海湾市体检指标", *cells.split("/")]) + "\n"
    document, passages = read_text(text, source="a.txt")
    assert_whole(document, passages)
    rows = [p for p in passages if p.kind == "row"]
    assert [(p.path[-1].text, p.fields[1].text, p.fields[3].text) for p in rows] == [
        ("一、绿色(2)", "绿地率", "导向指标"), ("一、绿色(2)", "绿道长度", "底线指标"),
        ("二、安全(2)", "积水点", "导向指标"), ("二、安全(2)", "避难场所", "底线指标"),
    ]  # fmt: skip
    assert [f.label for f in rows[0].fields] == ["序号", "指标", "解释", "指标类型"]


def test_a_document_that_begins_amid_cells_is_called_by_its_file() -> None:
    document, _ = read_text("\n\n".join(["河西区、东海", "100", "50"]) + "\n", source="水利表.txt")
    assert document.title == "水利表"
