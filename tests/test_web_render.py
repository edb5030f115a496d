"""HTML from answers: marks, tables, escaping, official citations."""

from __future__ import annotations

import csv
import io
import json
import re
from base64 import b64decode
from dataclasses import replace
from html import unescape
from urllib.parse import unquote

import openpyxl
import pytest

from assistant.answers import Answer, Official, Table
from assistant.tables import to_csv
from assistant.web.chart import chart, figures
from assistant.web.marks import marked
from assistant.web.markup import Place, clip, esc, shown_date, titled
from assistant.web.render import prose, reply, turn, working
from assistant.web.render_answer_table import data_table
from assistant.web.render_pages import empty, greeting, library, reader
from assistant.web.render_source import citation_text, gone, reference, source, surroundings
from tests.web_fakes import HOSTILE, LIST, ODD, PASSAGES, FakeAssistant, cite

MEALS = PASSAGES["d1"][0]
LEAD = cite(1, LIST, MEALS, "江河市民政局")


def _answer(**changes: object) -> Answer:
    return replace(Answer("问", "市民政局[1]。", False, None, "structured", (LEAD,)), **changes)


def test_a_mark_becomes_a_button_that_names_its_place():
    html = marked("由民政局牵头[1]。", [LEAD], "zh")
    sent = json.loads(unescape(re.search(r'data-open="([^"]*)"', html).group(1)))
    assert sent == {"doc": "d1", "passage": "d1-1", "start": LEAD.start, "end": LEAD.end,
                    "marker": 1}  # fmt: skip
    assert LIST.text[sent["start"] : sent["end"]] == "江河市民政局"
    assert html.startswith("由民政局牵头<button") and html.endswith("</button>。")
    assert 'aria-label="查看出处 1：江河市2031年为民办事清单"' in html


def test_notes_stand_below_the_answer_with_marks_that_open():
    html = reply(_answer(notes=("期限<2025>已过[1]。",)), "zh")
    note = re.search(r'<ul class="notes"><li>(.*?)</li></ul>', html).group(1)
    assert note.startswith("期限&lt;2025&gt;已过<button")
    assert html.index('class="text"') < html.index('class="notes"') < html.index('class="cards"')
    assert "notes" not in reply(_answer(), "zh")


def test_a_mark_without_a_citation_stays_text():
    assert marked("见[2]和[x]", [LEAD], "zh") == "见[2]和[x]"


def test_everything_from_outside_is_escaped():
    answer = FakeAssistant().ask("hostile")
    shown = (
        turn(HOSTILE, answer, "zh")
        + source(ODD, PASSAGES["d/2 ?"][0], Place.of(answer.citations[0]), "zh")
        + library([ODD], "zh")
        + reader(ODD, 0, 9, "zh", "")
    )
    assert "<img" not in shown and "<script" not in shown
    assert shown.count("&lt;img src=x onerror=&quot;") > 10


def test_control_characters_are_dropped():
    assert esc('a\x00b"<\n') == "ab&quot;&lt;\n"


def test_lines_become_paragraphs_and_lists():
    html = prose("共两项:\n1. 甲\n- 乙\n完。", (), "zh").replace("\n", "")
    assert html == '<p>共两项:</p><ul class="points"><li>1. 甲</li><li>乙</li></ul><p>完。</p>'


def test_a_table_downloads_as_csv_that_excel_reads():
    table = Table(("事项", "单位"), (("甲,乙", "民政局[1]"), ("丙", "[9]")))
    html = data_table(table, [LEAD], "zh")
    data = unescape(re.search(r'href="data:text/csv;charset=utf-8,([^"]*)"', html).group(1))
    text = unquote(data)
    assert text[0] == "\ufeff"
    assert list(csv.reader(io.StringIO(text[1:]))) == [
        ["事项", "单位"], ["甲,乙", "民政局"], ["丙", "[9]"],
    ]  # fmt: skip
    assert "共 2 行" in html and 'class="mark"' in html


@pytest.mark.parametrize(
    ("cell", "written"),
    [("=1+1", "'=1+1"), ("@SUM(A1)", "'@SUM(A1)"), ("-5", "-5"), ("-cmd", "'-cmd"), ("+1", "+1")],
)
def test_a_cell_that_a_spreadsheet_would_run_is_made_text(cell: str, written: str):
    assert to_csv(Table(("a",), ((cell,),))).splitlines()[1] == written


def test_numbers_in_a_table_are_set_right():
    html = data_table(Table(("a", "b"), (("1,000", "12家"),)), (), "zh")
    assert '<td class="figure">1,000</td><td>12家</td>' in html


