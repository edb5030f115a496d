"""The OpenAI-compatible API, asked by OpenAI's own client and by LangChain's."""

from __future__ import annotations

import json

import openai
import pytest
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage
from langchain_openai import ChatOpenAI

from assistant.answers import Answer
from assistant.web.screenshots import running
from tests.web_fakes import FakeAssistant

QUESTION = "长者食堂谁牵头?"
USER = [{"role": "user", "content": QUESTION}]
TEXT = "长者食堂由江河市民政局牵头[1],计划开设40家[2]。"
SOURCES = (
    "出处：\n"
    "- [1] “江河市民政局”（《江河市2031年为民办事清单》一第1项，江政办发〔2031〕7号，"
    "2031年2月5日）\n"
    "- [2] “开设长者食堂40家”（《江河市2031年为民办事清单》一第1项，江政办发〔2031〕7号，"
    "2031年2月5日）"
)


@pytest.fixture(scope="module")
def fake():
    return FakeAssistant()


@pytest.fixture(scope="module")
def base(fake):
    with running(fake) as url:
        yield f"{url}v1"


@pytest.fixture(scope="module")
def client(base):
    with openai.OpenAI(base_url=base, api_key="none", max_retries=0) as client:
        yield client


def _complete(client, messages=USER, **options):
    return client.chat.completions.create(model="minsheng", messages=messages, **options)


def test_the_models_are_listed_and_an_unknown_one_is_a_404(client):
    assert [m.id for m in client.models.list()] == ["minsheng"]
    assert client.models.retrieve("minsheng").object == "model"
    with pytest.raises(openai.NotFoundError, match="no such model") as caught:
        client.models.retrieve("other")
    assert caught.value.code == "not_found"


def test_the_reply_is_the_answer_with_its_sources_and_the_citations_stand_beside(client, fake):
    reply = _complete(client)
    assert reply.choices[0].message.content == f"{TEXT}\n\n{SOURCES}"
    assert (reply.choices[0].finish_reason, reply.object) == ("stop", "chat.completion")
    assert reply.citations == fake.ask(QUESTION).to_json()["citations"]
    assert reply.usage.total_tokens == 0


def test_earlier_user_messages_are_the_history_and_others_change_nothing(client, fake):
    messages = [
        {"role": "system", "content": "说英文"}, *USER,
        {"role": "assistant", "content": "……"},
        {"role": "user", "content": [{"type": "text", "text": "公交呢?"}]},
    ]  # fmt: skip
    reply = _complete(client, messages, temperature=0.2, max_tokens=5)
    assert fake.seen[-1] == ("公交呢?", (QUESTION,))
    assert reply.choices[0].message.content.startswith("新开12条[1]。")


def test_our_filters_can_be_sent_as_an_extra_field(client):
    reply = _complete(client, extra_body={"filters": {"doc_ids": ["d3"]}})
    assert reply.abstained is True
    with pytest.raises(openai.BadRequestError, match="可选 known: 江河市"):
        _complete(client, extra_body={"filters": {"regions": ["无名县"]}})


def test_an_abstention_is_its_text_without_sources(client):
    reply = _complete(client, [{"role": "user", "content": "星际旅行?"}])
    assert reply.choices[0].message.content == "资料库里没有这件事:没有足够接近的段落。"
    assert reply.citations == [] and reply.abstained is True


def test_a_table_is_given_in_markdown(client):
    content = _complete(client, [{"role": "user", "content": "各事项?"}]).choices[0].message.content
    lines = content.splitlines()
    assert lines[2:4] == ["| 事项 | 牵头单位 | 数值 |", "| --- | --- | --- |"]
    assert lines[6] == "| 新开通勤公交线路12条 | 江河市交通运输局[3] | 3000 |"


def test_an_english_question_gets_an_english_heading(client):
    reply = _complete(client, [{"role": "user", "content": "elder meals"}])
    assert "\n\nSources:\n- [1] “江河市民政局”" in reply.choices[0].message.content


