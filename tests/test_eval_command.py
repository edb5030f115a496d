"""`minsheng eval`: exit statuses, messages and what it leaves in the folder."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from assistant.answers import Answer
from corpus.records import Document
from eval import command
from eval.cases import Case
from eval.evidence import absent_evidence
from eval.fingerprint import fingerprint
from eval.systems import search_with
from index.hits import Hit
from tests.eval_fakes import CASES, LEAD, NUMBER, FakeAssistant, answer, document, fake, passage


class FakeWhole(FakeAssistant):
    """The fake with the look-ups that the real assistant offers."""

    documents = (document(),)

    def search(self, words: str, *, k: int = 10) -> list[Hit]:
        return [Hit(passage(LEAD), document(), 1, 1.0)]


def parsed(*flags: str | Path) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return parser.parse_args([str(flag) for flag in flags])


def line(case: Case) -> dict[str, Any]:
    evidence = [{"doc": e.doc, "quote": e.quote} for e in case.evidence]
    return {"id": case.id, "question": case.question, "category": case.category,
            "answerable": case.answerable, "gold": [list(g) for g in case.gold],
            "evidence": evidence}  # fmt: skip


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    path = tmp_path / "q.jsonl"
    path.write_text("".join(json.dumps(line(c)) + "\n" for c in CASES), encoding="utf-8")
    return path


@pytest.fixture
def assistant(monkeypatch: pytest.MonkeyPatch) -> FakeAssistant:
    whole = FakeWhole(fake().answers)
    wiring: Any = ModuleType("assistant.wiring")
    wiring.open_assistant = lambda settings: whole
    monkeypatch.setitem(sys.modules, "assistant.wiring", wiring)
    return whole


def test_a_run_writes_all_files_and_prints_the_figures(
    questions: Path, assistant: FakeAssistant, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert command.run(parsed("--questions", questions, "--out", out)) == 0
    names = {p.name for p in out.iterdir()}
    assert names == {"predictions.jsonl", "scores.jsonl", "metrics.json", "report.html",
                     "report.md", "run.json"}  # fmt: skip
    printed = capsys.readouterr()
    assert "正确率 Right: 60.0 % 3/5" in printed.out
    assert "证据召回 @10 Evidence recall @10: 25.0 % 1/4" in printed.out
    assert "report.html" in printed.err


def test_floor_and_baseline_decide_between_nought_and_one(
    questions: Path, assistant: FakeAssistant, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, later = tmp_path / "out", tmp_path / "later"
    base = ("--questions", questions)
    assert command.run(parsed(*base, "--out", out, "--floor", "0.6")) == 0
    assert command.run(parsed(*base, "--out", out, "--floor", "0.61")) == 1
    assert "退步 regression: right 0.6000, floor 0.61" in capsys.readouterr().err
    assert command.run(parsed(*base, "--out", later, "--baseline", out / "metrics.json")) == 0
    assistant.answers["几家"] = answer("几家", "新建13家。", NUMBER)
    assert command.run(parsed(*base, "--out", later, "--baseline", out)) == 1
    assert "right 0.4000, baseline 0.6000" in capsys.readouterr().err
    assert "became wrong: 1" in (later / "report.md").read_text(encoding="utf-8")
    assert command.run(parsed(*base, "--out", later, "--baseline", out, "--tolerance", "0.5")) == 0


def test_compare_prints_the_flips_and_measures_nothing(
    questions: Path, assistant: FakeAssistant, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    a, b = tmp_path / "a", tmp_path / "b"
    command.run(parsed("--questions", questions, "--out", a))
    assistant.answers["几家"] = answer("几家", "新建13家。", NUMBER)
    command.run(parsed("--questions", questions, "--out", b))
    asked = len(assistant.asked)
    capsys.readouterr()
    assert command.run(parsed("--compare", a, b)) == 0
    assert "转错 / became wrong: 1\n- [number] 几家" in capsys.readouterr().out
    assert len(assistant.asked) == asked


def test_a_sample_is_drawn_by_the_seed_and_asked_in_both_scripts(
    questions: Path, assistant: FakeAssistant, tmp_path: Path
) -> None:
    def asked(*flags: str) -> list[str]:
        assistant.asked.clear()
        assert command.run(parsed("--questions", questions, "--out", tmp_path / "out", *flags)) == 0
        return list(assistant.asked)

    whole = [case.question for case in CASES]
    drawn = asked("--sample", "3", "--seed", "4")
    assert drawn == asked("--sample", "3", "--seed", "4")
    assert len(drawn) == 3 and drawn == [q for q in whole if q in drawn]
    assert asked("--sample", "99") == whole
    assert asked("--scripts") == [*whole, "誰牽頭", "幾家", "多長", "電話", "壞"]


def test_bad_input_exits_two_with_one_line(
    questions: Path, assistant: FakeAssistant, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"id": "a", "question": "几家"}\n{"id": "a"}\n', encoding="utf-8")
    other = tmp_path / "other.json"
    other.write_text('{"form": 1, "questions": "", "measures": {}}', encoding="utf-8")
    trials: Sequence[tuple[tuple[str | Path, ...], str]] = [
        (("--out", out), "缺少 missing --questions"),
        (("--questions", questions), "缺少 missing --out"),
        (("--questions", bad, "--out", out), "bad.jsonl:2: question 缺失"),
        (("--questions", questions, "--out", out, "--baseline", bad), "不是指标文件"),
        (("--questions", questions, "--out", out, "--baseline", other), "题集不同"),
        (("--questions", questions, "--out", questions), "无法写入 cannot write"),
        (("--compare", out, out), "无法读取 cannot read"),
    ]
    for flags, said in trials:
        assert command.run(parsed(*flags)) == 2
        error = capsys.readouterr().err.strip().splitlines()[-1]
        assert error.startswith("minsheng eval: ") and said in error
    assert not out.exists()
    assert command.run(parsed("--questions", bad, "--out", out, "--lenient")) == 0
    assert "跳过 skipped: 1\n  bad.jsonl:2: question 缺失" in capsys.readouterr().err


def test_evidence_that_no_document_holds_is_named() -> None:
    missing = Case("m", "q", evidence=(*CASES[0].evidence, *(CASES[1].evidence)))
    assert absent_evidence([missing], [document()]) == []
    bare = Document(id="d", source="900_y.txt", sha256="", title="", text=LEAD)
    assert absent_evidence([missing], [bare]) == ["m: [900] '新建食堂12家,补助3000元。'"]
    elsewhere = Document(id="d", source="901_y.txt", sha256="", title="", text=LEAD + NUMBER)
    assert len(absent_evidence([missing], [elsewhere])) == 2


def test_a_search_asks_with_the_conversation() -> None:
    words: list[str] = []

    def look(text: str, *, k: int = 10) -> list[Hit]:
        words.append(f"{text}/{k}")
        return [Hit(passage(LEAD), document(), 1, 1.0)]

    search = search_with(SimpleNamespace(search=look))
    assert [p.text for p in search(Case("c", "谁牵头", history=("食堂",)), 7)] == [LEAD]
    assert words == ["食堂 谁牵头/7"]


def test_the_fingerprint_changes_with_index_and_settings(tmp_path: Path) -> None:
    first = fingerprint(tmp_path, "s")
    assert first == fingerprint(tmp_path, "s") != fingerprint(tmp_path, "t")
    (tmp_path / "manifest.json").write_text("{}")
    assert first != fingerprint(tmp_path, "s")


def test_answers_stay_the_contracts_type() -> None:
    assert isinstance(fake().ask("谁牵头"), Answer)
