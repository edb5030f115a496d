"""Where an index in Milvus is: milvus:// URLs."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from index.errors import IndexUnusableError

SCHEME = "milvus://"


@dataclass(frozen=True, slots=True)
class Address:
    """Where an index is: the server's or file's URI, what to sign in with, the index's name."""

    uri: str
    token: str
    name: str

    @classmethod
    def parse(cls, url: str) -> Address:
        """The address that a milvus:// URL names.

        Raises:
            IndexUnusableError: it names no server, file or index.

        >>> Address.parse("milvus://10.0.0.5:19530/policies")
        Address(uri='http://10.0.0.5:19530', token='', name='policies')
        >>> Address.parse("milvus:///srv/policies.db").uri
        '/srv/policies.db'
        """
        parts = urlsplit(url)
        host = parts.netloc.rpartition("@")[2]
        name = Path(parts.path).stem if not host else parts.path.strip("/")
        if not name.isidentifier() or (not host and not parts.path.endswith(".db")):
            raise IndexUnusableError(
                f"索引地址不对 not an index address: {_shown(url)!r}.",
                hint="例 milvus://host:19530/name 或 milvus:///path/name.db(名字只用字母、数字和_)。",
            )
        token = parts.netloc.rpartition("@")[0]
        return cls(f"http://{host}" if host else parts.path, token, name)

    def mirror(self, cache: Path) -> Path:
        """The folder of this machine that keeps the files of the index."""
        return cache / f"{self.name}-{hashlib.sha256(self.uri.encode()).hexdigest()[:12]}"


def _shown(url: str) -> str:
    """The URL without what one signs in with."""
    return SCHEME + url.removeprefix(SCHEME).rpartition("@")[2]
