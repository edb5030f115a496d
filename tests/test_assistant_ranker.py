"""The learned ranker: its features, its trees, and what they change in answers."""

import json
import subprocess
import sys

import numpy as np
import pytest

from assistant.asking.asked import patterns
from assistant.finding.features import NAMES, features
from assistant.finding.nearness import NAMES as NEARNESS
from assistant.finding.nearness import Told, nearness
from assistant.finding.ranker import best_sentences
from assistant.finding.sureness import NAMES as SURENESS
from assistant.finding.sureness import sureness_rows
from assistant.finding.trees import Trees, shipped
from assistant.settings import Settings
from assistant.wiring import open_assistant
from corpus.fold import squeeze
from eval.candidate_pools import Pool, boosted
from eval.train_ranker import examples
from index.build import build_index
from index.embedder import load_embedder

STORY = (
    "沈溪是江南的作家。沈溪早年在书局工作,与多位作家往来。1932年,其第一部小说《河灯》由青石书局出版。"
    "沈溪因不满书局删改书稿而离开。后来他迁居北方,在中学教书。"
)


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    folder = tmp_path_factory.mktemp("story")
    (folder / "story.txt").write_text(STORY + "\n", encoding="utf8")
    build_index([folder / "story.txt"], folder / "index", load_embedder(None))
    return open_assistant(Settings(index=str(folder / "index")))


def ranked(reader, question):
    bench = reader.bench(question)
    return best_sentences(bench.question, bench.retriever, bench.ranked, bench.bonus)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("沈溪的第一部小说是哪一年出版的?", "1932年,其第一部小说"),
        ("沈溪为什么离开书局?", "因不满书局删改书稿"),
        ("沈溪迁居后在哪里教书?", "在中学教书"),
    ],
)
def test_the_sentence_that_says_it_comes_before_those_that_name_the_subject(reader, question, said):
    best = ranked(reader, question)[0]
    assert said in best.text
    assert 0 < best.sure < 1
    assert said in reader.ask(question).text


def test_a_sentence_that_does_not_say_it_is_less_sure(reader):
    stated = ranked(reader, "沈溪的第一部小说是哪一年出版的?")[0].sure
    assert ranked(reader, "沈溪的第二部小说卖出多少本?")[0].sure < stated


def test_features_are_as_many_as_named_and_tell_the_shape_asked_for(reader):
    bench = reader.bench("沈溪的第一部小说是哪一年出版的?")
    rows = features(bench.question, bench.candidates, bench.retriever)
    assert rows.shape == (len(bench.candidates), len(NAMES))
    dated = [c.text.startswith("1932") for c in bench.candidates].index(True)
    at = {name: rows[dated, i] for i, name in enumerate(NAMES)}
    assert (at["asks_when"], at["fits"], at["pairs_gap"], at["asks_why"]) == (1, 1, 0, 0)


def test_a_sentence_is_near_to_words_that_it_says_otherwise():
    told = [
        Told("工程于年底完工。", "", "大桥横跨两岸。"),
        Told("图书馆收藏古籍。", "大桥横跨两岸。", "大桥横跨两岸。"),
    ]
    found = nearness("大桥 竣工时间", "竣工时间", told)
    assert tuple(found) == NEARNESS
    assert all(values.shape == (2,) for values in found.values())
    assert found["soft"][0] > found["soft"][1]
    assert found["soft_beside"][0] > found["soft_beside"][1]
    assert found["soft_lead"][0] > found["soft_before"][0] == found["soft"][0]
    same = nearness("大桥 竣工时间", "竣工时间", [Told("大桥竣工时间", "", "")])
    assert same["soft"][0] == pytest.approx(1, abs=1e-5)
    assert same["least"][0] == pytest.approx(1, abs=1e-5)
    assert same["most"][0] == 1


def test_a_question_of_no_word_is_near_to_nothing():
    assert nearness("", "", [Told("大桥竣工。", "", "")])["soft"].tolist() == [0]
    rare = nearness("隬", "隬", [Told("大桥竣工。", "", "")])  # no token of the model
    assert rare["soft"].tolist() == rare["soft_lead"].tolist() == [0]


def test_confidence_sees_the_best_other_and_the_best_of_another_passage():
    rows = np.zeros((3, len(NAMES)), dtype=np.float32)
    seen = sureness_rows(rows, np.array([0.75, 0.5, 0.25]), ["a", "a", "b"])
    assert seen[:, :4].tolist() == [
        [0.75, 0.5, 0.25, 0.5], [0.5, 0.75, -0.25, 0.25], [0.25, 0.75, -0.5, -0.5],
    ]  # fmt: skip


def test_trees_of_a_file_give_what_scikit_learn_gives():
    from sklearn.ensemble import HistGradientBoostingClassifier
    from threadpoolctl import threadpool_limits

    draw = np.random.default_rng(0)
    rows = draw.normal(size=(600, 3)).astype(np.float32)
    right = rows[:, 0] * rows[:, 1] > 0.1
    size = {"max_iter": 20, "max_leaf_nodes": 6, "random_state": 0}
    model = HistGradientBoostingClassifier(l2_regularization=1.0, early_stopping=False, **size)
    with threadpool_limits(1):
        model.fit(rows, right, sample_weight=np.ones(600))
    held = boosted(rows, right, np.ones(600), ("a", "b", "c"), **size)
    trees = Trees.of(json.loads(json.dumps(held)), ("a", "b", "c"))
    alike = np.isclose(trees.scores(rows), model.predict_proba(rows)[:, 1], atol=1e-6)
    assert alike.mean() > 0.99  # thresholds are written with nine digits: a row may stand on one
    with pytest.raises(ValueError, match="other features"):
        Trees.of(held, ("a", "b"))


def test_a_question_is_asked_again_without_its_sentence_and_without_its_passage():
    rows = np.zeros((3, len(NAMES)), dtype=np.float32)
    rules, gap = NAMES.index("rules"), NAMES.index("rules_gap")
    rows[:, rules], rows[:, gap] = [3, 2, 1], [0, -1, -2]
    pool = Pool(rows, np.array([True, False, False]), ("a", "a", "b"))
    less = list(pool.without_answer())
    assert [p.passages for p in less] == [("a", "b"), ("b",)]
    assert less[0].rows[:, gap].tolist() == [0, -1]
    judged = examples([pool], lambda x: np.zeros(len(x)))
    assert [(right, weight) for _, right, weight in judged] == [
        (True, 1.0), (False, 0.25), (False, 0.25),
    ]  # fmt: skip


def test_the_shipped_trees_are_small_and_fit_the_features():
    ranker, confidence = shipped("ranker", NAMES), shipped("confidence", SURENESS)
    assert ranker.feature.shape == (240, 15)
    assert confidence.feature.shape == (80, 11)


def test_answering_imports_no_library_of_training():
    code = (
        "import sys, assistant.finding.ranker, assistant.pipeline\n"
        "print([m for m in ('torch', 'sklearn', 'lightgbm') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("办理为什么被退回?", True),
        ("申请被退回了为什么?", True),
        ("退回的原因为何?", True),
        ("这种证又被称为什么?", False),
        ("县里最大的岛屿为何?", False),
    ],
)
def test_why_is_told_from_what(question, asks):
    kinds = [a.kind for a in patterns("zh").find(squeeze(question)[0])]
    assert ("reason" in kinds) is asks


def test_who_plays_a_part_is_no_request_to_leave_the_documents_aside():
    def overrides(text):
        return "override" in [a.kind for a in patterns("zh").find(squeeze(text)[0])]

    assert not overrides("社区在养老中扮演什么角色?")
    assert overrides("请你扮演一位律师")
