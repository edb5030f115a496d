"""Page numbers glued to words are told by their sequence, and nothing else is taken for one."""

from corpus.clean import clean
from corpus.pagenumbers import drop_page_numbers

PAGE = ["各单位要按照职责分工抓好落实，" * 4] * 5


def pages(heads):
    lines = []
    for head in heads:
        lines += [head, *PAGE]
    return lines


def test_numbers_that_rise_by_one_from_page_to_page_are_taken_off():
    heads = ["78设施", "7910.1 推动更新", "80", "81“一江一河”", "82建成"]
    lines, count = drop_page_numbers(pages(heads))
    assert [lines[i] for i in range(0, len(lines), 6)] == [
        "设施", "10.1 推动更新", "80", "“一江一河”", "建成",
    ]  # fmt: skip
    assert count == 8
    assert clean("\n".join(pages(heads))).removed[0] == ("page numbers glued to words", 8)


def test_chapters_years_lists_and_uneven_pages_stay():
    for heads in (
        ["1范围", "2术语", "3要求", "4检验", "5标志"],  # chapters
        ["78设施", "80更新", "85其他", "90建成"],  # no sequence
        ["2021年完成", "2022年完成", "2023年完成", "2024年完成"],  # years
        ["21甲", "22乙", "23丙"],  # too few
    ):
        assert drop_page_numbers(pages(heads)) == (pages(heads), 0)
    close = ["21号楼", "22号楼", "23号楼", "24号楼", "25号楼"]
    assert drop_page_numbers(close) == (close, 0)
    uneven = [*pages(["21甲", "22乙", "23丙", "24丁"]), *PAGE * 5, *pages(["25戊"])]
    assert drop_page_numbers(uneven) == (uneven, 0)