def test_streamed_chunks_add_up_and_the_last_brings_the_citations(client, fake):
    *chunks, last = _complete(client, stream=True)
    texts = [c.choices[0].delta.content or "" for c in chunks]
    assert "".join(texts) == f"{TEXT}\n\n{SOURCES}"
    assert len(texts) > 3 and last.choices[0].finish_reason == "stop"
    assert last.citations == fake.ask(QUESTION).to_json()["citations"]


def test_usage_comes_last_where_it_is_asked_for_and_with_the_citations(client):
    *_, last = _complete(client, stream=True, stream_options={"include_usage": True})
    assert last.choices == [] and last.usage.total_tokens == 0
    assert last.citations[0]["quote"] == "江河市民政局"


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize(
    ("messages", "said"),
    [
        pytest.param([{"role": "user", "content": " "}], "问题是空的", id="empty"),
        pytest.param([{"role": "user", "content": "长" * 6000}], "问题太长", id="too long"),
        pytest.param([{"role": "system", "content": "x"}], "no user message", id="no question"),
        pytest.param([], "格式不对", id="no messages"),
        pytest.param(
            [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "x"}}]}],
            "text parts only", id="picture",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_a_bad_request_in_openais_form(client, messages, said, stream):
    with pytest.raises(openai.BadRequestError, match=said) as caught:
        _complete(client, messages, stream=stream)
    assert caught.value.type == "invalid_request_error"
    assert caught.value.body["message"]


def test_a_failure_inside_is_a_server_error_that_tells_no_detail(client):
    with pytest.raises(openai.InternalServerError, match="程序内部出错") as caught:
        _complete(client, [{"role": "user", "content": "boom"}])
    assert "secret" not in str(caught.value)


class _Breaking(FakeAssistant):
    def stream(self, question, *, history=(), scope=None, drop=()):
        yield "一半"
        raise ZeroDivisionError("secret")


class _FallingBack(FakeAssistant):
    """Says half a sentence, then another answer: what a language model's failure may lead to."""

    def stream(self, question, *, history=(), scope=None, drop=()):
        yield "半句"
        yield Answer(question, "整句。", False, None, "extractive")


def test_a_stream_that_breaks_off_raises_in_the_client():
    with running(_Breaking()) as url:
        client = openai.OpenAI(base_url=f"{url}v1", api_key="none", max_retries=0)
        with pytest.raises(openai.APIError, match="程序内部出错"):
            list(_complete(client, stream=True))
        client.close()


def test_an_answer_that_differs_from_what_came_is_sent_whole():
    with running(_FallingBack()) as url:
        client = openai.OpenAI(base_url=f"{url}v1", api_key="none", max_retries=0)
        chunks = list(_complete(client, stream=True))
        client.close()
    assert "".join(c.choices[0].delta.content or "" for c in chunks) == "半句\n\n整句。"


def test_langchains_chat_model_works_unchanged(base, fake):
    model = ChatOpenAI(model="minsheng", base_url=base, api_key="none", max_retries=0)
    reply = model.invoke(
        [SystemMessage("x"), HumanMessage(QUESTION), AIMessage("y"), HumanMessage("公交呢?")]
    )
    assert reply.content.startswith("新开12条[1]。\n\n出处：\n- [1] “新开通勤公交线路12条”")
    assert fake.seen[-1] == ("公交呢?", (QUESTION,))
    streamed = "".join(chunk.content for chunk in model.stream([HumanMessage(QUESTION)]))
    assert streamed == f"{TEXT}\n\n{SOURCES}"


def test_every_line_of_the_stream_is_an_event_and_it_ends_with_done(base):
    import httpx

    body = {"model": "any name", "messages": USER, "stream": True}
    lines = httpx.post(f"{base}/chat/completions", json=body).text.strip().split("\n\n")
    assert lines[-1] == "data: [DONE]"
    assert all(json.loads(line.removeprefix("data: "))["id"] for line in lines[:-1])
