"""What is remembered of a conversation spares work and changes no answer."""

from __future__ import annotations

from assistant.recent import Recent
from assistant.settings import Settings
from assistant.wiring import open_assistant
from index.build import build_index
from index.embedder import load_embedder
from tests.conftest import NOTICE, RULES

TALK = (
    ("东山市2024年新建社区食堂多少家?", "12家"),
    ("谁牵头?", "市民政局"),
    ("谢谢", ""),
    ("那改造老旧小区呢?", "市住建局"),
    ("责任单位有哪些?", "市财政局、各区人民政府"),
    ("停车场首小时最多收多少钱?", "5元"),
)


def test_a_conversation_is_answered_alike_by_who_remembers_it_and_who_reads_it_anew(tmp_path):
    (tmp_path / "notice.md").write_text(NOTICE, "utf-8")
    (tmp_path / "rules.txt").write_text(RULES, "utf-8")
    files = [tmp_path / "notice.md", tmp_path / "rules.txt"]
    build_index(files, tmp_path / "index", load_embedder(None))
    remembers = open_assistant(Settings(index=str(tmp_path / "index")))
    history: list[str] = []
    for question, expected in TALK:
        warm = remembers.ask(question, history=history)
        anew = open_assistant(Settings(index=str(tmp_path / "index")))
        cold = anew.ask(question, history=history)
        assert (warm.text, warm.carried, warm.citations) == (
            cold.text, cold.carried, cold.citations
        )  # fmt: skip
        assert expected in warm.text, question
        history.append(question)


def test_a_record_whose_matter_is_too_long_for_a_question_is_told_all_the_same(tmp_path):
    matter = "新建社区食堂并配备厨房设备" * 200
    (tmp_path / "notice.md").write_text(NOTICE.replace("新建社区食堂12家", matter), "utf-8")
    build_index([tmp_path / "notice.md"], tmp_path / "index", load_embedder(None))
    assistant = open_assistant(Settings(index=str(tmp_path / "index")))
    answer = assistant.ask("东山市第1项由谁牵头?")
    assert answer.text.endswith("牵头单位是市民政局。[1][2][3]")


def test_only_the_values_used_last_are_kept():
    made = []

    def make(key: str) -> str:
        return recent.of(key, lambda: made.append(key) or key.upper())

    recent: Recent[str, str] = Recent(2)
    assert [make(key) for key in "ababcab"] == list("ABABCAB")
    assert made == ["a", "b", "c", "a", "b"]
    recent.put("b", "other")
    assert make("b") == "other"