def test_figures_of_one_unit_become_bars_whose_labels_are_text():
    rows = ((HOSTILE, "1,000张[1]"), ("乙区", "250张[2]"))
    drawn = chart(Table(("区", "床位"), rows), "zh")
    widths = [float(w) for w in re.findall(r'<rect [^>]*width="([\d.]+)"', drawn)]
    assert widths[0] == 4 * widths[1]
    assert re.findall(r'class="value">(.*?)<', drawn) == ["1,000张", "250张"]
    assert 'aria-label="床位，条形图"' in drawn and "<img" not in drawn


def test_the_column_that_the_table_names_is_drawn_in_its_unit():
    table = Table(("区", "序号", "数"), (("甲", "1", "1"), ("乙", "2", "2")), 2, "所")
    assert figures(table) == (2, [1.0, 2.0], "所")
    assert figures(Table(("区", "数"), (("甲", "不详"), ("乙", "2")), 1, "所")) is None


@pytest.mark.parametrize(
    ("columns", "rows"),
    [
        (("区", "数"), (("甲", "1"), ("乙", "2"))),  # a mere count of the rows
        (("区", "序号"), (("甲", "7"), ("乙", "15"))),
        (("区", "数"), (("甲", "5张"), ("乙", "6条"))),
        (("区", "数"), (("甲", "5张"),)),
        (("区", "数"), (("甲", "5张"), ("乙", "不详"))),
        (("区", "数"), (("甲", "-5"), ("乙", "6"))),
    ],
)
def test_a_table_without_comparable_figures_has_no_chart(columns, rows):
    assert figures(Table(columns, rows)) is None and chart(Table(columns, rows), "zh") == ""


def test_a_table_downloads_as_a_spreadsheet_without_the_marks():
    table = Table(("区", "床位[9]"), (("甲区", "40[1]"), ("=x", "50")))
    html = data_table(table, [LEAD], "zh")
    (book,) = re.findall(r'href="data:application/vnd[^"]*;base64,([^"]+)"', html)
    page = openpyxl.load_workbook(io.BytesIO(b64decode(book))).active
    assert [[c.value for c in row] for row in page] == [["区", "床位[9]"], ["甲区", 40], ["=x", 50]]


def test_carried_parts_and_mended_spelling_are_chips():
    html = reply(_answer(carried=(("region", "江河市"),), mended=(("菜甸", "蔡甸"),)), "zh")
    assert "<b>沿用上文</b>地区 江河市" in html
    assert "<b>已更正</b>“菜甸”理解为“蔡甸”" in html
    assert "data-drop" not in html
    html = reply(_answer(carried=(("region", "江河市"),)), "zh", "t1")
    assert (
        'data-drop="{&quot;turn&quot;: &quot;t1&quot;, &quot;name&quot;: &quot;region&quot;}"'
        in html
    )
    assert 'aria-label="不沿用地区 江河市，重新回答"' in html


def test_an_abstention_gives_its_reason_and_the_nearest_passages():
    html = reply(FakeAssistant().ask("别的"), "zh")
    assert "资料库里没有这件事:没有足够接近的段落。" in html
    assert "资料库中没有可靠的依据，不作回答" not in html
    assert "<h3>最接近的原文</h3>" in html and "加装烟雾报警器6000个" in html
    assert "引文与原文逐字一致" not in html


def test_a_greeting_is_answered_without_the_look_of_an_abstention_or_thumbs():
    greeted = Answer("你好", "您好,可以问……", True, "您好,可以问……", "extractive", aside="chat")
    shown = reply(greeted, "zh")
    assert "您好" in shown and "abst" not in shown and "data-verdict" not in shown


def test_an_abstention_without_a_text_still_says_what_happened():
    html = reply(_answer(text="", abstained=True, reason="没有依据"), "zh")
    assert "资料库中没有可靠的依据，不作回答" in html and "<p>没有依据</p>" in html


def test_withheld_sentences_are_counted_for_the_reader():
    assert "有 2 句未通过核对" in reply(_answer(checks=("withheld:2",)), "zh")


def test_a_reply_speaks_the_interface_language():
    html = reply(_answer(checks=("quotes",)), "en")
    assert "<h3>Sources</h3>" in html and "Quotes match the originals word for word" in html


def test_text_still_streaming_has_no_buttons():
    html = working("问", "由民政局牵头[1]", "zh")
    assert "由民政局牵头[1]" in html and "<button" not in html and 'aria-busy="true"' in html


