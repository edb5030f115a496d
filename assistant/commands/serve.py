"""`minsheng serve`: web chat at /, HTTP API at /api."""

from __future__ import annotations

import argparse
import sys

from assistant.settings import load_settings
from assistant.store.errors import StoreError
from assistant.store.store import Store
from assistant.wiring import index_folder, open_assistant


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("--index", metavar="DIR", help="索引文件夹 index folder")
    parser.add_argument("--host", help="监听地址 address (127.0.0.1)")
    parser.add_argument("--port", type=int, help="端口 port (7860)")


def run(args: argparse.Namespace) -> int:
    """Serve until interrupted; an index built anew meanwhile is taken into use by itself."""
    from assistant.web.live import Live, generation
    from assistant.web.logs import mask_logs
    from assistant.web.office import office_of
    from assistant.web.server import serve

    settings = load_settings(index=args.index, host=args.host, port=args.port)
    folder = index_folder(settings)
    live = Live(lambda: open_assistant(settings, official=True), lambda: generation(folder))
    memory, office = Store(settings.memory), office_of(settings)
    mask_logs()
    with live.following():
        serve(live, memory, host=settings.host, port=settings.port, frames=settings.frames,
              office=office, ready=lambda address: _announce(address, memory))  # fmt: skip
    return 0


def _announce(address: str, memory: Store) -> None:
    """Say where it is and, while no administrator has a password, how to become one."""
    print(f"民生问答 {address}  (Ctrl+C 结束 to stop)", file=sys.stderr)
    try:
        token = memory.people.first_link()
    except StoreError as error:
        print(f"minsheng: {error}", file=sys.stderr)
        return
    if token:
        link = f"{address}staff/link?token={token}"
        print(
            f"设置管理员,一天内有效 set up the administrator within a day: {link}", file=sys.stderr
        )
