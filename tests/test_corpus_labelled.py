"""Lines that state several attributes: each name has its own value and nothing of the next."""

import pytest

from corpus.reader import read_text

TITLE = "东山市人民政府办公室关于印发便民服务工作方案的通知\n"
BODY = (
    "各县人民政府：\n现将方案印发给你们，请认真组织实施，确保各项任务按时完成到位，取得实效。\n"
    "东山市人民政府办公室\n2024年4月2日\n"
)


def read(text):
    return read_text(text, source="a.txt")


@pytest.mark.parametrize(
    "line",
    ["东府办发〔2024〕19号      发布日期:2024-05-06",
     "文号：东府办发〔2024〕19号 发布日期：2024-05-06",
     "东府办发〔2024〕19号 来源:市政府网 发布日期:2024年5月6日"],
)  # fmt: skip
def test_a_number_and_what_stands_beside_it_are_two(line):
    document, _ = read(f"{TITLE}{line}\n{BODY}")
    assert (document.number, document.published) == ("东府办发〔2024〕19号", "2024-05-06")
    span = next(f for f in document.meta if f.name == "文号")
    assert document.text[span.start : span.end] == "东府办发〔2024〕19号"


def test_a_publishing_line_that_is_no_passage_still_gives_its_fields():
    document, passages = read(
        f"来源:市政府网 索引号:014349/2024-7 发布日期:2024-05-06 字体:[大 中 小]\n{TITLE}{BODY}"
    )
    meta = {f.name: f.text for f in document.meta}
    assert (meta["来源"], meta["索引号"], meta["发布日期"]) == (
        "市政府网", "014349/2024-7", "2024-05-06")  # fmt: skip
    assert "字体" not in meta
    assert not any("字体" in p.text for p in passages)


def test_each_name_of_a_line_has_its_own_value_and_place():
    document, passages = read("索引号：014349/7　　信息分类：民政、扶贫  文 号：东府〔2024〕9号")
    values = ["014349/7", "民政、扶贫", "东府〔2024〕9号"]
    assert [f.name for f in passages[0].fields] == ["索引号", "信息分类", "文号"]
    assert [f.text for f in passages[0].fields] == values
    assert [document.text[f.start : f.end] for f in passages[0].fields] == values
    assert document.number == "东府〔2024〕9号"


def test_an_unknown_name_after_one_blank_stays_in_the_value():
    _, passages = read("办公时间:周一至周五 上午:9:00至12:00\n联系电话:12345\n")
    assert passages[0].fields[0].text == "周一至周五 上午:9:00至12:00"
