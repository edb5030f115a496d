"""Our own questions, and the development questions where at hand, against a stated floor."""

import pytest

from eval.observe import observer
from eval.readers import read_cases
from eval.run import How, evaluate
from tests.conftest import ROOT, SHARED


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
