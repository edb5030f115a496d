"""HTTP with patience: a server that is away for a while is tried again, one that stays away is
told apart from a question that it cannot take. It knows nothing of questions."""

from __future__ import annotations

import threading
import time
from typing import Any

import httpx

from eval.errors import AssistantGoneError, EvalError

PATIENCE = 60.0  # seconds for which a server may be away
TIMEOUT = 120.0  # seconds for one answer
FIRST_PAUSE, LONGEST_PAUSE = 0.25, 8.0
_AWAY = frozenset({429, 502, 503, 504})
_DENIED = frozenset({401, 403})
_NOT_THERE = frozenset({404, 405})  # for a question: the address is wrong, and will stay so
_SAID = 200  # characters of a server's own message


class RefusedError(EvalError):
    """The server is there, and gave no answer to this one request."""


class WebClient:
    """JSON requests to one server; may be used by several threads."""

    def __init__(
        self, url: str, *, key: str = "", timeout: float = TIMEOUT, patience: float = PATIENCE
    ) -> None:
        self.url = url.rstrip("/")
        self._patience = patience
        self._timeout = timeout
        self._closed = threading.Event()
        headers = {"authorization": f"Bearer {key}"} if key else {}
        self._http = httpx.Client(timeout=timeout, headers=headers)

    def get(self, path: str, **query: str | int) -> Any:
        """The JSON of a GET."""
        return self._asked("GET", path, params=query)[0]

    def post(self, path: str, body: Any) -> tuple[Any, float]:
        """The JSON of a POST, and the milliseconds that the successful request took.

        Raises:
            RefusedError: an answer of another status than 200, none in time, or no JSON.
            AssistantGoneError: no connection for as long as patience lasts, or access denied.
        """
        return self._asked("POST", path, json=body)

    def close(self) -> None:
        """Give up waiting and close the connections."""
        self._closed.set()
        self._http.close()

    def _asked(self, method: str, path: str, **request: Any) -> tuple[Any, float]:
        pause, since = FIRST_PAUSE, time.monotonic()
        while True:
            begun = time.perf_counter()
            away, wait = "", 0.0
            try:
                reply = self._http.request(method, self.url + path, **request)
                if reply.status_code not in _AWAY:
                    return _json(reply), round((time.perf_counter() - begun) * 1000, 3)
                away, wait = f"HTTP {reply.status_code}", _asked_to_wait(reply)
            except (httpx.ReadTimeout, httpx.WriteTimeout):
                said = f"{self._timeout:g} 秒内没有回答 no answer in {self._timeout:g} s"
                raise RefusedError(said) from None
            except (httpx.UnsupportedProtocol, httpx.InvalidURL, RuntimeError) as error:
                raise self._gone(str(error)) from None  # RuntimeError: closed meanwhile
            except httpx.TransportError as error:
                away = type(error).__name__
            left = self._patience - (time.monotonic() - since)
            if left <= 0 or self._closed.wait(min(max(pause, wait), left)):
                raise self._gone(away)
            pause = min(2 * pause, LONGEST_PAUSE)

    def _gone(self, said: str) -> AssistantGoneError:
        return AssistantGoneError(
            f"服务没有回应 the server does not answer: {self.url} ({said}).",
            hint="检查服务是否在运行 (check that it runs).",
        )


def _json(reply: httpx.Response) -> Any:
    wrong = _NOT_THERE if reply.request.method == "POST" else frozenset()
    if reply.status_code in _DENIED | wrong:
        hint = "检查网址与密钥 (check --url and MINSHENG_LLM_KEY)."
        where = f"{reply.request.url}: HTTP {reply.status_code}"
        raise AssistantGoneError(f"服务拒绝访问 the server refuses: {where}.", hint=hint)
    if reply.status_code != httpx.codes.OK:
        raise RefusedError(f"HTTP {reply.status_code}: {' '.join(reply.text.split())[:_SAID]}")
    try:
        return reply.json()
    except ValueError:
        raise RefusedError(f"回答不是 JSON the reply is no JSON: {reply.text[:_SAID]!r}") from None


def _asked_to_wait(reply: httpx.Response) -> float:
    """Seconds of Retry-After (RFC 9110 10.2.3), 0 for none."""
    try:
        return max(0.0, float(reply.headers.get("retry-after", 0)))
    except ValueError:
        return 0.0
