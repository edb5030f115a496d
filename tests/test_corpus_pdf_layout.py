"""Printed pages as offices lay them out: heads and feet, tables with and without rules, columns."""

import pytest

from corpus.check import check
from corpus.formats import convert
from corpus.formats.archive import Member
from corpus.reader import read_member
from tests import pdf_pages
from tests.format_files import pdf


def read(data):
    return read_member(Member("a.pdf", data))


def rows_of(passages):
    return [p for p in passages if p.kind == "row"]


def assert_tasks(rows, count):
    assert [r.field("序号").text for r in rows] == [str(i) for i in range(1, count + 1)]
    for i, row in enumerate(rows, 1):
        number, name, work, _, deadline = pdf_pages.task(i)
        assert row.field("责任单位").values == pdf_pages.UNITS
        assert row.field("完成时限").text == deadline
        assert row.field("工作内容" if row.field("工作内容") else "任务名称") is not None
        assert {name, work} <= {f.text for f in row.fields}
        assert number == row.field("序号").text


def test_a_notice_keeps_head_tasks_and_a_ruled_table_over_pages():
    document, passages = read(pdf_pages.notice())
    assert document.title == "东山市人民政府办公室关于印发2024年便民工程任务分工方案的通知"
    assert (document.issuer, document.number) == ("东山市人民政府办公室", "东政办发〔2024〕3号")
    assert (document.date, document.recipients) == ("2024-04-02", "各区人民政府,市直各部门")
    items = [p for p in passages if p.kind == "item"]
    assert [p.text.split(".", 1)[1] for p in items] == [
        pdf_pages.WORDS * (1 + i % 2) for i in range(1, 13)
    ]
    assert_tasks(rows_of(passages), 30)
    found = check(document, passages)
    assert found.cells == found.cells_kept
    assert found.excluded["page header or footer, by its place"] > 0
    assert not any("公报" in p.text or "—" in p.text for p in passages)


@pytest.mark.parametrize("valign", ["TOP", "MIDDLE"])
def test_a_table_without_rules_has_its_rows_and_cells_of_several_lines(valign):
    document, passages = read(pdf_pages.aligned(valign))
    assert document.title == "2024年便民服务事项安排表"
    assert [p.text for p in passages if p.kind == "paragraph"] == [pdf_pages.WORDS * 3]
    assert_tasks(rows_of(passages), 15)
    assert {r.page for r in rows_of(passages)} == {1, 2}


@pytest.mark.parametrize("number", [2, 3])
def test_columns_are_read_one_after_the_other_over_pages(number):
    document, passages = read(pdf_pages.in_columns(60, number))
    assert document.title == "东山市城市更新若干措施解读"
    paragraphs = [p for p in passages if p.kind == "paragraph"]
    assert [p.text for p in paragraphs] == [pdf_pages.passage(i) for i in range(1, 61)]
    assert len(document.pages) == max(p.page for p in paragraphs) > 1


def test_lines_that_only_look_like_columns_stay_lines():
    contact = (60, 100, 12, "联系人:张三"), (260, 100, 12, "电话:0712"), (420, 100, 12, "邮编:43")
    text = convert(pdf([[*contact, (60, 130, 12, "请按时报送。")]]), "a.pdf").text
    assert text.splitlines() == ["联系人:张三  电话:0712  邮编:43", "请按时报送。"]
