"""Boosted trees as arrays: trained elsewhere, evaluated here with numpy alone."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Trees:
    """A sum of regression trees, each array of shape (trees, nodes).

    Attributes:
        names: what the columns of the rows are that are judged, in order.
        feature, threshold: a row goes left where its feature is at most the threshold.
        left, right: numbers of the nodes below; a leaf points at itself.
        value: what a leaf adds.
        start: what the sum begins with.
        depth: of the deepest leaf.
    """

    names: tuple[str, ...]
    feature: NDArray[np.int32]
    threshold: NDArray[np.float64]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: NDArray[np.float64]
    start: float
    depth: int

    @classmethod
    def read(cls, file: Path, names: Sequence[str]) -> Trees:
        """The trees of a JSON file.

        Raises:
            ValueError: they were trained on other features than those named.
        """
        return cls.of(json.loads(file.read_text(encoding="utf8")), names)

    @classmethod
    def of(cls, held: Mapping[str, Any], names: Sequence[str]) -> Trees:
        """The trees of what such a file holds.

        Raises:
            ValueError: they were trained on other features than those named.
        """
        if tuple(held["names"]) != tuple(names):
            raise ValueError("trees of other features: train them again")
        feature, left, right = (np.array(held[n], np.int32) for n in ("feature", "left", "right"))
        threshold, value = (np.array(held[n], np.float64) for n in ("threshold", "value"))
        start, depth = float(held["start"]), int(held["depth"])
        return cls(tuple(names), feature, threshold, left, right, value, start, depth)

    def scores(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """The share (0 to 1) that the trees give to each row, shape (rows,)."""
        trees = np.arange(len(self.feature))[None, :]
        every = np.arange(len(rows))[:, None]
        node = np.zeros((len(rows), len(self.feature)), dtype=np.int32)
        for _ in range(self.depth):
            below = rows[every, self.feature[trees, node]] <= self.threshold[trees, node]
            node = np.where(below, self.left[trees, node], self.right[trees, node])
        total = self.start + self.value[trees, node].sum(axis=1, dtype=np.float64)
        share: NDArray[np.float64] = 1 / (1 + np.exp(-total))
        return share


@cache
def shipped(name: str, names: tuple[str, ...]) -> Trees:
    """The trees that ship under a name, read once."""
    return Trees.read(DATA / f"{name}.json", names)
