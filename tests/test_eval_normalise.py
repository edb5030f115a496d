"""The comparison form, against values written out and against the scorer that defines it."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.normalise import holds, normalise, normalised_answer

SCORER = Path(__file__).resolve().parents[2] / "shared" / "eval" / "score.py"
PIECES = [
    "武漢", "市民政局", "１２", "3", "0", ",000", ",", "、", "。", ".", "/", "%", "‰", "|", " ",
    "\n", "@@", "@", "万", "個", "-", "（", "Km", "③", "❶", "½", "\x1f", "乾隆", "頭髮", "+",
]  # fmt: skip
texts = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=2)), max_size=14).map("".join)


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    if not SCORER.is_file():
        pytest.skip("the scorer of ../shared/eval is not here")
    spec = importlib.util.spec_from_file_location("scorer", SCORER)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_marks_width_script_and_case_are_folded_away() -> None:
    assert normalise("武漢市(ＧＤＰ)增長 6％ 以上。") == "武汉市gdp增长6%以上"
    assert normalised_answer("由市民政局[1]牵头[12]。") == "由市民政局牵头"


def test_separate_numbers_stay_apart_and_thousands_join() -> None:
    assert normalise("10、20 | 30") == "10|2030"  # as the scorer: a bar beside a blank is dropped
    assert normalise("1,500 and 3.5/4.") == "1500and3.5/4"


def test_a_number_never_matches_inside_a_longer_one() -> None:
    assert holds(normalise("共20个"), "20个")
    assert not holds(normalise("共120个"), "20个")
    assert not holds(normalise("增长1.20个"), "20个")
    assert not holds(normalise("20.5%"), "20")
    assert holds(normalise("120个和20个"), "20个")
    assert not holds("x", "。")


@settings(max_examples=400, deadline=None)
@given(text=texts, wanted=texts)
def test_form_and_comparison_are_the_scorers(scorer: ModuleType, text: str, wanted: str) -> None:
    assert normalise(text) == scorer.norm(text)
    assert holds(normalise(text), wanted) == scorer.has(scorer.norm(text), wanted)
    half = text[len(text) // 3 :][:4]
    assert holds(normalise(text), half) == scorer.has(scorer.norm(text), half)
