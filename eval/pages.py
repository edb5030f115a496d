"""Pages of docs/ whose figures a command writes: what stands between two marks, and whence.

What a person wrote around the marks stays as it is.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from eval.collect import unwritable, write_whole

ROOT = Path(__file__).resolve().parent.parent
BEGIN = "<!-- 以下由命令写出 written by a command: {command} -->"
END = "<!-- 以上由命令写出 written by a command -->"
_MANIFEST = ("version", "embedder", "embedder_fingerprint", "segmenter", "dense", "corpus",
             "documents", "passages")  # fmt: skip
_HASH_SHOWN = 12


def write_page(path: Path, lines: Sequence[str], *, command: str, title: str) -> None:
    """Put lines between the marks of a page, or begin a page with that title.

    Raises:
        EvalError: the page cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        old = path.read_text(encoding="utf-8") if path.exists() else ""
    except OSError as error:
        raise unwritable(path, error) from None
    begin = BEGIN.format(command=command)
    written = "\n".join((begin, "", *lines, "", END))
    head, mark, rest = old.partition(begin)
    _, closed, tail = rest.partition(END)
    if mark and closed:
        write_whole(path, head + written + tail)
    else:
        write_whole(path, (old or f"# {title}\n") + "\n" + written + "\n")


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """A Markdown table, the first column to the left, the others to the right.

    >>> table(["a", "b"], [["x|y", "1"]])
    ['| a | b |', '| --- | ---: |', '| x\\\\|y | 1 |']
    """
    lines = [list(heads), ["---", *["---:"] * (len(heads) - 1)], *map(list, rows)]
    escaped = [[cell.replace("|", "\\|") for cell in line] for line in lines]
    return ["| " + " | ".join(line) + " |" for line in escaped]


def stamp() -> str:
    """Date (UTC) and commit of what is measured; "+" where files differ from the commit."""
    date = datetime.now(UTC).strftime("%Y-%m-%d")
    return f"{date},提交 commit {commit()}"


def commit() -> str:
    """The short hash of the checkout, with "+" where its code is changed; "?" outside one."""
    name = _git("rev-parse", "--short", "HEAD")
    changed = _git("status", "--porcelain", "--untracked-files=no", "--", ":!docs")
    return f"{name or '?'}{'+' if changed else ''}"


def manifest_line(index: Path) -> str:
    """What the manifest of an index says of it, on one line; "?" where there is none."""
    try:
        manifest: Mapping[str, Any] = json.loads((index / "manifest.json").read_text("utf-8"))
    except (OSError, ValueError):
        return "?"
    return ", ".join(f"{k} {_short(manifest[k])}" for k in _MANIFEST if k in manifest)


def _short(value: Any) -> str:
    text = str(value)
    return text[:_HASH_SHOWN] if len(text) > 40 else text


def _git(*words: str) -> str:
    try:
        done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, timeout=30)
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
