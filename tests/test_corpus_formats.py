"""Other formats: real files of each, their headings, tables, pages, and what is refused."""

import hashlib
import io
import zipfile

import numpy as np
import pytest

from corpus import DocumentError, find_files, read_all, read_file
from corpus.coverage import coverage
from corpus.formats import LEGACY, SUFFIXES, convert
from corpus.formats.grid import Cell, table_lines
from corpus.formats.numerals import written
from index.build import build_index
from tests import format_files as made

PROSE = "为进一步改善居住条件和服务各单位要按照任务分工抓好落实逐项明确时限和责任并定期公布进展情况"
TASKS = [
    ("1", ("市民政局",), ("市财政局", "市商务局"), ("2024年11月底",)),
    ("2", ("市住建局",), ("市财政局",), ("2024年12月底",)),
    ("3", ("市住建局",), ("市市场监管局",), ("2024年12月底",)),
]


def read(tmp_path, name, data):
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    document, passages = read_file(path)
    found = coverage(document, passages)
    assert (found.share, found.gaps) == (1.0, ())
    assert all(document.text[p.start : p.end] == p.text for p in passages)
    assert document.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    return document, passages


def tasks(passages):
    rows = [p for p in passages if p.kind == "row"]
    names = ("序号", "牵头单位", "责任单位", "完成时限")
    found = [{f.name: f.values for f in p.fields} for p in rows]
    return [(f["序号"][0], *(f[n] for n in names[1:])) for f in found if "牵头单位" in f]


def paths(passages, kind):
    return [[h.text for h in p.path] for p in passages if p.kind == kind]


def typeset(text, y, *, first=True, width=31):
    """A paragraph set in lines of `width` characters, the first one indented."""
    items, indent = [], 2 if first else 0
    while text:
        items.append((72 + 14 * indent, y, 14, text[: width - indent]))
        text, indent, y = text[width - indent :], 0, y + 24
    return items, y


def around(number):
    return [(72, 40, 9, "东山市政务公报"), (280, 805, 10, f"— {number} —")]


@pytest.fixture(scope="module")
def plan_pdf():
    """Four pages: a paragraph over a page end, a table over two, a row that a page end cuts."""
    heading, _ = typeset("一、主要任务", 140, first=False)
    head, tail = PROSE * 20, "，接受监督。"
    lines = 27
    first, _ = typeset(head[: 29 + 31 * (lines - 1)], 164)
    second, y = typeset(head[29 + 31 * (lines - 1) :] + tail, 90, first=False)
    section, _ = typeset("二、任务分工", y + 24, first=False)
    rows = [made.HEADER, *made.ROWS[:2], [*made.ROWS[2][:2], None, *made.ROWS[2][3:]]]
    cut = ["4", "新建桥梁", "市交通局", "市财政局", "长期"]
    widths = [40, 140, 100, 130, 90]
    pages = [
        [(200, 90, 18, "东山市便民工程实施方案"), *heading, *first],
        [*second, *section, *made.ruled(rows, 60, 600, widths)],
        made.ruled([made.HEADER, [*cut]], 60, 80, widths),
        made.ruled([["", "两座", "", "", "推进"], ["5", "修路", *cut[2:]]], 60, 80, widths),
    ]  # fmt: skip
    return made.pdf([[*around(n), *page] for n, page in enumerate(pages, 1)])


def test_a_word_plan_has_headings_written_numbers_and_rows_with_units(tmp_path):
    document, passages = read(tmp_path, "plan.docx", made.task_docx())
    assert document.title == made.TITLE
    assert tasks(passages) == TASKS
    items = [(p.locator, p.text) for p in passages if p.kind == "item"]
    assert items == [
        ("一(一)第1项", "1. 改造院落30个，由市住建局负责。"),
        ("一(一)第2项", "2. 新建口袋公园12个，由市园林局负责。"),
        ("一(二)第1项", "1. 开办老年课堂60个，由市教育局负责。"),
    ]
    assert paths(passages, "item")[2] == ["总体要求", "一、主要任务", "（二）提升养老服务"]
    assert paths(passages, "row")[0] == ["总体要求", "二、保障措施"]
    assert passages[-1].text == "注：任务完成情况纳入年度考核。"


def test_word_cells_stand_on_one_line_and_merged_ones_are_repeated_downwards():
    text = convert(made.task_docx(), "plan.docx").text
    assert "| 1 | 新建社区食堂12家 服务半径｜不超过1公里 | 市民政局 |" in text
    assert "| 3 | 加装电梯40部 | 市住建局 | 市市场监管局 |" in text


