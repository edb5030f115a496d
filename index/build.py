"""Documents into an index folder: read what changed, embed what is new, write, swap."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.batch import read_all
from corpus.errors import DocumentError
from corpus.files import digests, find_files
from corpus.reader import fingerprint
from corpus.records import UNIT_FIELDS, Document, Passage
from index.dense import DenseIndex, plan
from index.embedder import Embedder
from index.errors import IndexBuildError, IndexUnusableError
from index.lexical import LexicalIndex
from index.segment import Segmenter
from index.spelling import Spelling
from index.store import (
    PassageFile,
    commit_generation,
    read_documents,
    read_manifest,
    start_generation,
    write_generation,
)

Read = tuple[Document, tuple[Passage, ...]]
FILES = ("documents.jsonl", "passages.jsonl", "offsets.npy", "columns.npz", "lexical",
         "dense.faiss", "spelling.npz", "terms.txt")  # fmt: skip
_BATCH = 512


class Progress(Protocol):
    """Told how far a stage of the work has come."""

    def __call__(self, stage: str, done: int, total: int) -> None:
        """`done` of `total` steps of the stage are behind us."""


class BuildReport(dict[str, Any]):
    """What a build did: documents, passages, reused, failed (a list of DocumentError)."""


def build_index(
    paths: Sequence[Path], folder: Path, embedder: Embedder, *, progress: Progress | None = None
) -> BuildReport:
    """Index files and folders; the folder then holds exactly these documents.

    Documents whose bytes did not change since the last build are not read again.

    Raises:
        DocumentError: a path does not exist, or none of the files can be read.
        IndexBuildError: the folder cannot be written; an old index there is left as it was.
    """
    tell = progress or (lambda stage, done, total: None)
    files = find_files(paths)
    known = _known(folder)
    keys = {f: digests(f) for f in files}
    fresh = [f for f in files if not keys[f] or not all(k in known for k in keys[f])]
    read, failed = read_all(fresh, progress=lambda done, total: tell("读取 reading", done, total))
    again = set(fresh)
    reused = [known[k] for f in files if f not in again for k in keys[f]]
    works = _unique(sorted([*read, *reused], key=lambda pair: pair[0].source))
    if not works:
        raise failed[0] if failed else DocumentError("没有可读的文件 nothing to index.")
    generation = start_generation(folder)
    try:
        manifest = _write(generation, works, embedder, tell)
        manifest["paths"] = [str(p.resolve()) for p in paths]  # what to read again later
        commit_generation(folder, generation, manifest)
    except OSError as error:
        shutil.rmtree(generation, ignore_errors=True)
        raise IndexBuildError(
            f"写索引失败 cannot write {str(folder)!r}: {error.strerror}.",
            hint="检查磁盘空间与权限后重试 (check space and permissions)。",
        ) from error
    except BaseException:
        shutil.rmtree(generation, ignore_errors=True)
        raise
    return BuildReport(documents=manifest["documents"], passages=manifest["passages"],
                       reused=len(reused), failed=failed)  # fmt: skip


def _write(
    generation: Path, works: Sequence[Read], embedder: Embedder, tell: Progress
) -> dict[str, Any]:
    documents = [document for document, _ in works]
    passages = [p for _, found in works for p in found]
    write_generation(generation, documents, passages)
    terms = corpus_terms(passages)
    (generation / "terms.txt").write_text("\n".join(terms), encoding="utf8")
    segmenter = Segmenter.default(terms)
    texts = [text for document, found in works for text in searchable(document, found)]
    tokens = []
    for i, text in enumerate(texts):
        tokens.append(segmenter.tokens(text))
        if i % _BATCH == 0:
            tell("分词 segmenting", i, len(texts))
    tell("分词 segmenting", len(texts), len(texts))
    LexicalIndex.build(tokens).save(generation / "lexical")
    DenseIndex.build(_embed(texts, embedder, tell)).save(generation / "dense.faiss")
    Spelling.build(d.text for d in documents).save(generation / "spelling.npz")
    columns: Any = _columns(works)
    np.savez(generation / "columns.npz", **columns)
    return {
        "built": datetime.now(UTC).isoformat(timespec="seconds"),
        "version": version("minsheng"),
        "reader": fingerprint(),
        "embedder": embedder.name, "embedder_fingerprint": embedder.fingerprint,
        "dimension": embedder.dimension, "dense": plan(len(texts)),
        "segmenter": segmenter.fingerprint,
        "corpus": hashlib.sha256("".join(d.sha256 for d in documents).encode()).hexdigest(),
        "documents": len(documents), "passages": len(passages), "files": list(FILES),
    }  # fmt: skip


def searchable(document: Document, passages: Sequence[Passage]) -> list[str]:
    """What is indexed for each passage: its text, headings, region and document title."""
    return [
        " ".join((p.text, _labels(p), " ".join(h.text for h in p.path), p.region, document.title))
        for p in passages
    ]


def _labels(passage: Passage) -> str:
    """Names of a row's columns, which stand only once above the table."""
    return " ".join(f.label for f in passage.fields) if passage.kind == "row" else ""


def corpus_terms(passages: Sequence[Passage]) -> list[str]:
    """Words that the segmenter should keep whole: names of the units in the records."""
    units = {v for p in passages for f in p.fields if f.name in UNIT_FIELDS for v in f.values}
    return sorted(u for u in units if 3 <= len(u) <= 12)


def _embed(texts: Sequence[str], embedder: Embedder, tell: Progress) -> NDArray[np.float32]:
    out = []
    for i in range(0, len(texts), _BATCH):
        out.append(embedder.embed_passages(texts[i : i + _BATCH]))
        tell("向量 embedding", min(i + _BATCH, len(texts)), len(texts))
    return np.concatenate(out).astype(np.float32)


def _columns(works: Sequence[Read]) -> dict[str, NDArray[Any]]:
    rows = [(n, p) for n, (_, found) in enumerate(works) for p in found]
    return {
        "document": np.array([n for n, _ in rows], dtype=np.int32),
        "region": np.array([p.region or works[n][0].region for n, p in rows], dtype=np.str_),
        "kind": np.array([p.kind for _, p in rows], dtype=np.str_),
    }


def _known(folder: Path) -> dict[str, Read]:
    """Documents of the index that stands in the folder, by the hash of their bytes."""
    try:
        manifest = read_manifest(folder)
        if manifest.get("reader") != fingerprint():
            return {}
        generation = folder / manifest["generation"]
        documents = read_documents(generation)
        passages = PassageFile(generation)
    except (IndexUnusableError, OSError, ValueError, KeyError, TypeError):
        return {}
    by_document: dict[str, list[Passage]] = {}
    for number in range(len(passages)):
        passage = passages.read(number)
        by_document.setdefault(passage.doc_id, []).append(passage)
    return {d.sha256 + d.source: (d, tuple(by_document.get(d.id, ()))) for d in documents}


def _unique(works: Sequence[Read]) -> list[Read]:
    """The works without documents of the same text."""
    return list({document.id: (document, found) for document, found in works}.values())
