"""Files of other formats into the text that the reader understands: one converter a suffix.

The libraries that decode a format are imported when the first file of it is read. Nothing here
knows of passages or fields.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from importlib import import_module
from pathlib import PurePath

from corpus.decode import decode
from corpus.errors import DocumentError
from corpus.formats.converted import Converted, broken, locked, too_large
from corpus.formats.drawn import undrawn

MAX_BYTES = 100 * 1024 * 1024
ARCHIVE = ".zip"
_CONVERTERS = {
    ".html": "html", ".htm": "html", ".pdf": "pdf", ".docx": "docx", ".xlsx": "sheets",
    ".xlsm": "sheets", ".csv": "delimited", ".tsv": "delimited",
    ".png": "ocr", ".jpg": "ocr", ".jpeg": "ocr", ".tif": "ocr", ".tiff": "ocr", ".bmp": "ocr",
}  # fmt: skip
TEXT = (".txt", ".md")
SUFFIXES = (*TEXT, *_CONVERTERS, ARCHIVE)
# Formats whose files are reported, with what to save them as.
LEGACY = {
    ".doc": "docx", ".wps": "docx", ".rtf": "docx", ".odt": "docx", ".xls": "xlsx", ".et": "xlsx",
    ".ods": "xlsx", ".ofd": "pdf", ".ceb": "pdf", ".caj": "pdf", ".ppt": "pdf", ".pptx": "pdf",
}  # fmt: skip
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OFFICE = (".docx", ".xlsx", ".xlsm")
_OTHER = "别的格式", "something else"
_MAGIC = ((b"%PDF-", (".pdf",)), (b"PK\x03\x04", (*_OFFICE, ARCHIVE)), (_OLE, ()))


def suffix_of(name: str) -> str:
    """The suffix of a file name in lower case, with its dot."""
    return PurePath(name).suffix.lower()


def convert(data: bytes, name: str) -> Converted:
    """The text of a file.

    Args:
        data: its bytes.
        name: its name; the suffix picks the converter.

    Raises:
        DocumentError: a format that is not read, too large, empty, broken, encrypted, without a
            text layer, or its bytes are of another format than its name says.
    """
    suffix = suffix_of(name)
    refuse(name)
    if len(data) > MAX_BYTES:
        raise too_large(name, "字节 bytes", len(data), MAX_BYTES)
    if not data.strip():
        raise DocumentError(f"{name!r}: 空文件 the file is empty.", hint="Export it again.")
    _check_magic(data, name, suffix)
    if suffix in TEXT:
        return Converted(undrawn(decode(data, source=name)))
    module = import_module(f"corpus.formats.{_CONVERTERS[suffix]}")
    converter: Callable[[bytes, str], Converted] = module.convert
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return converter(data, name)
    except (DocumentError, MemoryError):
        raise
    except Exception as fault:  # decoders of broken files raise whatever they like
        raise broken(name, f"{type(fault).__name__}: {fault}") from fault


def refuse(name: str) -> None:
    """Raise the error of a file that is not read by its name; archives are opened elsewhere."""
    suffix = suffix_of(name)
    if suffix in LEGACY:
        raise DocumentError(
            f"{name!r}: 不读取 {suffix} 格式 files of the type {suffix!r} are not read.",
            hint=f"另存为 {LEGACY[suffix]} 后再读 (save it as .{LEGACY[suffix]}).",
        )
    if suffix not in SUFFIXES or suffix == ARCHIVE:
        raise DocumentError(
            f"{name!r}: 不读取此类文件 files of the type {suffix!r} are not read.",
            hint=f"可读 readable: {' '.join(SUFFIXES)}.",
        )


def _check_magic(data: bytes, name: str, suffix: str) -> None:
    """Raise where the first bytes are surely those of another format."""
    for magic, suffixes in _MAGIC:
        if data.startswith(magic) and suffix not in suffixes:
            if magic == _OLE and suffix in _OFFICE and _ENCRYPTED in data:
                raise locked(name)
            kind = {b"%PDF-": "PDF", _OLE: "doc/xls"}.get(magic, "zip/docx/xlsx")
            raise _mislabelled(name, suffix, (kind, kind))
    if suffix in _OFFICE and not data.startswith(b"PK"):
        raise _mislabelled(name, suffix, _OTHER)
    if suffix == ".pdf" and b"%PDF-" not in data[:1024]:
        raise _mislabelled(name, suffix, _OTHER)


def _mislabelled(name: str, suffix: str, kind: tuple[str, str]) -> DocumentError:
    """`kind`: what it is instead, in Chinese and in English."""
    chinese, english = kind
    return DocumentError(
        f"{name!r}: 名为 {suffix},内容却是 {chinese} "
        f"(the name says {suffix}, the bytes say {english}).",
        hint="改正后缀,或用原程序另存 (mend the suffix, or save it again in its program).",
    )
