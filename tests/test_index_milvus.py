"""An index that Milvus serves, with its Lite build: the same hits as from a folder."""

import json
import shutil

import numpy as np
import pytest

from assistant.cli import main
from assistant.finding.limits import Limits
from assistant.settings import Settings
from assistant.wiring import build, open_assistant
from index.errors import IndexUnusableError
from index.milvus import MilvusVectors
from index.milvus_address import Address
from tests.conftest import NOTICE, RULES

QUESTIONS = (
    "停车首小时收多少钱",
    "老年人助餐由谁牵头",
    "who leads elder meal services",
    "市财政局",
)


def silent(stage, done, total):
    pass


@pytest.fixture(scope="module")
def docs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("docs")
    (folder / "notice.md").write_text(NOTICE, encoding="utf8")
    (folder / "rules.txt").write_text(RULES, encoding="utf8")
    return folder


@pytest.fixture(scope="module")
def served(docs, tmp_path_factory):
    """Settings of an index in Milvus Lite."""
    pytest.importorskip("pymilvus", reason="the extra milvus is not installed")
    pytest.importorskip("milvus_lite", reason="milvus-lite is not installed")
    folder = tmp_path_factory.mktemp("milvus")
    settings = Settings(index=f"milvus://{folder}/policies.db", cache=str(folder / "cache"))
    report = build(settings, [docs], silent)
    assert report["documents"] == 2
    return settings


def found(assistant, question, **limits):
    hits = assistant.search(question, k=8, scope=Limits(**limits))
    return [(h.passage.id, pytest.approx(h.score, abs=1e-4)) for h in hits]


def test_the_same_passages_are_found_as_from_a_folder(served, docs, tmp_path):
    here = Settings(index=str(tmp_path / "index"))
    build(here, [docs], silent)
    local, remote = open_assistant(here), open_assistant(served)
    assert isinstance(remote.retriever._dense, MilvusVectors)
    for question in QUESTIONS:
        assert found(remote, question) == found(local, question)
        assert found(remote, question, years=("2024",)) == found(local, question, years=("2024",))
    asked = "公共停车场首小时收费多少?"
    assert remote.ask(asked).text == local.ask(asked).text


def test_another_server_fetches_the_files_and_follows_a_new_generation(served, docs, tmp_path):
    other = Settings(index=served.index, cache=str(tmp_path / "other"))
    assistant = open_assistant(other)
    assert found(assistant, QUESTIONS[0]) == found(open_assistant(served), QUESTIONS[0])
    more = tmp_path / "more"
    shutil.copytree(docs, more)
    (more / "park.txt").write_text("东山市公园条例\n第一条 公园免费开放。\n", encoding="utf8")
    build(served, [more], silent)
    assert assistant.search("停车收费", k=1)[0].document.source == "rules.txt"
    fresh = open_assistant(other)
    assert fresh.search("公园免费开放吗", k=1)[0].document.source == "park.txt"
    build(served, [docs], silent)
    assert len(open_assistant(other).documents) == 2


def test_the_command_indexes_and_searches_there(served, docs, capsys, monkeypatch):
    monkeypatch.setenv("MINSHENG_INDEX", served.index)
    monkeypatch.setenv("MINSHENG_CACHE", served.cache)
    assert main(["index", str(docs)]) == 0
    assert main(["search", "首小时收费", "--json", "--k", "1"]) == 0
    line = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert line["source"] == "rules.txt"


def test_a_filter_lets_nothing_else_through_however_it_is_told(served, monkeypatch):
    retriever = open_assistant(served).retriever
    vectors, count = retriever._dense, len(retriever)
    vector = retriever.embedder.embed_queries(["停车收费"])[0]
    order = vectors.search(vector, count)[0].tolist()
    assert sorted(order) == list(range(count))
    every, second, but_one = (np.ones(count, dtype=bool) for _ in range(3))
    second[order[::2]] = False
    but_one[order[0]] = False
    assert vectors.search(vector, 3, second)[0].tolist() == order[1:6:2]
    monkeypatch.setattr("index.milvus._MOST", 5)  # numbers that can be named, results of a request
    assert vectors.search(vector, 3, every)[0].tolist() == order[:3]
    assert vectors.search(vector, 3, but_one)[0].tolist() == order[1:4]
    assert vectors.search(vector, 3, second)[0].tolist() == [order[1], order[3]]


def test_a_milvus_that_does_not_answer_is_one_line(tmp_path, capsys):
    pytest.importorskip("pymilvus", reason="the extra milvus is not installed")
    url = "milvus://someone:secret@127.0.0.1:1/policies"
    settings = Settings(index=url, cache=str(tmp_path))
    for work in (lambda: open_assistant(settings), lambda: build(settings, [tmp_path], silent)):
        with pytest.raises(IndexUnusableError, match="does not answer") as caught:
            work()
        assert "\n" not in str(caught.value)
        assert "secret" not in str(caught.value)
    assert main(["ask", "停车?", "--index", url]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_part_of_an_index_is_refused(served, tmp_path):
    from pymilvus import MilvusClient

    whole = Settings(index=served.index, cache=str(tmp_path / "cache"))
    count = len(open_assistant(whole).retriever)
    client = MilvusClient(Address.parse(served.index).uri)
    collection = client.describe_alias("policies")["collection_name"]
    row = client.get(collection, ids=[0], output_fields=["*"])[0]
    client.delete(collection, ids=[0])
    try:
        with pytest.raises(IndexUnusableError, match=f"{count - 1} vectors, {count} passages"):
            open_assistant(whole)
    finally:
        client.insert(collection, [row])


@pytest.mark.parametrize(
    "url", ["milvus://", "milvus://host:19530", "milvus://host/a-b", "milvus:///srv/x.txt"]
)
def test_an_address_that_names_no_index_is_refused(url):
    with pytest.raises(IndexUnusableError, match="not an index address"):
        Address.parse(url)
