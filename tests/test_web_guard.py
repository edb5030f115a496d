"""What holds for every request: headers, the limit on bodies, counts for Prometheus."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

from assistant.web.app import create_app
from assistant.web.guard import BODY_MAX, FramesError
from tests.web_fakes import FakeAssistant, nowhere


@pytest.fixture()
def client():
    app = create_app(FakeAssistant(), nowhere())
    local = ("127.0.0.1", 50000)  # counts are for this machine and for staff
    with TestClient(app, raise_server_exceptions=False, client=local) as client:
        yield client


def _values(client: TestClient) -> dict[str, float]:
    lines = client.get("/metrics").text.splitlines()
    return {
        name: float(value)
        for name, value in (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    }


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200), ("GET", "/api/documents", 200), ("GET", "/read/d1", 200),
        ("GET", "/no/such/page", 404), ("POST", "/api/ask", 500), ("POST", "/v1/nothing", 404),
        ("GET", "/metrics", 200), ("GET", "/theme.css", 200),
    ],
)  # fmt: skip
def test_every_reply_has_the_security_headers(client, method, path, status):
    reply = client.request(method, path, json={"question": "boom"} if method == "POST" else None)
    assert reply.status_code in (status, 405)
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert reply.headers["referrer-policy"] == "same-origin"
    assert reply.headers["x-frame-options"] == "SAMEORIGIN"
    policy = reply.headers["content-security-policy"]
    assert policy.endswith("frame-ancestors 'self'")
    assert policy.startswith("default-src 'none'") is path.startswith("/read")


def test_other_hosts_may_embed_the_page_where_that_is_set():
    frames = "'self' https://www.example.org"
    with TestClient(create_app(FakeAssistant(), nowhere(), frames=frames)) as client:
        headers = client.get("/healthz").headers
    assert headers["content-security-policy"] == f"frame-ancestors {frames}"
    assert "x-frame-options" not in headers


@pytest.mark.parametrize("frames", ["", "'self'; script-src *", "a\r\nb", "a,b"])
def test_a_setting_that_is_no_list_of_hosts_is_an_error(frames):
    with pytest.raises(FramesError, match="frames"):
        create_app(FakeAssistant(), nowhere(), frames=frames)


def _parts(size: int):
    yield b'{"question": "'
    for _ in range(size // 1000):
        yield b"x" * 1000
    yield b'"}'


@pytest.mark.parametrize("path", ["/api/ask", "/v1/chat/completions"])
@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_over_the_limit_is_a_413_in_the_form_of_its_path(client, path, chunked):
    content = _parts(BODY_MAX + 5000) if chunked else b"x" * (BODY_MAX + 1)
    reply = client.post(path, content=content, headers={"content-type": "application/json"})
    assert reply.status_code == 413
    told = reply.json()["error"]
    assert "太大" in (told if path == "/api/ask" else told["message"])
    assert reply.headers["x-content-type-options"] == "nosniff"


def test_a_body_just_under_the_limit_is_read(client):
    question = "长" * ((BODY_MAX - 100) // 3)
    body = '{"question": "' + question + '"}'
    reply = client.post(
        "/api/ask", content=body.encode(), headers={"content-type": "application/json"}
    )
    assert reply.status_code == 400 and "问题太长" in reply.json()["error"]


def test_answers_abstentions_failures_and_requests_are_counted(client):
    before = _values(client)
    assert before['minsheng_answers_total{mode="structured"}'] == 0
    for question in ("长者食堂?", "长者食堂?", "公交?", "星际?", "", "boom"):
        client.post("/api/ask", json={"question": question})
    client.post("/api/ask", json={"question": "公交?", "stream": True})
    after = _values(client)
    assert after['minsheng_answers_total{mode="structured"}'] == 2
    assert after['minsheng_answers_total{mode="extractive"}'] == 2
    assert after["minsheng_abstentions_total"] == 1
    assert after['minsheng_failures_total{kind="refused"}'] == 1
    assert after['minsheng_failures_total{kind="inside"}'] == 1
    assert after['minsheng_http_requests_total{method="POST",status="200"}'] == 5
    assert after['minsheng_http_requests_total{method="POST",status="400"}'] == 1
    assert after['minsheng_http_requests_total{method="POST",status="500"}'] == 1
    assert after["minsheng_documents"] == 3
    assert after["minsheng_answer_seconds_count"] == 5


def test_the_histogram_is_cumulative_and_in_prometheus_form(client):
    client.post("/api/ask", json={"question": "公交?"})
    reply = client.get("/metrics")
    assert reply.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    counts = [int(c) for c in re.findall(r"_bucket\{le=\"[\d.+Inf]+\"\} (\d+)", reply.text)]
    assert counts == sorted(counts) and counts[-1] == 1
    names = re.findall(r"^# TYPE (\w+) (\w+)$", reply.text, re.M)
    assert dict(names)["minsheng_answer_seconds"] == "histogram"
    assert len(names) == len(set(names)) == 7
