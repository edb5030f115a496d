"""The benchmark of many askers: what it counts, through the API and through the open page."""

from __future__ import annotations

import asyncio

import pytest

from assistant.web.screenshots import running
from eval.askers import Page, by_api
from eval.bench_serve import Tally, crowd, started
from eval.errors import EvalError
from tests.web_fakes import FakeAssistant


def _crowd(address, ask, question):
    return asyncio.run(crowd(address, ask, [question], clients=4, lasts=1.0, pause=0.05))


@pytest.fixture(scope="module", params=[False, True], ids=["at once", "streams"])
def fake(request):
    fake = FakeAssistant()
    fake.streams = request.param
    return fake


@pytest.fixture(scope="module")
def address(fake):
    with running(fake) as url:
        yield url


@pytest.mark.parametrize("way", ["api", "page", "new conversations"])
def test_answers_are_counted_and_so_are_questions_that_fail(address, fake, way):
    page = Page.at(address)
    opens = {"api": by_api, "page": page.open, "new conversations": page.anew().open}[way]
    good = _crowd(address, opens, "公交线路新开几条?")
    assert len(good.seconds) >= 4 and good.errors == [] and len(good.openings) == 4
    before = {len(history) for _, history in fake.seen}
    fake.seen.clear()
    assert before == ({0} if way != "page" else set(range(max(before) + 1))) and before
    bad = _crowd(address, opens, "boom")
    assert bad.seconds == [] and bad.errors
    fake.seen.clear()


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
    tally = Tally([0.1, 0.2, 0.3, 0.4], [0.05], ["x"], 123.4)
    assert tally.row("a", 2.0, 0.1) == [
        "a", "4", "1", "2.0", "200 / 300 / 400", "50 / 50 / 50", "25", "123"
    ]  # fmt: skip
