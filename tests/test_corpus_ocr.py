"""Scanned pages and pictures: recognised where the extra is installed, reported where it is not."""

import io

import pytest
from pypdfium2 import PdfDocument
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from corpus.batch import read_all
from corpus.check import check
from corpus.errors import DocumentError
from corpus.formats import ocr
from corpus.reader import read_file
from tests.format_files import HEADER, ROWS, TITLE, pdf, ruled

needs_ocr = pytest.mark.skipif(
    not ocr.available(), reason="the extra ocr (rapidocr, onnxruntime) is not installed"
)
WITHOUT = pytest.mark.skipif(ocr.available(), reason="the extra ocr is installed")


def picture():
    """A page as a scanner gives it."""
    page = [
        (120, 80, 18, TITLE),
        (60, 120, 12, "一、主要任务"),
        *ruled([HEADER, *ROWS], 60, 160, [40, 140, 80, 130, 90]),
    ]
    return PdfDocument(pdf([page]))[0].render(scale=2).to_pil()


@pytest.fixture(scope="module")
def scans(tmp_path_factory):
    """The scan as a picture and as a PDF with a second page of text."""
    folder = tmp_path_factory.mktemp("scans")
    image = picture()
    image.save(folder / "a.png")
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.drawImage(ImageReader(image), 0, 0, *A4)
    canvas.showPage()
    canvas.drawString(80, 700, "Annex: contact the office for details of the tasks.")
    canvas.showPage()
    canvas.save()
    (folder / "b.pdf").write_bytes(out.getvalue())
    return folder


@needs_ocr
def test_a_scanned_page_is_read_with_its_table_and_counted_as_recognised(scans):
    document, passages = read_file(scans / "b.pdf")
    rows = [p for p in passages if p.kind == "row"]
    assert document.title == TITLE
    assert [r.field("责任单位").values for r in rows] == [
        ("市财政局", "市商务局"),
        ("市财政局",),
        ("市市场监管局",),
    ]
    assert [r.page for r in rows] == [1, 1, 1]
    found = check(document, passages)
    assert (found.pages, found.pages_recognised, found.pages_without_text) == (2, 1, 0)
    assert found.share == 1.0


@needs_ocr
def test_a_picture_is_a_document(scans):
    document, passages = read_file(scans / "a.png")
    assert document.title == TITLE
    assert passages[-1].field("事项").text == "加装电梯40部"


@WITHOUT
def test_without_the_extra_scans_are_reported_at_once_with_the_remedy(scans):
    read, errors = read_all([scans / "a.png"], jobs=0)
    assert read == []
    assert "'a.png': 图片没有文字层" in errors[0].message
    assert "pip install 'minsheng[ocr]'" in errors[0].hint
    document, passages = read_file(scans / "b.pdf")
    assert check(document, passages).pages_without_text == 1


def test_a_file_that_is_no_picture_is_broken(tmp_path):
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\x00" * 40)
    with pytest.raises(DocumentError, match="文件损坏" if ocr.available() else "没有文字层"):
        read_file(tmp_path / "a.png")
