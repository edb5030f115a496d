"""Reranking with a small real CrossEncoder made here."""

import numpy as np
import pytest

from assistant.settings import Settings
from assistant.wiring import open_assistant
from index.build import build_index
from index.embedder import load_embedder
from index.errors import EmbedderError
from index.rerank import RERANKED, CrossEncoderReranker
from index.retriever import Retriever
from tests.conftest import NOTICE, RULES

WORDS = "停车收费"


def saved_model(folder, labels=1):
    """A BERT of one layer over single characters with random weights, as its files."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    folder.mkdir()
    characters = sorted(set(NOTICE + RULES + WORDS) - set(" \n"))
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *characters]
    (folder / "vocab.txt").write_text("\n".join(vocabulary), encoding="utf8")
    tokenizer = BertTokenizerFast(vocab_file=str(folder / "vocab.txt"), model_max_length=128)
    torch.manual_seed(5)
    config = BertConfig(
        vocab_size=len(vocabulary), hidden_size=16, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=32, max_position_embeddings=128, num_labels=labels,
        initializer_range=0.5,
    )  # fmt: skip
    BertForSequenceClassification(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return saved_model(tmp_path_factory.mktemp("rerank") / "model")


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reranked")
    (folder / "notice.md").write_text(NOTICE, encoding="utf8")
    (folder / "rules.txt").write_text(RULES, encoding="utf8")
    build_index([folder / "notice.md", folder / "rules.txt"], folder / "index", load_embedder(None))
    return folder / "index"


def logits(folder, pairs):
    """The same scores by transformers alone."""
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForSequenceClassification.from_pretrained(folder).eval()
    with torch.no_grad():
        out = [model(**tokenizer(*pair, return_tensors="pt")).logits.item() for pair in pairs]
    return np.array(out)


def test_scores_are_the_models_logits(model):
    reranker = CrossEncoderReranker.load(str(model))
    passages = ["公共停车场首小时收费不超过5元", "新建社区食堂12家"]
    expected = logits(model, [(WORDS, p) for p in passages])
    assert reranker.scores(WORDS, passages) == pytest.approx(expected, abs=1e-4)
    assert reranker.scores(WORDS, []).shape == (0,)


def test_the_best_passages_come_in_the_models_order(index, model):
    plain = open_assistant(Settings(index=str(index)))
    reranked = open_assistant(Settings(index=str(index), reranker=str(model)))
    before = plain.search(WORDS, k=RERANKED)
    after = reranked.search(WORDS, k=RERANKED)
    assert {h.passage.id for h in after} == {h.passage.id for h in before}
    texts = [
        " ".join((*(heading.text for heading in h.passage.path), h.passage.text)) for h in before
    ]
    pairs = [(WORDS, text) for text in texts]
    judged = dict(zip((h.passage.id for h in before), logits(model, pairs), strict=True))
    in_order = [judged[h.passage.id] for h in after]
    assert in_order == pytest.approx(sorted(judged.values(), reverse=True), abs=1e-5)
    assert in_order != pytest.approx(list(judged.values()), abs=1e-2)
    assert [h.score for h in after] == sorted((h.score for h in after), reverse=True)


def test_only_the_first_passages_are_judged(index):
    class Backwards:
        given = 0

        def scores(self, query, passages):
            self.given = len(passages)
            return np.arange(len(passages), dtype=np.float32)

    judge = Backwards()
    plain = Retriever.open(index, load_embedder(None))
    ranked = plain.rank(plain.query(WORDS), 100)
    turned = Retriever.open(index, load_embedder(None), judge)
    numbers = [n for n, _ in turned.rank(turned.query(WORDS), 100)]
    assert judge.given == min(RERANKED, len(ranked))
    head, tail = ranked[: judge.given], ranked[judge.given :]
    assert numbers == [n for n, _ in head[::-1]] + [n for n, _ in tail]


def test_a_model_that_is_not_there_or_gives_several_scores_is_one_line(tmp_path):
    for name, said in (
        ("/no/such/model", "no such folder"),
        ("models/none", "neither a folder nor a downloaded model"),
        (str(saved_model(tmp_path / "three", labels=3)), "3 scores a pair"),
    ):
        with pytest.raises(EmbedderError, match=said) as caught:
            CrossEncoderReranker.load(name)
        assert "\n" not in str(caught.value) and "://" not in str(caught.value)
        assert "reranker" in caught.value.hint
