"""Default pipelines of other libraries over the same texts and embedding."""

import pytest

from eval import peers
from index.embedder import load_embedder


@pytest.mark.parametrize(
    ("name", "package"),
    [("LlamaIndex 默认 default", "llama_index"), ("Haystack 默认 default", "haystack")],
)
def test_a_peer_finds_a_chunk_that_holds_the_answer(invented, name, package):
    pytest.importorskip(package, reason="the extra bench is not installed")
    found = peers.peers(invented.documents, load_embedder(None))[name]("公共停车场首小时收费", 2)
    assert len(found) <= 2
    assert "首小时收费不超过5元" in found[0].text
    owner = invented.document(found[0].doc_id)
    assert owner.title == "东山市停车管理办法"
    assert found[0].text in owner.text


def test_what_is_not_installed_is_named_and_left_out(monkeypatch):
    monkeypatch.setattr(peers, "_PEERS", {"某库 default": ("no_such_package", peers._haystack)})
    assert peers.absent() == ("某库 default",)
    assert peers.peers([], load_embedder(None)) == {}
