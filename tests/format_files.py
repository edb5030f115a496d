"""Files of every format, made by the libraries that offices' programs stand in for."""

import datetime
import io
import zipfile

from docx import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from openpyxl import Workbook
from reportlab.lib import pdfencrypt
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

HEADER = ["序号", "重点任务", "牵头单位", "责任单位", "完成时限"]
ROWS = [
    ["1", "新建社区食堂12家", "市民政局", "市财政局、市商务局", "2024年11月底"],
    ["2", "改造老旧小区85个", "市住建局", "市财政局", "2024年12月底"],
    ["3", "加装电梯40部", "市住建局", "市市场监管局", "2024年12月底"],
]
TITLE = "东山市2024年便民工程任务分工方案"

NUMBERING = """<w:abstractNum {ns} w:abstractNumId="77"><w:multiLevelType w:val="multilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/>
<w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/>
<w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
<w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/>
<w:lvlText w:val="%1.%4"/></w:lvl>
</w:abstractNum>"""


def saved(thing) -> bytes:
    out = io.BytesIO()
    thing.save(out)
    return out.getvalue()


def numbered(document, text, level, number="77"):
    """A paragraph with an automatic number of the list NUMBERING."""
    properties = document.add_paragraph(text)._p.get_or_add_pPr()
    num = OxmlElement("w:numPr")
    for tag, value in (("w:ilvl", level), ("w:numId", number)):
        element = OxmlElement(tag)
        element.set(qn("w:val"), str(value))
        num.append(element)
    properties.append(num)


def with_numbering(document):
    root = document.part.numbering_part.element
    root.insert(0, parse_xml(NUMBERING.format(ns=nsdecls("w"))))
    for number in ("77", "78"):
        override = "" if number == "77" else (
            '<w:lvlOverride w:ilvl="2"><w:startOverride w:val="1"/></w:lvlOverride>')  # fmt: skip
        root.append(parse_xml(
            f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="77"/>'
            f"{override}</w:num>"))  # fmt: skip
    return document


def task_docx() -> bytes:
    """A plan with headings, automatic numbers and a table with merged cells."""
    document = with_numbering(Document())
    document.add_paragraph(TITLE)
    document.add_heading("总体要求", 1)
    document.add_paragraph(
        "坚持以人民为中心，把群众关心的小事一件一件办好，全年完成下列任务并按月公布进展情况。"
    )
    numbered(document, "主要任务", 0)
    numbered(document, "改善居住条件", 1)
    numbered(document, "改造院落30个，由市住建局负责。", 2)
    numbered(document, "新建口袋公园12个，由市园林局负责。", 2)
    numbered(document, "提升养老服务", 1)
    numbered(document, "开办老年课堂60个，由市教育局负责。", 2, "78")
    numbered(document, "保障措施", 0)
    document.add_paragraph("各单位每月5日前报送进展。")
    table = document.add_table(rows=5, cols=5)
    for r, row in enumerate([HEADER, *ROWS]):
        for c, value in enumerate(row):
            table.cell(r, c).text = value
    table.cell(2, 2).merge(table.cell(3, 2)).text = "市住建局"
    table.cell(4, 0).merge(table.cell(4, 4)).text = "注：任务完成情况纳入年度考核。"
    table.cell(1, 1).text = "新建社区食堂12家\n服务半径|不超过1公里"
    return saved(document)


def task_xlsx() -> bytes:
    """A sheet with a merged title row, a second sheet with a far-away empty-looking cell."""
    book = Workbook()
    sheet = book.active
    sheet.title = "任务清单"
    sheet.append([TITLE])
    sheet.merge_cells("A1:E1")
    sheet.append([])
    sheet.append(HEADER)
    for row in ROWS:
        sheet.append([int(row[0]), *row[1:]])
    sheet.merge_cells("C5:C6")
    other = book.create_sheet("指标")
    other.append(["指标", "目标值", "截止日期", "完成率"])
    other.append(["培训人数", 6000.0, datetime.datetime(2024, 11, 30), 0.125])
    other["D2"].number_format = "0.0%"
    book.create_sheet("隐藏").sheet_state = "hidden"
    return saved(book)


def pdf(pages, *, password: str = "", compress: bool = True) -> bytes:
    """A PDF: for each page a list of (x, y from the top, size, text) and (lines) to rule."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out = io.BytesIO()
    encrypt = pdfencrypt.StandardEncryption(password) if password else None
    canvas = Canvas(out, pagesize=A4, encrypt=encrypt, pageCompression=int(compress))
    for page in pages:
        for item in page:
            if len(item) == 4 and isinstance(item[3], str):
                x, y, size, text = item
                canvas.setFont("STSong-Light", size)
                canvas.drawString(x, A4[1] - y, text)
            else:
                x0, y0, x1, y1 = item
                canvas.line(x0, A4[1] - y0, x1, A4[1] - y1)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def ruled(rows, left, top, widths, height=24, *, cut=False):
    """The lines and texts of a ruled table; a cell that is None is merged with the one above.

    `cut`: the rule under the last row is missing, as where a page ends in a row.
    """
    edges = [left]
    for width in widths:
        edges.append(edges[-1] + width)
    items = [(x, top, x, top + height * len(rows)) for x in edges]
    items.append((edges[0], top, edges[-1], top))
    for r, row in enumerate(rows):
        below = top + height * (r + 1)
        for c, value in enumerate(row):
            merged = r + 1 < len(rows) and rows[r + 1][c] is None
            if not merged and not (cut and r + 1 == len(rows)):
                items.append((edges[c], below, edges[c + 1], below))
            if value:
                items.append((edges[c] + 3, below - 8, 10, value))
    return items


class _RawName(zipfile.ZipInfo):
    """A member whose name is stored as GBK bytes without the UTF-8 mark."""

    def _encodeFilenameFlags(self):
        return self.filename.encode("gbk"), self.flag_bits & ~0x800


def zipped(files, *, gbk: bool = False) -> bytes:
    """An archive of name -> bytes; `gbk`: names as Chinese Windows writes them."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            info = (_RawName if gbk else zipfile.ZipInfo)(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return out.getvalue()
