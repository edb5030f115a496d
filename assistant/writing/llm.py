"""The chat model behind LangChain's interface: a deadline, retries, cancellation, a cap on length.

Every generation runs as a task of one background event loop, so that it can be cancelled while it
waits; the HTTP connection closes with it. Knows nothing of prompts and of what is done with text.
"""

from __future__ import annotations

import asyncio
import queue
import random
import threading
import time
from collections.abc import AsyncIterator, Generator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, Protocol

from assistant.answers import Usage
from assistant.errors import GenerationError
from assistant.leaving import reader_gone
from assistant.settings import Settings, SettingsError

LIMIT = 20_000  # characters of a reply that are read; the rest is never fetched
MOST_TOKENS = 4000  # what an endpoint is asked to keep to
ATTEMPTS = 3
BACKOFF = 0.5  # seconds before the second attempt, doubled for each one after
_GLANCE = 0.2  # seconds between looks at whether the reader is still there
_GRACE = 1.0  # seconds that the event loop may take to report a deadline
_RETRYABLE = frozenset({408, 409, 425, 429})
_TRANSPORT = frozenset({"APIConnectionError", "TransportError", "ConnectionError", "TimeoutError"})
_lock = threading.Lock()
_loops: list[asyncio.AbstractEventLoop] = []


class ChatModel(Protocol):
    """Anything that continues a system and a user text."""

    @property
    def name(self) -> str:
        """What the answer names as its writer."""

    def stream(self, system: str, user: str) -> Generator[str | Usage, None, None]:
        """Pieces of the reply, and what it used where that is told; raises GenerationError.

        Closing the iterator stops the model.
        """


@dataclass(frozen=True, slots=True)
class LangChainChat:
    """A LangChain chat model (an OpenAI-compatible endpoint, a local model).

    Attributes:
        timeout: seconds for the whole generation, attempts and waits included.
        attempts: how often a call is made that fails before its first piece.
        backoff: seconds before the second attempt, doubled for each one after.
        limit: characters after which the reply is no longer read.
    """

    name: str
    model: Any
    timeout: float = 60.0
    attempts: int = ATTEMPTS
    backoff: float = BACKOFF
    limit: int = LIMIT

    def stream(self, system: str, user: str) -> Generator[str | Usage, None, None]:
        """Pieces of the reply as they come, and the tokens used where the endpoint tells them.

        Raises:
            GenerationError: a fault of the endpoint, a broken-off stream, or no end in time.
        """
        pieces: queue.SimpleQueue[str | Usage | None] = queue.SimpleQueue()
        deadline = time.monotonic() + self.timeout
        task = asyncio.run_coroutine_threadsafe(self._in_time(system, user, pieces), _loop())
        task.add_done_callback(lambda _: pieces.put(None))
        try:
            while True:
                if reader_gone():
                    raise GenerationError("读者已离开 the reader has gone")
                left = deadline + _GRACE - time.monotonic()
                try:
                    piece = pieces.get(timeout=min(max(left, 0.01), _GLANCE))
                except queue.Empty:
                    if left > _GLANCE:
                        continue
                    raise _late(self.timeout) from None
                over = time.monotonic() > deadline
                if task.done():
                    task.result()  # a fault ends it at once: what is still queued leads nowhere
                elif over:
                    raise _late(self.timeout)
                if piece is None:
                    return
                yield piece
        finally:
            task.cancel()

    async def _in_time(
        self, system: str, user: str, pieces: queue.SimpleQueue[str | Usage | None]
    ) -> None:
        scope = asyncio.timeout(self.timeout)
        try:
            async with scope:
                await self._attempts(system, user, pieces, scope.when() or 0.0)
        except TimeoutError as error:
            raise _late(self.timeout) if scope.expired() else _fault(error) from error

    async def _attempts(
        self, system: str, user: str, pieces: queue.SimpleQueue[str | Usage | None], deadline: float
    ) -> None:
        """One call, repeated while it fails before its first piece in a way that may pass.

        A wait beyond the deadline (in the loop's time) is not begun: the reader gets his answer.
        """
        for attempt in range(self.attempts):
            sent = 0
            try:
                async for piece in self._call(system, user):
                    pieces.put(piece)
                    sent += len(piece) if isinstance(piece, str) else 0
                    if sent >= self.limit:
                        return
                return
            except Exception as error:  # whatever goes wrong there: the caller falls back
                fault = error if isinstance(error, GenerationError) else _fault(error)
                if sent or not fault.retryable or attempt + 1 == self.attempts:
                    raise fault from error
                wait = self.backoff * 2**attempt * (1 + random.random() / 4)
                wait = max(wait, _asked_to_wait(error))
                if asyncio.get_running_loop().time() + wait >= deadline:
                    raise fault from error
                await asyncio.sleep(wait)

    async def _call(self, system: str, user: str) -> AsyncIterator[str | Usage]:
        """Pieces of one call, and its usage; a stream without its end is a fault."""
        from langchain_core.messages import HumanMessage, SystemMessage

        ended = False
        stream = self.model.astream([SystemMessage(system), HumanMessage(user)])
        try:
            async for chunk in stream:
                ended = ended or bool(chunk.response_metadata.get("finish_reason"))
                text = str(chunk.text)
                if text:
                    yield text
                if used := chunk.usage_metadata:
                    yield Usage(used["input_tokens"], used["output_tokens"])
        finally:
            await stream.aclose()
        if not ended:
            raise GenerationError(
                "语言模型的回复中断 the reply of the language model broke off",
                hint="检查模型服务 (check the endpoint)。",
                retryable=True,
            )


