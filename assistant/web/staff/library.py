"""The folder of the documents that staff upload: taken in whole or not at all, never lost.

A file that is removed or replaced goes into .removed/ inside the folder, with the time in its
name; hidden folders are not indexed.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import unicodedata
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from corpus.errors import MinshengError
from corpus.formats import ARCHIVE, MAX_BYTES, refuse, suffix_of
from corpus.records import Document

_INCOMING, _REMOVED = ".incoming", ".removed"
_NAME_MAX = 200  # bytes of a name, below what file systems take


class UploadError(MinshengError):
    """A file cannot be taken in; `status` is the HTTP status that says so."""

    def __init__(self, message: str, *, hint: str = "", status: int = 400) -> None:
        super().__init__(message, hint=hint)
        self.status = status


class Library:
    """The files of one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def files(self) -> list[Path]:
        """All files, by name."""
        if not self.folder.is_dir():
            return []
        return sorted(p for p in self.folder.iterdir() if p.is_file() and p.name[0] != ".")

    async def receive(self, pieces: AsyncIterator[bytes], name: str) -> Path:
        """The pieces of an upload in a file of its own, not yet one of the library's.

        Raises:
            UploadError: the name is none, of a type that is not read, or there is too much.
        """
        checked_name(name)
        incoming = self._inside(_INCOMING)
        handle, path = tempfile.mkstemp(dir=incoming)
        size = 0
        try:
            with os.fdopen(handle, "wb") as file:
                async for piece in pieces:
                    size += len(piece)
                    if size > MAX_BYTES:
                        raise UploadError(
                            f"{name}: 文件太大 the file is too large.", status=413,
                            hint=f"至多 at most {MAX_BYTES // 2**20} MB。",
                        )  # fmt: skip
                    file.write(piece)
        except BaseException:
            Path(path).unlink(missing_ok=True)
            raise
        return Path(path)

    def take(self, received: Path, name: str, known: Sequence[Document], *, replace: bool) -> Path:
        """Make a received file one of the library's.

        Raises:
            UploadError: it is empty, the same is there already (here or among the documents
                known), or another of that name is and `replace` was not said. The received file
                is gone then; the library is as it was.
        """
        name = checked_name(name)
        try:
            data = received.read_bytes()
            if not data.strip():
                raise UploadError(
                    f"{name}: 空文件 the file is empty.",
                    hint="重新导出后再传 (save it again, then send it)。",
                )
            digest = hashlib.sha256(data).hexdigest()
            same = [d.source for d in known if d.sha256 == digest]
            same += [p.name for p in self.files() if _digest(p) == digest]
            if same:
                raise UploadError(
                    f"{name}: 内容与已有的 {same[0]} 相同 the same as {same[0]}.", status=409,
                    hint="不必再传 (nothing to do)。",
                )  # fmt: skip
            target = self.folder / name
            if target.exists():
                if not replace:
                    raise UploadError(
                        f"{name}: 已有同名文件,内容不同 another file of that name is there.",
                        hint="勾选“替换同名文件”再传 (tick replace)。", status=409,
                    )  # fmt: skip
                self._put_aside(target)
            os.replace(received, target)
        finally:
            received.unlink(missing_ok=True)
        return target

    def remove(self, name: str) -> None:
        """Put a file aside; UploadError where there is none of that name."""
        found = next((p for p in self.files() if p.name == name), None)
        if found is None:
            raise UploadError(f"没有这个文件 no file {name[:80]!r}.", hint="刷新页面 (reload)。")
        self._put_aside(found)

    def _put_aside(self, file: Path) -> None:
        stamp = datetime.now(UTC).strftime("%Y%m%d%H%M%S%f")
        os.replace(file, self._inside(_REMOVED) / f"{stamp} {file.name}")

    def _inside(self, name: str) -> Path:
        inside = self.folder / name
        try:
            inside.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UploadError(
                f"不能写入 cannot write {str(self.folder)!r}: {error.strerror}.",
                hint="检查设置 documents、权限和磁盘空间 (setting, permissions, space)。",
                status=503,
            ) from error  # fmt: skip
        return inside


def checked_name(name: str) -> str:
    """The name of an uploaded file as the library has it; UploadError where it will not do."""
    name = unicodedata.normalize("NFC", name).strip()
    odd = any(c in "/\\" or unicodedata.category(c)[0] == "C" for c in name)
    if odd or not name.strip(". ") or name[0] == "." or len(name.encode()) > _NAME_MAX:
        raise UploadError(
            f"文件名不可用 the file name will not do: {name[:60]!r}.",
            hint="改名后再传:不含斜杠,不以点开头 (no slash, no dot in front)。",
        )
    if suffix_of(name) != ARCHIVE:
        try:
            refuse(name)
        except MinshengError as error:
            raise UploadError(error.message, hint=error.hint, status=415) from error
    return name


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
