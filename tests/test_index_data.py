"""The form of the shipped data files, as docs/data-files.md states it."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from corpus.fold import fold
from index.expand import Glossary, Synonyms

DATA = Path(__file__).parent.parent / "index" / "data"


def rows(name: str) -> list[list[str]]:
    lines = (DATA / name).read_text(encoding="utf8").splitlines()
    return [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]


@pytest.mark.parametrize("name", ["synonyms.tsv", "glossary.tsv", "lexicon.txt"])
def test_a_file_begins_with_a_comment_that_states_its_form(name: str) -> None:
    assert (DATA / name).read_text(encoding="utf8").startswith("# ")


@pytest.mark.parametrize(("name", "most"), [("synonyms.tsv", 3), ("glossary.tsv", 2)])
def test_every_line_has_its_columns_and_no_stray_white_space(name: str, most: int) -> None:
    wrong = [r for r in rows(name) if not 2 <= len(r) <= most or any(c != c.strip() for c in r)]
    assert wrong == []


@pytest.mark.parametrize("name", ["synonyms.tsv", "glossary.tsv"])
def test_no_key_stands_twice_and_no_cell_repeats_or_lacks_a_value(name: str) -> None:
    keys = Counter(fold(row[0]) for row in rows(name))
    assert [key for key, count in keys.items() if count > 1] == []
    for row in rows(name):
        parts = row[1].split("|")
        assert all(part.strip() for part in parts), row
        assert len(set(parts)) == len(parts), row


def test_a_synonym_has_two_characters_at_least_and_differs_from_its_official_word() -> None:
    for official, variants, *_ in rows("synonyms.tsv"):
        assert len(official) >= 2
        for variant in variants.split("|"):
            assert len(variant) >= 2, (official, variant)
            assert fold(variant) != fold(official)


def test_a_weight_is_between_nought_and_one() -> None:
    weights = [float(row[2]) for row in rows("synonyms.tsv") if len(row) > 2 and row[2]]
    assert all(0 < weight <= 1 for weight in weights)


def test_a_citizens_word_belongs_to_two_groups_at_most() -> None:
    uses = Counter(v for row in rows("synonyms.tsv") for v in row[1].split("|"))
    assert [word for word, count in uses.items() if count > 2] == []


def test_glossary_keys_are_lower_case_phrases_of_six_words_at_most() -> None:
    wrong = [
        key
        for key, _ in rows("glossary.tsv")
        if not re.fullmatch(r"[a-z0-9][a-z0-9'&.,]*( [a-z0-9'&.,]+){0,5}", key)
    ]
    assert wrong == []


def test_glossary_meanings_are_chinese_or_terms_that_chinese_texts_use() -> None:
    wrong = [row for row in rows("glossary.tsv") if re.search(r"[a-z]", row[1])]
    assert wrong == []


def test_the_words_of_task_lists_have_their_chinese_first() -> None:
    glossary = {key: value.split("|")[0] for key, value in rows("glossary.tsv")}
    assert {
        key: glossary[key]
        for key in ("lead agency", "deadline", "current progress", "rural road", "pocket park",
                    "nursery place", "parking space", "affordable rental housing")
    } == {
        "lead agency": "牵头单位",
        "deadline": "完成时限",
        "current progress": "当前进展",
        "rural road": "农村公路",
        "pocket park": "口袋公园",
        "nursery place": "托位",
        "parking space": "停车泊位",
        "affordable rental housing": "保障性租赁住房",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("shared-ownership housing", "共有产权住房"),
        ("cul-de-sacs", "断头路"),
        ("the 15-minute life circle", "15分钟生活圈"),
        ("break-time activities", "体育活动"),
        ("Spring Breeze campaign", "春风行动"),
        ("childcare centres for employees' retraining", "转岗培训"),
        ("cross-provincial settlement", "跨省直接结算"),
        ("EV charging stations", "充电桩"),
        ("sewage treatment fees", "污水处理费"),
        ("people who lack a driver's licence", "机动车驾驶证"),
    ],
)
def test_english_wordings_lead_to_the_words_of_documents(english: str, chinese: str) -> None:
    assert chinese in [meaning for m in Glossary.default().find(english) for meaning in m.meanings]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("公办幼儿园", "民办幼儿园"),
        ("公办养老机构", "民办养老机构"),
        ("基本养老金", "高龄津贴"),
        ("断头路", "微循环道路"),
        ("城乡居民基本医疗保险", "职工基本医疗保险"),
        ("起付标准", "最高支付限额"),
    ],
)
def test_things_that_differ_are_in_no_group_together(one: str, other: str) -> None:
    groups = [{row[0], *row[1].split("|")} for row in rows("synonyms.tsv")]
    assert [group for group in groups if {one, other} <= group] == []


@pytest.mark.parametrize(
    ("said", "official"),
    [
        ("社保断缴了怎么办", "社会保险断缴"),
        ("办慢病卡要什么材料", "门诊慢特病认定"),
        ("娃上学看哪里", "义务教育入学"),
        ("房本儿什么时候发", "不动产权证书"),
        ("过渡费怎么算", "临时安置费"),
    ],
)
def test_citizens_words_lead_to_the_official_ones(said: str, official: str) -> None:
    assert official in [meaning for m in Synonyms.default().find(said) for meaning in m.meanings]


def test_lexicon_lines_are_jieba_user_words_without_repeats() -> None:
    words = [row[0] for row in rows("lexicon.txt")]
    assert [w for w in words if not re.fullmatch(r"[一-鿿]{2,10}( \d+)?( [a-z]+)?", w)] == []
    assert [w for w, count in Counter(words).items() if count > 1] == []
    assert {"老年助餐", "保障性租赁住房", "急救站点", "牵头单位"} <= set(words)
