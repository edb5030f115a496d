"""Fitting token vectors: a bag of tokens per text under a contrastive loss within a batch.

Batches hold one kind of pair, so that negatives are of the same genre. Knows nothing of files;
torch is imported on use.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.training_data import Pair

Progress = Callable[[str], None]
Ints = NDArray[np.int64]
Vectors = NDArray[np.float32]

_BATCH = 2048
_LEARNING_RATE = 0.02
_SCALE = 20.0  # inverse temperature of the softmax over a batch
_DROPPED = 0.15  # share of tokens hidden in training, so that no single shared word decides
_WINDOW = 96  # tokens of a long passage that one step sees


@dataclass(frozen=True, slots=True)
class Bags:
    """Token ids of many texts, end to end: text i is ids[starts[i]:starts[i + 1]]."""

    ids: Ints
    starts: Ints

    def take(self, rows: Ints, rng: np.random.Generator) -> tuple[Ints, Ints]:
        """The ids of the rows (a random window of a long text) and each row's offset."""
        first = self.starts[rows]
        length = self.starts[rows + 1] - first
        room = np.maximum(length - _WINDOW, 0)
        first = first + (rng.random(len(rows)) * (room + 1)).astype(np.int64)
        length = np.minimum(length, _WINDOW)
        offsets = np.concatenate([[0], np.cumsum(length)[:-1]]).astype(np.int64)
        at = np.repeat(first - offsets, length) + np.arange(int(length.sum()))
        return self.ids[at], offsets


def bags(texts: Sequence[str], tokenizer: Any) -> Bags:
    """Tokenised texts without the unknown token (id 0)."""
    parts: list[Ints] = []
    lengths: list[int] = [0]
    for at in range(0, len(texts), 4096):
        for encoding in tokenizer.encode_batch(texts[at : at + 4096], add_special_tokens=False):
            ids = np.asarray(encoding.ids, dtype=np.int64)
            ids = ids[ids > 0]
            parts.append(ids)
            lengths.append(len(ids))
    return Bags(np.concatenate(parts) if parts else np.zeros(0, np.int64), np.cumsum(lengths))


def _batches(kinds: dict[str, Ints], rng: np.random.Generator) -> Iterator[Ints]:
    """One epoch: shuffled batches, each of one kind, in random order."""
    found = []
    for _, rows in sorted(kinds.items()):
        shuffled = rng.permutation(rows)
        found += [shuffled[i : i + _BATCH] for i in range(0, len(rows), _BATCH)]
    for i in rng.permutation(len(found)):
        if len(found[i]) > 1:
            yield found[i]


def fit(
    rows: Sequence[Pair],
    tokenizer: Any,
    dimension: int,
    *,
    seed: int,
    epochs: int,
    tell: Progress,
) -> tuple[Vectors, float]:
    """Token vectors, shape (tokens, dimension), and the mean loss of the last epoch."""
    import torch

    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    sides = (bags([r.query for r in rows], tokenizer), bags([r.positive for r in rows], tokenizer))
    groups = np.unique([r.group for r in rows], return_inverse=True)[1]
    names, kind_of = np.unique([r.kind for r in rows], return_inverse=True)
    filled = np.all([np.diff(side.starts) > 0 for side in sides], axis=0)
    kinds = {str(n): np.flatnonzero((kind_of == i) & filled) for i, n in enumerate(names)}
    steps = epochs * sum(1 for _ in _batches(kinds, rng))
    table = torch.nn.Parameter(torch.randn(tokenizer.get_vocab_size(), dimension) * 0.1)
    optimiser = torch.optim.Adam([table], lr=_LEARNING_RATE)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser,
        lambda step: min((step + 1) / (0.05 * steps + 1), max(0.0, 1 - step / max(1, steps))),
    )
    mean = 0.0
    for epoch in range(epochs):
        losses = []
        for batch in _batches(kinds, rng):
            loss = _loss(table, sides, batch, torch.from_numpy(groups[batch]), rng)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            optimiser.step()
            schedule.step()
            losses.append(loss.item())
        mean = float(np.mean(losses)) if losses else 0.0
        tell(f"epoch {epoch + 1}/{epochs}: loss {mean:.4f}")
    weights = table.detach().numpy()
    weights[0] = 0.0  # the unknown token says nothing
    return weights, mean


def _loss(
    table: Any, sides: tuple[Bags, Bags], batch: Ints, groups: Any, rng: np.random.Generator
) -> Any:
    """Symmetric in-batch softmax loss (Henderson et al. 2017, multiple negatives ranking)."""
    import torch
    from torch.nn import functional

    both = []
    for side in sides:
        ids, offsets = side.take(batch, rng)
        kept = torch.from_numpy((rng.random(len(ids)) >= _DROPPED).astype(np.float32))
        bags = functional.embedding_bag(
            torch.from_numpy(ids),
            table,
            torch.from_numpy(offsets),
            mode="sum",
            per_sample_weights=kept,
        )
        both.append(functional.normalize(bags, dim=1))
    scores = _SCALE * both[0] @ both[1].T
    same = groups[:, None] == groups[None, :]
    same.fill_diagonal_(False)
    scores = scores.masked_fill(same, float("-inf"))
    target = torch.arange(len(batch))
    forth = functional.cross_entropy(scores, target)
    back = functional.cross_entropy(scores.T, target)
    return (forth + back) / 2


def pool(texts: Bags, weights: Vectors) -> Vectors:
    """Unit vectors of the texts, shape (texts, dimension); zero for a text without tokens."""
    ends = zip(texts.starts[:-1], texts.starts[1:], strict=True)
    sums = np.stack([weights[texts.ids[a:b]].sum(axis=0) for a, b in ends])
    return np.asarray(sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9))
