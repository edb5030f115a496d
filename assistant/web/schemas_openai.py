"""Requests and errors of the OpenAI-compatible API as pydantic models."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.web.schemas import QUESTION, FilterRequest


class ContentPart(BaseModel):
    """A part of a message; only those of type "text" are read."""

    type: str
    text: str | None = None


class ChatMessage(BaseModel):
    """A message in OpenAI's form; only those of the role "user" are read."""

    role: str
    content: str | list[ContentPart] | None = None


class StreamOptions(BaseModel):
    """What a stream brings beside the text."""

    include_usage: bool = False


class ChatRequest(BaseModel):
    """A chat completion request; further fields of OpenAI's form are taken and ignored."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"model": "minsheng", "messages": [{"role": "user", "content": QUESTION}]}]
        }
    )

    model: str = "minsheng"
    messages: list[ChatMessage] = Field(min_length=1, max_length=1000)
    stream: bool | None = False
    stream_options: StreamOptions | None = None
    n: Literal[1] | None = 1
    filters: FilterRequest = Field(
        default_factory=FilterRequest, description="our own: clients send it as an extra field"
    )


class OpenAIFault(BaseModel):
    """What went wrong, in OpenAI's words."""

    message: str
    type: Literal["invalid_request_error", "server_error"]
    param: str | None
    code: str | None


class OpenAIProblem(BaseModel):
    """An error under /v1, as OpenAI's clients read it."""

    error: OpenAIFault
