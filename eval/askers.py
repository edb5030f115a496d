"""Askers of a server over HTTP: of the API, and of a Gradio page as a browser has it open."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

import httpx

from eval.errors import EvalError

Ask = Callable[[str], Awaitable[None]]
Opens = Callable[[httpx.AsyncClient], AbstractAsyncContextManager[Ask]]
Event = Mapping[str, Any]  # one of a Gradio page, as its config tells it
_ANSWER_S = 60
_FAILED = "reply problem"  # the class of what our page shows for a question that failed


@asynccontextmanager
async def by_api(client: httpx.AsyncClient) -> AsyncIterator[Ask]:
    """An asker of POST /api/ask, who opens nothing."""

    async def ask(question: str) -> None:
        (await client.post("api/ask", json={"question": question})).raise_for_status()

    yield ask


@dataclass(frozen=True, slots=True)
class Page:
    """What a browser knows of a Gradio page.

    Attributes:
        values: what each component holds at first, by its number.
        opening: the events of the page's opening.
        asking: the event that the question box triggers.
        clearing: the event that begins a new conversation, None where there is none.
        heartbeat: whether an open page holds a stream.
        new: whether every question begins a new conversation.
    """

    values: Mapping[int, Any]
    opening: Sequence[Event]
    asking: Event
    clearing: Event | None
    heartbeat: bool
    new: bool = False

    @classmethod
    def at(cls, address: str) -> Page:
        """The page at that address."""
        config = httpx.get(f"{address}config", timeout=_ANSWER_S).json()
        parts = {one["id"]: one["props"] for one in config["components"]}
        served = [one for one in config["dependencies"] if one["backend_fn"]]

        def triggered(by: str, name: str = "") -> list[Event]:
            return [
                one for one in served
                if any(event == by and (not name or parts[part].get("elem_id") == name)
                       for part, event in one["targets"])
            ]  # fmt: skip

        values = {part: props.get("value") for part, props in parts.items()}
        return cls(values, triggered("load"), triggered("submit")[0],
                   next(iter(triggered("click", "clear")), None),
                   config["connect_heartbeat"])  # fmt: skip

    def anew(self) -> Page:
        """The same page, where every question begins a new conversation."""
        return replace(self, new=True)

    @asynccontextmanager
    async def open(self, client: httpx.AsyncClient) -> AsyncIterator[Ask]:
        """A reader who opens the page once and asks over that one session."""
        session = uuid.uuid4().hex
        (await client.get("")).raise_for_status()
        for event in self.opening:
            await self._send(client, event, session)
        beat = asyncio.create_task(_beat(client, session)) if self.heartbeat else None

        async def ask(question: str) -> None:
            if self.new and self.clearing:
                await self._send(client, self.clearing, session)
            await self._send(client, self.asking, session, question)

        try:
            yield ask
        finally:
            if beat:
                beat.cancel()

    async def _send(
        self, client: httpx.AsyncClient, event: Event, session: str, *typed: str
    ) -> None:
        """One event as Gradio's own script sends it: at once, or through the queue's stream."""
        data = [*typed, *(self.values.get(part) for part in event["inputs"][len(typed) :])]
        body = {"data": data, "fn_index": event["id"], "session_hash": session,
                "trigger_id": event["targets"][0][0]}  # fmt: skip
        if event["queue"] is False:
            reply = await client.post("gradio_api/run/predict", json=body)
            reply.raise_for_status()
            told = reply.text
        else:
            (await client.post("gradio_api/queue/join", json=body)).raise_for_status()
            told = await _streamed(client, session)
        if _FAILED in told:
            raise EvalError(told[:200])


async def _streamed(client: httpx.AsyncClient, session: str) -> str:
    """The last message of the queue's stream; EvalError where the event failed."""
    where = {"session_hash": session}
    async with client.stream("GET", "gradio_api/queue/data", params=where) as events:
        async for line in events.aiter_lines():
            if '"process_completed"' in line:
                if '"success":true' not in line:
                    raise EvalError(line[:200])
                return line
    raise EvalError("回答没有来 no answer came")


async def _beat(client: httpx.AsyncClient, session: str) -> None:
    """The stream that an open page holds."""
    async with client.stream("GET", f"gradio_api/heartbeat/{session}", timeout=None) as beats:
        async for _ in beats.aiter_raw():
            pass
