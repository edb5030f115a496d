"""What is asked of every regulation: since when, for whom, why; and what none of them says."""

import pytest

from assistant.settings import Settings
from assistant.wiring import open_assistant
from index.build import build_index
from index.embedder import load_embedder

PARKS = """西河市口袋公园管理办法

第一条 为加强口袋公园管理,方便市民休闲,制定本办法。
第二条 本市城区内口袋公园的建设和养护,适用本办法。
第三条 市园林局负责口袋公园的监督管理。
第四条 损坏口袋公园设施的,处二百元以上五百元以下罚款。
第五条 本办法自2023年5月1日起施行。
"""


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    folder = tmp_path_factory.mktemp("parks")
    (folder / "parks.txt").write_text(PARKS, encoding="utf8")
    build_index([folder], folder / "index", load_embedder(None), progress=lambda *_: None)
    return open_assistant(Settings(index=str(folder / "index"))).ask


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("西河市口袋公园管理办法什么时候开始实行?", "2023年5月1日"),
        ("口袋公园管理办法哪年施行?", "2023年5月1日"),
        ("西河市口袋公园管理办法适用范围是什么?", "本市城区内口袋公园的建设和养护"),
        ("为什么要制定西河市口袋公园管理办法?", "方便市民休闲"),
    ],
)
def test_stock_questions_are_answered(ask, question: str, said: str) -> None:
    answer = ask(question)
    assert not answer.abstained, answer.reason
    assert said in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "西河市口袋公园管理办法的英文名叫什么?",
        "西河市口袋公园管理办法是谁起草的?",
    ],
)
def test_a_text_that_is_only_about_it_is_no_answer(ask, question: str) -> None:
    answer = ask(question)
    assert answer.abstained, answer.text
