"""Files and folders: what there is to read, and the documents that each file holds, unread."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from corpus.errors import DocumentError
from corpus.formats import ARCHIVE, LEGACY, MAX_BYTES, SUFFIXES, refuse, suffix_of
from corpus.formats.archive import Member, members
from corpus.formats.converted import too_large

# What 通知 and other words in GB18030 happen to be where their bytes are valid UTF-8.
_NOT_UTF8 = re.compile("[\u0250-\u036f\u0530-\u1fff\ufffd]")


def shown_name(path: Path) -> str:
    """A file's name as people read it: bytes that are not UTF-8 are read as GB18030.

    >>> shown_name(Path(os.fsdecode("通知.txt".encode("gbk"))))
    '通知.txt'
    """
    raw = os.fsencode(path.name)
    name = raw.decode("utf-8", "replace")
    if not _NOT_UTF8.search(name):
        return name
    try:
        return raw.decode("gb18030")
    except UnicodeDecodeError:
        return name


def _shown(path: Path) -> str:
    return str(path.parent / shown_name(path))


def find_files(paths: Sequence[Path]) -> list[Path]:
    """The readable files among paths and in folders, sorted, each once; hidden ones are skipped.

    Old office formats are among them, so that reading reports them.

    Raises:
        DocumentError: a path does not exist, or nothing readable was found.
    """
    found: dict[Path, Path] = {}
    for path in paths:
        if not path.exists():
            raise DocumentError(f"{_shown(path)!r} does not exist.", hint="Check the path.")
        for file in _walk(path) if path.is_dir() else [path]:
            found.setdefault(file.resolve(), file)
    if not found:
        names = ", ".join(repr(_shown(p)) for p in paths) or "no path given"
        raise DocumentError(
            f"No document found: {names}.", hint=f"Files end in {' or '.join(SUFFIXES)}."
        )
    return sorted(found.values())


def _walk(folder: Path) -> Iterator[Path]:
    """Files below a folder; a linked folder that was visited is not entered again."""
    seen: set[str] = set()
    for root, folders, files in os.walk(folder, followlinks=True):
        real = os.path.realpath(root)
        if real in seen:
            folders.clear()
            continue
        seen.add(real)
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for name in sorted(files):
            if not name.startswith(".") and suffix_of(name) in (*SUFFIXES, *LEGACY):
                yield Path(root) / name


def read_data(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        DocumentError: missing, unreadable, too large, or no regular file (a pipe, a device).
    """
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise DocumentError(
                f"{_shown(path)!r}: 不是普通文件 not a regular file (a folder, pipe or device).",
                hint="把内容另存为普通文件 (save its contents as a file).",
            )
        size = about.st_size
        if size > MAX_BYTES:
            raise too_large(shown_name(path), "字节 bytes", size, MAX_BYTES)
        return path.read_bytes()
    except OSError as fault:
        raise DocumentError(
            f"{_shown(path)!r} cannot be read: {fault.strerror or fault}.",
            hint="Check the path and the permissions.",
        ) from fault


def open_file(path: Path) -> Iterator[Member | DocumentError]:
    """The documents of a file, unread: itself, or the members of an archive; faults as errors."""
    try:
        if suffix_of(path.name) == ARCHIVE:
            yield from members(read_data(path), shown_name(path))
        else:
            refuse(shown_name(path))
            yield Member(shown_name(path), read_data(path))
    except DocumentError as fault:
        yield fault


def digests(path: Path) -> list[str]:
    """sha256 and source, joined, of each document of a file; "" for what cannot be opened."""
    return [
        hashlib.sha256(m.data).hexdigest() + m.source if isinstance(m, Member) else ""
        for m in open_file(path)
    ]
