"""Time limits and quantities as typed values, each with the place that it was read from."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.deadlines import deadlines, latest, limits
from corpus.quantities import cell_quantity, comparison, quantities
from corpus.reader import read_text
from corpus.typed import deadlines_of, passage_line, quantities_of

TABLE = (
    "2024年便民任务清单\n序号\t事项\t数量(个)\t牵头单位\t完成时限\n"
    "1\t新建口袋公园不少于30处,服务2.5万人以上\t30\t市园林局\t2024.12并长期推进\n"
    "2\t开展评估\t4\t市民政局\t第三季度\n3\t巡查\t\t市城管局\t每季度\n"
)


@pytest.mark.parametrize(
    ("text", "first", "last", "every", "lasting"),
    [
        ("2024.12", None, "2024-12-31", "", False),
        ("2025年底", None, "2025-12-31", "", False),
        ("2025年6月底前", None, "2025-06-30", "", False),
        ("2024年2月8日前", None, "2024-02-08", "", False),
        ("2025年第三季度", "2025-07-01", "2025-09-30", "", False),
        ("第三季度", "2026-07-01", "2026-09-30", "", False),
        ("6月底前", None, "2026-06-30", "", False),
        ("3-5月", "2026-03-01", "2026-05-31", "", False),
        ("年底前", None, "2026-12-31", "", False),
        ("2024年1月至12月", "2024-01-01", "2024-12-31", "", False),
        ("2024—2026年", "2024-01-01", "2026-12-31", "", False),
        ("2024.1-2024.12", "2024-01-01", "2024-12-31", "", False),
        ("每季度", None, None, "季度", False),
        ("每年12月底前", None, None, "年", False),
        ("长期坚持", None, None, "", True),
        ("持续推进", None, None, "", True),
    ],
)
def test_a_time_limit_is_a_day_a_period_a_rhythm_or_lasting(text, first, last, every, lasting):
    (found,) = deadlines(text, year="2026")
    days = tuple(d.isoformat() if d else None for d in (found.first, found.last))
    assert (*days, found.every, found.lasting) == (first, last, every, lasting)
    assert text[found.start : found.end] == text


def test_two_limits_of_one_cell_are_two_and_blanks_do_not_move_their_places():
    text = "2024 年 12\n月底前，并 长期推进"
    found = deadlines(text)
    assert [text[x.start : x.end] for x in found] == ["2024 年 12\n月底前", "长期推进"]
    assert latest(found).isoformat() == "2024-12-31"


@pytest.mark.parametrize("text", ["30个工作日", "2024年13月至2025年", "即日起", "", "第六季度"])
def test_what_is_no_time_limit_is_none(text):
    assert all(x.last is None or x.last.year in (2024, 2025) for x in deadlines(text))
    assert deadlines(text) == () or "202" in text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("新建口袋公园不少于30个", (30, "个", ">=", ("不少于",), "口袋公园")),
        ("覆盖率力争达到95%以上", (95, "%", ">=", ("力争", "达到", "以上"), "覆盖率")),
        ("改造老旧小区200个左右", (200, "个", "≈", ("左右",), "老旧小区")),
        ("城镇调查失业率控制在5%以内", (5, "%", "<=", ("以内",), "城镇调查失业率")),
        ("建设30余个停车场", (30, "个", ">", ("余",), "停车场")),
        ("完成投资50亿元", (5_000_000_000, "元", "", (), "投资")),
        ("最长不得超过三年", (3, "年", "<=", ("不得超过",), "最长")),
        ("增长约8%", (8, "%", "≈", ("约",), "增长")),
    ],
)
def test_a_quantity_has_number_unit_comparator_and_what_it_counts(text, told):
    (found,) = quantities(text)
    assert (found.number, found.unit, found.sign, found.words, found.counts) == told


def test_dates_ordinals_and_numbers_of_documents_count_nothing():
    text = (
        "1.按照东政发〔2024〕3号第三条,2024年12月底前第5个报送,"
        "三级医院和一期工程,电话02712345678,一个月"
    )
    assert [q.unit for q in quantities(text)] == []


def test_the_words_beside_a_figure_bound_it():
    assert comparison("不超过30日", 3, 6) == ("<=", ("不超过",))
    assert comparison("30人及以上", 0, 3) == (">=", ("及以上",))


def test_a_bare_number_in_a_cell_is_counted_by_the_columns_name():
    found = cell_quantity("30", "建设数量(个)")
    assert (found.number, found.unit, found.counts) == (30, "个", "建设数量")
    assert cell_quantity("30处站点", "数量") is None


def test_records_show_their_typed_values_with_places_in_the_document():
    document, passages = read_text(TABLE, source="a.txt")
    rows = [passage_line(p, document) for p in passages if p.kind == "row"]
    assert [[(x["text"], x["last"], x["lasting"]) for x in r["deadlines"]] for r in rows] == [
        [("2024.12", "2024-12-31", False), ("长期推进", None, True)],
        [("第三季度", "2024-09-30", False)],
        [("每季度", None, False)],
    ]
    assert [[(q["number"], q["unit"], q["counts"]) for q in r["quantities"]] for r in rows] == [
        [(30, "处", "口袋公园"), (25000, "人", "服务"), (30, "个", "数量")],
        [(4, "个", "数量")],
        [],
    ]
    for row in rows:
        for value in (*row["deadlines"], *row["quantities"]):
            assert document.text[value["start"] : value["end"]] == value["text"] != ""
            assert row["start"] <= value["start"] < value["end"] <= row["end"]


def test_an_item_without_a_column_states_its_limit_in_its_text():
    _, passages = read_text("一、任务\n1.到2025年建成公园5个。\n2.种树。\n", source="a.txt")
    item = next(p for p in passages if p.kind == "item")
    assert [str(x.last) for x in deadlines_of(item)] == ["2025-12-31"]
    assert [(q.number, q.counts) for q in quantities_of(item)] == [(5, "公园")]


@settings(max_examples=300, deadline=None)
@given(
    st.text(
        "0123456789年月日底前至到-.每季度长期推进第三一二十个万元%以上不超过力争 \n达约(),。公园",
        max_size=60,
    )
)
def test_typed_values_stand_where_they_say_in_any_text(text):
    for found in (*deadlines(text, year="2024"), *limits(text, bare=True), *quantities(text)):
        assert 0 <= found.start < found.end <= len(text)
        assert text[found.start : found.end].strip()
