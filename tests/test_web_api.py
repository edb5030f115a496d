"""The HTTP API over a small assistant."""

from __future__ import annotations

import json
import re

import pytest
from fastapi.testclient import TestClient

from assistant.store.store import Store
from assistant.web.app import create_app
from tests.web_fakes import LIST, FakeAssistant, nowhere


@pytest.fixture(scope="module")
def memory():
    return nowhere()


@pytest.fixture(scope="module")
def client(memory):
    app = create_app(FakeAssistant(), memory)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def _ask(client: TestClient, **body: object):
    return client.post("/api/ask", json=body)


def test_ask_gives_the_contract_answer(client):
    reply = _ask(client, question="长者食堂谁牵头?")
    assert reply.status_code == 200
    answer = reply.json()
    assert answer == FakeAssistant().ask("长者食堂谁牵头?").to_json()
    cited = answer["citations"][0]
    assert LIST.text[cited["start"] : cited["end"]] == cited["quote"] == "江河市民政局"


def test_history_is_handed_on(client):
    answer = _ask(client, question="公交呢", history=["长者食堂谁牵头?"]).json()
    assert answer["carried"] == {"place": "江河市"}


@pytest.mark.parametrize("stream", [False, True])
def test_what_was_carried_over_can_be_dropped(client, stream):
    body = {"question": "公交呢", "history": ["长者食堂谁牵头?"], "drop": ["place"]}
    text = _ask(client, **body, stream=stream).text
    assert '"carried":{}' in text.replace(" ", "")
    assert _ask(client, **{**body, "drop": ["nonsense"]}).status_code == 422


def test_streaming_sends_the_pieces_then_the_answer(client):
    reply = _ask(client, question="长者食堂谁牵头?", stream=True)
    assert reply.headers["content-type"].startswith("text/event-stream")
    events = [block.split("\n") for block in reply.text.strip().split("\n\n")]
    names = [lines[0].removeprefix("event: ") for lines in events]
    data = [json.loads(lines[1].removeprefix("data: ")) for lines in events]
    assert names == ["piece"] * (len(events) - 1) + ["answer"]
    assert "".join(d["text"] for d in data[:-1]) == data[-1]["answer"]


@pytest.mark.parametrize("stream", [False, True])
def test_a_question_that_cannot_be_read_is_a_400_with_its_remedy(client, stream):
    reply = _ask(client, question=" ", stream=stream)
    assert reply.status_code == 400
    assert reply.json() == {"error": "问题是空的。", "hint": "请输入问题。"}
    assert _ask(client, question="长" * 100_000, stream=stream).status_code == 400


@pytest.mark.parametrize(
    "body", ["{", "[]", '{"question": 3}', '{"history": []}', '{"question": "a", "x": 1}']
)
def test_a_malformed_request_is_a_422_in_the_same_form(client, body):
    reply = client.post("/api/ask", content=body, headers={"content-type": "application/json"})
    assert reply.status_code == 422
    assert set(reply.json()) == {"error", "hint"} and "格式不对" in reply.json()["error"]


def test_a_failure_inside_is_a_500_that_tells_no_detail(client):
    reply = _ask(client, question="boom")
    assert reply.status_code == 500
    assert "程序内部出错" in reply.json()["error"] and "secret" not in reply.text


def test_a_stream_that_breaks_off_ends_with_an_error_event():
    class Breaking(FakeAssistant):
        def stream(self, question, *, history=(), scope=None, drop=()):
            yield "一半"
            raise ZeroDivisionError("secret")

    with TestClient(create_app(Breaking(), nowhere())) as client:
        reply = client.post("/api/ask", json={"question": "问", "stream": True})
    assert reply.text.startswith('event: piece\ndata: {"text": "一半"}\n\nevent: error\n')
    assert "secret" not in reply.text


def test_filters_narrow_what_may_answer_and_unknown_ones_are_a_400(client):
    asked = {"question": "长者食堂谁牵头?"}
    one = _ask(client, **asked, filters={"regions": ["江河市"], "levels": ["市"], "years": [2031]})
    assert one.json()["citations"][0]["doc_id"] == "d1"
    other = _ask(client, **asked, filters={"doc_ids": ["d3"]})
    assert other.json()["abstained"] and other.json()["citations"] == []
    for stream in (False, True):
        unknown = _ask(client, **asked, filters={"regions": ["无名县"]}, stream=stream)
        assert unknown.status_code == 400
        assert unknown.json()["hint"] == "可选 known: 江河市"
    assert _ask(client, **asked, filters={"cities": ["江河市"]}).status_code == 422


GIVEN = {"question": "谁牵头?", "answer": "市民政局[1]。", "verdict": "down"}


def test_feedback_is_kept_masked_and_a_later_reason_replaces_the_first(client, memory):
    first = client.post("/api/feedback", json=GIVEN)
    later = {**GIVEN, "verdict": "up", "reason": "请打13912345678", "id": first.json()["id"]}
    assert client.post("/api/feedback", json=later).json() == first.json()
    (kept,) = memory.feedback.all()
    assert (kept.question, kept.verdict, kept.reason) == ("谁牵头?", "up", "请打[手机号]")


@pytest.mark.parametrize(
    "change", [{"verdict": "maybe"}, {"reason": "长" * 2001}, {"id": "../x"}, {"question": ""}]
)
def test_feedback_that_is_malformed_is_a_422(client, change):
    assert client.post("/api/feedback", json={**GIVEN, **change}).status_code == 422


def test_feedback_that_cannot_be_kept_is_a_503_and_questions_are_still_answered(tmp_path):
    with TestClient(create_app(FakeAssistant(), Store(tmp_path))) as broken:  # a folder, no file
        reply = broken.post("/api/feedback", json=GIVEN)
        assert reply.status_code == 503 and "数据库" in reply.json()["error"]
        assert str(tmp_path) not in reply.text  # where it lies is for the log
        assert "长者食堂由江河市民政局牵头" in _ask(broken, question="长者食堂?").json()["answer"]


