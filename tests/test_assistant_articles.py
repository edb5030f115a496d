"""Articles asked for by number: which law is meant where several have such an article."""

from datetime import date

import pytest

from assistant.pipeline import Assistant
from assistant.settings import Settings
from assistant.wiring import knowledge
from corpus.titles import spoken_title
from index.build import build_index
from index.embedder import load_embedder
from index.retriever import Retriever

LAWS = {
    "lake.txt": "中华人民共和国湖泊法\n\n第一条 湖泊归全民所有。\n\n第二条 湖泊由水务部门管理。\n",
    "lake_rules.txt": "湖泊法实施条例\n\n第一条 根据湖泊法制定本条例。\n\n第二条 湖泊分三级。\n",
    "social.txt": "社会湖泊养护保险法\n\n第一条 养护保险自愿。\n\n第二条 养护保险费每年缴纳。\n",
    "old.txt": "中华人民共和国渔船法(2001年修正)\n\n(2001年3月1日修正)\n\n第一条 渔船须登记。\n\n"
    "第二条 渔船每两年检验一次。\n\n第三条 本法自2001年5月1日起施行。\n",
    "new.txt": "中华人民共和国渔船法(2021年修正)\n\n(2021年3月1日修正)\n\n第一条 渔船须登记。\n\n"
    "第二条 渔船每年检验一次。\n\n第三条 本法自2021年5月1日起施行。\n",
}  # fmt: skip


@pytest.fixture(scope="module")
def assistant(tmp_path_factory):
    folder, index = tmp_path_factory.mktemp("laws"), tmp_path_factory.mktemp("index")
    for name, text in LAWS.items():
        (folder / name).write_text(text, encoding="utf8")
    build_index([folder], index, load_embedder(None))
    retriever = Retriever.open(index, load_embedder(None))
    know = knowledge(Settings(index=str(index)), retriever)
    return Assistant(retriever, know, threshold=0.35, today=lambda: date(2026, 11, 22))


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("湖泊法第二条的内容是什么?", "水务部门"),
        ("社会法湖泊法第二条的内容是什么?", "水务部门"),  # what stands before is no part of it
        ("《中华人民共和国湖泊法》第二条规定了什么?", "水务部门"),
        ("湖泊法实施条例的第二条规定了什么?", "三级"),
        ("社会湖泊养护保险法第二条规定了什么?", "每年缴纳"),
        ("渔船法第二条规定了什么?", "每年检验"),  # the later of two versions
        ("渔船法规定的第二条是什么?", "每年检验"),
    ],
)
def test_the_law_named_before_the_number_is_meant(assistant, question, told):
    assert told in assistant.ask(question).text
    assert told in assistant.search(question, k=1)[0].passage.text


def test_a_law_without_the_article_says_so(assistant):
    answer = assistant.ask("社会法湖泊法第九条的内容是什么?")
    assert answer.abstained
    assert "湖泊法" in answer.reason
    assert "第九条" in answer.reason


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("中华人民共和国 渔船法(2001年修正)", "渔船法"),
        ("《北湖市电梯管理条例》", "北湖市电梯管理条例"),
        ("中华人民共和國憲法", "宪法"),
    ],
)
def test_titles_are_said_without_state_and_note(title, said):
    assert spoken_title(title) == said
