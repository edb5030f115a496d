"""The five rough documents of ../shared/corpus: every record found, with its fields."""

from collections import Counter
from pathlib import Path

import pytest

from corpus.coverage import coverage
from corpus.reader import read_file

FOLDER = Path(__file__).resolve().parents[1].parent / "shared" / "corpus"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="../shared/corpus is not here")


@pytest.fixture(scope="module")
def documents():
    return {path.name[:3]: read_file(path) for path in sorted(FOLDER.glob("*.txt"))}


def records(passages, kind):
    return [p for p in passages if p.kind == kind]


def numbers(passages):
    return [p.field("序号").text for p in passages]


def test_nothing_is_lost(documents):
    for document, passages in documents.values():
        found = coverage(document, passages)
        assert (found.gaps, found.share) == ((), 1.0)
        assert max(len(p.text) for p in passages) <= 4000
        assert all(document.text[p.start : p.end] == p.text for p in passages)


def test_the_cleaned_text_is_the_source_without_marks_and_white_space(documents):
    for path in sorted(FOLDER.glob("*.txt")):
        source = "".join(path.read_text(encoding="utf-8").replace("@@", "").split())
        assert "".join(documents[path.name[:3]][0].text.split()) == source


def test_the_table_over_many_pages_has_twenty_rows_with_all_columns(documents):
    document, passages = documents["000"]
    rows = records(passages, "row")
    assert numbers(rows) == [str(i) for i in range(1, 21)]
    columns = [
        "序号",
        "事项",
        "省级重点任务",
        "当前进展",
        "工作措施",
        "牵头单位",
        "责任单位",
        "完成时限",
    ]
    assert {tuple(f.name for f in r.fields) for r in rows} == {tuple(columns)}
    assert rows[0].locator == "表第1行"
    assert not any("<" in f.text for r in rows for f in r.fields)
    assert (document.level, document.date, document.issuer) == ("市", "", "")
    assert rows[8].field("完成时限").text == "2024.12 并长期推进"


def test_the_province_has_twenty_measures_with_their_units(documents):
    document, passages = documents["001"]
    items = records(passages, "item")
    assert len(items) == 20
    assert all(len(i.path) == 2 and i.field("责任单位") for i in items)
    assert {i.field("责任单位").values[-1] for i in items} == {"各市、州、县人民政府"}
    assert document.level == "省"
    assert (document.date, document.issuer, document.number) == ("2023-11-26", "", "")
    assert dict(document.removed) == {"watermark marks": 2686}


def test_the_notice_from_a_web_page_has_seventy_items(documents):
    document, passages = documents["002"]
    items = records(passages, "item")
    assert numbers(items) == [str(i) for i in range(1, 71)]
    assert all(i.field("牵头单位") and len(i.path) == 3 for i in items)
    assert Counter(i.path[2].text[:3] for i in items)["(六)"] == 9
    assert len(records(passages, "clause")) == 4
    assert document.number == "宜府办发〔2024〕21号"
    assert (document.date, document.published) == ("2024-04-02", "2024-04-03")
    assert document.issuer == "宜昌市人民政府办公室"
    assert document.title.endswith("工作方案的通知")
    assert sum(e.reason.startswith("web page") for e in document.exclusions) == 7


def test_the_traditional_plan_has_all_its_items_and_every_lead(documents):
    document, passages = documents["003"]
    items = records(passages, "item")
    assert [len([i for i in items if i.path[1].text.startswith(n)]) for n in "一二三四"] == [
        5,
        237,
        8,
        52,
    ]
    assert all(i.field("牵头单位") and i.field("责任单位") for i in items)
    derived = [i for i in items if i.field("牵头单位").rule]
    assert len(derived) == sum("牽頭單位" not in i.text for i in items) > 0
    assert document.lead_rule == derived[0].field("牵头单位").rule
    assert (document.issuer, document.date) == ("武漢市人民政府", "2024-01-26")
    assert document.recipients.startswith("各區人民政府,")
    assert (document.region, document.level) == ("武汉市", "市")
    nested = next(i for i in items if i.field("序号").text == "144")
    assert nested.field("责任单位").values == ("市鄉村振興局", "市水務局")


def test_the_gazette_has_three_plans_and_sixteen_tables(documents):
    document, passages = documents["004"]
    rows = records(passages, "row")
    regions = Counter(r.region for r in rows)
    assert len(rows) == 25 + 239
    assert sorted(regions.values()) == [15] + [16] * 14 + [25]
    assert all(r.path[0].text in ("附件 1", "附件 2") for r in rows)
    assert rows[25 + 3 * 16 - 1].locator == "附件2 · 江岸区 · 表第1行"
    plans = Counter(i.path[0].text for i in records(passages, "item"))
    assert sorted(plans.values()) == [18, 22, 24]
    assert all(i.text[-1] in "。%" for i in records(passages, "item"))
    assert len(records(passages, "clause")) == 12
    assert (document.number, document.date) == ("武政办〔2022〕7号", "2022-01-18")
    assert document.issuer == "武汉市人民政府办公厅"
    assert {f.name for f in document.meta} >= {"主办", "编辑出版", "电话", "邮政编码"}
