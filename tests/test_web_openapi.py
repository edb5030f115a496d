"""Requests made from the OpenAPI document, well and ill formed: no fault, replies as described."""

from __future__ import annotations

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from assistant.store.store import Store
from assistant.web.app import create_app
from tests.web_fakes import FakeAssistant, nowhere

_CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
_BOUNDED = settings(
    max_examples=40, derandomize=True, database=None, deadline=None,
    phases=(Phase.explicit, Phase.generate), suppress_health_check=list(HealthCheck),
)  # fmt: skip


def _operations():
    """Method, path and mode; what has neither body nor query cannot be asked for ill formed."""
    for path, item in _document()["paths"].items():
        for method, operation in item.items():
            yield method.upper(), path, GenerationMode.POSITIVE
            given_in = {p["in"] for p in operation.get("parameters", ())}
            if "requestBody" in operation or "query" in given_in:
                yield method.upper(), path, GenerationMode.NEGATIVE


def _document():
    with TestClient(create_app(FakeAssistant(), nowhere())) as client:
        return client.get("/api/openapi.json").json()


@pytest.fixture(scope="module")
def described(invented, tmp_path_factory):
    """The API over real answers, as its own document describes it."""
    store = Store(tmp_path_factory.mktemp("openapi") / "memory.sqlite3")
    return schemathesis.openapi.from_asgi("/api/openapi.json", create_app(invented, store))


@pytest.mark.parametrize(("method", "path", "mode"), _operations())
def test_no_request_ends_in_a_fault_and_each_reply_is_as_described(described, method, path, mode):
    operation = described[path][method]

    @_BOUNDED
    @given(case=operation.as_strategy(generation_mode=mode))
    def asked(case):
        case.call_and_validate(checks=_CHECKS)

    asked()
