"""Scanned pages and pictures to printed lines, where the optional extra `ocr` is installed.

The models come with the package rapidocr: nothing is downloaded, no GPU is needed. What was not
read with confidence is left out and counted.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from io import BytesIO
from typing import Any

from corpus.errors import DocumentError
from corpus.formats.converted import Converted, too_large
from corpus.formats.pdf_blocks import lines_of
from corpus.formats.pdf_page import Page
from corpus.formats.pdf_text import Paragraphs

REMEDY = (
    "装上文字识别后再读 (pip install 'minsheng[ocr]'),或先做 OCR "
    "(install the extra, or run OCR on it)."
)
_RESOLUTION = 170
_MAX_SIDE = 3000
_MAX_PIXELS = 150_000_000
_MIN_SCORE = 0.6
_THREADS = 2
_CELL_GAP = 0.6  # what is recognised as words of its own is a cell
_MANY_CURVES = 50


def available() -> bool:
    """Whether the extra is installed."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def convert(data: bytes, name: str) -> Converted:
    """The text of a picture; raises DocumentError (see corpus.formats.convert)."""
    from PIL import Image

    if not available():
        raise DocumentError(f"{name!r}: 图片没有文字层 a picture has no text layer.", hint=REMEDY)
    with Image.open(BytesIO(data)) as picture:
        if picture.width * picture.height > _MAX_PIXELS:
            raise too_large(name, "像素 pixels", picture.width * picture.height, _MAX_PIXELS)
        page, unsure = _recognise(picture.convert("RGB"), 1.0, 1)
    if not page.blocks:
        raise DocumentError(
            f"{name!r}: 图片里没有认出文字 no text was recognised in the picture.",
            hint="换一张更清楚的扫描件 (scan it again, sharper).",
        )
    paragraphs = Paragraphs(list(page.lines()))
    out: list[list[str]] = [[]]
    for line in page.lines():
        paragraphs.add(line, out, fresh=False)
    return Converted("\n".join(out[0]), notes=(("pages recognised by OCR: 1", 1), *unsure))


def is_scan(page: Any) -> bool:
    """Whether a pdfplumber page without text shows something: pictures, or letters as curves."""
    return bool(page.images) or len(page.curves) > _MANY_CURVES


def read_scan(page: Any) -> tuple[Page, tuple[tuple[str, int], ...]]:
    """The lines of a pdfplumber page that has no text layer, and what was left out."""
    longest = max(float(page.width), float(page.height), 1.0)
    resolution = min(_RESOLUTION, _MAX_SIDE * 72 / longest)
    picture = page.to_image(resolution=resolution).original.convert("RGB")
    return _recognise(picture, 72 / resolution, page.page_number)


def _recognise(picture: Any, scale: float, number: int) -> tuple[Page, tuple[tuple[str, int], ...]]:
    """The printed lines of a picture; `scale`: units of the page for a pixel."""
    import numpy as np

    shrink = max(1.0, max(picture.size) / _MAX_SIDE)
    if shrink > 1:
        picture = picture.resize([max(1, round(side / shrink)) for side in picture.size])
    found = _engine()(np.asarray(picture)[:, :, ::-1])
    words, unsure = [], 0
    for box, text, score in zip(
        found.boxes if found.boxes is not None else (), found.txts or (), found.scores or (),
        strict=True,
    ):  # fmt: skip
        xs = [float(x) * scale * shrink for x, _ in box]
        ys = [float(y) * scale * shrink for _, y in box]
        if score < _MIN_SCORE:
            unsure += 1
        elif text.strip():
            words.append({"text": text.strip(), "x0": min(xs), "x1": max(xs),
                          "top": min(ys), "bottom": max(ys)})  # fmt: skip
    lines = lines_of(words, number, _CELL_GAP)
    lines.sort(key=lambda line: line.top)
    height = picture.size[1] * scale * shrink
    characters = sum(len(line.text) for line in lines)
    notes = (("OCR: lines not sure enough", unsure),) if unsure else ()
    return Page([*lines], height, characters), notes


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(
        params={
            "Global.log_level": "error",
            "EngineConfig.onnxruntime.intra_op_num_threads": _THREADS,
        }
    )