def test_a_workbook_gives_a_heading_and_records_for_each_visible_sheet(tmp_path):
    document, passages = read(tmp_path, "plan.xlsx", made.task_xlsx())
    assert document.title == made.TITLE
    assert tasks(passages) == TASKS
    assert paths(passages, "row")[0] == [made.TITLE]
    last = {f.label: f.values for f in passages[-1].fields}
    assert last == {"指标": ("培训人数",), "目标值": ("6000",), "截止日期": ("2024-11-30",),
                    "完成率": ("12.5%",)}  # fmt: skip
    assert ("hidden sheets", 1) in document.removed


def test_a_sheet_with_a_million_empty_rows_is_read_up_to_them_and_says_so():
    empty = "".join(f'<row r="{i}"/>' for i in range(2, 1_048_577))
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1"><v>7</v></c><c r="B1"><v>0.1</v></c></row>'
        f"{empty}</sheetData></worksheet>"
    )
    source = zipfile.ZipFile(io.BytesIO(made.task_xlsx()))
    files = {n: source.read(n) for n in source.namelist()}
    converted = convert(made.zipped(files | {"xl/worksheets/sheet1.xml": sheet}), "big.xlsx")
    assert "| 7 | 0.1 |" in converted.text
    assert [n for n, _ in converted.notes if "not read" in n] == [
        "sheet '任务清单': rows after 10000 empty ones, not read"
    ]


@pytest.mark.parametrize(("separator", "encoding"), [(",", "gb18030"), (";", "utf-8-sig")])
def test_a_csv_gives_records_in_any_encoding_with_breaks_inside_cells(
    tmp_path, separator, encoding
):
    rows = [made.HEADER, *([*r[:1], f'"{r[1]}\n(民生)"', *r[2:]] for r in made.ROWS)]
    text = "\r\n".join(separator.join(row) for row in [[made.TITLE, "", "", "", ""], *rows])
    document, passages = read(tmp_path, "plan.csv", text.encode(encoding))
    assert tasks(passages) == TASKS
    assert "| 1 | 新建社区食堂12家 (民生) |" in document.text


HTML = """<!DOCTYPE html><html><head><meta charset="gb2312"><title>分工方案_东山市人民政府</title>
<style>p {color: red}</style><script>var 甲 = "</p>";</script></head><body>
<nav><a href="/">首页</a></nav>
<ul><li><a href="/a">政务公开</a></li><li><a href="/b">办事服务</a></li>
<li><a href="/c">互动交流</a></li><li><a href="/d">走进东山</a></li></ul>
<div style="display:none">隐藏文字</div>
<h1>东山市便民工程任务分工方案</h1><table><tr><td><div>
<p>　　为做好便民工作,<b>制定</b>本方案。<br>请认真执行。</p>
<h2>工作要求</h2><ol start="3"><li>改造院落30个。</li><li>新建公园12个。</li></ol>
<table><caption>任务表</caption>
<tr><th rowspan="2">序号</th><th rowspan="2">事项</th><th colspan="2">责任主体</th></tr>
<tr><th>牵头单位</th><th>责任单位</th></tr>
<tr><td>1</td><td>社区<br>食堂</td><td rowspan="2">市民政局</td><td>市财政局</td></tr>
<tr><td>2</td><td>老年课堂</td><td>市教育局</td></tr></table>
</div></td></tr></table></body></html>"""


def test_a_web_page_gives_its_own_words_without_navigation(tmp_path):
    document, passages = read(tmp_path, "page.html", HTML.encode("gbk"))
    assert document.title == "东山市便民工程任务分工方案"
    assert document.text.split("\n") == [
        "# 东山市便民工程任务分工方案", "为做好便民工作,制定本方案。", "请认真执行。",
        "## 工作要求", "3. 改造院落30个。", "4. 新建公园12个。", "", "任务表",
        "| 序号 | 事项 | 责任主体牵头单位 | 责任主体责任单位 |", "| --- | --- | --- | --- |",
        "| 1 | 社区 食堂 | 市民政局 | 市财政局 |", "| 2 | 老年课堂 | 市民政局 | 市教育局 |", "",
    ]  # fmt: skip
    assert document.removed == (
        ("web page: blocks of links", 16), ("web page: hidden text", 4),
        ("web page: navigation and tools", 2),
    )  # fmt: skip
    assert paths(passages, "row")[1][-1] == "任务表"


def test_a_page_of_nested_entities_is_harmless():
    bomb = '<!DOCTYPE x [<!ENTITY a "哈"><!ENTITY b "&a;&a;&a;&a;">]><p>甲&b;乙</p>'
    assert convert(bomb.encode(), "x.html").text == "甲&b;乙"


