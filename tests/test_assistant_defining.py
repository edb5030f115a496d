"""The meaning of a word: asked for in many ways, and told only by a sentence that says it."""

import pytest

from assistant.finding.defining import asked_word, means
from assistant.settings import Settings
from assistant.wiring import open_assistant
from index.build import build_index
from index.embedder import load_embedder

TREES = """西河市古树保护办法

第一条 为加强古树和后备树的保护,制定本办法。
第二条 本市行政区域内古树和后备树的保护,适用本办法。
第三条 本办法所称古树,是指树龄在一百年以上的树木。
第四条 古树认养人每年检查一次古树,发现虫害的,应当在三日内报告市园林局。
第五条 迁移古树的,应当在收到批准文件后十日内完成。古树迁移费由申请人承担。
第六条 提前终止认养的,认养人应当提前三十日告知市园林局。
"""


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("什么叫古树?", "古树"),
        ("什么是城镇开发边界", "城镇开发边界"),
        ("后备树是什么意思", "后备树"),
        ("怎么才算困难家庭?", "困难家庭"),
        ("古树的定义是什么?", "古树"),
        ("什么是最有效的药?", ""),  # which is, and no meaning
        ("为什么是他们管?", ""),
        ("逾期费怎么算", ""),
    ],
)
def test_the_word_whose_meaning_is_asked_for(question: str, word: str) -> None:
    assert asked_word(question) == word


@pytest.mark.parametrize(
    ("word", "sentence"),
    [
        ("古树", "本办法所称古树,是指树龄在一百年以上的树木。"),
        ("里说的古树", "本办法中的古树是指百年以上的树木。"),
        ("停车场", "机动车停车场,指供停放机动车的场所。"),
        ("口袋公园", "口袋公园包括街头绿地和小游园。"),
        ("重复违规", "两年内再犯的,视为重复违规。"),
        ("白榆", "白榆(又称家榆)是一种乔木。"),
        ("西河市口袋公园", "口袋公园,是指面积较小的公园。"),
        ("跨境电商", "本条例所称跨境电子商务,是指分属不同关境的交易。"),
    ],
)
def test_a_sentence_that_says_the_meaning(word: str, sentence: str) -> None:
    assert means(word, sentence)


@pytest.mark.parametrize(
    ("word", "sentence"),
    [
        ("后备树", "本办法所称古树,是指树龄在一百年以上的树木。"),
        ("古树", "损坏古树的,处五百元罚款。"),
        ("古树", "确定其是否属于古树。"),
        ("基本农田", "基本农田保护区,是指特定的保护区域。"),
        ("集体合同", "期满未提出异议的,集体合同即行生效。"),
    ],
)
def test_a_sentence_that_does_not(word: str, sentence: str) -> None:
    assert not means(word, sentence)


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    folder = tmp_path_factory.mktemp("trees")
    (folder / "trees.txt").write_text(TREES, encoding="utf8")
    build_index([folder], folder / "index", load_embedder(None), progress=lambda *_: None)
    return open_assistant(Settings(index=str(folder / "index"))).ask


@pytest.mark.parametrize(
    "question", ["什么叫古树?", "古树保护办法里古树是什么意思?", "怎么才算古树"]
)
def test_the_definition_answers(ask, question: str) -> None:
    assert "树龄在一百年以上的树木" in ask(question).text


@pytest.mark.parametrize("question", ["什么叫后备树?", "后备树是指什么?"])
def test_without_a_definition_it_is_declined(ask, question: str) -> None:
    answer = ask(question)
    assert answer.abstained, answer.text
