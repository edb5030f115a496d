"""The whole run with an assistant whose answers are known: figures, resumption, comparison."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.answers import Answer
from corpus.records import Passage
from eval.cases import Case
from eval.collect import collect
from eval.compare import compare, mcnemar, regressions
from eval.errors import EvalError
from eval.observe import observer
from eval.run import How, evaluate
from eval.scores import read_scores
from tests.eval_fakes import (
    ANSWERS,
    CASES,
    LEAD,
    NUMBER,
    ROAD,
    FakeAssistant,
    answer,
    case,
    fake,
    passage,
)

QUIET = How(run="r", progress=False)


def measured(out: Path, **changes: Answer) -> dict[str, Any]:
    assistant = FakeAssistant(ANSWERS | {a.question: a for a in changes.values()})
    return evaluate(observer(assistant), CASES, out, QUIET)


def share(figures: dict[str, Any], name: str) -> tuple[float, float]:
    return figures["measures"][name]["hits"], figures["measures"][name]["of"]


def test_every_figure_of_a_small_run_is_as_worked_out(tmp_path: Path) -> None:
    figures = measured(tmp_path)
    assert figures["counts"] == {"asked": 5, "judged": 5, "right": 3, "abstained": 1}
    assert figures["why"] == {"error": 1, "missing": 1}
    assert share(figures, "right") == (3, 5)
    assert share(figures, "fully_cited") == (2, 2)
    assert share(figures, "verbatim") == (3, 3)
    assert share(figures, "figure_accuracy") == (2, 4)  # 12, 3000 stand; 9 and 1500 do not
    assert share(figures, "abstention_precision") == (1, 1)
    assert share(figures, "abstention_recall") == (1, 1)
    assert share(figures, "over_abstention") == (0, 4)
    assert share(figures, "recall_1") == (3, 4)
    assert {k: v["right"]["value"] for k, v in figures["by"]["category"].items()} == {
        "lead": 1.0, "number": pytest.approx(1 / 3), "unanswerable": 1.0
    }  # fmt: skip
    assert figures["by"]["document"]["900"]["right"]["of"] == 4


def test_a_prediction_is_the_answers_json_with_its_id(tmp_path: Path) -> None:
    measured(tmp_path)
    lines = (tmp_path / "predictions.jsonl").read_text(encoding="utf-8").splitlines()
    first, last = json.loads(lines[0]), json.loads(lines[-1])
    contract = ANSWERS["谁牵头"].to_json() | {"id": "lead"}
    assert {key: first[key] for key in contract} == contract
    assert first["observed"]["verbatim"] == [True]
    assert last["observed"]["error"] == "坏了 broken 再试 (try again)"


def test_a_quote_that_is_not_the_documents_own_is_seen(tmp_path: Path) -> None:
    good = ANSWERS["谁牵头"]
    bent = replace(good, citations=(replace(good.citations[0], quote="由市财政局牵头"),))
    assert share(measured(tmp_path, bent=bent), "verbatim") == (2, 3)


def test_a_search_decides_the_retrieval_figures(tmp_path: Path) -> None:
    def search(case: Case, k: int) -> list[Passage]:
        return [passage(ROAD, "二、道路"), passage(LEAD), passage(NUMBER)][:k]

    figures = evaluate(observer(fake(), search), CASES, tmp_path, QUIET)
    assert share(figures, "recall_1") == (1, 4)  # the question that fails finds nothing
    assert share(figures, "recall_3") == (3, 4)
    assert figures["measures"]["mrr"]["value"] == pytest.approx((1 + 1 / 2 + 1 / 3) / 4, abs=1e-6)


def test_two_runs_give_the_same_files_to_the_last_digit(tmp_path: Path) -> None:
    for name in "ab":
        measured(tmp_path / name)
    for name in ("metrics.json", "scores.jsonl", "report.md"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


@pytest.mark.parametrize("kept", [0, 1, 40, 700, 2000])
def test_a_run_killed_anywhere_continues_to_the_same_result(tmp_path: Path, kept: int) -> None:
    measured(tmp_path / "whole")
    whole = (tmp_path / "whole" / "predictions.jsonl").read_bytes()
    out = tmp_path / "killed"
    broken = FakeAssistant(ANSWERS)
    collect(observer(broken), CASES, out, run="r", progress=False)
    (out / "predictions.jsonl").write_bytes(whole[:kept])
    again = fake()
    evaluate(observer(again), CASES, out, QUIET)
    assert len(again.asked) == len(CASES) - whole[:kept].count(b"\n")
    assert (out / "metrics.json").read_bytes() == (tmp_path / "whole/metrics.json").read_bytes()
    ids = [json.loads(x)["id"] for x in (out / "predictions.jsonl").read_bytes().splitlines()]
    assert ids == [case.id for case in CASES]


def test_another_run_other_questions_or_a_finished_run_start_anew(tmp_path: Path) -> None:
    evaluate(observer(fake()), CASES, tmp_path, QUIET)
    finished = fake()
    evaluate(observer(finished), CASES, tmp_path, QUIET)
    assert len(finished.asked) == 5
    collect(observer(fake()), CASES, tmp_path, run="r", progress=False)
    assert collect(observer(fake()), CASES, tmp_path, run="r", progress=False) == 5
    assert collect(observer(fake()), CASES, tmp_path, run="other", progress=False) == 0
    assert collect(observer(fake()), CASES[:4], tmp_path, run="other", progress=False) == 0


def test_an_unwritable_folder_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(EvalError, match="无法写入 cannot write"):
        evaluate(observer(fake()), CASES, tmp_path / "file", QUIET)


def test_a_question_without_gold_is_recorded_and_not_judged(tmp_path: Path) -> None:
    figures = evaluate(observer(fake()), [Case("x", "谁牵头")], tmp_path, QUIET)
    assert figures["counts"]["judged"] == 0
    assert "right" not in figures["measures"]


def test_confidence_gives_a_risk_curve(tmp_path: Path) -> None:
    class Sure:
        def __init__(self, inner: Answer, confidence: float) -> None:
            self.inner, self.confidence = inner, confidence

        def __getattr__(self, name: str) -> Any:
            return getattr(self.inner, name)

    answers: dict[str, Any] = {
        "谁牵头": Sure(ANSWERS["谁牵头"], 0.9), "多长": Sure(ANSWERS["多长"], 0.2)
    }  # fmt: skip
    figures = evaluate(observer(FakeAssistant(answers)), [CASES[0], CASES[2]], tmp_path, QUIET)
    assert figures["risk_coverage"]["points"] == [[0.5, 0.0], [1.0, 0.5]]


def test_comparison_names_the_questions_that_flipped(tmp_path: Path) -> None:
    measured(tmp_path / "a")
    mended = answer("多长", "修路150公里。[1]", ROAD)
    spoilt = answer("谁牵头", "由市财政局牵头。[1]", LEAD)
    measured(tmp_path / "b", mended=mended, spoilt=spoilt)
    a, b = (read_scores(tmp_path / name / "scores.jsonl") for name in "ab")
    found = compare(a, b)
    assert [s.id for s in found.gained] == ["road"]
    assert [s.id for s in found.lost] == ["lead"]
    assert found.p_value == 1.0
    assert found.shifts["right"].difference == 0
    assert found.shifts["containment"].questions == 4
    low, high = found.shifts["right"].interval
    assert low < 0 < high
    with pytest.raises(EvalError, match="no question in common"):
        compare(a, [replace(b[0], id="elsewhere")])


def test_mcnemar_is_the_exact_binomial_test() -> None:
    assert mcnemar(10, 0) == pytest.approx(2 / 1024)
    assert mcnemar(3, 1) == pytest.approx(2 * (1 + 4) / 16)


def test_a_gate_falls_only_for_a_measure_beyond_the_tolerance() -> None:
    baseline = {"measures": {"right": {"value": 0.8}, "verbatim": {"value": 1.0}}}
    now = {"measures": {"right": {"value": 0.79}}}
    assert regressions(baseline, now, tolerance=0.02) == [
        "verbatim not measured, baseline 1.0000, tolerance 0.02"
    ]
    both = {"measures": {"right": {"value": 0.79}, "verbatim": {"value": 1.0}}}
    assert regressions(baseline, both, tolerance=0.0) == [
        "right 0.7900, baseline 0.8000, tolerance 0.0"
    ]


def test_a_case_without_a_prediction_counts_as_wrong() -> None:
    from eval.scores import score_all

    scores = list(score_all([case("a", "q", ["x"]), case("b", "q", category="unanswerable")], []))
    assert [(s.right, s.why) for s in scores] == [(False, "missing"), (False, "unanswerable")]