def open_chat(settings: Settings) -> ChatModel:
    """The chat model of the settings: a local folder, or an endpoint by URL.

    Raises:
        SettingsError: a model that is no folder, and no URL; or a folder without a usable model.
    """
    if not settings.llm_url:
        if Path(settings.llm_model).is_dir():
            from assistant.writing.llm_local import open_local

            local = open_local(Path(settings.llm_model), timeout=settings.llm_timeout)
            return LangChainChat(Path(settings.llm_model).name, local, settings.llm_timeout)
        raise SettingsError(
            f"没有模型文件夹 no such model folder {settings.llm_model!r}, llm_url 为空 is empty.",
            hint="设置 MINSHENG_LLM_URL,或把 llm_model 改为模型文件夹 (set the URL or a folder)。",
        )
    from langchain_openai import ChatOpenAI
    from pydantic import SecretStr

    model = ChatOpenAI(
        model=settings.llm_model,
        base_url=settings.llm_url,
        api_key=SecretStr(settings.llm_key or "none"),
        timeout=settings.llm_timeout,
        max_retries=0,  # retried here, within the deadline
        max_completion_tokens=MOST_TOKENS,
        temperature=0,
        use_responses_api=False,
        stream_usage=True,
    )
    return LangChainChat(settings.llm_model, model, settings.llm_timeout)


def _late(timeout: float) -> GenerationError:
    return GenerationError(
        f"语言模型在{timeout:g}秒内没有写完 the language model did not finish in {timeout:g} s",
        hint="增大 MINSHENG_LLM_TIMEOUT (raise the time-out)。",
        retryable=True,
    )


def _fault(error: BaseException) -> GenerationError:
    """A fault in plain words; nothing of the request or of its key."""
    status = getattr(error, "status_code", None)
    kinds = {kind.__name__ for kind in type(error).__mro__}
    if isinstance(status, int):
        retryable = status in _RETRYABLE or status >= 500
        what = f"语言模型服务返回错误 the language model's endpoint answered HTTP {status}"
    elif kinds & _TRANSPORT:
        retryable = True
        what = "连接不上语言模型或连接中断 no connection to the language model"
    else:
        retryable = False
        what = f"语言模型的回复无法读取 the reply cannot be read: {type(error).__name__}"
    hint = "检查 MINSHENG_LLM_URL 与模型服务 (check the endpoint)。"
    return GenerationError(what, hint=hint, retryable=retryable)


def _asked_to_wait(error: BaseException) -> float:
    """Seconds that an endpoint asks to wait (Retry-After, RFC 9110 10.2.3), 0 for none."""
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    said = str(headers.get("retry-after", "0"))
    try:
        return max(0.0, float(said))
    except ValueError:
        pass
    try:
        return max(0.0, parsedate_to_datetime(said).timestamp() - time.time())
    except ValueError:
        return 0.0


def _loop() -> asyncio.AbstractEventLoop:
    """The one background loop; an HTTP client's connections belong to a loop."""
    with _lock:
        if not _loops:
            loop = asyncio.new_event_loop()
            threading.Thread(target=loop.run_forever, name="minsheng-llm", daemon=True).start()
            _loops.append(loop)
        return _loops[0]
