"""Documents into an index folder: read what changed, embed what is new, write, swap."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.batch import read_all
from corpus.errors import DocumentError
from corpus.files import digests, find_files
from corpus.reader import fingerprint
from corpus.records import UNIT_FIELDS, Document, Passage
from index.columns import PASSAGE_COLUMNS, Column
from index.dense import DenseIndex, Kept, plan
from index.embedder import Embedder
from index.errors import IndexBuildError, IndexUnusableError
from index.lexical import LexicalIndex
from index.segment import Segmenter
from index.spelling import Spelling
from index.store import (
    VECTORS,
    PassageFile,
    commit_generation,
    digest,
    read_documents,
    read_manifest,
    start_generation,
    write_generation,
)

Read = tuple[Document, tuple[Passage, ...]]
FILES = ("documents.jsonl", "passages.jsonl", "offsets.npy", "columns.npz", "lexical",
         VECTORS, "spelling", "terms.txt")  # fmt: skip
_BATCH = 512


class Progress(Protocol):
    """Told how far a stage of the work has come."""

    def __call__(self, stage: str, done: int, total: int) -> None:
        """`done` of `total` steps of the stage are behind us."""


class BuildReport(dict[str, Any]):
    """What a build did: documents, passages, reused, failed (a list of DocumentError)."""


@dataclass(frozen=True)
class Before:
    """The index that stands in the folder: what of it need not be made again.

    Attributes:
        works: its documents with their passages, by the hash and name of their file.
        first: the number of each document's first passage, by the document's id.
        vectors: the file of its vectors, None where they are of another embedding or damaged.
    """

    works: dict[str, Read] = field(default_factory=dict)
    first: dict[str, int] = field(default_factory=dict)
    vectors: Path | None = None


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
    before = _before(folder, embedder)
    known = before.works
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
        manifest = _write(generation, works, embedder, before, tell)
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
    generation: Path, works: Sequence[Read], embedder: Embedder, before: Before, tell: Progress
) -> dict[str, Any]:
    documents = [document for document, _ in works]
    write_generation(generation, documents, _passages(works))
    terms = corpus_terms(_passages(works))
    (generation / "terms.txt").write_text("\n".join(terms), encoding="utf8")
    segmenter = Segmenter.default(terms)
    count = sum(len(found) for _, found in works)
    tokens = map(segmenter.tokens, _told(_searchable(works), "分词 segmenting", count, tell))
    LexicalIndex.build(tokens).save(generation / "lexical")
    _dense(works, embedder, before, tell).save(generation / VECTORS)
    Spelling.build(d.text for d in documents).save(generation / "spelling")
    columns: dict[str, Any] = {"document": _document_of(works)}
    for name, values in PASSAGE_COLUMNS.items():
        rows = (values(document, p) for document, found in works for p in found)
        columns |= Column.build(rows).arrays(name)
    np.savez(generation / "columns.npz", **columns)
    return {
        "built": datetime.now(UTC).isoformat(timespec="seconds"),
        "version": version("minsheng"),
        "reader": fingerprint(),
        "embedder": embedder.name, "embedder_fingerprint": embedder.fingerprint,
        "dimension": embedder.dimension, "dense": plan(count),
        "segmenter": segmenter.fingerprint,
        "corpus": hashlib.sha256("".join(d.sha256 for d in documents).encode()).hexdigest(),
        "documents": len(documents), "passages": count, "files": list(FILES),
        "sha256": {VECTORS: digest(generation / VECTORS)},
    }  # fmt: skip


def _passages(works: Sequence[Read]) -> Iterator[Passage]:
    return chain.from_iterable(found for _, found in works)


def _searchable(works: Sequence[Read]) -> Iterator[str]:
    return chain.from_iterable(searchable(document, found) for document, found in works)


def _told(texts: Iterator[str], stage: str, count: int, tell: Progress) -> Iterator[str]:
    """The texts, with word of how many have passed."""
    for i, text in enumerate(texts):
        if i % _BATCH == 0:
            tell(stage, i, count)
        yield text
    tell(stage, count, count)


def searchable(document: Document, passages: Sequence[Passage]) -> list[str]:
    """What is indexed for each passage: its text, headings, region and document title."""
    return [
        " ".join((p.text, _labels(p), " ".join(h.text for h in p.path), p.region, document.title))
        for p in passages
    ]


def _labels(passage: Passage) -> str:
    """Names of a row's columns, which stand only once above the table."""
    return " ".join(f.label for f in passage.fields) if passage.kind == "row" else ""


def corpus_terms(passages: Iterator[Passage]) -> list[str]:
    """Words that the segmenter should keep whole: names of the units in the records."""
    units = {v for p in passages for f in p.fields if f.name in UNIT_FIELDS for v in f.values}
    return sorted(u for u in units if 3 <= len(u) <= 12)


def _dense(works: Sequence[Read], embedder: Embedder, before: Before, tell: Progress) -> DenseIndex:
    """The vectors of all passages; those of unchanged documents are taken over."""
    kept = _kept(works, before)
    stays = set() if kept is None else set(kept.moved.tolist())
    texts, numbers = [], []
    for number, text in enumerate(_searchable(works)):
        if number not in stays:
            texts.append(text)
            numbers.append(number)
    vectors = np.zeros((len(texts), embedder.dimension), dtype=np.float32)
    for i in range(0, len(texts), _BATCH):
        vectors[i : i + _BATCH] = embedder.embed_passages(texts[i : i + _BATCH])
        tell("向量 embedding", min(i + _BATCH, len(texts)), len(texts))
    return DenseIndex.build(vectors, np.array(numbers, dtype=np.int64), kept)


def _kept(works: Sequence[Read], before: Before) -> Kept | None:
    """Vectors of the index before that still hold, with the numbers that they get now."""
    if before.vectors is None:
        return None
    index = DenseIndex.load(before.vectors, mapped=False)
    moved = np.full(len(index), -1, dtype=np.int64)
    number = 0
    same = {id(found) for _, found in before.works.values()}
    for document, found in works:
        if id(found) in same:
            first = before.first[document.id]
            moved[first : first + len(found)] = np.arange(number, number + len(found))
        number += len(found)
    return Kept(index, moved)


def _document_of(works: Sequence[Read]) -> NDArray[np.int32]:
    """The number of each passage's document."""
    return np.repeat(np.arange(len(works), dtype=np.int32), [len(found) for _, found in works])


def _before(folder: Path, embedder: Embedder) -> Before:
    """What the index that stands in the folder has, nothing where it cannot be used."""
    try:
        manifest = read_manifest(folder)
        if manifest.get("reader") != fingerprint():
            return Before()
        generation = folder / manifest["generation"]
        documents = read_documents(generation)
        passages = PassageFile(generation)
    except (IndexUnusableError, OSError, ValueError, KeyError, TypeError):
        return Before()
    by_document: dict[str, list[Passage]] = {}
    first: dict[str, int] = {}
    for number in range(len(passages)):
        passage = passages.read(number)
        by_document.setdefault(passage.doc_id, []).append(passage)
        first.setdefault(passage.doc_id, number)
    works = {d.sha256 + d.source: (d, tuple(by_document.get(d.id, ()))) for d in documents}
    vectors = generation / VECTORS
    same = manifest.get("embedder_fingerprint") == embedder.fingerprint
    sound = same and digest(vectors) == manifest["sha256"][VECTORS]
    return Before(works, first, vectors if sound else None)


def _unique(works: Sequence[Read]) -> list[Read]:
    """The works without documents of the same text."""
    return list({document.id: (document, found) for document, found in works}.values())
