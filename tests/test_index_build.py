"""Building again: what is kept, and what an open index sees of it."""

import json
import threading

import numpy as np
import pytest

from assistant.settings import Settings
from assistant.wiring import open_assistant
from index.build import build_index
from index.embedder import StaticEmbedder
from index.errors import IndexUnusableError
from index.retriever import Retriever

FILES = {
    "a.txt": "甲市养老服务办法\n第一条 老年食堂由市民政局牵头。\n第二条 每餐补贴三元。\n",
    "b.txt": "乙市停车管理办法\n第一条 公共停车场首小时收费不超过五元。\n",
    "c.txt": "丙市托育服务办法\n第一条 每千人口托位数达到四点五个。\n",
}


class Counting:
    """The shipped embedding, with note of the passages that it was given."""

    def __init__(self) -> None:
        self._inner = StaticEmbedder.load()
        self.name, self.dimension = self._inner.name, self._inner.dimension
        self.fingerprint = self._inner.fingerprint
        self.given: list[str] = []

    def embed_queries(self, texts):
        return self._inner.embed_queries(texts)

    def embed_passages(self, texts):
        self.given += texts
        return self._inner.embed_passages(texts)


@pytest.fixture
def docs(tmp_path):
    folder = tmp_path / "docs"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf8")
    return folder


def vectors_of(retriever):
    found = retriever._dense.vectors(np.arange(len(retriever)))
    return {retriever.passage(n).id: row.tolist() for n, row in enumerate(found)}


def test_only_what_changed_is_embedded_again_and_the_rest_keeps_its_vectors(docs, tmp_path):
    index, embedder = tmp_path / "index", Counting()
    build_index([docs], index, embedder)
    before = vectors_of(Retriever.open(index, embedder))
    assert len(embedder.given) == len(before)
    embedder.given.clear()
    (docs / "a.txt").unlink()
    (docs / "0.txt").write_text("丁市公园条例\n第一条 公园免费开放。\n", encoding="utf8")
    build_index([docs], index, embedder)
    after = Retriever.open(index, embedder)
    assert all("丁市公园条例" in text for text in embedder.given)
    fresh = {after.passage(n).id for n in after.numbers_of(after.document(0))}
    assert after.document(0).source == "0.txt"
    assert len(embedder.given) == len(fresh)
    kept = {key: row for key, row in vectors_of(after).items() if key not in fresh}
    assert kept == {key: before[key] for key in kept}
    clean = tmp_path / "clean"
    build_index([docs], clean, embedder)
    assert vectors_of(after) == vectors_of(Retriever.open(clean, embedder))


def test_damaged_vectors_are_neither_searched_nor_taken_over(docs, tmp_path):
    index, embedder = tmp_path / "index", Counting()
    build_index([docs], index, embedder)
    sound = vectors_of(Retriever.open(index, embedder))
    manifest = json.loads((index / "manifest.json").read_text(encoding="utf8"))
    file = index / manifest["generation"] / "dense.faiss"
    raw = bytearray(file.read_bytes())
    raw[-2] ^= 0x40
    file.write_bytes(raw)
    with pytest.raises(IndexUnusableError, match=r"corrupted index .*: dense\.faiss\.") as caught:
        Retriever.open(index, embedder)
    assert "minsheng index" in caught.value.hint
    embedder.given.clear()
    build_index([docs], index, embedder)
    assert len(embedder.given) == len(sound)
    assert vectors_of(Retriever.open(index, embedder)) == sound


def test_an_open_index_answers_on_while_another_takes_its_place(docs, tmp_path):
    index = tmp_path / "index"
    build_index([docs], index, StaticEmbedder.load())
    assistant = open_assistant(Settings(index=str(index)))
    faults, stop = [], threading.Event()

    def read():
        while not stop.is_set():
            hits = assistant.search("公共停车厂收费")  # misspelt: the spelling is read as well
            if hits[0].document.source != "b.txt":
                faults.append(hits)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    try:
        for extra in ("戊市", "己市"):
            (docs / "a.txt").write_text(f"{extra}公园条例\n第一条 公园免费。\n", encoding="utf8")
            build_index([docs], index, StaticEmbedder.load())
    finally:
        stop.set()
        for reader in readers:
            reader.join()
    assert faults == []
    assert len(list(index.glob("gen-*"))) == 1
    assert assistant.documents[0].title == "甲市养老服务办法"
    fresh = open_assistant(Settings(index=str(index)))
    assert fresh.documents[0].title == "己市公园条例"