@pytest.mark.parametrize(
    ("page", "message"),
    [
        ("<div>" * 5000 + "甲" + "</div>" * 5000, "nested too deep"),
        ("<table>" + "<tr><td rowspan=9999 colspan=999>甲<td>乙" * 900, "merged table cells"),
        ("<script>1</script>", "no text"),
    ],
)
def test_a_page_that_would_exhaust_the_reader_is_refused(tmp_path, page, message):
    with pytest.raises(DocumentError, match=message):
        read(tmp_path, "x.html", page)


def test_pages_of_a_pdf_are_right_and_sentences_go_on_over_page_ends(tmp_path, plan_pdf):
    document, passages = read(tmp_path, "plan.pdf", plan_pdf)
    assert document.title == "东山市便民工程实施方案"
    assert len(document.pages) == 4
    paragraph = next(p for p in passages if p.kind == "paragraph")
    assert (paragraph.text, paragraph.page) == (f"{PROSE * 20}，接受监督。", 1)
    assert [p.page for p in passages if p.kind == "row"] == [2, 2, 2, 3, 4]
    assert paths(passages, "row")[4] == ["东山市便民工程实施方案", "二、任务分工"]
    printed = [e for e in document.exclusions if e.reason.startswith("page header")]
    assert [document.text[e.start : e.end] for e in printed] == [
        "东山市政务公报", "— 1 —", "东山市政务公报", "— 2 —", "东山市政务公报", "— 3 —",
        "东山市政务公报", "— 4 —",
    ]  # fmt: skip


def test_ruled_tables_of_a_pdf_go_on_over_page_ends(tmp_path, plan_pdf):
    _, passages = read(tmp_path, "plan.pdf", plan_pdf)
    assert tasks(passages) == [
        *TASKS[:2],
        ("3", ("市住建局",), ("市市场监管局",), ("2024年12月底",)),
        ("4", ("市交通局",), ("市财政局",), ("长期推进",)),
        ("5", ("市交通局",), ("市财政局",), ("长期",)),
    ]
    matters = [f.text for p in passages for f in p.fields if f.name == "事项"]
    assert matters[3] == "新建桥梁两座"


def test_a_row_without_its_lower_rule_goes_on_on_the_next_page_and_breaks_in_cells_are_kept():
    widths = [40, 140, 100, 130, 90]
    row = [*made.ROWS[0][:3], "市商务局、", made.ROWS[0][4]]
    first = made.ruled([made.HEADER, row], 60, 700, widths, cut=True)
    second = made.ruled([["", "并配送", "", "", ""], *made.ROWS[1:2]], 60, 80, widths)
    units = [(343, 91, 8, "市教育局"), (343, 101, 8, "市卫健委")]  # two lines in a wide cell
    text = convert(made.pdf([first, [*second, *units]]), "cut.pdf").text
    assert [line for line in text.replace("\x0c", "\n").split("\n") if line][2:] == [
        "| 1 | 新建社区食堂12家并配送 | 市民政局 | 市商务局、市教育局 市卫健委 | 2024年11月底 |",
        "| 2 | 改造老旧小区85个 | 市住建局 | 市财政局 | 2024年12月底 |",
    ]


def test_a_pdf_of_one_page_has_page_one_and_pages_without_text_are_noted(tmp_path):
    words = [(72, 90, 14, "各单位要做好便民服务工作。")]
    document, passages = read(tmp_path, "one.pdf", made.pdf([words]))
    assert (document.pages, passages[0].page) == ((0,), 1)
    document, passages = read(tmp_path, "two.pdf", made.pdf([[(1, 1, 9, 9)], words]))
    assert passages[0].page == 2
    assert document.removed == (("pages without text: 1", 1),)