def test_search_gives_passage_lines_best_first(client):
    hits = client.get("/api/search", params={"q": "牵头", "k": 2}).json()
    assert [(h["id"], h["rank"], h["score"]) for h in hits] == [("d1-1", 1, 1.0), ("d1-2", 2, 0.5)]
    assert hits[0]["fields"]["牵头单位"] == ["江河市民政局"]
    assert client.get("/api/search", params={"q": "x", "k": 0}).status_code == 422


def test_search_is_narrowed_by_filters_and_an_unknown_one_is_a_400(client):
    def found(**filters: object) -> list[str]:
        return [h["id"] for h in client.get("/api/search", params={"q": "公交", **filters}).json()]

    assert found(region="江河市", level="市", year=["2031"], doc_id=["d1", "d3"]) == ["d1-3"]
    assert found(doc_id="d3") == []
    reply = client.get("/api/search", params={"q": "公交", "level": "省"})
    assert (reply.status_code, reply.json()["hint"]) == (400, "可选 known: 市")


def test_search_is_narrowed_by_filters_and_an_unknown_value_is_refused(client):
    def ids(**filters):
        return [h["id"] for h in client.get("/api/search", params={"q": "牵头", **filters}).json()]

    assert ids(region="江河市", document=LIST.title, kind="item") == ["d1-1", "d1-2", "d1-3"]
    assert ids(document="d3") == []
    refused = client.get("/api/search", params={"q": "牵头", "unit": "无名局"})
    assert refused.status_code == 400
    assert "'无名局'" in refused.json()["error"]


def test_documents_and_passages_can_be_read(client):
    documents = client.get("/api/documents").json()
    assert [d["id"] for d in documents] == ["d1", "d/2 ?", "d3"]
    assert documents[0]["characters"] == len(LIST.text) and "text" not in documents[0]
    assert client.get("/api/documents/d1").json() == documents[0]
    passages = client.get("/api/documents/d1/passages", params={"offset": 1, "limit": 1}).json()
    assert [p["id"] for p in passages] == ["d1-2"]
    assert client.get("/api/passages/d1-2").json() == passages[0]


@pytest.mark.parametrize("path", ["documents/d9", "documents/d9/passages", "passages/p9"])
def test_an_unknown_document_or_passage_is_a_404_with_its_remedy(client, path):
    reply = client.get(f"/api/{path}")
    assert reply.status_code == 404 and set(reply.json()) == {"error", "hint"}


def test_the_reader_page_marks_the_place_and_runs_no_script(client):
    start = LIST.text.index("长者食堂")
    page = client.get(f"/read/d1?start={start}&end={start + 4}")
    assert '<mark id="place">长者食堂</mark>' in page.text
    assert page.headers["content-security-policy"].startswith("default-src 'none'")


def test_health_and_readiness(client):
    assert client.get("/healthz").json() == {"status": "ok", "documents": 3}
    assert client.get("/readyz").status_code == 200
    with TestClient(create_app(FakeAssistant(documents=()), nowhere())) as bare:
        assert bare.get("/healthz").status_code == 200
        reply = bare.get("/readyz")
        assert (reply.status_code, reply.json()) == (503, {"status": "empty", "documents": 0})


def test_openapi_names_every_route_with_examples_and_loads_nothing_from_elsewhere(client):
    schema = client.get("/api/openapi.json").json()
    assert set(schema["paths"]) == {
        "/api/ask", "/api/ask/table", "/api/search", "/api/documents", "/api/documents/{doc_id}",
        "/api/documents/{doc_id}/passages", "/api/passages/{passage_id}",
        "/api/feedback", "/healthz", "/readyz", "/metrics", "/v1/models", "/v1/models/{model}",
        "/v1/chat/completions",
    }  # fmt: skip
    models = schema["components"]["schemas"]
    shown = (
        "AskRequest", "AnswerReply", "ChatRequest", "FeedbackRequest", "FeedbackReply", "HitReply",
        "PassageReply", "DocumentReply", "Problem", "State",
    )  # fmt: skip
    for name in shown:
        (example,) = models[name]["examples"]
        assert example and set(example) <= set(models[name]["properties"])
    assert client.get("/docs").status_code == 404


def test_the_page_is_served_at_the_root_in_its_own_fonts(client):
    page = client.get("/")
    assert page.status_code == 200 and "民生问答 Minsheng" in page.text
    assert "fonts.googleapis" not in page.text
    theme = client.get("/theme.css").text
    assert not re.search(r"@import|url\(['\"]?(https?:)?//", theme)


def test_gradios_open_upload_route_takes_no_files(client):
    reply = client.post("/gradio_api/upload", files={"files": ("a.txt", b"x" * 5000)})
    assert reply.status_code == 413


def test_the_table_of_an_answer_is_a_file(client):
    reply = client.post("/api/ask/table?form=csv", json={"question": "各事项的牵头单位有哪些?"})
    assert reply.headers["content-type"].startswith("text/csv")
    assert reply.headers["content-disposition"] == 'attachment; filename="answer.csv"'
    rows = reply.content.decode("utf-8-sig").splitlines()
    assert rows[0] == "事项,牵头单位,数值"
    assert rows[1].endswith(",江河市民政局,1000")
    book = client.post("/api/ask/table", json={"question": "各事项的牵头单位有哪些?"})
    assert book.content.startswith(b"PK")
    none = client.post("/api/ask/table", json={"question": "公交线路新开几条?"})
    assert (none.status_code, "没有表格" in none.json()["error"]) == (400, True)
