"""Printed documents as offices lay them out, by reportlab: notices, tables, columns."""

import io

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    FrameBreak,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
)

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))
BODY = ParagraphStyle("b", fontName=FONT, fontSize=12, leading=22, firstLineIndent=24,
                      wordWrap="CJK", alignment=4)  # fmt: skip
FLAT = ParagraphStyle("f", parent=BODY, firstLineIndent=0)
RIGHT = ParagraphStyle("r", parent=FLAT, alignment=2)
TITLE = ParagraphStyle("t", parent=FLAT, fontSize=18, leading=28, alignment=1)
CELL = ParagraphStyle("c", parent=FLAT, fontSize=9, leading=13, alignment=0)
SMALL = ParagraphStyle("s", parent=BODY, fontSize=10.5, leading=16, firstLineIndent=21)
WORDS = (
    "全市各级各部门要坚持以人民为中心的发展思想,聚焦群众急难愁盼问题,扎实推进各项民生工程建设,"
    "确保年度目标任务按期保质完成。"
)
HEAD = ["序号", "任务名称", "工作内容", "责任单位", "完成时限"]
WIDTHS = [1 * cm, 3 * cm, 6 * cm, 3.5 * cm, 2.5 * cm]
UNITS = ("市民政局", "市财政局", "市自然资源和规划局")


def passage(i):
    """The text of one paragraph, no line of it like those of another."""
    own = "".join(chr(0x4E00 + (i * 137 + k * 61) % 5000) for k in range(i % 7 + 3))
    return (
        f"{own}单位的职责是{own}事项的受理和办理,期限由{own}部门另行公布,并及时通报{own}工作进展。"
    )


def task(i):
    """The cells of one task, some too long for a line."""
    work = f"新建改建便民服务站点{i}处,完善服务功能,延长服务时间,方便群众就近办事,每月通报进展。"
    return [str(i), f"第{i}项便民服务设施建设", work, "、".join(UNITS), f"2024年{i % 12 + 1}月底"]


def _furniture(canvas, document):
    canvas.setFont(FONT, 9)
    canvas.drawCentredString(A4[0] / 2, 1.2 * cm, f"— {document.page} —")
    canvas.drawString(2 * cm, A4[1] - 1.3 * cm, "东山市人民政府公报 2024年第3期")


def _table(rows, *, ruled, valign):
    cells = [[Paragraph(value, CELL) for value in row] for row in [HEAD, *rows]]
    style = [("VALIGN", (0, 0), (-1, -1), valign)]
    style += [("GRID", (0, 0), (-1, -1), 0.5, colors.black)] if ruled else []
    return Table(cells, colWidths=WIDTHS, repeatRows=1, style=TableStyle(style))


def notice() -> bytes:
    """A notice with numbered tasks, signature and an annex: a ruled table over several pages."""
    out = io.BytesIO()
    head = "东山市人民政府办公室关于印发2024年便民工程任务分工方案的通知"
    story = [Paragraph(head, TITLE), Paragraph("东政办发〔2024〕3号", RIGHT),
             Paragraph("各区人民政府,市直各部门:", FLAT), Paragraph(WORDS * 2, BODY),
             Paragraph("一、总体要求", BODY)]  # fmt: skip
    story += [Paragraph(f"{i}.{WORDS * (1 + i % 2)}", BODY) for i in range(1, 13)]
    story += [Spacer(1, 20), Paragraph("东山市人民政府办公室", RIGHT),
              Paragraph("2024年4月2日", RIGHT), PageBreak(), Paragraph("附件1", FLAT),
              Paragraph("2024年便民工程任务清单", TITLE),
              _table([task(i) for i in range(1, 31)], ruled=True, valign="MIDDLE")]  # fmt: skip
    document = SimpleDocTemplate(out, pagesize=A4)
    document.build(story, onFirstPage=_furniture, onLaterPages=_furniture)
    return out.getvalue()


def aligned(valign: str) -> bytes:
    """A table without rules over two pages, its cells of several lines each."""
    out = io.BytesIO()
    story = [Paragraph("2024年便民服务事项安排表", TITLE), Spacer(1, 20),
             Paragraph(WORDS * 3, BODY),
             _table([task(i) for i in range(1, 16)], ruled=False, valign=valign)]  # fmt: skip
    document = SimpleDocTemplate(out, pagesize=A4)
    document.build(story, onFirstPage=_furniture, onLaterPages=_furniture)
    return out.getvalue()


def in_columns(count: int, number: int) -> bytes:
    """A title over `number` columns of `count` paragraphs, over several pages."""
    out = io.BytesIO()
    document = BaseDocTemplate(out, pagesize=A4)
    wide = A4[0] - 4 * cm
    each = (wide - 0.8 * cm * (number - 1)) / number

    def columns(height):
        return [Frame(2 * cm + i * (each + 0.8 * cm), 2 * cm, each, height) for i in range(number)]

    top = Frame(2 * cm, A4[1] - 5 * cm, wide, 2.6 * cm)
    document.addPageTemplates(
        [PageTemplate("first", [top, *columns(A4[1] - 7.2 * cm)], onPage=_furniture),
         PageTemplate("later", columns(A4[1] - 4 * cm), onPage=_furniture)]
    )  # fmt: skip
    story = [
        NextPageTemplate("later"),
        Paragraph("东山市城市更新若干措施解读", TITLE),
        FrameBreak(),
    ]
    story += [Paragraph(passage(i), SMALL) for i in range(1, count + 1)]
    document.build(story)
    return out.getvalue()
