"""Tables on one line, and tables parted by blanks under names that are not known."""

from corpus.reader import read_text
from tests.whole import assert_whole

_GLUED = """临河区2025年辅助器具补贴目录

序号 器具名称 适用类别 补贴标准(元) 1 拐杖 肢体残疾 90 2 助视器 视力残疾 450 3 轮椅 肢体残疾 820

临河区残疾人联合会
"""
_SPACED = """临河区养老驿站名录

驿站名称    地址          床位      电话
金桥驿站    金桥路8号     20张      0733-6610021
东苑驿站    东苑街15号    35张      0733-6610038
"""


def cells(text: str) -> list[dict[str, str]]:
    document, passages = read_text(text, source="a.txt")
    assert_whole(document, passages)
    return [{f.label: f.text for f in p.fields} for p in passages if p.kind == "row"]


def test_a_table_on_one_line_is_rows() -> None:
    assert cells(_GLUED) == [
        {"序号": "1", "器具名称": "拐杖", "适用类别": "肢体残疾", "补贴标准(元)": "90"},
        {"序号": "2", "器具名称": "助视器", "适用类别": "视力残疾", "补贴标准(元)": "450"},
        {"序号": "3", "器具名称": "轮椅", "适用类别": "肢体残疾", "补贴标准(元)": "820"},
    ]


def test_a_line_whose_numbers_do_not_go_on_is_no_table() -> None:
    assert cells(_GLUED.replace(" 3 轮椅", " 5 轮椅")) == []


def test_blanks_part_the_cells_under_any_short_names_above_figures() -> None:
    assert cells(_SPACED)[1] == {
        "驿站名称": "东苑驿站", "地址": "东苑街15号", "床位": "35张", "电话": "0733-6610038",
    }  # fmt: skip


def test_words_in_two_columns_without_figures_are_no_table() -> None:
    assert cells("名单\n\n张三    李四    王五\n赵六    钱七    孙八\n周九    吴十    郑一\n") == []
