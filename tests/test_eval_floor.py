"""Our own questions, and the development questions where at hand, against a stated floor."""

import json
import os
import subprocess
import sys

import pytest

from assistant.settings import Settings
from assistant.wiring import open_assistant
from eval.legs import ALL_5, SEARCH, compare_ways, plain_questions, ways
from eval.observe import observer
from eval.readers import read_cases
from eval.run import How, evaluate
from index.build import build_index
from index.embedder import load_embedder
from tests.conftest import ROOT, SHARED


@pytest.fixture(scope="module")
def county_index(tmp_path_factory):
    folder = tmp_path_factory.mktemp("county")
    build_index([ROOT / "eval" / "sets" / "documents"], folder, load_embedder(None))
    return folder


@pytest.fixture(scope="module")
def county(county_index):
    """The assistant over the documents of the invented county."""
    return open_assistant(Settings(index=str(county_index)))


def measures_of(assistant, questions, out):
    cases, problems = read_cases([questions])
    assert problems == []
    return evaluate(observer(assistant), cases, out, How(progress=False))["measures"]


def test_our_own_questions_over_the_sample_corpus(sample, tmp_path):
    measured = measures_of(sample, ROOT / "eval" / "sets" / "sample.jsonl", tmp_path)
    assert measured["right"]["value"] >= 0.90
    assert measured["verbatim"]["value"] == 1.0
    assert measured["fully_cited"]["value"] >= 0.97


def test_the_development_questions_over_the_real_documents(real, tmp_path):
    questions = SHARED / "eval" / "dev.jsonl"
    if not questions.is_file():
        pytest.skip("../shared/eval is not here")
    measured = measures_of(real, questions, tmp_path)
    assert measured["right"]["value"] >= 0.92
    assert measured["verbatim"]["value"] == 1.0
    assert measured["fully_cited"]["value"] >= 0.97


def test_our_own_questions_over_the_county_documents(county, tmp_path):
    measured = measures_of(county, ROOT / "eval" / "sets" / "county.jsonl", tmp_path)
    assert measured["right"]["value"] >= 0.65
    assert measured["verbatim"]["value"] == 1.0


def test_two_processes_give_the_same_figures_to_the_last_digit(county_index, tmp_path):
    start = "import sys; from assistant.cli import main; sys.exit(main(sys.argv[1:]))"
    questions = ROOT / "eval" / "sets" / "county.jsonl"
    for seed, workers in (("1", "1"), ("2", "3")):
        words = ["eval", "--questions", questions, "--index", county_index]
        words += ["--out", tmp_path / seed, "--concurrency", workers]
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run([sys.executable, "-c", start, *map(str, words)], check=True, cwd=ROOT,
                       env=environment, capture_output=True)  # fmt: skip
    one, two = tmp_path / "1", tmp_path / "2"
    for name in ("scores.jsonl", "report.md"):
        assert (one / name).read_bytes() == (two / name).read_bytes()
    figures = [json.loads((out / "metrics.json").read_text("utf-8")) for out in (one, two)]
    assert all(f.pop("latency_ms")["p50"] > 0 for f in figures)
    assert figures[0] == figures[1]


def shares_found(assistant, questions):
    """Share of the plain questions with all evidence in the first five passages, by style."""
    cases, _ = read_cases([questions])
    found = plain_questions(cases)
    return {
        style: compare_ways({"": ways(assistant)[SEARCH]}, some)[""].values[ALL_5]
        for style, some in found.items()
    }


def test_a_search_finds_all_evidence_of_our_own_questions(sample):
    found = shares_found(sample, ROOT / "eval" / "sets" / "sample.jsonl")
    assert found[""] >= 0.92
    assert found["english"] >= 0.9


def test_a_search_finds_all_evidence_of_the_development_questions(real):
    questions = SHARED / "eval" / "dev.jsonl"
    if not questions.is_file():
        pytest.skip("../shared/eval is not here")
    found = shares_found(real, questions)
    assert found[""] >= 0.95
    assert found["english"] >= 0.9
    assert found["colloquial"] >= 0.93
