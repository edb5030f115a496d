"""Settings: defaults, then `minsheng.toml`, then MINSHENG_* in the environment, then flags.

The only place of the project that reads the environment.
"""

from __future__ import annotations

import logging
import os
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from corpus.errors import MinshengError

_log = logging.getLogger(__name__)
FILE = "minsheng.toml"
PREFIX = "MINSHENG_"
_OF_THE_TESTS = ("MINSHENG_REQUIRE_BROWSER",)


class SettingsError(MinshengError):
    """A setting is unknown or has a value of the wrong kind."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a user may set; each name is also `MINSHENG_<NAME>` and a key of minsheng.toml.

    Attributes:
        index: the index folder, or milvus://… for one that Milvus serves (index/milvus.py).
        cache: where the files of such an index are kept on this machine.
        embedder: an embedding model by folder or id; "" is the one that ships.
        reranker: a CrossEncoder model by folder or id that puts the best passages in order;
            "" for none.
        data: a folder of data files read in addition to the shipped ones (docs/data-files.md).
        memory: the database of feedback and records: an SQLite file, or a PostgreSQL URL.
        keep: whose questions and answers are kept: "none", "staff" or "all".
        retention: days after which records are deleted; 0 keeps them.
        rate: questions a minute that one address may ask of the server; 0 for any number.
        documents: the folder of the documents that staff upload.
        host, port: where `minsheng serve` listens.
        frames: who may show the page in a frame, as CSP's frame-ancestors has it.
        confidence: below this (0 to 1) the assistant abstains.
        llm_url, llm_key, llm_model: an OpenAI-compatible endpoint; without a URL, llm_model may
            be the folder of a local transformers model; without a model, nothing is generated.
        llm_timeout: seconds that one generation may take.
        llm_rewrite: "declined" lets the model put a question that would be declined in other
            words, once; "never" does not.
    """

    index: str = "var/index"
    cache: str = "var/cache"
    embedder: str = ""
    reranker: str = ""
    data: str = ""
    memory: str = "var/memory.sqlite3"
    keep: str = "none"
    retention: float = 365.0
    rate: float = 60.0
    documents: str = "var/documents"
    host: str = "127.0.0.1"
    port: int = 7860
    frames: str = "'self'"
    confidence: float = 0.35
    llm_url: str = ""
    llm_key: str = ""
    llm_model: str = ""
    llm_timeout: float = 60.0
    llm_rewrite: str = "never"

    @property
    def extra(self) -> Path | None:
        """The user's data folder, if one is set."""
        return Path(self.data) if self.data else None


def load_settings(
    *, folder: Path | None = None, environment: Mapping[str, str] | None = None, **flags: Any
) -> Settings:
    """Settings from all sources; flags that are None were not given.

    A MINSHENG_* name in the environment that is no setting is told in one line of the log: a
    machine may hold names for another version, so it is no error.

    Raises:
        SettingsError: an unknown key in the file, or a value that is not of the setting's kind.
    """
    known = {f.name: type(f.default) for f in fields(Settings)}
    values: dict[str, Any] = {}
    file = (folder or Path.cwd()) / FILE
    for name, value in _read_file(file).items():
        if name not in known:
            raise SettingsError(
                f"{str(file)!r}: 未知设置 unknown setting {name!r}.",
                hint=f"可用 known: {', '.join(known)}。",
            )
        values[name] = _convert(name, value, known[name], str(file))
    env = os.environ if environment is None else environment
    _tell_unknown(env, known)
    for name, kind in known.items():
        raw = env.get(PREFIX + name.upper())
        if raw is not None:
            values[name] = _convert(name, raw, kind, PREFIX + name.upper())
    values.update(
        {n: _convert(n, v, known[n], "--" + n) for n, v in flags.items() if v is not None}
    )
    return Settings(**values)


def _tell_unknown(environment: Collection[str], known: Collection[str]) -> None:
    """Name what looks like a setting of ours and is none, each with the nearest that is."""
    names = [name.upper() for name in known]
    told = []
    for name in sorted(n for n in environment if n.startswith(PREFIX) and n not in _OF_THE_TESTS):
        if name.removeprefix(PREFIX) not in names:
            near = get_close_matches(name.removeprefix(PREFIX), names, 1)
            told.append(f"{name} → {PREFIX}{near[0]}?" if near else name)
    if told:
        _log.warning(
            "环境变量不是设置,没有采用 environment variables that are no settings, not used: %s",
            ", ".join(told),
        )


def _read_file(file: Path) -> dict[str, Any]:
    if not file.is_file():
        return {}
    try:
        return tomllib.loads(file.read_text(encoding="utf8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"{str(file)!r}: {error}.", hint="修正该文件 (mend the file)。"
        ) from error


def _convert(name: str, value: Any, kind: type, where: str) -> Any:
    try:
        return kind(value)
    except (TypeError, ValueError) as error:
        raise SettingsError(
            f"{where}: 设置 setting {name!r} = {value!r}, 应为 {kind.__name__}.",
            hint=f"改为 {kind.__name__} 类型的值 (give a value of that kind)。",
        ) from error
