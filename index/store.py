"""The index folder: what is in it, how it is written so that a reader never sees half of it.

    manifest.json            written last; names the generation, versions, counts, hashes
    gen-<time>-<hash>/       documents.jsonl passages.jsonl offsets.npy columns.npz
                             lexical/ dense.faiss spelling/ terms.txt

A new index is written beside the old one and becomes the index when its manifest replaces the old
manifest in one rename; the old generation is removed after that.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from corpus.records import Document, Exclusion, Field, Heading, Passage, Span
from index.errors import IndexBuildError, IndexUnusableError

SCHEMA = 2
MANIFEST = "manifest.json"
VECTORS = "dense.faiss"
REBUILD = "重建:minsheng index [文件或文件夹 …] --index {folder} (rebuild the index)"


class PassageFile:
    """Passages on disk, read one at a time."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "passages.jsonl"
        self._offsets = np.load(folder / "offsets.npy")
        self._file = self._path.open("rb")
        self.read = lru_cache(maxsize=20_000)(self._read)

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def _read(self, number: int) -> Passage:
        start, end = int(self._offsets[number]), int(self._offsets[number + 1])
        return passage_from(json.loads(os.pread(self._file.fileno(), end - start, start)))


def write_generation(
    folder: Path, documents: Sequence[Document], passages: Iterable[Passage]
) -> list[str]:
    """Write documents and passages into a fresh folder; returns the passage ids in order."""
    with (folder / "documents.jsonl").open("w", encoding="utf8") as out:
        for document in documents:
            out.write(json.dumps(asdict(document), ensure_ascii=False) + "\n")
    offsets, ids = [0], []
    with (folder / "passages.jsonl").open("wb") as raw:
        for passage in passages:
            line = json.dumps(asdict(passage), ensure_ascii=False).encode() + b"\n"
            raw.write(line)
            offsets.append(offsets[-1] + len(line))
            ids.append(passage.id)
    np.save(folder / "offsets.npy", np.array(offsets, dtype=np.int64))
    return ids


def start_generation(folder: Path) -> Path:
    """A fresh folder inside the index folder, for one build."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        stamp = datetime.now(UTC).strftime("%Y%m%d%H%M%S")
        return Path(tempfile.mkdtemp(prefix=f"gen-{stamp}-", dir=folder))
    except OSError as error:
        raise IndexBuildError(
            f"无法写入索引文件夹 cannot write the index folder {str(folder)!r}: {error.strerror}.",
            hint="换一个可写的位置:--index DIR (choose a writable folder)。",
        ) from error


def commit_generation(folder: Path, generation: Path, manifest: dict[str, Any]) -> None:
    """Make the generation the index: manifest replaced in one rename, older ones removed."""
    manifest = {"schema": SCHEMA, "generation": generation.name, **manifest}
    temporary = folder / f"{MANIFEST}.{os.getpid()}"
    temporary.write_text(json.dumps(manifest, ensure_ascii=False, indent=1), encoding="utf8")
    os.replace(temporary, folder / MANIFEST)
    for old in folder.glob("gen-*"):
        if old != generation:
            shutil.rmtree(old, ignore_errors=True)


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of an index folder, checked.

    Raises:
        IndexUnusableError: missing, half-written, foreign or of another schema.
    """
    hint = REBUILD.format(folder=folder)
    path = folder / MANIFEST
    if not folder.is_dir() or not any(folder.iterdir()):
        raise IndexUnusableError(f"没有索引 no index at {str(folder)!r}.", hint=hint)
    if not path.is_file():
        what = "未写完 half-written" if list(folder.glob("gen-*")) else "不是本程序的索引 foreign"
        raise IndexUnusableError(f"{what}: {str(folder)!r} has no {MANIFEST}.", hint=hint)
    try:
        manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf8"))
        generation = folder / str(manifest["generation"])
    except (ValueError, KeyError, TypeError) as error:
        raise IndexUnusableError(
            f"索引清单损坏 broken manifest {str(path)!r}.", hint=hint
        ) from error
    if manifest.get("schema") != SCHEMA:
        raise IndexUnusableError(
            f"索引版本 index schema {manifest.get('schema')!r}, 需要 needed {SCHEMA}.", hint=hint
        )
    missing = [n for n in manifest.get("files", []) if not (generation / n).exists()]
    if not generation.is_dir() or missing:
        what = ", ".join(missing) or generation.name
        raise IndexUnusableError(f"索引不完整 incomplete index {str(folder)!r}: {what}.", hint=hint)
    return manifest


def digest(file: Path) -> str:
    """The sha256 of a file."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def read_documents(generation: Path) -> list[Document]:
    """All documents of a generation, with their texts."""
    with (generation / "documents.jsonl").open(encoding="utf8") as lines:
        return [document_from(json.loads(line)) for line in lines]


def document_from(raw: dict[str, Any]) -> Document:
    """A Document from its JSON form."""
    raw["meta"] = tuple(_field(f) for f in raw["meta"])
    raw["lead_rule"] = Span(**raw["lead_rule"]) if raw["lead_rule"] else None
    raw["pages"] = tuple(raw["pages"])
    raw["exclusions"] = tuple(Exclusion(**e) for e in raw["exclusions"])
    raw["removed"] = tuple((str(a), int(b)) for a, b in raw["removed"])
    return Document(**raw)


def passage_from(raw: dict[str, Any]) -> Passage:
    """A Passage from its JSON form."""
    raw["path"] = tuple(Heading(**h) for h in raw["path"])
    raw["fields"] = tuple(_field(f) for f in raw["fields"])
    return Passage(**raw)


def _field(raw: dict[str, Any]) -> Field:
    rule = Span(**raw["rule"]) if raw["rule"] else None
    return Field(raw["name"], raw["label"], tuple(raw["values"]), raw["start"], raw["end"], rule)
