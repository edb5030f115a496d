"""The legs of the search, against arithmetic written out and second implementations."""

import math

import faiss
import numpy as np
import pytest

from index.dense import FLAT_UP_TO, DenseIndex, Kept, plan
from index.fusion import DENSE, blend
from index.lexical import K1, B, LexicalIndex
from index.segment import Segmenter
from index.spelling import Spelling


def test_fusion_adds_both_legs_each_divided_by_its_best():
    lexical, dense = np.array([8, 0, 4], np.float32), np.array([0.2, 0.6, -0.4], np.float32)
    assert blend(lexical, dense, 1.0) == pytest.approx([1 + DENSE / 3, DENSE, 0.5])
    assert blend(lexical, dense, 0.5) == pytest.approx([0.5 + DENSE / 3, DENSE, 0.25])
    assert blend(lexical, dense, 1.0, 2.0) == pytest.approx([1 + 2 / 3, 2.0, 0.5])


def test_a_leg_that_finds_nothing_has_no_vote():
    nothing, apart = np.zeros(2, np.float32), np.array([-0.3, -0.1], np.float32)
    assert blend(nothing, np.array([0.1, 0.4], np.float32), 1.0).tolist() == [DENSE / 4, DENSE]
    assert blend(np.array([1, 2], np.float32), apart, 1.0).tolist() == [0.5, 1.0]
    assert blend(nothing[:0], nothing[:0], 0.0).tolist() == []


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


def test_the_share_of_known_terms_goes_by_weight():
    index = LexicalIndex.build([["甲", "乙"], ["乙"]])
    assert index.known_share([("甲", 1.0), ("丙", 3.0)]) == 0.25
    assert index.known_share([]) == 0.0


def test_passages_that_hold_every_token_are_found():
    index = LexicalIndex.build([["甲", "乙"], ["乙", "丙"], ["甲", "丙", "乙"], ["丁"]])
    assert index.holding(["甲", "乙", "甲"]).tolist() == [0, 2]
    assert index.holding(["乙"]).tolist() == [0, 1, 2]
    assert index.holding(["甲", "丁"]).tolist() == []
    assert index.holding(["没有", "甲"]).tolist() == index.holding([]).tolist() == []


@pytest.fixture(scope="module")
def large():
    """Random unit vectors beyond what a flat index holds, and their inverted lists."""
    vectors = np.random.default_rng(0).normal(size=(FLAT_UP_TO + 500, 16)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors, DenseIndex.build(vectors)


def test_a_filter_over_inverted_lists_finds_all_that_it_allows(large):
    vectors, index = large
    allowed = np.zeros(len(vectors), dtype=bool)
    allowed[[7, 40_000, 50_400]] = True
    numbers, scores = index.search(vectors[40_000], 5, allowed)
    assert numbers[0] == 40_000
    assert sorted(numbers.tolist()) == [7, 40_000, 50_400]
    assert scores[0] == pytest.approx(1, abs=0.02)
    allowed[:30_000] = True
    assert allowed[index.search(vectors[50_300], 100, allowed)[0]].all()


def test_vectors_are_added_and_deleted_without_coding_the_others_again(large, tmp_path):
    vectors, index = large
    index.save(tmp_path / "dense")
    before = DenseIndex.load(tmp_path / "dense", mapped=False)
    gone = 400
    moved = np.arange(len(vectors)) - gone
    moved[:gone] = -1
    fresh = np.eye(16, dtype=np.float32)[:3]
    numbers = np.arange(len(vectors) - gone, len(vectors) - gone + 3)
    after = DenseIndex.build(fresh, numbers, Kept(before, moved))
    assert len(after) == len(vectors) - gone + 3
    stayed = np.arange(gone, len(vectors))
    assert (after.vectors(moved[stayed]) == before.vectors(stayed)).all()
    assert after.search(fresh[1], 1)[0].tolist() == [numbers[1]]
    after.save(tmp_path / "after")
    again = DenseIndex.load(tmp_path / "after")
    assert again.search(vectors[5_000], 1)[0].tolist() == [5_000 - gone]


def test_inverted_lists_give_way_when_few_vectors_are_left(large):
    vectors, index = large
    assert not index.serves(1_000)
    moved = np.full(len(vectors), -1)
    moved[:10] = np.arange(10)
    flat = DenseIndex.build(
        np.zeros((0, 16), np.float32), np.zeros(0, np.int64), Kept(index, moved)
    )
    assert len(flat) == 10
    assert flat.search(vectors[3], 1)[0].tolist() == [3]


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
        pytest.param("交察口", "交叉口", id="one of a word, between known neighbours"),
        pytest.param("市公安居", "市公安局", id="one of a word, behind known characters"),
    ],
)
def test_typos_are_mended_against_the_corpus(typed, meant):
    spelling = Spelling.build(["完成城市道路交叉口精细化治理", "牵头单位是市公安局", "电子信息"])
    segmenter = Segmenter(["电子邮箱", "邮箱", "交察", "安居"])
    chars = list(typed)
    for at, char in spelling.mend(typed, segmenter.is_word):
        chars[at] = char
    assert "".join(chars) == meant


def test_a_search_takes_one_thread_and_leaves_the_rest_as_they_were():
    class Engine:
        def search(self, vectors, k, params):
            self.threads = faiss.omp_get_max_threads()
            return np.zeros((1, k), np.float32), np.arange(k).reshape(1, k)

    before, engine = faiss.omp_get_max_threads(), Engine()
    faiss.omp_set_num_threads(3)
    try:
        assert DenseIndex(engine).search(np.zeros(2, np.float32), 2)[0].tolist() == [0, 1]
        assert (engine.threads, faiss.omp_get_max_threads()) == (1, 3)
    finally:
        faiss.omp_set_num_threads(before)
