"""A language model as judge: on demand, resumable, never in place of the rule."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.settings import Settings
from assistant.writing.llm import ChatModel, open_chat
from eval import command
from eval.errors import EvalError
from eval.judge import read_verdicts, reference, verdict
from eval.observe import observer
from eval.run import How, evaluate
from tests.eval_fakes import CASES, fake
from tests.eval_server import chatting, completion
from tests.llm_server import Status, serving
from tests.test_eval_command import parsed


def judge_at(url: str) -> ChatModel:
    return open_chat(Settings(llm_url=url, llm_model="m", llm_timeout=30))


def says(prompt: str) -> str:
    """Right where the answer has the reference's 市民政局; undecided about roads."""
    if "公里" in prompt:
        return "说不清。"
    return "要点相符。\nRIGHT" if "由市民政局牵头" in prompt else "要点不全,不是 RIGHT。\nWRONG"


def test_verdicts_stand_beside_the_rule(tmp_path: Path) -> None:
    with serving(says) as server:
        how = How(judge=judge_at(server.url), progress=False)
        figures = evaluate(observer(fake()), CASES, tmp_path, how)
    plain = evaluate(observer(fake()), CASES, tmp_path / "plain", How(progress=False))
    assert figures["measures"]["right"] == plain["measures"]["right"]
    assert "judged_right" not in plain["measures"]
    judged, agreed = (figures["measures"][n] for n in ("judged_right", "judge_agreement"))
    assert (judged["hits"], judged["of"]) == (1, 2)  # the third was undecided
    assert (agreed["hits"], agreed["of"]) == (1, 2)  # the rule calls 12家 right
    asked = [user for _, user in server.prompts]
    assert len(asked) == 3 and "标准答案:市民政局" in asked[0] and "[1]" not in asked[0]
    assert read_verdicts(tmp_path) == {"lead": True, "number": False, "road": None}


def test_a_judge_that_goes_away_loses_no_verdict_and_goes_on(tmp_path: Path) -> None:
    gone = pytest.raises(EvalError, match=r"评判模型 judge: .*HTTP 400")
    with serving(says, says, Status(400)) as server, gone:
        how = How(run="r", judge=judge_at(server.url), progress=False)
        evaluate(observer(fake()), CASES, tmp_path, how)
    assistant = fake()
    with serving(says) as server:
        how = How(run="r", judge=judge_at(server.url), progress=False)
        evaluate(observer(assistant), CASES, tmp_path, how)
        assert len(server.requests) == 1 and assistant.asked == []
    assert read_verdicts(tmp_path) == {"lead": True, "number": False, "road": None}


def test_the_command_asks_the_judge_only_when_told_to(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    questions = tmp_path / "q.jsonl"
    questions.write_text('{"id": "a", "question": "谁?", "gold": [["市民政局"]]}\n', "utf-8")
    with serving(says) as server, chatting(lambda q: completion("由市民政局牵头")) as seen:
        flags = ("--questions", questions, "--url", seen.url, "--out", tmp_path / "out")
        assert command.run(parsed(*flags)) == 0 and server.requests == []
        assert command.run(parsed(*flags, "--judge", server.url, "--judge-model", "j")) == 0
        assert [r["model"] for r in server.requests] == ["j"]
    printed = capsys.readouterr().out
    assert printed.count("模型评判正确(仅供参照)") == 1
    line = json.loads((tmp_path / "out/judge/predictions.jsonl").read_text("utf-8"))
    assert line == {"id": "a", "verdict": True, "said": "要点相符。\nRIGHT"}


def test_the_last_word_is_the_verdict() -> None:
    assert verdict("先 WRONG 后 RIGHT") is True and verdict("RIGHT? WRONG") is False
    assert verdict("正确") is None
    assert reference(CASES[0]) == "市民政局" and reference(CASES[3]) == ""
