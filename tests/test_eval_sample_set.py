"""The form of our own question set over the sample corpus. It does not ask the assistant."""

from __future__ import annotations

import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from eval.cases import CATEGORIES, STYLES, Case
from eval.normalise import holds_any, normalise
from eval.readers import read_cases

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
QUESTIONS = ROOT / "eval" / "sets" / "sample.jsonl"
DOCUMENTS = sorted((ROOT / "corpus" / "documents").glob("[0-9]*"))
RUN = 32  # the longest run of characters that may be like a source's, less one


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    return read_cases([QUESTIONS])[0]


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return {path.name[:3]: path.read_text(encoding="utf-8") for path in DOCUMENTS}


def squash(text: str) -> str:
    """NFKC without white space and without the noise marks of one source."""
    return "".join(unicodedata.normalize("NFKC", text).split()).replace("@@", "")


def runs(text: str) -> set[str]:
    """Every run of RUN characters that is not an enumeration (of units, say)."""
    found = (text[i : i + RUN] for i in range(len(text) - RUN + 1))
    return {run for run in found if run.count("、") < 3}


def test_no_two_sample_documents_begin_with_the_same_three_digits() -> None:
    assert [p.name[:3] for p in DOCUMENTS] == [str(100 + i) for i in range(8)]


def test_every_id_and_every_question_with_its_history_stands_once(cases: list[Case]) -> None:
    assert len({c.id for c in cases}) == len(cases) == 210
    assert len({(c.question, c.history) for c in cases}) == len(cases)


def test_every_category_and_style_occurs_at_least_seven_times(cases: list[Case]) -> None:
    categories = Counter(c.category for c in cases)
    styles = Counter(c.style for c in cases)
    assert {c for c in CATEGORIES if categories[c] < 7} == set()
    assert {s for s in STYLES if styles[s] < 7} == set()
    assert set(categories) == set(CATEGORIES)
    assert set(styles) == set(STYLES)


def test_one_question_in_five_is_unanswerable_and_ten_follow_another(cases: list[Case]) -> None:
    unanswerable = [c for c in cases if not c.answerable]
    assert {c.category for c in unanswerable} == {"unanswerable", "injection"}
    assert len(unanswerable) * 5 >= len(cases)
    assert sum(bool(c.history) for c in cases) >= 10


def test_only_answerable_questions_have_gold_and_evidence(cases: list[Case]) -> None:
    assert [c.id for c in cases if bool(c.gold) != c.answerable] == []
    assert [c.id for c in cases if bool(c.evidence) != c.answerable] == []


def test_every_quote_stands_in_its_document(cases: list[Case], texts: dict[str, str]) -> None:
    missing = [(c.id, e.quote) for c in cases for e in c.evidence if e.quote not in texts[e.doc]]
    assert missing == []


def test_every_gold_group_stands_in_a_quote_of_its_evidence(cases: list[Case]) -> None:
    unsupported = [
        (case.id, group)
        for case in cases
        for group in case.gold
        if not any(holds_any(normalise(e.quote), group) for e in case.evidence)
    ]
    assert unsupported == []


def test_no_gold_string_holds_a_forbidden_one(cases: list[Case]) -> None:
    clashes = [
        (case.id, gold)
        for case in cases
        for group in case.gold
        for gold in group
        if holds_any(normalise(gold), case.forbidden)
    ]
    assert clashes == []


def test_every_sample_document_is_asked_about_and_noted(cases: list[Case]) -> None:
    asked = Counter(doc for case in cases for doc in case.documents)
    assert {p.name[:3] for p in DOCUMENTS if asked[p.name[:3]] < 9} == set()
    note = (ROOT / "docs" / "sample-corpus.md").read_text(encoding="utf-8")
    assert [p.name for p in DOCUMENTS if f"`{p.name}`" not in note] == []


def test_sample_documents_are_in_our_own_words(texts: dict[str, str]) -> None:
    sources = sorted((SHARED / "corpus").glob("*.txt"))
    if not sources:
        pytest.skip("../shared/corpus is not here")
    originals = set().union(*(runs(squash(p.read_text(encoding="utf-8"))) for p in sources))
    copied = {name: sorted(runs(squash(text)) & originals)[:1] for name, text in texts.items()}
    assert copied == {name: [] for name in texts}


def test_no_question_is_one_of_the_development_questions(cases: list[Case]) -> None:
    path = SHARED / "eval" / "dev.jsonl"
    if not path.exists():
        pytest.skip("../shared/eval is not here")
    known = {(normalise(c.question), c.history) for c in read_cases([path])[0]}
    assert [c.id for c in cases if (normalise(c.question), c.history) in known] == []


COUNTY = ("county.jsonl", "county_unseen.jsonl")
COUNTY_DOCUMENTS = QUESTIONS.parent / "documents"


@pytest.fixture(scope="module", params=COUNTY)
def county(request: pytest.FixtureRequest) -> list[Case]:
    return read_cases([QUESTIONS.parent / request.param])[0]


@pytest.fixture(scope="module")
def county_texts() -> dict[str, str]:
    return {p.name[:3]: p.read_text(encoding="utf-8") for p in COUNTY_DOCUMENTS.iterdir()}


def test_the_sets_hold_over_three_hundred_questions_under_ids_of_their_own() -> None:
    files = [QUESTIONS, *(QUESTIONS.parent / name for name in (*COUNTY, "paraphrases.jsonl"))]
    assert set(QUESTIONS.parent.glob("*.jsonl")) == set(files)
    cases, _ = read_cases(files)
    assert len(cases) == 210 + 2 * 58 + 100
    assert len({(normalise(c.question), c.history) for c in cases}) == len(cases)


def test_paraphrases_want_what_the_question_wants_that_they_put_again(cases: list[Case]) -> None:
    originals = {c.id: c for c in cases}
    again, _ = read_cases([QUESTIONS, QUESTIONS.parent / "paraphrases.jsonl"])
    for case in again[len(cases) :]:
        one = originals[case.same_as]
        assert (case.gold, case.answerable, case.evidence) == (
            one.gold, one.answerable, one.evidence
        ), case.id  # fmt: skip
        assert case.question != one.question


def test_a_county_set_has_all_categories_and_styles_and_a_fifth_unanswerable(
    county: list[Case],
) -> None:
    assert {c.category for c in county} == set(CATEGORIES)
    assert {c.style for c in county} == set(STYLES)
    assert sum(not c.answerable for c in county) * 5 >= len(county)
    assert any(c.history for c in county) and any(c.same_as for c in county)


def test_every_point_of_a_county_set_stands_in_a_quote_of_its_document(
    county: list[Case], county_texts: dict[str, str]
) -> None:
    assert {d for c in county for d in c.documents} == set(county_texts)
    for case in county:
        assert bool(case.gold) == bool(case.evidence) == case.answerable, case.id
        quotes = [normalise(e.quote) for e in case.evidence]
        assert all(e.quote in county_texts[e.doc] for e in case.evidence), case.id
        assert all(any(holds_any(q, group) for q in quotes) for group in case.gold), case.id
        said = [normalise(gold) for group in case.gold for gold in group]
        assert not any(holds_any(gold, case.forbidden) for gold in said), case.id
