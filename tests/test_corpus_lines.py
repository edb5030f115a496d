"""Numbering at the start of lines, and what only looks like numbering."""

import pytest

from corpus.fold import fold
from corpus.lines import number, parse_marker, split_lines


@pytest.mark.parametrize(
    ("line", "kind", "ordinal"),
    [
        ("第三章 服务保障", "章", 3),
        ("第二十一条 本办法自公布之日起施行", "条", 21),
        ("第十条之一 补充规定", "条", 10),
        ("二、主要任务", "一", 2),
        ("十 一、附则", None, None),
        ("（十二）加强督查", "(一)", 12),
        ("——着力补短板", "——", 0),
        ("3.新建学校5所", "1", 3),
        ("4.2024年完成改造", "1", 4),
        ("12、做好宣传", "1", 12),
        ("(2)完善机制", "(1)", 2),
        ("③加强协同", "①", 3),
        ("3.2 空间布局", "1.1", 2),
        ("2.5万户居民受益", None, None),
        ("8.5 平方米。沿江公园全线开放", None, None),
        ("3.87 万亿元,年均增长5%", None, None),
        ("83.66 岁。", None, None),
        ("5.3 年度计划", "1.1", 3),
        ("1.1 个人权益", "1.1", 1),
        ("第三条规定的情形除外", None, None),
        ("一般公共预算", None, None),
        ("2024年工作要点", None, None),
        ("-3℃以下", None, None),
    ],
)
def test_numbering_is_told_from_numbers(line, kind, ordinal):
    marker = parse_marker(fold(line), line)
    assert (marker and marker.kind, marker and marker.ordinal) == (kind, ordinal)


@pytest.mark.parametrize(
    ("text", "value"),
    [("七", 7), ("十", 10), ("二十", 20), ("一百零五", 105), ("二〇二四", 2024), ("33", 33)],
)
def test_chinese_numerals_are_read(text, value):
    assert number(text) == value


def test_lines_know_their_offsets_and_their_trailing_empty_cells():
    text = "\n  标题\n\n一、甲\t\t\n"
    first, second = split_lines(text, fold(text))
    assert (text[first.start : first.end], first.gap) == ("标题", 1)
    assert (text[second.start : second.end], second.raw_end - second.end) == ("一、甲", 2)
