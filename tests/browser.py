"""A real browser for the tests: skips where there is none, fails where one is required."""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import expect

from assistant.web.screenshots import chromium

expect.set_options(timeout=20_000)  # milliseconds: a busy machine of two cores is slow, not wrong


def need_chromium() -> None:
    """Skip where there is no Chromium; fail where MINSHENG_REQUIRE_BROWSER=1 says it must be."""
    if chromium() is not None:
        return
    reason = "no chromium on this machine: apt-get install chromium fonts-noto-cjk"
    if os.environ.get("MINSHENG_REQUIRE_BROWSER") == "1":
        pytest.fail(reason)
    pytest.skip(reason)
