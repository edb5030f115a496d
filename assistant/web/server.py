"""The server: binds a port, runs the application until it is told to stop."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable

import uvicorn

from assistant.store.store import Store
from assistant.web import Asking
from assistant.web.app import create_app
from assistant.web.guard import SELF, Guard
from assistant.web.office import HOME, Office
from corpus.errors import MinshengError

_BACKLOG = 2048
_STOP_WAIT_S = 20
_KEEP_S = 75  # longer than proxies and clients keep an idle connection, so that none meets its end
_STEP_S = 0.05
_PORT_MAX = 65535


class ServerError(MinshengError):
    """The server cannot listen where it was told to."""


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes any free one. ServerError where it cannot be had."""
    if not 0 <= port <= _PORT_MAX:
        raise ServerError(f"{host}:{port}:没有这个端口。", hint=f"--port 取 0 到 {_PORT_MAX}。")
    try:
        family, kind, proto, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        sock = socket.socket(family, kind, proto)
    except (OSError, OverflowError, UnicodeError) as error:
        raise ServerError(
            f"无法监听 {host}:{port}:{error}。", hint="用 --host 和 --port 换一个地址。"
        ) from error
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind(address)
        sock.listen(_BACKLOG)
    except (OSError, OverflowError) as error:
        sock.close()
        raise ServerError(
            f"端口 {port} 用不了({host}:{port},{error})。",
            hint="可能已有程序占用;用 --port 换一个端口,例如 --port 7861。",
        ) from error
    return sock


def make_server(
    assistant: Asking, memory: Store, *, frames: str = SELF, office: Office = HOME
) -> uvicorn.Server:
    """A server over that assistant; run it with `server.run(sockets=[listen(host, port)])`."""
    guard = create_app(assistant, memory, frames=frames, office=office)
    config = uvicorn.Config(
        guard, log_level="warning", access_log=False, timeout_graceful_shutdown=_STOP_WAIT_S,
        timeout_keep_alive=_KEEP_S,
    )  # fmt: skip
    return _Server(config, guard)


class _Server(uvicorn.Server):
    """A server that, told to stop, finishes what is under way and then lets open pages go."""

    def __init__(self, config: uvicorn.Config, guard: Guard) -> None:
        super().__init__(config)
        self._guard = guard

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop listening, wait for the requests under way, end the rest."""
        releasing = asyncio.create_task(self._release())
        try:
            await super().shutdown(sockets)
        finally:
            releasing.cancel()

    async def _release(self) -> None:
        while self._guard.busy:
            await asyncio.sleep(_STEP_S)
        self._guard.release()


def serve(
    assistant: Asking,
    memory: Store,
    *,
    host: str = "127.0.0.1",
    port: int = 7860,
    frames: str = SELF,
    office: Office = HOME,
    ready: Callable[[str], None] = lambda url: None,
) -> None:
    """Serve until interrupted; `ready` gets the address once the port is ours.

    Raises ServerError where the port is taken, before the application is built.
    """
    sock = listen(host, port)
    with sock:
        server = make_server(assistant, memory, frames=frames, office=office)
        name, bound = sock.getsockname()[:2]
        ready(f"http://[{name}]:{bound}/" if ":" in name else f"http://{name}:{bound}/")
        server.run(sockets=[sock])
