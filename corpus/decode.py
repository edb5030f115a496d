"""Bytes to text: UTF-8, UTF-16 with a mark, GB18030 or Big5, or a DocumentError that says why.

Knows nothing of documents' structure; the choice between GB18030 and Big5 is made by how many
of the decoded characters are among the frequent ones of the encoding or of official prose.
"""

from __future__ import annotations

import codecs
import re

from corpus.errors import DocumentError

MAX_BYTES = 64 * 1024 * 1024
_SAMPLE = 200_000
_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子"
    "市政府民各部门单位责任实施建设服务行管理规定条例第月日关于通知区县省及或应当由与"
    "爲這個國時來們對會發動過實設務規條門單責"
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_ODD = re.compile(r"[\x00-\x08\x0e-\x1f\ufffd\ue000-\uf8ff]")
# The first bytes of the characters that an encoding puts before the rare ones.
_FREQUENT = {"gb18030": range(0xB0, 0xD8), "big5": range(0xA4, 0xC7)}
# Share of such characters among Han below which a decoding is taken for a wrong guess.
_PLAUSIBLE = 0.4


def decode(data: bytes, *, source: str) -> str:
    """The text of a file's bytes.

    Raises:
        DocumentError: empty, too large, binary, or in no encoding that we know; the message
            names the file and the byte position.
    """
    if not data.strip():
        raise DocumentError(f"{source!r}: the file is empty.", hint="Export it again.")
    if len(data) > MAX_BYTES:
        raise DocumentError(
            f"{source!r}: {len(data)} bytes, the limit is {MAX_BYTES}.",
            hint="Split the file into single documents.",
        )
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _strict(data, "utf-16", source)
    if 0 in data[:_SAMPLE]:
        raise DocumentError(
            f"{source!r}: a binary file (NUL at byte {data.index(0)}), not text.",
            hint="Save it as UTF-8 text (.txt or .md).",
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        return _legacy(data, source, fault)


def _strict(data: bytes, encoding: str, source: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as fault:
        raise DocumentError(
            f"{source!r}: broken {encoding.upper()} at byte {fault.start}.",
            hint="Save the file again as UTF-8.",
        ) from fault


def _legacy(data: bytes, source: str, fault: UnicodeDecodeError) -> str:
    """The likelier of GB18030 and Big5; else the UTF-8 fault is reported with its place."""
    best, best_score = "", 0.0
    for encoding in ("gb18030", "big5"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        score = _plausibility(text[:_SAMPLE], encoding)
        if score > best_score:
            best, best_score = text, score
    if best_score < _PLAUSIBLE:
        raise DocumentError(
            f"{source!r}: not UTF-8 (byte {fault.start}: 0x{data[fault.start]:02x}), "
            "nor GB18030 or Big5.",
            hint="Save the file as UTF-8 and read it again.",
        )
    return best


def _plausibility(text: str, encoding: str) -> float:
    """Share of Han characters among the frequent ones that an encoding numbers first.

    Nought where there is binary rubbish. In the other encoding a text is full of rare characters.
    """
    han = _HAN.findall(text)
    if not han or len(_ODD.findall(text)) > len(text) / 200:
        return 0.0
    frequent = _FREQUENT[encoding]
    return sum(c in _COMMON or c.encode(encoding)[0] in frequent for c in han) / len(han)
