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
from typing import Any, Protocol, overload

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
    count, kept = len(reused), _kept(works, before)
    del known, read, reused, before  # a large corpus is read back from disk, not held
    generation = start_generation(folder)
    try:
        manifest = _write(generation, works, embedder, kept, tell)
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
                       reused=count, failed=failed)  # fmt: skip


def _write(
    generation: Path, works: list[Read], embedder: Embedder, kept: Kept | None, tell: Progress
) -> dict[str, Any]:
    """Write a generation; `works` is empty afterwards."""
    documents = [document for document, _ in works]
    of_passage = np.repeat(np.arange(len(works), dtype=np.int32), [len(f) for _, f in works])
    columns: dict[str, Any] = {"document": of_passage}
    for name, values in PASSAGE_COLUMNS.items():
        rows = (values(document, p) for document, found in works for p in found)
        columns |= Column.build(rows).arrays(name)
    np.savez(generation / "columns.npz", **columns)
    terms = corpus_terms(chain.from_iterable(found for _, found in works))
    (generation / "terms.txt").write_text("\n".join(terms), encoding="utf8")
    write_generation(generation, documents, chain.from_iterable(found for _, found in works))
    works.clear()
    texts = Texts(PassageFile(generation), documents, of_passage)
    segmenter = Segmenter.default(terms)
    tokens = map(segmenter.tokens, _told(texts, "分词 segmenting", tell))
    LexicalIndex.build(tokens).save(generation / "lexical")
    _dense(texts, embedder, kept, tell).save(generation / VECTORS)
    Spelling.build(d.text for d in documents).save(generation / "spelling")
    return {
        "built": datetime.now(UTC).isoformat(timespec="seconds"),
        "version": version("minsheng"),
        "reader": fingerprint(),
        "embedder": embedder.name, "embedder_fingerprint": embedder.fingerprint,
        "dimension": embedder.dimension, "dense": plan(len(texts)),
        "segmenter": segmenter.fingerprint,
        "corpus": hashlib.sha256("".join(d.sha256 for d in documents).encode()).hexdigest(),
        "documents": len(documents), "passages": len(texts), "files": list(FILES),
        "sha256": {VECTORS: digest(generation / VECTORS)},
    }  # fmt: skip


class Texts(Sequence[str]):
    """What is indexed of each passage, read one at a time; see `searchable`."""

    def __init__(
        self, passages: PassageFile, documents: Sequence[Document], of_passage: NDArray[np.int32]
    ) -> None:
        self._passages = passages
        self._documents = documents
        self._of_passage = of_passage

    def __len__(self) -> int:
        return len(self._passages)

    @overload
    def __getitem__(self, number: int) -> str: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[str]: ...
    def __getitem__(self, number: int | slice) -> str | Sequence[str]:
        if isinstance(number, slice):
            return [self[n] for n in range(*number.indices(len(self)))]
        if not 0 <= number < len(self):
            raise IndexError(number)
        return searchable(self._documents[self._of_passage[number]], self._passages.read(number))


def _told(texts: Sequence[str], stage: str, tell: Progress) -> Iterator[str]:
    """The texts, with word of how many have passed."""
    for i, text in enumerate(texts):
        if i % _BATCH == 0:
            tell(stage, i, len(texts))
        yield text
    tell(stage, len(texts), len(texts))


def searchable(document: Document, passage: Passage) -> str:
    """What is indexed of a passage: its text, headings, region and document title.

    A title that is its own text, or a mere number (of a file), would add nothing but weight.
    """
    head = " ".join(h.text for h in passage.path)
    telling = passage.kind != "title" and any(c.isalpha() for c in document.title)
    title = document.title if telling else ""
    return " ".join((passage.text, _labels(passage), head, passage.region, title))


def _labels(passage: Passage) -> str:
    """Names of a row's columns, which stand only once above the table."""
    return " ".join(f.label for f in passage.fields) if passage.kind == "row" else ""


def corpus_terms(passages: Iterator[Passage]) -> list[str]:
    """Words that the segmenter should keep whole: names of the units in the records."""
    units = {v for p in passages for f in p.fields if f.name in UNIT_FIELDS for v in f.values}
    return sorted(u for u in units if 3 <= len(u) <= 12)


def _dense(
    texts: Sequence[str], embedder: Embedder, kept: Kept | None, tell: Progress
) -> DenseIndex:
    """The vectors of all passages; those of unchanged documents are taken over."""
    stays = np.zeros(0, dtype=np.int64) if kept is None else kept.moved[kept.moved >= 0]
    fresh = np.setdiff1d(np.arange(len(texts)), stays)
    vectors = np.zeros((len(fresh), embedder.dimension), dtype=np.float32)
    for i in range(0, len(fresh), _BATCH):
        some = [texts[n] for n in fresh[i : i + _BATCH].tolist()]
        vectors[i : i + len(some)] = embedder.embed_passages(some)
        tell("向量 embedding", i + len(some), len(fresh))
    return DenseIndex.build(vectors, fresh, kept)


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
    sound = same and vectors.is_file() and digest(vectors) == manifest["sha256"][VECTORS]
    return Before(works, first, vectors if sound else None)


def _unique(works: Sequence[Read]) -> list[Read]:
    """The works without documents of the same text."""
    return list({document.id: (document, found) for document, found in works}.values())
