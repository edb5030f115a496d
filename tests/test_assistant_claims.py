"""What a written sentence states against its grounds: changes that leave every word in place."""

from __future__ import annotations

import pytest

from assistant.answering.draft import Support, passage_support
from assistant.claims.checker import Checker
from assistant.claims.force import force_stands
from corpus.gazetteer import Gazetteer
from corpus.records import LEAD, Document, Field, Passage
from corpus.units import Units

CHECKER = Checker.of(Units.default(), Gazetteer.default())
MEALS = (
    "老年人就餐按下列标准补助:60至79周岁,每餐2元;80周岁以上,每餐4元。"
    "新建助餐点17个,改建助餐点25个。到2027年,助餐服务覆盖全部社区;到2025年,建成统一的结算平台。"
)
RULES = (
    "单位和个人查询档案不收取费用。申请人应当自收到通知之日起十日内补正材料;逾期未补正的,不予受理。"
    "受理机关可以委托专家评审,受托人不得转让评审事项。评审每次收费五万元以上的,应当公开。"
)
WORK = "建设助餐服务点40个。(牵头单位:市民政局;责任单位:市财政局、市卫健委)"
PLACES = (
    "新建足球场:丹江口市3个,郧西县2个。市文旅局负责选址和勘察设计,市财政局负责核拨建设补助资金。"
)


def supported(text: str, lead: str = "") -> list[Support]:
    document = Document(id="d", source="办法.txt", sha256="", title="助餐服务办法", text=text)
    at = text.index(lead)
    fields = (Field(LEAD, "牵头单位", (lead,), at, at + len(lead)),) if lead else ()
    passage = Passage("d-1", "d", "paragraph", (), fields, text, 0, len(text))
    return [passage_support(passage, document)]


def fault(written: str, text: str, lead: str = "") -> str:
    return CHECKER.fault(written, supported(text, lead))


@pytest.mark.parametrize(
    ("written", "text", "why"),
    [
        ("60至79周岁,每餐4元。", MEALS, "figures"),
        ("新建助餐点25个,改建助餐点17个。", MEALS, "figures"),
        ("到2025年,助餐服务覆盖全部社区。", MEALS, "dates"),
        ("查询档案应当收取费用。", RULES, "force"),
        ("单位和个人查询档案收取费用。", RULES, "force"),
        ("申请人可以自收到通知之日起十日内补正材料。", RULES, "force"),
        ("申请人应当自收到通知之日起五日内补正材料。", RULES, "figures"),
        ("逾期未补正的,予以受理。", RULES, "force"),
        ("受托人可以转让评审事项。", RULES, "force"),
        ("评审每次收费五万元以下的,应当公开。", RULES, "figures"),
        ("助餐服务点建设由市财政局牵头。", WORK, "units"),
        ("牵头单位是市财政局、市卫健委。", WORK, "units"),
        ("新建足球场:郧西县3个。", PLACES, "places"),
        ("市财政局负责选址和勘察设计。", PLACES, "units"),
    ],
)  # fmt: skip
def test_changes_with_words_of_the_grounds_are_caught(written, text, why):
    assert fault(written, text) == why


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("60至79周岁的老年人每餐补助2元,80周岁以上的每餐补助4元。", MEALS),
        ("改建助餐点25个,新建助餐点17个。", MEALS),
        ("到2025年建成统一的结算平台,到2027年覆盖全部社区。", MEALS),
        ("个人查询档案不得收取费用。", RULES),
        ("查询档案无需缴费。", RULES),
        ("收到通知后须在十日内补正材料,逾期未补正不予受理。", RULES),
        ("包括:(1)受理机关可以委托专家评审;(2)受托人不得转让评审事项。", RULES),
        ("①受理机关可以委托专家评审;②受托人不得转让评审事项。", RULES),
        ("助餐服务点建设由市民政局牵头,市财政局、市卫健委为责任单位。", WORK),
        ("市民政局(Civil Affairs Bureau) leads the work of 40 meal points (助餐服务点).", WORK),
        (
            "实施“安心餐”工程,新建助餐点17个,举办“银龄厨房”活动。",
            MEALS + "实施“安心餐”工程,举办“银龄厨房”活动。",
        ),
        ("郧西县新建足球场2个,丹江口市3个。", PLACES),
        ("市财政局负责核拨建设补助资金,市文旅局负责选址和勘察设计。", PLACES),
    ],
)
def test_faithful_sentences_pass(written, text):
    assert fault(written, text) == ""


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("东河镇新增床位40张。", ""),
        ("东河镇培训人次为515。", ""),
        ("东河镇培训515人次。", ""),
        ("东河镇改造户厕40户。", "figures"),
        ("东河镇改造户厕312张。", "figures"),
        ("东河镇新增床位515张。", "figures"),
    ],
)
def test_cells_are_held_against_the_names_of_their_columns(written, why):
    names = ("乡镇", "改造户厕(户)", "新增床位(张)", "培训人次")
    text = "乡镇 改造户厕(户) 新增床位(张) 培训人次\n|东河镇|312|40|515|"
    starts = [text.rindex(cell) for cell in ("东河镇", "312", "40", "515")]
    fields = tuple(
        Field(name, name, (text[a:].split("|")[0],), a, a + len(text[a:].split("|")[0]))
        for name, a in zip(names, starts, strict=True)
    )
    document = Document(id="d", source="表.txt", sha256="", title="进展情况表", text=text)
    start = text.index("|")
    row = Passage("d-1", "d", "row", (), fields, text[start:], start, len(text))
    support = passage_support(row, document)
    assert support.quote == "|东河镇|312|40|515|"
    assert support.labelled == ("|乡镇:东河镇|改造户厕(户):312|新增床位(张):40|培训人次:515|")
    assert CHECKER.fault(written, [support]) == why


def test_a_lead_that_only_the_record_tells_is_one():
    text = "建设助餐服务点40个(市民政局、市财政局,其中市财政局牵头)"
    assert fault("助餐服务点由市民政局牵头。", text) == "units"
    assert fault("助餐服务点由市民政局牵头。", text, lead="市民政局") == ""


def test_an_article_of_the_thousands_is_an_ordinal():
    law = "第一千零四条 承租人应当妥善保管租赁物。"
    assert fault("第1004条规定,承租人应当妥善保管租赁物。", law) == ""
    assert fault("第1040条规定,承租人应当妥善保管租赁物。", law) == "figures"


@pytest.mark.parametrize(
    ("text", "grounds", "stands"),
    [
        ("补贴标准较上年下降一成", "补贴标准较上年提高一成", False),
        ("申请在每年六月以后提出", "申请在每年六月以前提出", False),
        ("公办幼儿园优先接收随迁子女", "民办幼儿园优先接收随迁子女", False),
        ("可以不提交纸质材料", "无需提交纸质材料", True),
        ("不得不提交纸质材料", "必须提交纸质材料", True),
    ],
)
def test_words_of_the_opposite_kind(text, grounds, stands):
    assert force_stands(text, grounds) is stands
