"""`minsheng corpus check`: nothing lost, cells in are cells out, what is missing."""

import json

from assistant.cli import main
from corpus.check import check
from corpus.reader import read_file, read_text
from corpus.records import Document, Exclusion, Passage
from tests.format_files import ROWS, TITLE, pdf, ruled, task_docx

NOTICE = """东山市2024年便民工程任务分工方案
一、主要任务
1.改造院落30个。(牵头单位:市住建局)
2.新建口袋公园12个。

| 序号 | 事项 | 责任单位 |
| --- | --- | --- |
| 1 | 修路 | 县交通局 |
| 2 | 种树 | |
"""


def test_a_document_is_checked_for_losses_records_and_what_is_missing():
    found = check(*read_text(NOTICE, source="a.md"))
    assert (found.share, found.gaps) == (1.0, ())
    assert found.kinds == {"title": 2, "item": 2, "row": 2}
    assert (found.cells, found.cells_kept, found.cells_named) == (8, 8, 5)
    assert found.missing == {
        "发文机关": 1,
        "文号": 1,
        "成文日期": 1,
        "牵头单位 (records)": 3,
        "责任单位 (records)": 3,
    }
    assert found.excluded["Markdown table rule"] == len("|---|---|---|")
    assert (found.pages, found.pages_without_text) == (0, 0)


def test_a_cell_that_is_cut_and_characters_that_are_lost_are_seen():
    text = "| 甲乙 | 丙 |\n| 丁 | 戊 |\n己庚"
    passages = [
        Passage("p", "d", "row", (), (), "| 甲", 0, 3),
        Passage("q", "d", "row", (), (), text[4:20], 4, 20),
    ]
    document = Document("d", "a.txt", "", "", text, exclusions=(Exclusion(22, 23, "x"),))
    found = check(document, passages)
    assert (found.cells, found.cells_kept) == (4, 3)
    assert found.gaps == ("乙", "己")
    assert found.share < 1.0


def test_cells_of_word_and_pdf_tables_all_arrive(tmp_path):
    (tmp_path / "a.docx").write_bytes(task_docx())
    table = ruled([["序号", "任务", "单位"], *[r[:3] for r in ROWS]], 60, 100, [40, 160, 100])
    (tmp_path / "b.pdf").write_bytes(pdf([[(60, 60, 16, TITLE), *table], []]))
    word, printed = (check(*read_file(tmp_path / name)) for name in ("a.docx", "b.pdf"))
    assert word.cells == word.cells_kept == 5 * 4  # a note fills the last row
    assert word.cells_named == 5 * 3
    assert printed.cells == printed.cells_kept == 3 * 4
    assert (printed.pages, printed.pages_without_text) == (2, 1)


def test_the_command_prints_a_table_with_what_was_left_out_and_skips_bad_files(tmp_path, capsys):
    (tmp_path / "a.md").write_text(NOTICE, encoding="utf8")
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.4 cut off")
    assert main(["corpus", "check", str(tmp_path)]) == 0
    out, err = capsys.readouterr()
    assert "a.md" in out and "100 %" in out and "8=8/5" in out
    assert "Markdown table rule" in out and "缺 missing: 发文机关; 文号; 成文日期" in out
    assert "1 份文件 documents; 0 份有遗漏" in out
    assert "跳过 skipped: 'b.pdf'" in err
    assert main(["corpus", "check", str(tmp_path / "a.md"), "--json"]) == 0
    line = json.loads(capsys.readouterr().out)
    assert (line["source"], line["share"], line["cells"]) == ("a.md", 1.0, 8)
    assert main(["corpus", "check", str(tmp_path / "b.pdf")]) == 2
