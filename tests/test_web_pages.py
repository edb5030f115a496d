"""The pages beside the chat: task ledger, documents, one whole document."""

from __future__ import annotations

import io
import re
from datetime import date
from html import unescape

import openpyxl
import pytest
from fastapi.testclient import TestClient

from assistant.sheets import workbook
from assistant.web.app import create_app
from assistant.web.ledger import Choice, chosen
from assistant.web.render_tables import PAGE, slice_of
from assistant.web.shelf import Shelf
from corpus.deadlines import deadlines
from tests.web_fakes import HOSTILE, LIST, FakeAssistant, nowhere

TODAY = date(2031, 7, 1)


@pytest.fixture(scope="module")
def client():
    with TestClient(create_app(FakeAssistant(), nowhere())) as client:
        yield client


def _matters(page: str) -> list[str]:
    rows = re.findall(r'<th scope="row"><a href="[^"]*">(.*?)</a>', page)
    return [unescape(row) for row in rows]


def test_the_ledger_lists_every_record_with_a_link_to_its_place(client):
    page = client.get("/tasks").text
    assert _matters(page) == [
        "在各街道开设长者食堂40家,方便高龄老人就近用餐",
        "为独居老人家庭加装烟雾报警器6000个,年底前完成",
        "新开通勤公交线路12条",
    ]
    start = LIST.text.index("1.在各街道")
    end = LIST.text.index("\n", start)
    assert f"read/d1?lang=zh&amp;start={start}&amp;end={end}#place" in page
    assert "3 项（共 3 项）" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("unit=民政局", ["在各街道开设长者食堂40家,方便高龄老人就近用餐"]),
        ("words=公交", ["新开通勤公交线路12条"]),
        ("words=食堂&unit=财政", []),
        ("words=食堂&unit=交通", []),
        ("status=past", []),
        ("sort=lead&place=江河市&doc=d1", ["新开通勤公交线路12条", "在各街道", "为独居老人"]),
    ],
)
def test_the_ledger_is_filtered_and_sorted_by_the_address(client, query, found):
    page = client.get(f"/tasks?{query}").text
    matters = _matters(page)
    assert len(matters) == len(found)
    assert all(m.startswith(f) for m, f in zip(matters, found, strict=True))
    assert ("没有符合条件的条目" in page) is (not found)


def test_time_limits_are_read_and_compared_with_the_day():
    (task, *_) = Shelf(FakeAssistant()).tasks()
    states = {
        "2031.6": "past", "2031.12": "open", "2030.12并长期推进": "standing", "尽快": "unstated",
        "每季度": "standing",
    }  # fmt: skip
    from dataclasses import replace

    tasks = [replace(task, deadline=t, limits=deadlines(t)) for t in states]
    assert [t.status(TODAY) for t in tasks] == list(states.values())
    by_time = chosen(tasks, Choice(sort="deadline"), TODAY)
    assert [t.deadline for t in by_time] == [
        "2030.12并长期推进",
        "2031.6",
        "2031.12",
        "尽快",
        "每季度",
    ]
    assert chosen(tasks, Choice(status="open"), TODAY) == [tasks[1]]


def test_words_are_found_in_either_script_and_width():
    tasks = Shelf(FakeAssistant()).tasks()
    (found,) = chosen(tasks, Choice(words="勤 公交線路１２"), TODAY)
    assert found.matter == "新开通勤公交线路12条"


def test_the_ledger_is_saved_as_a_spreadsheet_of_what_was_chosen(client):
    reply = client.get("/tasks.xlsx", params={"unit": "交通运输局"})
    assert reply.headers["content-disposition"].startswith('attachment; filename="tasks-20')
    head, row = openpyxl.load_workbook(io.BytesIO(reply.content)).active.iter_rows(values_only=True)
    assert head[:4] == ("事项", "牵头单位", "责任单位", "完成时限")
    assert row[:2] == ("新开通勤公交线路12条", "江河市交通运输局")
    assert row[-1] == "3.新开通勤公交线路12条(牵头单位:江河市交通运输局)。"
    english = client.get("/tasks.xlsx?lang=en").content
    assert openpyxl.load_workbook(io.BytesIO(english)).active["A1"].value == "Task"


def test_a_cell_is_never_a_formula_and_numbers_are_numbers():
    rows = [["=1+1", "3000", "007", "2.5", "a\x00b"], ["长" * 40_000, "-7", "1e5", "", "+1"]]
    page = openpyxl.load_workbook(io.BytesIO(workbook("a/b:c", list("abcde"), rows))).active
    assert [c.value for c in page[2]] == ["=1+1", 3000, "007", 2.5, "ab"]
    assert page["A2"].data_type == "s" and page.title == "a b c"
    assert len(page["A3"].value) == 32_767
    assert [c.value for c in page[3][1:]] == [-7, "1e5", None, "+1"]


def test_the_documents_page_says_what_each_is_and_what_of_it_is_in_no_passage(client):
    page = client.get("/documents").text
    assert _matters(page)[0] == "《江河市2031年为民办事清单》"
    rows = page.split("<tr>")[2:]
    assert "江政办发〔2031〕7号" in rows[0] and "2031年2月5日" in rows[0]
    assert '<td data-label="段落">3</td>' in rows[0]
    assert "有 3 处未进入任何段落" in rows[0] and "read/d1?lang=zh&amp;start=0&amp;end=" in rows[0]
    (only,) = _matters(client.get("/documents?words=為民辦事").text)
    assert only == "《江河市2031年为民办事清单》"


@pytest.mark.parametrize("path", ["tasks?words=", "documents?words=", "read/d%2F2%20%3F?lang="])
def test_html_in_documents_and_addresses_is_shown_as_text(client, path):
    page = client.get(f"/{path}{HOSTILE}").text
    assert "<script" not in page and "<img" not in page and "onerror=&quot;" in page


def test_the_pages_run_no_script_and_know_each_other_and_both_languages(client):
    for path, current in (("tasks", "任务台账"), ("documents", "文件"), ("read/d1", "")):
        reply = client.get(f"/{path}")
        assert reply.headers["content-security-policy"].startswith("default-src 'none'; style-src")
        marked = re.findall(r'aria-current="page">(.*?)<', reply.text)
        assert marked == ([current] if current else [])
        root = "../" if path.startswith("read") else "./"
        for other in ("", "tasks", "documents"):
            assert f'href="{root}{other}?lang=zh"' in reply.text
        assert '<html lang="en">' in client.get(f"/{path}?lang=en").text


@pytest.mark.parametrize("query", ["page=0", "page=x", f"words={'长' * 201}"])
def test_an_address_that_cannot_be_read_is_a_422(client, query):
    assert client.get(f"/tasks?{query}").status_code == 422


def test_long_lists_come_in_pages():
    rows = list(range(2 * PAGE + 1))
    assert [slice_of(rows, n).rows[0] for n in (1, 2, 3, 99)] == [0, PAGE, 2 * PAGE, 2 * PAGE]
    assert (slice_of(rows, 2).number, slice_of(rows, 2).pages, slice_of([], 1).pages) == (2, 3, 1)


def test_the_shelf_reads_again_once_the_documents_are_others():
    fake = FakeAssistant()
    shelf = Shelf(fake)
    assert (len(shelf.entries()), len(shelf.tasks())) == (3, 3)
    fake._documents = (LIST,)
    assert [e.document.id for e in shelf.entries()] == ["d1"]
