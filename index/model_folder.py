"""The folder of an embedding model: of which kind it is, its fingerprint, why it cannot be read."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from index.errors import EmbedderError


def is_static(folder: Path) -> bool:
    """Whether the folder holds one StaticEmbedding and nothing else, prompts included."""
    try:
        (module,) = json.loads((folder / "modules.json").read_text(encoding="utf8"))
        settings = folder / "config_sentence_transformers.json"
        if settings.exists():
            prompts = json.loads(settings.read_text(encoding="utf8")).get("prompts") or {}
            if any(prompts.values()):
                return False
        last = str(module["type"]).rsplit(".", 1)[-1]
        return last == "StaticEmbedding" and not module.get("path")
    except (OSError, ValueError, TypeError, KeyError):
        return False


def fingerprint(*files: Path) -> str:
    """What tells a model's files from others: the first 16 hex digits of a sha256 over theirs."""
    digest = hashlib.sha256()
    for file in files:
        with file.open("rb") as stream:
            digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()[:16]


def why_not_loaded(place: Path, fault: Exception) -> str:
    """Why sentence-transformers did not load a model; its own words for a missing one name hosts.

    >>> why_not_loaded(Path("some/model"), OSError("no connection to …"))
    '本机没有这个文件夹,也没有下载过这个编号的模型 (neither a folder nor a downloaded model here)'
    >>> why_not_loaded(Path("some/model"), ValueError("wrong shape"))
    'wrong shape'
    """
    if isinstance(fault, OSError) and not place.is_dir():
        return (
            "本机没有这个文件夹,也没有下载过这个编号的模型 "
            "(neither a folder nor a downloaded model here)"
        )
    return (str(fault).splitlines() or [type(fault).__name__])[0][:200]


def unreadable(place: Path, why: str) -> EmbedderError:
    """The error of a model that cannot be loaded, with what to do."""
    return EmbedderError(
        f"向量模型 {str(place)!r} 无法载入 (cannot load the embedding model): {why}.",
        hint="把 sentence-transformers 模型的文件夹放到本机,写它的完整路径 "
        '(embedder = "/models/bge-small-zh-v1.5"),或用 default '
        "(give the full path of a model folder on this machine; nothing is downloaded).",
    )
