"""Notes on who leads: bare bodies at the end, words without a colon, records without a number."""

from __future__ import annotations

import pytest

from corpus import read_text
from corpus.records import Passage


def _read(text: str) -> list[Passage]:
    return list(read_text(text, source="a.txt")[1])


def _units(text: str, name: str) -> list[tuple[str, ...]]:
    return [f.values for p in _read(text) for f in p.fields if f.name == name]


_RULE = "各单位:\n一、任务列有多个单位的,排在首位的为牵头单位,其他为责任单位,请认真落实到位。\n"


def test_bare_bodies_at_the_end_are_responsible() -> None:
    text = "一、工作任务\n1.改造小区14个。(市住建局、市财政局,甲县人民政府)\n2.建桥3座(市交通局)"
    assert _units(text, "责任单位") == [("市住建局", "市财政局", "甲县人民政府"), ("市交通局",)]
    assert _units(text, "牵头单位") == []


def test_a_rule_makes_the_first_of_bare_bodies_lead_and_the_others_responsible() -> None:
    text = _RULE + "一、工作任务\n1.改造小区14个。(市住建局、市财政局)\n2.建桥3座。(市交通局)"
    assert _units(text, "牵头单位") == [("市住建局",), ("市交通局",)]
    assert _units(text, "责任单位") == [("市财政局",)]


def test_traditional_rules_and_bodies_are_read_alike() -> None:
    text = (
        "一、任務列有多個單位的,排在首位的為牽頭單位,其他為責任單位,請認真組織實施。\n"
        "二、工作任務\n1.根治欠薪。(市人社局、市國資委)\n2.壓減支出。(市財政局)"
    )
    assert _units(text, "牵头单位") == [("市人社局",), ("市財政局",)]


@pytest.mark.parametrize(
    "line",
    [
        "1.新建住宅按户配建车位。(含地下车库、公共部位)",
        "1.由各地组织实施。(不含甲开发区管理委员会)",
        "换发居民身份证(甲市公安局)",
        "1.覆盖八个地方。(甲县、乙县、丙区)",
    ],
)
def test_other_brackets_name_nobody(line: str) -> None:
    assert _units(f"一、工作任务\n{line}\n2.其他事项。", "责任单位") == []


def test_who_leads_may_be_said_without_a_colon() -> None:
    text = (
        "一、进度\n1.口袋公园:建成13个,完成率52%。牵头单位市城管委。\n"
        "2.托位:新增655个。责任单位为市卫健委、市妇联。"
    )
    assert _units(text, "牵头单位") == [("市城管委",)]
    assert _units(text, "责任单位") == [("市卫健委", "市妇联")]


def test_a_paragraph_that_ends_in_a_note_is_a_record() -> None:
    text = (
        "一、推进居家养老\n新建社区食堂20个、助餐点70个,完成改造1200户。"
        "(牵头单位:市民政局;配合单位:市财政局;完成时限:10月底)\n"
    )
    (record,) = [p for p in _read(text) if p.fields]
    assert {f.name: f.text for f in record.fields} == {
        "事项": "新建社区食堂20个、助餐点70个,完成改造1200户",
        "牵头单位": "市民政局",
        "配合单位": "市财政局",
        "完成时限": "10月底",
    }
