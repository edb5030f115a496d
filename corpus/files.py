"""Files and folders: what there is to read, and the documents that each file holds, unread."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from corpus.errors import DocumentError
from corpus.formats import ARCHIVE, LEGACY, MAX_BYTES, SUFFIXES, refuse, suffix_of
from corpus.formats.archive import Member, members
from corpus.formats.converted import too_large


def find_files(paths: Sequence[Path]) -> list[Path]:
    """The readable files among paths and in folders, sorted, each once; hidden ones are skipped.

    Old office formats are among them, so that reading reports them.

    Raises:
        DocumentError: a path does not exist, or nothing readable was found.
    """
    found: dict[Path, Path] = {}
    for path in paths:
        if not path.exists():
            raise DocumentError(f"{str(path)!r} does not exist.", hint="Check the path.")
        for file in _walk(path) if path.is_dir() else [path]:
            found.setdefault(file.resolve(), file)
    if not found:
        names = ", ".join(repr(str(p)) for p in paths) or "no path given"
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
                f"{str(path)!r}: 不是普通文件 not a regular file (a folder, pipe or device).",
                hint="把内容另存为普通文件 (save its contents as a file).",
            )
        size = about.st_size
        if size > MAX_BYTES:
            raise too_large(path.name, "字节 bytes", size, MAX_BYTES)
        return path.read_bytes()
    except OSError as fault:
        raise DocumentError(
            f"{str(path)!r} cannot be read: {fault.strerror or fault}.",
            hint="Check the path and the permissions.",
        ) from fault


def open_file(path: Path) -> Iterator[Member | DocumentError]:
    """The documents of a file, unread: itself, or the members of an archive; faults as errors."""
    try:
        if suffix_of(path.name) == ARCHIVE:
            yield from members(read_data(path), path.name)
        else:
            refuse(path.name)
            yield Member(path.name, read_data(path))
    except DocumentError as fault:
        yield fault


def digests(path: Path) -> list[str]:
    """sha256 and source, joined, of each document of a file; "" for what cannot be opened."""
    return [
        hashlib.sha256(m.data).hexdigest() + m.source if isinstance(m, Member) else ""
        for m in open_file(path)
    ]
