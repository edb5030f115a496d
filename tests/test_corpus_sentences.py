"""Sentences: where they end, and where they must not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.sentences import cut_long, split_sentences


def parts(text):
    return [text[a:b] for a, b in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("改造2.5万户。到2024.12完成。", ["改造2.5万户。", "到2024.12完成。"]),
        ("甲\t乙。丙\n丁", ["甲", "乙。", "丙", "丁"]),
        ("1.建成3所。2.改造5处。", ["1.建成3所。", "2.改造5处。"]),
        ("1. 建成3所。 2. 改造5处", ["1. 建成3所。", "2. 改造5处"]),
        ("完成5处。3.2024年底前再建2处。", ["完成5处。", "3.2024年底前再建2处。"]),
        ("一是甲；二是乙", ["一是甲；二是乙"]),
        (
            "全年新增城镇就业三万人以上；完成补贴性培训",
            ["全年新增城镇就业三万人以上；", "完成补贴性培训"],
        ),
        ("提出“先办。后补。”的做法。好", ["提出“先办。后补。”的做法。", "好"]),
        ("见附表(不含市区。)。其他", ["见附表(不含市区。)。", "其他"]),
        ("<li>1.新建。</li> <li>2.改造。</li>", ["1.新建。", "2.改造。"]),
        ("包括:①居家②社区", ["包括:", "①居家②社区"]),
        ("比例为30:1.5。第5.1节", ["比例为30:1.5。", "第5.1节"]),
        ("", []),
        (" \n\t", []),
    ],
)
def test_sentences_end_where_they_should(text, expected):
    assert parts(text) == expected


@given(st.text("甲乙丙1。；，.“”()\n\t <>/li①2", max_size=80))
def test_sentences_are_in_order_and_lose_only_white_space_and_tags(text):
    position = 0
    for start, end in split_sentences(text):
        assert position <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        gap = text[position:start]
        assert not gap.strip() or "<" in gap
        position = end


@given(st.text("甲乙。；\n 1.", max_size=200), st.integers(5, 40))
def test_cutting_keeps_every_character_and_the_limit(text, limit):
    pieces = cut_long(text, limit)
    assert all(b - a <= limit for a, b in pieces) or len(text) <= limit
    kept = "".join("".join(text[a:b] for a, b in pieces).split())
    assert kept == "".join(text.split())
