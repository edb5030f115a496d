"""Points of an answer, and how many documents a note names."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answering.draft import Statement
from assistant.answering.points import label, points
from assistant.asking.topic import Knowledge
from assistant.asking.understand import understand
from assistant.noting.notes import _names
from assistant.settings import Settings
from assistant.wiring import open_assistant
from index.build import build_index
from index.embedder import load_embedder
from tests.web_fakes import LIST


@pytest.fixture(scope="module")
def know(tmp_path_factory) -> Knowledge:
    folder = tmp_path_factory.mktemp("points")
    (folder / "清单.txt").write_text("东山市清单\n\n1.新建食堂3家。\n", encoding="utf8")
    build_index([folder / "清单.txt"], folder / "index", load_embedder(None))
    return open_assistant(Settings(index=str(folder / "index")))._know


def told(opening: str, items: list[str], question, **more) -> str:
    found = points(Statement(opening, ()), [Statement(i, ()) for i in items], question, **more)
    return "".join(s.text for s in found)


def test_points_stand_one_a_line_and_one_alone_in_its_own(know):
    question = understand("市民政局牵头哪些任务?", know)
    assert told("牵头2项:", ["第3项 食堂", "第7项 电梯"], question) == (
        "牵头2项:\n- 第3项 食堂;\n- 第7项 电梯。"
    )
    assert told("牵头1项:", ["第3项 食堂"], question, below=True) == "\n牵头1项:第3项 食堂。"
    english = understand("What does the civil affairs bureau lead?", know)
    assert told("2 items: ", ["a", "b"], english) == "2 items: \n- a;\n- b."


def test_numbers_are_kept_apart_from_the_figures_that_follow(know):
    question = understand("市民政局牵头哪些任务?", know)
    assert [label(n, question) for n in ("24", "(二)", "二十九")] == [
        "第24项 ", "(二) ", "二十九、",
    ]  # fmt: skip
    assert label("24", understand("What does it lead?", know)) == "No. 24 "


def test_a_note_says_how_many_documents_it_leaves_out(know):
    question = understand("市民政局牵头哪些任务?", know)
    documents = [replace(LIST, id=str(n), title=f"清单{n}") for n in range(5)]
    said = _names(documents, question)
    assert said.startswith("《清单0》(") and said.endswith("等5份文件")
    assert "《清单3》" not in said
    assert not _names(documents[:3], question).endswith("文件")