def test_the_quote_is_marked_within_its_passage_and_its_surroundings():
    html = surroundings(LIST, MEALS, LEAD.start, LEAD.end)
    text = unescape(re.sub(r"<[^>]*>", "", html))
    assert text == LIST.text.strip()
    assert "<mark>江河市民政局</mark>" in html
    inside = re.search(r'<span class="passage">(.*?)</span>', html, re.S).group(1)
    assert inside.replace("<mark>", "").replace("</mark>", "") == MEALS.text


def test_surroundings_of_a_long_document_begin_and_end_with_a_sentence():
    text = "前面一句话。" * 100 + "引用的话。" + "后面一句话。" * 100
    start = text.index("引用")
    html = surroundings(replace(LIST, text=text), None, start, start + 4)
    assert html.startswith('<div class="surroundings"><span class="around">…前面一句话。')
    assert html.endswith("后面一句话。…</span></div>")
    assert len(html) < 700


def test_blank_lines_are_closed_up_around_a_quote_but_never_inside_it():
    text = "前。\n\n \n甲\n\n乙\n\n\n后。"
    start = text.index("甲")
    html = surroundings(replace(LIST, text=text), None, start, start + 4)
    assert "前。\n</span>" in html
    assert "<mark>甲\n\n乙</mark>" in html
    assert '<span class="around">\n后。</span>' in html


def test_the_panel_shows_what_an_official_looks_for():
    html = source(LIST, MEALS, Place.of(LEAD), "zh")
    for shown in ("《江河市2031年为民办事清单》", "江河市人民政府办公室", "江政办发〔2031〕7号",
                  "2031年2月5日", "一第1项", "第 1 页", "list.txt",
                  "<li>一、养老服务</li>"):  # fmt: skip
        assert shown in html
    assert "<dt>牵头单位</dt><dd>江河市民政局</dd>" in html


def test_copy_with_citation_is_in_the_form_that_officials_use():
    copied = citation_text(LIST, "表第1行", Place.of(LEAD), "zh")
    assert copied == (
        "“江河市民政局”（《江河市2031年为民办事清单》表第1行，江政办发〔2031〕7号，2031年2月5日）"
    )


def test_a_copied_row_has_blanks_where_its_cells_had_tabs():
    row = replace(LIST, text="1\t新建食堂 \t 市民政局")
    copied = citation_text(row, "表第1行", Place(row.id, "p", 0, len(row.text), 1), "zh")
    assert copied.startswith("“1 新建食堂 市民政局”（《")


def test_a_document_without_a_number_is_named_with_its_issuer():
    assert reference(replace(LIST, number=""), "第一条", "en") == (
        "《江河市2031年为民办事清单》第一条, 江河市人民政府办公室, 2031-02-05"
    )


@pytest.mark.parametrize(
    ("date", "shown"),
    [("2024-01-26", "2024年1月26日"), ("2024-01", "2024年1月"), ("2024", "2024年"), ("", "")],
)
def test_dates_are_shown_as_officials_write_them(date: str, shown: str):
    assert shown_date(date, "zh") == shown


def test_titles_keep_one_pair_of_outer_marks():
    assert titled("关于印发《办法》的通知") == "《关于印发〈办法〉的通知》"
    assert titled("《办法》") == "《办法》"


def test_clipping_keeps_one_line():
    assert clip("甲 乙\n丙丁", 10) == "甲 乙 丙丁"
    assert clip("一二三四五", 4) == "一二三…"


def test_the_reader_page_marks_the_place_and_survives_bad_offsets():
    page = reader(LIST, LEAD.start, LEAD.end, "zh", "")
    assert '<mark id="place">江河市民政局</mark>' in page
    assert "<mark" not in reader(LIST, -5, -1, "zh", "")
    assert "<mark" not in reader(LIST, 10**9, 10**9 + 5, "zh", "")


def test_the_greeting_asks_and_the_empty_corpus_says_how_to_index():
    assert 'data-ask="甲?"' in greeting(["甲?"], 2, "zh")
    assert "minsheng index PATH" in empty("zh") and "The library is empty" in empty("en")


def test_a_place_that_is_gone_says_what_to_do():
    assert "请重新提问一次" in gone("zh")


def test_an_official_answer_says_who_stands_behind_it_and_as_text_only():
    stands = Official("g1", "王一", f"李二{HOSTILE}", "2031-03-01", "2032-01-31", HOSTILE, "near")
    shown = reply(Answer("谁?", "市民政局。", False, None, "structured", official=stands), "zh")
    assert '<p class="official"><b>官方答复</b>' in shown
    assert "2031年3月1日" in shown and "有效至 2032年1月31日" in shown
    assert "<script>" not in shown and "&lt;script&gt;" in shown
    assert 'class="official"' not in reply(Answer("谁?", "答。", False, None, "structured"), "zh")