def test_a_scan_an_encrypted_and_a_cut_off_pdf_say_so(plan_pdf):
    with pytest.raises(DocumentError, match=r"没有文字层\(扫描件\) no text layer, 第 1, 2 页.*OCR"):
        convert(made.pdf([[(1, 1, 9, 9)], [(1, 1, 9, 9)]]), "scan.pdf")
    with pytest.raises(DocumentError, match="已加密"):
        convert(made.pdf([[(72, 90, 14, "密")]], password="x"), "locked.pdf")
    with pytest.raises(DocumentError, match="损坏或不完整"):
        convert(plan_pdf[: len(plan_pdf) // 2], "cut.pdf")


def test_a_font_that_claims_thousands_of_millions_of_widths_is_read():
    data = made.pdf([[(72, 90, 14, "各单位要做好服务。")]], compress=False)
    assert data.count(b"/W [") == 1
    bomb = data.replace(b"/W [", b"/W [ 1 99999999999 500 ", 1)
    assert convert(bomb, "a.pdf").text == "各单位要做好服务。"


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.docx", b"", "空文件"),
        ("a.pdf", b" \n", "空文件"),
        (
            "a.docx",
            b"plain text",
            r"内容却是 别的格式 \(the name says \.docx, the bytes say something else\)",
        ),
        ("a.pdf", b"plain text", "名为 .pdf"),
        ("a.txt", b"%PDF-1.7 ...", "内容却是 PDF"),
        ("a.xlsx", made.task_docx(), r"没有 xl/workbook\.xml"),
        ("a.docx", made.task_xlsx(), r"没有 word/document\.xml"),
        ("a.html", made.task_docx(), "名为 .html"),
        ("a.docx", made.task_docx()[:3000], "损坏或不完整"),
        ("a.docx", OLE, "内容却是 doc/xls"),
        ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "已加密"),
        ("a.docx", made.zipped({"word/document.xml": b"<w:document"}), "损坏或不完整"),
        *((f"a{suffix}", OLE, f"另存为 {better}") for suffix, better in LEGACY.items()),
        ("a.gif", b"x", r"可读 readable: \.txt \.md \.html"),
    ],
)
def test_what_cannot_be_read_names_the_file_and_the_remedy(name, data, message):
    with pytest.raises(DocumentError, match=message) as caught:
        convert(data, name)
    assert caught.value.message.startswith(repr(name))
    assert caught.value.hint


def test_members_of_an_archive_are_documents_of_their_own(tmp_path):
    text = "关于做好{}工作的通知\n\n各单位要认真做好这项工作。\n"
    inner = made.zipped({"内/深.txt": text.format("深层").encode(), "再.zip": made.zipped({})})
    files = {
        "通知/一.txt": text.format("供暖").encode("gbk"),
        "表.xlsx": made.task_xlsx(),
        "坏.docx": b"not a docx",
        "旧.doc": OLE,
        "图.jpg": b"x",
        "__MACOSX/._一.txt": b"x",
        "内.zip": inner,
    }
    path = tmp_path / "包.zip"
    path.write_bytes(made.zipped(files, gbk=True))
    read_, errors = read_all(find_files([tmp_path]))
    assert [(d.source, d.title) for d, _ in read_] == [
        ("包.zip/通知/一.txt", "关于做好供暖工作的通知"),
        ("包.zip/表.xlsx", made.TITLE),
        ("包.zip/内.zip/内/深.txt", "关于做好深层工作的通知"),
    ]
    assert read_[1][0].sha256 == hashlib.sha256(files["表.xlsx"]).hexdigest()
    assert [e.message.split(":")[0] for e in errors] == [
        "'包.zip/坏.docx'", "'包.zip/旧.doc'", "'包.zip/图.jpg'", "'包.zip/内.zip/再.zip'",
    ]  # fmt: skip
    assert "nested archives" in errors[3].message


def test_a_bomb_an_encrypted_member_and_an_empty_archive_are_reported(tmp_path):
    bomb = made.zipped({"a.txt": b"0" * 30_000_000, "b.txt": "各单位要做好服务。".encode()})
    locked = bytearray(made.zipped({"c.txt": b"text"}))
    locked[6] |= 1
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    for name, data in {"1.zip": bomb, "2.zip": bytes(locked), "3.zip": made.zipped({}),
                       "4.zip": b"PK\x03\x04broken"}.items():  # fmt: skip
        (tmp_path / name).write_bytes(data)
    read_, errors = read_all(find_files([tmp_path]))
    assert [d.source for d, _ in read_] == ["1.zip/b.txt"]
    for error, words in zip(errors, ["ratio", "加密", "没有可读", "损坏"], strict=True):
        assert words in error.message


class Flat:
    """An embedder that tells nothing apart: only which documents are read matters here."""

    name = fingerprint = "flat"
    dimension = 2

    def embed_passages(self, texts):
        return np.ones((len(texts), 2), dtype=np.float32)


def test_adding_changing_and_removing_a_file_reads_just_that_one(tmp_path):
    folder, index = tmp_path / "in", tmp_path / "index"
    folder.mkdir()
    text = "关于做好{}工作的通知\n\n各单位要认真做好这项工作。\n"

    def build():
        steps = []
        report = build_index(
            [folder],
            index,
            Flat(),
            progress=lambda stage, *at: steps.append(at) if "读取" in stage else None,
        )
        return report["documents"], report["reused"], steps[-1:]

    for name in ("供暖", "供水", "供电"):
        (folder / f"{name}.txt").write_text(text.format(name), encoding="utf8")
    assert build() == (3, 0, [(3, 3)])
    assert build() == (3, 3, [])
    (folder / "供气.txt").write_text(text.format("供气"), encoding="utf8")
    assert build() == (4, 3, [(1, 1)])
    (folder / "供水.txt").write_text(text.format("节水"), encoding="utf8")
    assert build() == (4, 3, [(1, 1)])
    (folder / "供暖.txt").unlink()
    assert build() == (3, 3, [])


