"""Limits: region, year and document narrow what may answer, and fail closed."""

from __future__ import annotations

import pytest

from assistant.finding.limits import Limits, LimitsError, document_ids
from tests.web_fakes import LIST, LONG, PASSAGES

ITEM = PASSAGES["d1"][0]


@pytest.mark.parametrize(
    ("limits", "admitted"),
    [
        (Limits(), True),
        (Limits(regions=("江河市",)), True),
        (Limits(regions=("东山市",)), False),
        (Limits(years=("2031",)), True),
        (Limits(years=("2030",)), False),
        (Limits(doc_ids=("d1", "d3")), True),
        (Limits(levels=("省", "市")), True),
        (Limits(levels=("省",)), False),
        (Limits(regions=("江河市",), doc_ids=("d3",)), False),
        (Limits(levels=(LIST.level,), kinds=(ITEM.kind,), units=("江河市民政局",)), True),
        (Limits(levels=("国家",)), False),
        (Limits(kinds=("clause",)), False),
        (Limits(units=("江河市公安局",)), False),
    ],
)
def test_a_passage_is_admitted_where_every_kind_of_limit_is_met(limits, admitted):
    assert limits.admit(ITEM, LIST) is admitted


def test_a_document_without_a_year_or_region_passes_no_limit_of_that_kind():
    passage = PASSAGES["d3"][0]
    assert not Limits(years=("2024",)).admit(passage, LONG)
    assert not Limits(regions=("江河市",)).admit(passage, LONG)


@pytest.mark.parametrize(
    "limits", [Limits(regions=("江河市",)), Limits(years=("1999",)), Limits(doc_ids=("x",))]
)
def test_an_unknown_value_is_an_error_that_names_the_known_ones(invented, limits):
    with pytest.raises(LimitsError, match="unknown") as caught:
        invented.ask("社区食堂?", scope=limits)
    known = {(d.region, d.year, d.id) for d in invented.documents}
    kind = [bool(v) for v in (limits.regions, limits.years, limits.doc_ids)].index(True)
    assert caught.value.hint == f"可选 known: {'、'.join(sorted({k[kind] for k in known} - {''}))}"


def test_the_same_question_is_answered_from_the_region_chosen(sample):
    regions = sorted({d.region for d in sample.documents if d.region})
    for region in regions:
        answer = sample.ask("老年助餐服务由哪个单位牵头?", scope=Limits(regions=(region,)))
        shown = [*answer.citations, *answer.nearest]
        assert shown, region
        assert {c.document.region for c in shown} == {region}


def test_no_way_to_an_answer_leaves_the_document_chosen(sample):
    questions = (
        "老年助餐服务由哪个单位牵头?", "第三条规定了什么?", "文号是什么?", "哪个区的幼儿园最多?",
        "市民政局牵头的有哪些?", "公共停车泊位多少个?", "who leads elder meal services",
    )  # fmt: skip
    for document in sample.documents:
        limits = Limits(doc_ids=(document.id,))
        for question in questions:
            answer = sample.ask(question, scope=limits)
            shown = [*answer.citations, *answer.nearest]
            assert {c.document.id for c in shown} <= {document.id}, (document.source, question)


def test_a_title_outside_the_documents_chosen_is_not_answered_from(invented):
    notice, rules = (
        next(d for d in invented.documents if word in d.title) for word in ("方案", "停车")
    )
    question = "《东山市停车管理办法》第三条规定了什么?"
    assert "首小时" in invented.ask(question, scope=Limits(doc_ids=(rules.id,))).text
    answer = invented.ask(question, scope=Limits(doc_ids=(notice.id,)))
    assert {c.document.id for c in (*answer.citations, *answer.nearest)} <= {notice.id}
    assert "首小时" not in answer.text


def test_a_question_about_a_year_outside_the_limit_is_declined_with_the_reason(invented):
    notice = next(d for d in invented.documents if d.year == "2024")
    limits = Limits(years=("2024",))
    assert "12家" in invented.ask("社区食堂要建多少家?", scope=limits).text
    answer = invented.ask("停车场首小时收费最多多少钱?", scope=limits)
    assert answer.abstained and answer.reason
    assert {c.document.id for c in answer.nearest} <= {notice.id}


def test_limits_that_exclude_each_other_are_a_reason_not_an_answer(invented):
    rules = next(d for d in invented.documents if "停车" in d.title)
    answer = invented.ask("收费多少?", scope=Limits(years=("2024",), doc_ids=(rules.id,)))
    assert answer.abstained
    assert answer.reason == "所选范围(2024年、《东山市停车管理办法》)内没有相关的文件"
    assert answer.nearest == ()


def test_search_keeps_to_the_scope_even_where_its_words_name_another_place(invented):
    document = invented.documents[0]
    limits = Limits(doc_ids=(document.id,))
    for words in ("停车 收费", "社区食堂", f"{invented.documents[-1].region} 食堂", "1999年"):
        hits = invented.search(words, scope=limits)
        assert {h.document.id for h in hits} <= {document.id}, words
    with pytest.raises(LimitsError, match="unknown level"):
        invented.search("食堂", scope=Limits(levels=("国家",)))


@pytest.fixture(scope="module")
def found(invented):
    """What a search finds within limits: the passages' texts with their documents."""

    def search(words, **limits):
        hits = invented.search(words, k=50, scope=Limits(**limits))
        assert hits
        return hits

    return search


def test_a_search_keeps_to_every_kind_of_limit(found, invented):
    rules = next(d for d in invented.documents if "办法" in d.title)
    assert {h.document.id for h in found("停车", doc_ids=(rules.id,))} == {rules.id}
    assert {h.document.year for h in found("停车", years=("2024",))} == {"2024"}
    assert {h.passage.kind for h in found("停车", kinds=("clause",))} == {"clause"}
    assert {h.document.level for h in found("停车", levels=("市",))} == {"市"}
    assert {h.document.region for h in found("停车", regions=("东山市",))} == {"东山市"}


def test_a_unit_is_known_by_any_of_its_names_in_either_role(found):
    texts = [h.passage.text for h in found("工作", units=("财政局",))]
    assert sorted(t[:2] for t in texts) == ["1.", "2."]
    assert [h.passage.text[:2] for h in found("工作", units=("市人力资源和社会保障局",))] == ["3."]


def test_limits_hold_where_the_question_names_another_year(found):
    hits = found("2023年停车", years=("2024",))
    assert {h.document.year for h in hits} == {"2024"}


@pytest.mark.parametrize(
    ("kind", "value"), [("levels", "乡"), ("kinds", "chapter"), ("units", "市气象局")]
)
def test_a_level_kind_or_unit_that_is_not_there_is_refused(invented, kind, value):
    with pytest.raises(LimitsError, match="unknown") as caught:
        invented.search("停车", scope=Limits(**{kind: (value,)}))
    assert caught.value.hint.startswith("可选 known: ")


def test_a_document_is_named_by_file_title_or_number(invented):
    notice = next(d for d in invented.documents if "方案" in d.title)
    for name in (notice.id, "notice.md", notice.title, "东政办〔2024〕15号"):
        assert document_ids([name], invented.documents) == (notice.id,)
    assert document_ids(["没有"], invented.documents) == ("没有",)
