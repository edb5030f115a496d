"""Tables of numbers that blanks alone keep apart."""

from corpus import read_text

_TABLE = """二、分地区完成情况

表1  主要指标

地  区      小区改造(个)    充电桩(座)      综合排名
            计划    完成    计划   完成
--------------------------------------------------
甲  县       18      15      180    126        2
乙丙市       26      24      240    215        1
合  计       44      39      420    341

三、存在的问题
"""


def _rows(text: str) -> list[dict[str, str]]:
    return [
        {f.name: f.text for f in p.fields}
        for p in read_text(text, source="a.txt")[1]
        if p.kind == "row"
    ]


def test_a_header_of_two_lines_names_the_columns_below_it():
    first, second, total = _rows(_TABLE)
    assert first == {
        "地区": "甲县", "小区改造(个)计划": "18", "小区改造(个)完成": "15",
        "充电桩(座)计划": "180", "充电桩(座)完成": "126", "综合排名": "2",
    }  # fmt: skip
    assert (second["地区"], second["充电桩(座)完成"]) == ("乙丙市", "215")
    assert total["地区"] == "合计" and "综合排名" not in total


def test_a_header_of_one_line_needs_no_known_names():
    text = "品种      单价      存栏数\n生猪      15.2      3200\n肉牛      28        410\n"
    assert _rows(text)[1] == {"品种": "肉牛", "单价": "28", "存栏数": "410"}


def test_numbers_without_names_above_are_no_table():
    text = "各地情况如下,供参考,不作排名依据。\n甲县      18      15\n乙县      26      24\n"
    assert _rows(text) == []


def test_a_cell_is_no_place_for_holding_the_name_of_one():
    text = _TABLE.replace("乙丙市", "大洪山")
    _, passages = read_text("随州市通报\n\n" + text, source="a.txt")
    assert "洪山区" not in {p.region for p in passages}
