"""An index that several servers share: Milvus serves its vectors, and hands out its other files.

    milvus://[user:password@]host:port/name     a Milvus server
    milvus:///path/to/name.db                   Milvus Lite, in a file of this machine

One collection holds the vectors of a generation and one an archive of its other files; an alias
names the generation that is the index and is moved in one step. Every server keeps the files in
a mirror folder and fetches them when the alias has moved. pymilvus is imported on use.
"""

from __future__ import annotations

import base64
import hashlib
import json
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.build import Progress
from index.dense import FLAT_UP_TO, DenseIndex
from index.errors import IndexUnusableError
from index.milvus_address import Address
from index.store import (
    REBUILD,
    VECTORS,
    commit_generation,
    digest,
    read_manifest,
    start_generation,
)

TIMEOUT = 20.0  # seconds that Milvus has for an answer
_MOST = 16_384  # results and listed numbers of one request, the limit of a Milvus server
_PART = 45_000  # bytes of a part of the archive; in base64 they fit a VARCHAR
_BATCH = 500  # rows of one insertion
_PARTS = 100  # parts of one request

Vectors = NDArray[np.float32]


class Milvus:
    """One index in Milvus."""

    def __init__(self, address: Address) -> None:
        self._address = address
        with self._answering():
            self._client = _connected(address)

    def publish(self, folder: Path, progress: Progress) -> None:
        """Copy the generation of an index folder there and make it the index.

        Raises:
            IndexUnusableError: Milvus does not answer; the index there stays as it was.
        """
        manifest = read_manifest(folder)
        generation = folder / manifest["generation"]
        vectors = DenseIndex.load(generation / VECTORS)
        collection = f"{self._address.name}_{manifest['generation'].replace('-', '_')}"
        with self._answering(), tempfile.TemporaryFile() as archive:
            with tarfile.open(fileobj=archive, mode="w:gz", compresslevel=3) as packed:
                for file in sorted(set(manifest["files"]) - {VECTORS}):
                    packed.add(generation / file, arcname=file)
            self._put_vectors(collection, vectors, progress)
            self._put_files(f"{collection}_files", manifest, archive, progress)
            self._point_at(collection)

    def _put_vectors(self, collection: str, vectors: DenseIndex, progress: Progress) -> None:
        kind = "FLAT" if len(vectors) <= FLAT_UP_TO else "AUTOINDEX"
        self._create(collection, vectors.dimension, kind)
        for start in range(0, len(vectors), _BATCH):
            numbers = np.arange(start, min(start + _BATCH, len(vectors)))
            rows = [
                {"number": int(n), "vector": row}
                for n, row in zip(numbers, vectors.vectors(numbers), strict=True)
            ]
            self._client.insert(collection, rows, timeout=TIMEOUT)
            progress("Milvus", int(numbers[-1]) + 1, len(vectors))
        self._client.flush(collection, timeout=TIMEOUT * 10)

    def _put_files(
        self, collection: str, manifest: dict[str, Any], archive: Any, progress: Progress
    ) -> None:
        """The manifest as row 0, the parts of the archive from row 1."""
        self._create(collection, 2, "FLAT", data=True)
        archive.seek(0)
        sha256 = hashlib.file_digest(archive, "sha256").hexdigest()
        size = archive.tell()
        archive.seek(0)
        count = -(-size // _PART)
        told = manifest | {"archive": {"sha256": sha256, "parts": count}}
        rows = [_row(0, json.dumps(told, ensure_ascii=False))]
        for number in range(1, count + 1):
            rows.append(_row(number, base64.b64encode(archive.read(_PART)).decode()))
            if len(rows) == _PARTS or number == count:
                self._client.insert(collection, rows, timeout=TIMEOUT)
                progress("文件 files", number, count)
                rows = []
        self._client.flush(collection, timeout=TIMEOUT * 10)

    def _create(self, collection: str, dimension: int, kind: str, *, data: bool = False) -> None:
        from pymilvus import DataType

        if self._client.has_collection(collection, timeout=TIMEOUT):
            self._client.drop_collection(collection, timeout=TIMEOUT)
        schema = self._client.create_schema(auto_id=False, enable_dynamic_field=False)
        schema.add_field("number", DataType.INT64, is_primary=True)
        schema.add_field("vector", DataType.FLOAT_VECTOR, dim=dimension)
        if data:
            schema.add_field("data", DataType.VARCHAR, max_length=65_535)
        index = self._client.prepare_index_params()
        index.add_index("vector", index_type=kind, metric_type="IP")
        self._client.create_collection(
            collection, schema=schema, index_params=index, consistency_level="Strong",
            timeout=TIMEOUT,
        )  # fmt: skip

    def _point_at(self, collection: str) -> None:
        """Move the alias, and drop the generations before the last one."""
        name = self._address.name
        before = self._generation()
        if before:
            self._client.alter_alias(collection, name, timeout=TIMEOUT)
        else:
            self._client.create_alias(collection, name, timeout=TIMEOUT)
        ours = [c for c in self._client.list_collections() if c.startswith(f"{name}_gen_")]
        for old in ours:
            if old.removesuffix("_files") not in (collection, before):  # servers may read that one
                self._client.drop_collection(old, timeout=TIMEOUT)

    def _generation(self) -> str:
        """The collection that the alias names, "" where there is no such alias."""
        from pymilvus import MilvusException

        try:
            found = self._client.describe_alias(self._address.name, timeout=TIMEOUT)
        except MilvusException as error:
            if "not found" in str(error).lower() or "not exist" in str(error).lower():
                return ""
            raise
        return str(found["collection_name"])

    def fetch(self, folder: Path) -> MilvusVectors:
        """Bring a mirror folder up to date; gives what searches the vectors of its generation.

        Raises:
            IndexUnusableError: Milvus does not answer, has no such index, or part of one.
        """
        with self._answering():
            collection = self._generation()
            if not collection:
                raise IndexUnusableError(
                    f"Milvus 中没有索引 no index {self._address.name!r} at {self._address.uri!r}.",
                    hint=REBUILD.format(folder="milvus://…"),
                )
            (row,) = self._rows(f"{collection}_files", [0])
            manifest = json.loads(row["data"])
            if not _is_current(folder, manifest):
                self._fetch_files(f"{collection}_files", manifest, folder)
            counted = self._client.query(
                collection, filter="number >= 0", output_fields=["count(*)"], timeout=TIMEOUT
            )[0]["count(*)"]
        if counted != manifest["passages"]:
            raise self._incomplete(f"{counted} vectors, {manifest['passages']} passages")
        return MilvusVectors(self, collection, int(counted), int(manifest["dimension"]))

    def _fetch_files(self, collection: str, manifest: dict[str, Any], folder: Path) -> None:
        generation = start_generation(folder)
        archive, parts = generation / "archive.tar.gz", manifest["archive"]["parts"]
        with archive.open("wb") as out:
            for start in range(1, parts + 1, _PARTS):
                numbers = range(start, min(start + _PARTS, parts + 1))
                for row in self._rows(collection, numbers):
                    out.write(base64.b64decode(row["data"]))
        if digest(archive) != manifest["archive"]["sha256"]:
            raise self._incomplete("archive")
        with tarfile.open(archive) as packed:
            packed.extractall(generation, filter="data")
        archive.unlink()
        files = [file for file in manifest["files"] if file != VECTORS]
        told = manifest | {"files": files, "source": manifest["generation"]}
        commit_generation(folder, generation, told | {"generation": generation.name})

    def _rows(self, collection: str, numbers: Sequence[int]) -> list[dict[str, Any]]:
        """Rows by number, in the order asked for; all of them, or an error."""
        found = self._client.get(
            collection, ids=list(numbers), output_fields=["*"], timeout=TIMEOUT
        )
        by_number = {int(row["number"]): row for row in found}
        if len(by_number) != len(numbers):
            raise self._incomplete(collection)
        return [by_number[n] for n in numbers]

    def vectors(self, collection: str, numbers: Sequence[int]) -> list[Any]:
        """The vectors of those numbers."""
        with self._answering():
            return [row["vector"] for row in self._rows(collection, numbers)] if numbers else []

    def search(self, collection: str, vector: Vectors, k: int, narrowed: str) -> list[Any]:
        """(number, score) of the k nearest that pass a filter expression."""
        with self._answering():
            (hits,) = self._client.search(
                collection, [vector.tolist()], limit=k, filter=narrowed, output_fields=["number"],
                search_params={"metric_type": "IP"}, timeout=TIMEOUT,
            )  # fmt: skip
            return [(int(hit["number"]), float(hit["distance"])) for hit in hits]

    def _incomplete(self, what: str) -> IndexUnusableError:
        return IndexUnusableError(
            f"Milvus 中的索引不完整 incomplete index {self._address.name!r}: {what}.",
            hint=REBUILD.format(folder="milvus://…"),
        )

    @contextmanager
    def _answering(self) -> Iterator[None]:
        """Make every failure of Milvus one line."""
        try:
            from pymilvus import MilvusException
        except ImportError as error:
            raise IndexUnusableError(
                "缺少 pymilvus is not installed.", hint="pip install 'minsheng[milvus]'."
            ) from error
        try:
            yield
        except (MilvusException, ConnectionError, TimeoutError) as error:
            reason = str(getattr(error, "message", error)).splitlines()[0][:160]
            raise IndexUnusableError(
                f"Milvus 没有应答 does not answer at {self._address.uri!r}: {reason}.",
                hint="检查地址与服务后重试 (check the address and the server)。",
            ) from error


class MilvusVectors:
    """The vectors of one generation; what DenseIndex is for a folder."""

    def __init__(self, milvus: Milvus, collection: str, count: int, dimension: int) -> None:
        self._milvus = milvus
        self._collection = collection
        self._count = count
        self.dimension = dimension

    def __len__(self) -> int:
        return self._count

    def vectors(self, numbers: NDArray[np.integer[Any]]) -> Vectors:
        """The stored vectors of passages, shape (numbers, dimension)."""
        found = self._milvus.vectors(self._collection, [int(n) for n in numbers])
        return np.array(found, dtype=np.float32).reshape(len(numbers), self.dimension)

    def search(
        self, vector: Vectors, k: int, allowed: NDArray[np.bool_] | None = None
    ) -> tuple[NDArray[np.int64], Vectors]:
        """The k nearest passages among the allowed: numbers and inner products, best first."""
        narrowed, deep = "", k
        if allowed is not None:
            numbers = np.flatnonzero(allowed)
            others = len(allowed) - len(numbers)
            if len(numbers) <= _MOST:
                narrowed = f"number in {numbers.tolist()}"
            elif 0 < others <= _MOST:
                narrowed = f"number not in {np.flatnonzero(~allowed).tolist()}"
            elif others:
                deep = _MOST  # too many to name either way: what is not allowed is left out here
        hits = self._milvus.search(self._collection, vector, min(deep, self._count), narrowed)
        hits = [hit for hit in hits if allowed is None or allowed[hit[0]]][:k]
        found = np.array([n for n, _ in hits], dtype=np.int64)
        return found, np.array([s for _, s in hits], dtype=np.float32)


def _connected(address: Address) -> Any:
    from pymilvus import MilvusClient

    return MilvusClient(uri=address.uri, token=address.token, timeout=TIMEOUT)


def _row(number: int, data: str) -> dict[str, Any]:
    return {"number": number, "vector": [0.0, 0.0], "data": data}


def _is_current(folder: Path, manifest: dict[str, Any]) -> bool:
    """Whether a mirror holds the files of that generation."""
    try:
        here = read_manifest(folder)
    except IndexUnusableError:
        return False
    return bool(here.get("source", here["generation"]) == manifest["generation"])
