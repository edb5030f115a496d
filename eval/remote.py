"""A running server measured over HTTP with the same ruler: ours, or any OpenAI-compatible one.

Ours (`/api/ask`) gives citations, confidence and passages. Of another (`/v1/chat/completions`) the
answer is known alone, whether it abstained is told by phrases, and what it lacks is not measured.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

from eval.cases import Case
from eval.errors import EvalError
from eval.normalise import normalise, without_marks
from eval.observe import DEPTH, SHOWN, failed, quotes_in, shortened
from eval.web_client import RefusedError, WebClient

PHRASES = Path(__file__).with_name("abstentions.txt")
KEPT_DOCUMENTS, PAGE = 32, 1000
_THOUGHT = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)
_SENTENCE = re.compile(r".*?[。！？!?\n]|.+", re.DOTALL)


class Remote(Protocol):
    """A server whose answers can be observed."""

    @property
    def identity(self) -> str:
        """What must be the same for a run to be continued."""

    @property
    def regions(self) -> dict[str, str]:
        """The region of each document by its source; empty where the server does not say."""

    def observe(self, case: Case) -> dict[str, Any]:
        """The line of predictions.jsonl for a case."""


def open_remote(client: WebClient, *, model: str = "", phrases: Sequence[str] = ()) -> Remote:
    """The server behind a client: OpenAI-compatible where its URL ends in /v1, else ours.

    Raises:
        AssistantGoneError: it does not answer.
        EvalError: it is not such a server.
    """
    if client.url.endswith("/v1"):
        return ChatServer(client, model or _only_model(client), phrases or read_phrases())
    try:
        documents = client.get("/api/documents")
        known = {str(d["source"]): str(d["region"]) for d in documents}
    except (RefusedError, TypeError, KeyError) as error:
        hint = "OpenAI 兼容接口的网址以 /v1 结尾 (the URL of an OpenAI-compatible API ends in /v1)."
        raise EvalError(
            f"不是民生问答 not a Minsheng server: {client.url} ({error}).", hint=hint
        ) from None
    return MinshengServer(client, known, json.dumps(documents, sort_keys=True))


def read_phrases(path: Path = PHRASES) -> tuple[str, ...]:
    """The phrases of a file, by default those that ship: one a line, # begins a comment.

    Raises:
        EvalError: the file cannot be read.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        hint = "给出 UTF-8 文本,每行一个短语 (a UTF-8 text, one phrase a line)."
        raise EvalError(f"无法读取 cannot read {str(path)!r}: {error}.", hint=hint) from None
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def abstains(text: str, phrases: Sequence[str]) -> bool:
    """Whether the first sentence of an answer holds one of the phrases, compared as gold is.

    >>> abstains("資料中沒有說明。", ["没有说明"]), abstains("市局。其余没有说明。", ["没有说明"])
    (True, False)
    """
    first = _SENTENCE.match(text.strip())
    said = normalise(without_marks(first.group())) if first else ""
    return not said or any(normalise(phrase) in said for phrase in phrases)


class MinshengServer:
    """Our own server, asked through /api/ask and /api/search."""

    def __init__(self, client: WebClient, regions: dict[str, str], documents: str) -> None:
        self._client = client
        self.regions = regions
        digest = hashlib.sha256(documents.encode()).hexdigest()
        self.identity = f"ask {client.url} {digest}"
        self._passages = lru_cache(KEPT_DOCUMENTS)(self._fetched)

    def observe(self, case: Case) -> dict[str, Any]:
        """The answer as the server gives it, with what its own passages say of its quotes."""
        body = {"question": case.question, "history": list(case.history)}
        try:
            answer, milliseconds = self._client.post("/api/ask", body)
            words = " ".join((*case.history, case.question))
            passages = self._client.get("/api/search", q=words, k=DEPTH)
            observed = {
                "verbatim": [self._is_verbatim(citation) for citation in answer["citations"]],
                "ranking": [quotes_in(p["text"], p["path"], case) for p in passages],
                "retrieved": [shortened(p["region"], "", p["text"]) for p in passages[:SHOWN]],
                "confidence": answer.get("confidence"),
            }
        except RefusedError as error:
            return failed(case, error.message)
        except (KeyError, TypeError, AttributeError) as error:
            return failed(case, f"回答的形式不对 the reply has another form: {error!r}")
        timed = {"latency_ms": milliseconds, "observed": observed}
        return {"id": case.id, **answer, **timed}

    def _is_verbatim(self, citation: Mapping[str, Any]) -> bool | None:
        """Whether the quote stands at its place; None where no passage covers that place."""
        begin, end = citation["start"], citation["end"]
        for start, text in self._passages(citation["doc_id"]):
            if start <= begin and end <= start + len(text):
                return bool(text[begin - start : end - start] == citation["quote"] != "")
        return None

    def _fetched(self, document: str) -> list[tuple[int, str]]:
        """Beginning and text of all passages of a document."""
        place = f"/api/documents/{quote(document, safe='')}/passages"
        found: list[tuple[int, str]] = []
        while page := self._client.get(place, offset=len(found), limit=PAGE):
            found += [(passage["start"], passage["text"]) for passage in page]
        return found


class ChatServer:
    """A server of OpenAI's chat completions; earlier questions of a conversation are really put."""

    def __init__(self, client: WebClient, model: str, phrases: Sequence[str]) -> None:
        self._client = client
        self._model = model
        self._phrases = phrases
        self.regions: dict[str, str] = {}
        self.identity = f"chat {client.url} {model} {phrases!r}"

    def observe(self, case: Case) -> dict[str, Any]:
        """The last reply of the conversation; its time alone is the latency."""
        messages: list[dict[str, str]] = []
        try:
            for question in (*case.history, case.question):
                messages.append({"role": "user", "content": question})
                body = {"model": self._model, "messages": messages, "temperature": 0}
                reply, milliseconds = self._client.post("/chat/completions", body)
                text = _THOUGHT.sub("", reply["choices"][0]["message"]["content"] or "").strip()
                messages.append({"role": "assistant", "content": text})
        except RefusedError as error:
            return failed(case, error.message)
        except (KeyError, TypeError, IndexError) as error:
            return failed(case, f"回答的形式不对 the reply has another form: {error!r}")
        told = reply.get("abstained")
        abstained = told if isinstance(told, bool) else abstains(text, self._phrases)
        line = {"question": case.question, "answer": text, "abstained": abstained,
                "citations": _citations(reply), "latency_ms": milliseconds}  # fmt: skip
        return {"id": case.id} | line | {"observed": {"tokens": _tokens(reply)}}


def _citations(reply: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Citations in our form, where a server gives them; a list of addresses says nothing."""
    given = reply.get("citations")
    return (
        [c for c in given if isinstance(c, dict) and isinstance(c.get("quote"), str)]
        if isinstance(given, list)
        else []
    )


def _tokens(reply: Mapping[str, Any]) -> int | None:
    """Tokens read and written, None where the server counts none."""
    usage = reply.get("usage")
    total = usage.get("total_tokens") if isinstance(usage, dict) else None
    return total if isinstance(total, int) and total > 0 else None


def _only_model(client: WebClient) -> str:
    """The name of the server's one model."""
    try:
        names = [str(model["id"]) for model in client.get("/models")["data"]]
    except (RefusedError, KeyError, TypeError):
        names = []
    if len(names) != 1:
        raise EvalError(
            f"模型有 {len(names)} 个 the server names {len(names)} models: {names[:5]}.",
            hint="用 --model 指明 (name one with --model).",
        )
    return names[0]
