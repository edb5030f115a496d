"""The legs of the search, against arithmetic written out and second implementations."""

import math

import numpy as np
import pytest

from index.dense import DenseIndex, plan
from index.fusion import reciprocal_rank_fusion
from index.lexical import K1, B, LexicalIndex
from index.segment import Segmenter
from index.spelling import Spelling


def test_fusion_adds_reciprocal_ranks_and_breaks_ties_by_key():
    fused = reciprocal_rank_fusion({"a": ["x", "y"], "b": ["y", "z"]}, {"a": 1.0, "b": 0.5})
    assert fused[0] == ("y", pytest.approx(1 / 62 + 0.5 / 61))
    assert fused[1] == ("x", pytest.approx(1 / 61))
    assert fused[2] == ("z", pytest.approx(0.5 / 62))
    assert [k for k, _ in reciprocal_rank_fusion({"a": ["n"], "b": ["m"]})] == ["m", "n"]


def test_lexical_scores_are_lucenes_bm25():
    rows = [["老年", "助餐"], ["老年", "学校", "老年"], ["停车"]]
    scores = LexicalIndex.build(rows).scores([("老年", 1.0), ("没有", 1.0)])
    mean = 6 / 3
    idf = math.log(1 + (3 - 2 + 0.5) / (2 + 0.5))
    for n, (tf, length) in enumerate([(1, 2), (2, 3), (0, 1)]):
        expected = idf * tf / (tf + K1 * (1 - B + B * length / mean))
        assert scores[n] == pytest.approx(expected, abs=1e-5)


def test_lexical_weights_scale_a_term(tmp_path):
    index = LexicalIndex.build([["甲", "乙"], ["乙"]])
    index.save(tmp_path / "bm25")
    stored = LexicalIndex.load(tmp_path / "bm25")
    assert stored.scores([("甲", 0.5)]) == pytest.approx(0.5 * index.scores([("甲", 1.0)]))
    assert (stored.frequency("乙"), stored.frequency("丙"), "甲" in stored) == (2, 0, True)


def test_dense_search_is_the_inner_product_and_keeps_to_the_allowed(tmp_path):
    vectors = np.eye(4, dtype=np.float32)
    index = DenseIndex.build(vectors)
    numbers, scores = index.search(np.array([0.6, 0.8, 0, 0], dtype=np.float32), 2)
    assert numbers.tolist() == [1, 0]
    assert scores.tolist() == pytest.approx([0.8, 0.6])
    index.save(tmp_path / "dense")
    allowed = np.array([True, False, True, True])
    numbers, _ = DenseIndex.load(tmp_path / "dense").search(vectors[1], 4, allowed)
    assert sorted(numbers.tolist()) == [0, 2, 3]


def test_large_indexes_use_inverted_lists():
    assert plan(1000) == "Flat"
    assert plan(1_000_000) == "IVF4000,SQ8"


def test_words_keep_lexicon_terms_numbers_and_fold_scripts():
    segmenter = Segmenter(["老年助餐"])
    assert segmenter.words("老年助餐 ２０２４年95%") == ["老年助餐", "2024", "年", "95%"]
    assert segmenter.tokens("武漢") == ["武汉"]
    assert set(segmenter.tokens("老年助餐")) >= {"老年助餐", "老年", "年助", "助餐"}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        pytest.param("交义口治理", "交叉口治理", id="shape, both neighbours known"),
        pytest.param("精细化治里", "精细化治理", id="homophone at the end"),
        pytest.param("迁头单位", "牵头单位", id="homophone at the start"),
        pytest.param("电子邮箱", "电子邮箱", id="a real word the corpus lacks is left"),
        pytest.param("道路交叉口", "道路交叉口", id="nothing to mend"),
    ],
)
def test_typos_are_mended_against_the_corpus(typed, meant):
    spelling = Spelling.build(["完成城市道路交叉口精细化治理", "牵头单位是市公安局", "电子信息"])
    segmenter = Segmenter(["电子邮箱", "邮箱"])
    chars = list(typed)
    for at, char in spelling.mend(typed, segmenter.is_word):
        chars[at] = char
    assert "".join(chars) == meant