def test_an_unchanged_archive_is_not_read_again_by_the_index(tmp_path):
    folder, index = tmp_path / "in", tmp_path / "index"
    folder.mkdir()
    first = {"甲.xlsx": made.task_xlsx(), "乙.txt": "关于供暖工作的通知\n\n各单位要做好供暖。\n"}
    (folder / "a.zip").write_bytes(made.zipped(first))
    assert build_index([folder], index, Flat())["reused"] == 0
    again = build_index([folder], index, Flat())
    assert (again["documents"], again["reused"]) == (2, 2)
    (folder / "a.zip").write_bytes(made.zipped({"乙.txt": "关于供水工作的通知\n"}))
    changed = build_index([folder], index, Flat())
    assert (changed["documents"], changed["reused"]) == (1, 0)


def test_old_formats_in_a_folder_are_reported_not_passed_over(tmp_path):
    (tmp_path / "a.txt").write_text("各单位要做好服务。", encoding="utf8")
    (tmp_path / "b.wps").write_bytes(OLE)
    read_, errors = read_all(find_files([tmp_path]))
    assert ([d.source for d, _ in read_], len(errors)) == (["a.txt"], 1)
    assert "docx" in errors[0].hint


def test_reading_a_text_imports_no_library_of_another_format():
    import subprocess
    import sys

    code = (
        "import sys; from corpus import read_text; read_text('各单位要做好服务。', source='a.txt');"
        "print({'docx', 'openpyxl', 'pdfplumber', 'lxml'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_every_suffix_of_the_registry_has_a_converter_or_is_an_archive():
    for suffix in SUFFIXES:
        with pytest.raises(DocumentError):
            convert(b"\x00", f"a{suffix}")


@pytest.mark.parametrize(
    ("cells", "lines"),
    [
        ([Cell(0, 0, "一段\n二段"), Cell(1, 0, "三段")], ["一段", "二段", "三段"]),
        (
            [Cell(0, 0, "名单", 1, 3), Cell(1, 0, "序号"), Cell(1, 1, "单位"), Cell(1, 2, "电话"),
             Cell(2, 0, "城区", 1, 3), Cell(3, 0, "1"), Cell(3, 1, "甲局"), Cell(3, 2, "-")],
            ["名单", "| 序号 | 单位 | 电话 |", "| --- | --- | --- |", "| 城区 |  |  |",
             "| 1 | 甲局 | - |"],
        ),
        (
            [Cell(0, 0, "姓名"), Cell(0, 5, "甲"), Cell(9, 0, "-"), Cell(9, 5, "-")],
            ["| 姓名 | 甲 |", "| － | － |"],
        ),
    ],
    ids=["one column", "caption and group", "empty rows, dashes"],
)  # fmt: skip
def test_cells_become_lines(cells, lines):
    assert table_lines(cells) == lines


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (10, "chineseCounting", "十"), (12, "chineseCountingThousand", "十二"),
        (20, "japaneseCounting", "二十"), (105, "chineseCounting", "一百零五"),
        (110, "taiwaneseCounting", "一百一十"), (12, "chineseLegalSimplified", "壹拾贰"),
        (3, "ideographTraditional", "丙"), (4, "lowerRoman", "iv"), (28, "upperLetter", "BB"),
        (5, "decimalEnclosedCircle", "⑤"), (7, "decimalZero", "07"), (7, "unknown", "7"),
    ],
)  # fmt: skip
def test_list_numbers_are_written_as_word_prints_them(value, form, text):
    assert written(value, form) == text


def test_a_second_row_that_names_parts_of_wide_cells_belongs_to_the_header() -> None:
    cells = [
        Cell(0, 0, "县市"), Cell(0, 1, "小区(个)", 1, 2), Cell(0, 3, "满意度"),
        Cell(1, 1, "任务"), Cell(1, 2, "完工"),
        Cell(2, 0, "甲县"), Cell(2, 1, "32"), Cell(2, 2, "21"), Cell(2, 3, "93.4"),
    ]  # fmt: skip
    assert table_lines(cells)[0] == "| 县市 | 小区(个)任务 | 小区(个)完工 | 满意度 |"
