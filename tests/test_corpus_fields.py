"""Notes, unit lists, title sentences and the rule for the lead unit."""

import pytest

from corpus.fields import (
    Labels,
    derive_lead,
    lead_rule,
    matter_fields,
    plain,
    split_units,
)
from corpus.fold import fold
from corpus.notes import find_notes
from corpus.records import Field, Span

LABELS = Labels.default()


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("市科技局、市财政局，各区人民政府", ("市科技局", "市财政局", "各区人民政府")),
        ("各市、州、县人民政府", ("各市、州、县人民政府",)),
        ("省民政厅，各市、县（市、区）人民政府", ("省民政厅", "各市、县（市、区）人民政府")),
        ("市人社局 市医保局", ("市人社局", "市医保局")),
        ("各区人民政府〈含开发区,下同〉", ("各区人民政府",)),
        ("市委宣传部〈市文明办〉", ("市委宣传部〈市文明办〉",)),
        ("東城、西城區人民政府", ("東城", "西城區人民政府")),
        ("市生态环境局<br/>市水务局", ("市生态环境局", "市水务局")),
        ("市自然资源\n和规划局", ("市自然资源和规划局",)),
        ("", ()),
    ],
)
def test_unit_lists_are_split_as_an_official_reads_them(text, units):
    assert split_units(text) == units


def notes(text):
    found = find_notes(text, fold(text), 0, len(text), LABELS)
    return {f.name: f.values for f in found.fields} if found else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "建成步道10公里。(牵头单位:市体育局;责任单位:市城建局、市水务局)",
            {"牵头单位": ("市体育局",), "责任单位": ("市城建局", "市水务局")},
        ),
        ("修繕古橋。（責任單位：市文物局）", {"责任单位": ("市文物局",)}),
        ("增设车位。【责任部门：市城管局】", {"责任单位": ("市城管局",)}),
        (
            "新建学校\n牵头单位：市教育局\n完成时限：2025年底前",
            {"牵头单位": ("市教育局",), "完成时限": ("2025年底前",)},
        ),
        (
            "做好帮扶。(帮扶甲县〈责任单位:市商务局〉;帮扶乙县〈责任单位:市水务局〉)",
            {"责任单位": ("市商务局", "市水务局")},
        ),
        (
            "完善制度。（教育局牵头，财政局、人社局等按职责分工负责）",
            {"牵头单位": ("教育局",), "责任单位": ("财政局", "人社局")},
        ),
        (
            "改造街巷。(市城管局牵头,市财政局配合)",
            {"牵头单位": ("市城管局",), "配合单位": ("市财政局",)},
        ),
        ("加强巡查。（各区人民政府负责）", {"责任单位": ("各区人民政府",)}),
        (
            "开放试点。（责任部门：商务局、银保监局，适用范围：全区）",
            {"责任单位": ("商务局", "银保监局")},
        ),
        ("支持创新（具体由企业自行负责）", None),
        ("各责任单位要加强协作。", None),
    ],
)
def test_notes_are_read_from_running_text(text, expected):
    assert notes(text) == expected


def test_a_note_knows_where_it_stands():
    text = "建成步道。(牵头单位:市体育局)"
    found = find_notes(text, fold(text), 0, len(text), LABELS)
    assert text[found.start :] == "(牵头单位:市体育局)"
    field = found.fields[0]
    assert text[field.start : field.end] == "市体育局"


@pytest.mark.parametrize(
    ("sentence", "span", "first_only"),
    [
        ("(没有牵头单位的,由责任单位为牵头单位)", "没有牵头单位的,由责任单位为牵头单位", False),
        (
            "未明确牵头部门的,第一责任部门为牵头部门。",
            "未明确牵头部门的,第一责任部门为牵头部门",
            True,
        ),
        ("排在首位的责任单位为牵头单位。", "排在首位的责任单位为牵头单位", True),
    ],
)
def test_a_document_may_say_who_leads_where_nobody_is_named(sentence, span, first_only):
    rule = lead_rule(fold(sentence))
    assert sentence[rule.span.start : rule.span.end] == span
    assert rule.first_only is first_only


def test_the_rule_gives_a_lead_with_the_span_it_follows_from():
    stated = Field("责任单位", "责任单位", ("甲局", "乙局"), 5, 10)
    rule = lead_rule(fold("未列牵头单位的,首个责任单位为牵头单位"))
    lead, kept = derive_lead((stated,), rule)
    assert kept is stated
    assert lead == Field("牵头单位", "责任单位", ("甲局",), 5, 10, Span(0, 19))


def test_a_stated_lead_is_never_replaced():
    stated = (
        Field("牵头单位", "牵头单位", ("甲局",), 0, 2),
        Field("责任单位", "x", ("乙局",), 3, 5),
    )
    assert derive_lead(stated, lead_rule("无牵头单位的,责任单位即为牵头单位")) == stated


def test_a_title_sentence_before_a_long_text_is_the_matter():
    text = (
        "完善便民设施。"
        + "各街道结合实际情况，统筹利用闲置场地，新建和改造一批便民服务网点，" * 2
        + "方便居民。"
    )
    matter, measures = matter_fields(text, 0, len(text))
    assert matter.values == ("完善便民设施",)
    assert text[measures.start : measures.end] == text[7:]


def test_a_short_text_is_the_matter_as_a_whole():
    (matter,) = matter_fields("新增车位500个。", 0, 9)
    assert (matter.values, matter.start, matter.end) == (("新增车位500个",), 0, 8)


def test_values_have_no_tags_and_no_broken_words():
    assert plain("<ol> <li>1.建\n设</li></ol>  二") == "1.建设 二"
