"""Names what answers, so that only predictions of the very same assistant are continued."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

PACKAGES = ("assistant", "corpus", "index", "prompts")
_ROOT = Path(__file__).resolve().parent.parent
MANIFEST = "manifest.json"
BASELINES = Path("eval", "baselines.py")


def fingerprint(index: Path, settings: object) -> str:
    """sha256 (hex) of the code and data of our packages, the index's manifest and the settings."""
    digest = hashlib.sha256(repr(settings).encode())
    manifest = index / MANIFEST
    digest.update(manifest.read_bytes() if manifest.is_file() else b"")
    for path in [*_files(), _ROOT / BASELINES]:
        digest.update(path.relative_to(_ROOT).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _files() -> Iterator[Path]:
    for package in PACKAGES:
        for path in sorted((_ROOT / package).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path
