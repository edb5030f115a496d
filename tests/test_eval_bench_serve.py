"""The benchmark of many askers: what it counts, through the API and through the page's queue."""

from __future__ import annotations

import asyncio

import pytest

from assistant.web.screenshots import running
from eval.bench_serve import Tally, _function, by_api, by_queue, crowd, started
from eval.errors import EvalError
from tests.web_fakes import FakeAssistant


def _crowd(address, ask, question):
    return asyncio.run(crowd(address, ask, [question], clients=4, lasts=1.0, pause=0.05))


@pytest.fixture(scope="module")
def address():
    with running(FakeAssistant()) as url:
        yield url


@pytest.mark.parametrize("way", ["api", "queue"])
def test_answers_are_counted_and_so_are_questions_that_fail(address, way):
    number, inputs = _function(address)
    ask = by_api if way == "api" else by_queue(number, [None, "zh", *[""] * (inputs - 3)])
    good = _crowd(address, ask, "公交线路新开几条?")
    assert len(good.seconds) >= 4 and good.errors == []
    if way == "api":
        bad = _crowd(address, ask, "boom")
        assert bad.seconds == [] and "500" in bad.errors[0]


def test_a_server_that_is_not_there_is_an_error_and_no_answer():
    with running(FakeAssistant()) as gone:
        pass
    tally = _crowd(gone, by_api, "公交?")
    assert tally.seconds == [] and "ConnectError" in tally.errors[0]


def test_a_server_that_ends_at_once_is_told(tmp_path):
    with (
        pytest.raises(EvalError, match="no such thing"),
        started(["-c", "raise SystemExit('no such thing')"], 1, str(tmp_path)),
    ):
        pass


def test_a_row_gives_rate_and_percentiles():
    tally = Tally([0.1, 0.2, 0.3, 0.4], ["x"], 123.4)
    assert tally.row("a", 2.0) == ["a", "4", "1", "2.0", "200 / 300 / 400", "123"]
