"""Servers measured by URL: ours and any OpenAI-compatible one; faults, kills and resumption."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.web.screenshots import running
from eval import command
from eval.cases import Case, Evidence
from eval.collect import collect
from eval.errors import EvalError
from eval.remote import Remote, abstains, open_remote, read_phrases
from eval.run import How, evaluate
from eval.web_client import WebClient
from tests.eval_server import HANG_UP, Reply, chatting, completion
from tests.test_eval_command import parsed
from tests.web_fakes import FakeAssistant

QUIET = How(run="r", progress=False)
MEALS = Case("meals", "长者食堂谁牵头?", category="lead", answerable=True,
             gold=(("江河市民政局",),), evidence=(Evidence("list", "江河市民政局"),))  # fmt: skip
NONE = Case("none", "谁发射火箭?", category="unanswerable", answerable=False)
MANY = [Case(f"q{i}", f"第{i}问", answerable=True, gold=((f"答{i}",),)) for i in range(12)]


def remote(url: str, **options: Any) -> Remote:
    return open_remote(WebClient(url, patience=options.pop("patience", 30.0)), **options)


def echo(question: str) -> Reply:
    """第3问 is answered 答3."""
    return completion(question.replace("第", "答").replace("问", "。"))


@pytest.fixture(scope="module")
def ours() -> Iterator[str]:
    with running(FakeAssistant()) as url:
        yield url


def test_our_server_is_measured_with_citations_passages_and_regions(
    ours: str, tmp_path: Path
) -> None:
    found = Case("buses", "3.新开通勤公交线路12条", answerable=True, gold=(("12条",),),
                 evidence=(Evidence("list", "新开通勤公交线路12条"),))  # fmt: skip
    server = remote(ours)
    how = How(regions=server.regions, progress=False)
    figures = evaluate(server.observe, [MEALS, NONE, found], tmp_path, how)
    shares = {name: (m["hits"], m["of"]) for name, m in figures["measures"].items()}
    assert shares["right"] == (3, 3) and shares["fully_cited"] == (2, 2)
    assert shares["verbatim"] == (3, 3) and shares["figure_accuracy"] == (2, 2)
    assert shares["recall_1"] == (1, 2)  # the fake finds passages that hold the very words
    assert figures["by"]["region"]["江河市"]["right"]["of"] == 2
    assert figures["latency_ms"]["p50"] > 0
    line = json.loads((tmp_path / "predictions.jsonl").read_text(encoding="utf-8").splitlines()[0])
    assert line["id"] == "meals" and line["citations"][0]["quote"] == "江河市民政局"


def test_a_question_that_our_server_cannot_read_is_a_fault_of_that_question(ours: str) -> None:
    line = remote(ours).observe(Case("long", "长" * 6000))
    assert line["observed"]["error"].startswith("HTTP 400: ") and "问题太长" in str(line)


def test_our_own_openai_form_gives_citations_and_the_abstention(ours: str) -> None:
    server = remote(f"{ours}v1")
    meals, none = server.observe(MEALS), server.observe(NONE)
    assert [c["quote"] for c in meals["citations"]] == ["江河市民政局", "开设长者食堂40家"]
    assert (meals["abstained"], none["abstained"]) == (False, True)


def test_another_product_is_asked_in_a_conversation_and_counts_tokens(tmp_path: Path) -> None:
    replies = {
        "甲?": completion("<think>嗯</think>甲是1。"),
        "乙?": completion("乙是答案[1]。", usage={"total_tokens": 40}, citations=["http://x"]),
        "丙?": completion("抱歉,資料中沒有說明。另见甲。", usage={"total_tokens": 20}),
    }
    asked = Case("b", "乙?", history=("甲?",), answerable=True, gold=(("答案",),))
    silent = Case("c", "丙?", answerable=False)
    with chatting(replies.__getitem__) as seen:
        figures = evaluate(remote(seen.url).observe, [asked, silent], tmp_path, QUIET)
    assert seen.bodies[1]["messages"] == [
        {"role": "user", "content": "甲?"}, {"role": "assistant", "content": "甲是1。"},
        {"role": "user", "content": "乙?"},
    ]  # fmt: skip
    assert seen.bodies[0]["model"] == "m0" and seen.bodies[0]["temperature"] == 0
    measures = figures["measures"]
    assert (measures["right"]["hits"], measures["right"]["of"]) == (2, 2)
    assert measures["abstention_recall"]["value"] == 1.0 and measures["tokens"]["value"] == 30
    assert "verbatim" not in measures and "recall_1" not in measures


def test_abstentions_are_told_by_the_first_sentence_alone(tmp_path: Path) -> None:
    phrases = read_phrases()
    assert abstains("根据现有资料,无法确定牵头单位。", phrases)
    assert abstains("I don't know.", phrases) and abstains("", phrases)
    assert not abstains("由市民政局牵头。资料没有说明时限。", phrases)
    own = tmp_path / "p.txt"
    own.write_text("# 注\n查无此事\n", encoding="utf-8")
    assert read_phrases(own) == ("查无此事",)
    assert abstains("查無此事!", read_phrases(own)) and not abstains("抱歉。", read_phrases(own))


def test_questions_at_a_time_give_the_same_files_in_the_cases_order(tmp_path: Path) -> None:
    with chatting(echo) as seen:
        for name, workers in (("one", 1), ("many", 5)):
            how = How(run="r", workers=workers, progress=False)
            evaluate(remote(seen.url).observe, MANY, tmp_path / name, how)
    for name in ("metrics.json", "scores.jsonl", "report.md"):
        both = [tmp_path / folder / name for folder in ("one", "many")]
        texts = [json.loads(p.read_text("utf-8")) | {"latency_ms": 0} if name == "metrics.json"
                 else p.read_text("utf-8") for p in both]  # fmt: skip
        assert texts[0] == texts[1], name
    lines = (tmp_path / "many" / "predictions.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["id"] for line in lines] == [case.id for case in MANY]


def test_a_server_that_comes_back_is_waited_for(tmp_path: Path) -> None:
    faults = iter([(HANG_UP, {}), (503, {}), (429, {})])
    with chatting(lambda q: next(faults, None) or echo(q)) as seen:
        figures = evaluate(remote(seen.url).observe, MANY[:2], tmp_path, QUIET)
    assert figures["counts"]["right"] == 2 and len(seen.bodies) == 5


def test_a_fault_of_one_question_is_recorded_and_the_others_go_on(tmp_path: Path) -> None:
    replies = {"第0问": (500, {"error": "boom"}), "第1问": (200, b"<html>"), "第2问": (200, [])}
    with chatting(lambda q: replies.get(q) or echo(q)) as seen:
        figures = evaluate(remote(seen.url).observe, MANY[:4], tmp_path, QUIET)
    assert figures["counts"]["right"] == 1 and figures["why"] == {"error": 3}
    lines = [
        json.loads(x) for x in (tmp_path / "predictions.jsonl").read_text("utf-8").split("\n")[:3]
    ]
    errors = [line["observed"]["error"] for line in lines]
    assert errors[0].startswith("HTTP 500") and "boom" in errors[0]
    assert "no JSON" in errors[1] and "another form" in errors[2]


@pytest.mark.parametrize("workers", [1, 3])
def test_a_server_that_goes_away_is_said_and_nothing_measured_is_lost(
    tmp_path: Path, workers: int
) -> None:
    left = iter(range(5))
    with chatting(lambda q: (HANG_UP, {}) if next(left, None) is None else echo(q)) as seen:
        away = remote(seen.url, patience=0.0)
        with pytest.raises(EvalError, match="服务没有回应 the server does not answer") as caught:
            collect(away.observe, MANY, tmp_path, run="r", workers=workers, progress=False)
        assert f"已测 5/12 题,存于 kept in {str(tmp_path)!r}" in caught.value.hint
    whole = tmp_path / "whole"
    with chatting(echo) as seen:
        figures = evaluate(remote(seen.url).observe, MANY, tmp_path, QUIET)
        assert len(seen.bodies) == 7  # only those that were left
        evaluate(remote(seen.url).observe, MANY, whole, QUIET)
    assert figures["counts"]["right"] == 12
    assert (tmp_path / "scores.jsonl").read_bytes() == (whole / "scores.jsonl").read_bytes()


def test_a_killed_process_goes_on_where_it_stood(tmp_path: Path) -> None:
    questions = tmp_path / "q.jsonl"
    lines = ({"id": c.id, "question": c.question, "gold": [list(c.gold[0])]} for c in MANY)
    questions.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    held, asked = threading.Event(), threading.Semaphore(0)

    def held_back(question: str) -> Reply:
        if question in ("第6问", "第8问") and not held.is_set():
            asked.release()
            held.wait(120)
        return echo(question)

    with chatting(held_back) as seen:
        flags = ["--questions", str(questions), "--url", seen.url, "--concurrency", "2"]
        start = "import sys; from assistant.cli import main; sys.exit(main(sys.argv[1:]))"
        words = [sys.executable, "-c", start, "eval", *flags, "--out", str(tmp_path / "killed")]
        process = subprocess.Popen(words, stderr=subprocess.DEVNULL)
        assert asked.acquire(timeout=120) and asked.acquire(timeout=120)
        process.kill()
        process.wait(30)
        held.set()
        kept = (tmp_path / "killed" / "predictions.jsonl").read_bytes().count(b"\n")
        before = len(seen.bodies)
        assert command.run(parsed(*flags, "--out", tmp_path / "killed")) == 0
        assert kept == 7 and len(seen.bodies) - before == 5
        assert command.run(parsed(*flags, "--out", tmp_path / "whole")) == 0
    killed, whole = ((tmp_path / n / "scores.jsonl").read_bytes() for n in ("killed", "whole"))
    assert killed == whole and killed.count(b'"right": true') == 12


def test_what_cannot_be_measured_is_said_in_one_line(
    ours: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    questions = tmp_path / "q.jsonl"
    questions.write_text('{"id": "a", "question": "第1问", "gold": [["答1"]]}\n', encoding="utf-8")
    with chatting(echo, models=2) as two, chatting(lambda q: (401, {})) as denied:
        base = two.url.removesuffix("/v1")
        judged = ("--model", "m", "--judge", "http://x/v1")
        trials = [
            (("--url", two.url), "the server names 2 models"),
            (("--url", base), "不是民生问答 not a Minsheng server"),
            (("--url", f"{base}/other/v1", "--model", "m"), "HTTP 404"),
            (("--url", denied.url), "服务拒绝访问 the server refuses"),
            (("--url", two.url, "--abstains", tmp_path / "none"), "无法读取 cannot read"),
            (("--url", "ftp://x"), "服务没有回应"),
            (("--url", two.url, "--concurrency", "0"), "应大于零 must be above 0"),
            (("--url", two.url, *judged), "缺少 missing --judge-model"),
        ]
        for flags, said in trials:
            out = ("--questions", questions, "--out", tmp_path / "out")
            assert command.run(parsed(*out, *flags)) == 2
            error = capsys.readouterr().err.strip().splitlines()[-1]
            assert error.startswith("minsheng eval: ") and said in error


def test_a_key_of_the_settings_reaches_the_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINSHENG_LLM_KEY", "s3cret")
    questions = tmp_path / "q.jsonl"
    questions.write_text('{"id": "a", "question": "第1问", "gold": [["答1"]]}\n', encoding="utf-8")
    with chatting(echo) as seen:
        flags = ("--questions", questions, "--out", tmp_path / "out", "--url", seen.url)
        assert command.run(parsed(*flags)) == 0
        assert seen.keys == ["Bearer s3cret"]
    written = b"".join(p.read_bytes() for p in (tmp_path / "out").iterdir() if p.is_file())
    assert b"s3cret" not in written
