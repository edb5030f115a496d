"""ZIP archives: their members as files of their own, within bounds of number, size and depth.

Also opens the archives that office files are. Says nothing of what a member holds.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from corpus.errors import DocumentError
from corpus.formats import ARCHIVE, LEGACY, MAX_BYTES, SUFFIXES, suffix_of
from corpus.formats.converted import broken, locked, too_large

MAX_MEMBERS = 5000
MAX_TOTAL = 1024 * 1024 * 1024
MAX_RATIO = 200
MAX_DEPTH = 2
_RATIO_FROM = 1024 * 1024
_HAN = re.compile(r"[\u3400-\u9fff]")
_UTF8_NAME, _ENCRYPTED = 0x800, 0x1
_FAULTS = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, NotImplementedError,
           RuntimeError, ValueError, LookupError)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive: the name that citations show, its bytes."""

    source: str
    data: bytes


def members(data: bytes, name: str) -> Iterator[Member | DocumentError]:
    """The readable files of an archive, in its order; faults of single members as errors.

    Hidden files and files of other types are passed over. Sources read "archive.zip/a/b.docx".
    """
    yield from _Walk().walk(data, name, 1)


class _Walk:
    """One archive with those inside it: the bounds count over all of them."""

    def __init__(self) -> None:
        self._count = 0
        self._bytes = 0

    def walk(self, data: bytes, name: str, depth: int) -> Iterator[Member | DocumentError]:
        try:
            archive = zipfile.ZipFile(BytesIO(data))
        except _FAULTS as fault:
            yield broken(name, str(fault))
            return
        found = 0
        with archive:
            for info in archive.infolist():
                inner = _name(info) if info.filename and not info.is_dir() else ""
                if _hidden(inner) or suffix_of(inner) not in (*SUFFIXES, *LEGACY):
                    continue
                self._count += 1
                found += 1
                source = f"{name}/{inner}"
                if self._count > MAX_MEMBERS:
                    yield too_large(name, "成员 members", len(archive.infolist()), MAX_MEMBERS)
                    return
                try:
                    content = self._read(archive, info, source)
                except DocumentError as fault:
                    yield fault
                    continue
                yield from self._member(content, source, depth)
        if not found:
            yield DocumentError(
                f"{name!r}: 压缩包里没有可读的文件 no readable file in the archive.",
                hint=f"可读 readable: {' '.join(SUFFIXES)}.",
            )

    def _member(self, content: bytes, source: str, depth: int) -> Iterator[Member | DocumentError]:
        if suffix_of(source) != ARCHIVE:
            yield Member(source, content)
        elif depth < MAX_DEPTH:
            yield from self.walk(content, source, depth + 1)
        else:
            yield too_large(source, "压缩包层数 nested archives", depth + 1, MAX_DEPTH)

    def _read(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, source: str) -> bytes:
        """A member's bytes, never more than the bounds allow whatever its head claims."""
        if info.flag_bits & _ENCRYPTED:
            raise locked(source)
        if info.file_size > MAX_BYTES:
            raise too_large(source, "字节 bytes", info.file_size, MAX_BYTES)
        check_ratio(info, source)
        try:
            with archive.open(info) as stream:
                content = stream.read(MAX_BYTES + 1)
        except _FAULTS as fault:
            raise broken(source, f"{type(fault).__name__}: {fault}") from fault
        self._bytes += len(content)
        if len(content) > MAX_BYTES or self._bytes > MAX_TOTAL:
            raise too_large(source, "展开后字节 bytes unpacked", self._bytes, MAX_TOTAL)
        return content


def check_ratio(info: zipfile.ZipInfo, source: str) -> None:
    """Raise where a member unpacks to very many times its size (a bomb)."""
    if info.file_size > _RATIO_FROM and info.file_size > MAX_RATIO * max(1, info.compress_size):
        ratio = info.file_size // max(1, info.compress_size)
        raise too_large(source, "压缩比 compression ratio", ratio, MAX_RATIO)


def _name(info: zipfile.ZipInfo) -> str:
    """A member's name; without the UTF-8 mark it is UTF-8 or GB18030, whichever has more Han.

    通知 in GB18030 happens to be valid UTF-8 for other letters.
    """
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    names = []
    for encoding in ("utf-8", "gb18030"):
        try:
            names.append(raw.decode(encoding))
        except UnicodeDecodeError:
            continue
    return max(names, key=lambda n: len(_HAN.findall(n)) / max(len(n), 1), default=info.filename)


def _hidden(name: str) -> bool:
    return any(part.startswith((".", "~$", "__MACOSX")) for part in name.split("/") if part)


def open_office(data: bytes, name: str, part: str, limit: int) -> zipfile.ZipFile:
    """The archive that a docx or xlsx is, once it holds its main part and unpacks within a limit.

    Raises:
        DocumentError: no such archive, of another format, or over `limit` bytes unpacked.
    """
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except _FAULTS as fault:
        raise broken(name, str(fault)) from fault
    names = set(archive.namelist())
    if part not in names:
        raise DocumentError(
            f"{name!r}: 里面没有 {part},不是 {suffix_of(name)} (no such part in it).",
            hint="改正后缀,或用原程序另存 (mend the suffix, or save it again in its program).",
        )
    total = sum(info.file_size for info in archive.infolist() if info.filename.endswith(".xml"))
    if total > limit:
        raise too_large(name, "展开后字节 bytes unpacked", total, limit)
    return archive
