"""Listening: a port that is taken, an address that does not exist."""

from __future__ import annotations

import pytest

from assistant.web.server import ServerError, listen, serve
from tests.web_fakes import FakeAssistant, nowhere


def test_a_taken_port_is_an_error_that_names_the_remedy():
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ServerError) as caught:
            serve(FakeAssistant(), nowhere(), port=port)
    assert str(port) in caught.value.message and "--port" in caught.value.hint


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 99999), ("no such host", 0)])
def test_an_address_that_cannot_be_had_is_an_error(host, port):
    with pytest.raises(ServerError) as caught:
        listen(host, port)
    assert host in caught.value.message and "--port" in caught.value.hint
