"""Reranking: a cross-encoder reads the query beside each of the best passages.

Any sentence-transformers CrossEncoder; loaded through that library, which imports torch.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.errors import EmbedderError
from index.model_folder import why_not_loaded

RERANKED = 30  # of the best passages


class Reranker(Protocol):
    """Judges passages for a query."""

    def scores(self, query: str, passages: Sequence[str]) -> NDArray[np.float32]:
        """How well each passage fits, shape (passages,); higher is better."""
        ...


class CrossEncoderReranker:
    """A sentence-transformers CrossEncoder with one output."""

    def __init__(self, model: Any) -> None:
        self._model = model

    @classmethod
    def load(cls, name: str) -> CrossEncoderReranker:
        """Load a model of this machine, nothing is downloaded; this imports torch.

        Raises:
            EmbedderError: there is no such folder or id, it cannot be loaded, or it gives
                several scores for a pair.
        """
        folder = Path(name)
        if (folder.is_absolute() or name.startswith(".")) and not folder.is_dir():
            raise _unusable(name, "没有这个文件夹 (no such folder)")
        try:
            from sentence_transformers import CrossEncoder

            model = CrossEncoder(name, device="cpu", local_files_only=True)
        except Exception as fault:  # the library and its downloads raise many unrelated classes
            raise _unusable(name, why_not_loaded(folder, fault)) from fault
        if model.num_labels != 1:
            raise _unusable(name, f"一对文本应得一个分 ({model.num_labels} scores a pair, not 1)")
        return cls(model)

    def scores(self, query: str, passages: Sequence[str]) -> NDArray[np.float32]:
        """The model's logit of each pair, shape (passages,)."""
        if not passages:
            return np.zeros(0, dtype=np.float32)
        from torch.nn import Identity

        pairs = [(query, passage) for passage in passages]
        found = self._model.predict(pairs, activation_fn=Identity(), show_progress_bar=False)
        return np.asarray(found, dtype=np.float32)


def _unusable(name: str, why: str) -> EmbedderError:
    return EmbedderError(
        f"重排模型 {name!r} 无法载入 (cannot load the reranking model): {why}.",
        hint="把 CrossEncoder 模型的文件夹放到本机,写它的完整路径,或去掉设置 reranker "
        "(give the full path of a model folder on this machine, or unset reranker).",
    )
