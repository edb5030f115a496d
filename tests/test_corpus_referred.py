"""Units named by reference stand for those that the document says; else they stay as printed."""

import pytest

from corpus.reader import read_text

HEADER = "序号\t事项\t牵头单位\t责任单位\n"


def records(text):
    document, passages = read_text(text, source="a.txt")
    return document, [p for p in passages if p.kind in ("row", "item")]


@pytest.mark.parametrize("word", ["同上", "责任单位同上", "〃", "均同上"])
def test_the_same_as_above_is_what_stands_above(word):
    document, rows = records(
        f"{HEADER}1\t修路\t县交通局\t县财政局、县住建局\n2\t架桥\t同上\t{word}\n3\t种树\t县林业局\t{word}\n"
    )
    assert [r.field("责任单位").values for r in rows] == [("县财政局", "县住建局")] * 3
    assert [r.field("牵头单位").text for r in rows] == ["县交通局", "县交通局", "县林业局"]
    field = rows[2].field("责任单位")
    assert document.text[field.start : field.end] == word
    assert document.text[field.rule.start : field.rule.end] == "县财政局、县住建局"


def test_a_note_that_says_the_same_as_above_needs_no_colon():
    _, items = records(
        "一、任务\n1.修路5公里。(责任单位:县交通局、县财政局)\n2.架桥2座。(责任单位同上)\n"
    )
    assert [i.field("责任单位").values for i in items] == [("县交通局", "县财政局")] * 2


def test_the_same_as_a_numbered_record_is_what_that_one_says():
    _, rows = records(
        f"{HEADER}1\t修路\t县交通局\t县财政局\n2\t种树\t县林业局\t县水利局\n3\t架桥\t同第1项\t同第1项\n"
    )
    assert (rows[2].field("牵头单位").text, rows[2].field("责任单位").text) == (
        "县交通局", "县财政局")  # fmt: skip


@pytest.mark.parametrize(
    "sentence",
    ["各责任单位是指县教育局、县财政局、县卫健局。",
     "本方案所称责任单位包括：县教育局、县财政局、县卫健局。",
     "由县教育局、县财政局、县卫健局（以下统称“各责任单位”）分别落实。",
     "请各责任单位（县教育局、县财政局、县卫健局）抓好落实。"],
)  # fmt: skip
def test_all_responsible_units_are_those_that_the_text_says(sentence):
    document, rows = records(
        f"便民工程实施方案\n{sentence}\n任务清单\n{HEADER}1\t修路\t县交通局\t各责任单位\n"
    )
    field = rows[0].field("责任单位")
    assert field.values == ("县教育局", "县财政局", "县卫健局")
    said = document.text[field.rule.start : field.rule.end]
    assert said == "县教育局、县财政局、县卫健局"


@pytest.mark.parametrize(
    "sentence", ["各责任单位要抓好落实、加强督导。", "各责任单位为民办事，形成合力。", ""]
)
def test_what_the_text_does_not_define_stays_as_printed(sentence):
    _, rows = records(f"方案\n{sentence}\n{HEADER}1\t修路\t同上\t各责任单位\n2\t树\t县局\t甲局\n")
    assert rows[0].field("责任单位").values == ("各责任单位",)
    assert rows[0].field("牵头单位").values == ("同上",)
    assert rows[0].field("责任单位").rule is None
