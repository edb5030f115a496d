"""The OpenAI-compatible API: /v1/models and /v1/chat/completions, streaming or not.

Any client of OpenAI's chat completions works unchanged. The last user message is the question,
earlier ones the history; what else clients send (system messages, temperature, tools) changes
nothing, since answers come from the documents alone.
"""

from __future__ import annotations

import json
import logging
import time
import uuid
from collections.abc import Iterator
from itertools import chain
from typing import Any

from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from assistant.answers import Answer
from assistant.web import Asking
from assistant.web.export import below, language_in
from assistant.web.problems import INTERNAL, UnknownModel, openai_error
from assistant.web.schemas_openai import ChatMessage, ChatRequest, OpenAIProblem
from corpus.errors import MinshengError

_log = logging.getLogger(__name__)
MODEL = "minsheng"
_HISTORY = 50
_MODEL_CARD = {"id": MODEL, "object": "model", "created": 0, "owned_by": MODEL}
# No tokens are counted: without a language model none are spent.
_USAGE = {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}
_PROBLEMS: dict[int | str, dict[str, Any]] = {
    code: {"model": OpenAIProblem} for code in (400, 404, 413, 429, 500)
}
_STREAM: dict[int | str, dict[str, Any]] = {200: {"content": {"text/event-stream": {}}}}


class MessagesError(MinshengError):
    """The messages hold no question in text."""


def openai_routes(assistant: Asking) -> APIRouter:
    """The routes; the model's name in a request is not checked, since clients have fixed ones."""
    routes = APIRouter(prefix="/v1", responses=_PROBLEMS)

    @routes.get("/models", summary="The one model, in OpenAI's form")
    def models() -> dict[str, Any]:
        return {"object": "list", "data": [_MODEL_CARD]}

    @routes.get("/models/{model}", summary="The model by its name")
    def model(model: str) -> dict[str, Any]:
        if model != MODEL:
            raise UnknownModel(f"没有这个模型 no such model: {model!r}.", hint=f"可用 use: {MODEL}")
        return _MODEL_CARD

    @routes.post(
        "/chat/completions", summary="Ask in the form of OpenAI's chat completions",
        responses=_STREAM, response_model=None,
    )  # fmt: skip
    def complete(request: ChatRequest) -> Any:
        question, history = _asked(request.messages)
        limits = request.filters.limits()
        head = {"id": f"chatcmpl-{uuid.uuid4().hex}", "created": int(time.time()), "model": MODEL}
        if not request.stream:
            answer = assistant.ask(question, history=history, scope=limits)
            return _completion(head, answer)
        items = assistant.stream(question, history=history, scope=limits)
        first = next(items, None)  # a question that cannot be read is a 400, not an event
        began = chain([] if first is None else [first], items)
        usage = bool(request.stream_options and request.stream_options.include_usage)
        return StreamingResponse(_events(began, head, usage=usage), media_type="text/event-stream")

    return routes


def _asked(messages: list[ChatMessage]) -> tuple[str, list[str]]:
    """The question and the questions before it."""
    said = [_text(m) for m in messages if m.role == "user"]
    if not said:
        raise MessagesError(
            "messages 里没有 role 为 user 的消息 (no user message).",
            hint='例如 e.g. [{"role": "user", "content": "问题"}]',
        )
    return said[-1], said[:-1][-_HISTORY:]


def _text(message: ChatMessage) -> str:
    if message.content is None or isinstance(message.content, str):
        return message.content or ""
    other = sorted({part.type for part in message.content if part.type != "text"})
    if other:
        raise MessagesError(
            f"只读文字,不读 {'、'.join(other)} (text parts only).", hint="只发送 text 部分。"
        )
    return "\n".join(part.text or "" for part in message.content)


def _extra(answer: Answer) -> dict[str, Any]:
    """What a reply carries beside OpenAI's own fields."""
    return {"citations": [c.to_json() for c in answer.citations], "abstained": answer.abstained}


def _used(answer: Answer) -> dict[str, int]:
    return answer.usage.to_json() if answer.usage else _USAGE


def _completion(head: dict[str, Any], answer: Answer) -> dict[str, Any]:
    content = "\n\n".join(filter(None, [answer.text, below(answer, language_in(answer.question))]))
    message = {"role": "assistant", "content": content, "refusal": None}
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
    return {**head, "object": "chat.completion", "choices": [choice], "usage": _used(answer),
            **_extra(answer)}  # fmt: skip


def _events(items: Iterator[str | Answer], head: dict[str, Any], *, usage: bool) -> Iterator[str]:
    """Server-sent chunks: the text as it comes, the sources, a last one with the citations."""
    try:
        yield _chunk(head, {"role": "assistant", "content": ""})
        so_far = ""
        for item in items:
            if isinstance(item, Answer):
                yield _chunk(head, {"content": _rest(so_far, item)})
                yield _chunk(head, {}, "stop", **_extra(item))
                if usage:
                    yield _event({**head, "object": "chat.completion.chunk", "choices": [],
                                  "usage": _used(item), **_extra(item)})  # fmt: skip
                break
            so_far += item
            yield _chunk(head, {"content": item})
    except MinshengError as error:
        yield _event(openai_error(400, error.message, error.hint))
    except Exception:
        _log.exception("a stream broke off")
        yield _event(openai_error(500, INTERNAL["error"], INTERNAL["hint"]))
    yield "data: [DONE]\n\n"


def _rest(so_far: str, answer: Answer) -> str:
    """What is still to be sent of an answer: text that has not come, then table and sources."""
    begun = answer.text.startswith(so_far)
    missing = answer.text[len(so_far) :] if begun else f"\n\n{answer.text}"
    under = below(answer, language_in(answer.question))
    return missing + (f"\n\n{under}" if under else "")


def _chunk(
    head: dict[str, Any], delta: dict[str, Any], finish: str | None = None, **extra: Any
) -> str:
    choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
    return _event({**head, "object": "chat.completion.chunk", "choices": [choice], **extra})


def _event(data: dict[str, Any]) -> str:
    return f"data: {json.dumps(data, ensure_ascii=False)}\n\n"
