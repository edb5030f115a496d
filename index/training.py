"""`minsheng train-embedding`: trains the static embedding that ships, and writes its folder.

A bag of token vectors under a contrastive loss: each query against the passages of its batch,
rows of one group never each other's negatives. Knows nothing of the data's forms
(training_data.py) or of how text becomes tokens (training_vocabulary.py).
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from index.training_data import (
    Entry,
    Pair,
    TrainingError,
    Translator,
    dictionary_pairs,
    english_pairs,
    han_word_counts,
    read_rows,
)
from index.training_fit import Progress, Vectors, bags, fit, pool
from index.training_vocabulary import build_tokenizer

DIMENSION = 256
VOCABULARY = 18_000
EPOCHS = 6
SEED = 20
_WORD_COUNT_CHARACTERS = 3_000_000


@dataclass(frozen=True, slots=True)
class TrainingReport:
    """What was trained, and how well it does on pairs it did not see.

    Attributes:
        loss: mean of the last epoch.
        recall_at_1, recall_at_10, mrr: each held-out query among all held-out positives; 0.0
            without held-out pairs.
    """

    pairs: int
    english_pairs: int
    dictionary_pairs: int
    tokens: int
    dimension: int
    epochs: int
    seed: int
    loss: float
    seconds: float
    megabytes: float
    held_out: int
    recall_at_1: float
    recall_at_10: float
    mrr: float


def train(
    data: Sequence[Path],
    out: Path,
    *,
    held_out: Sequence[Path] = (),
    dimension: int = DIMENSION,
    vocabulary: int = VOCABULARY,
    seed: int = SEED,
    epochs: int = EPOCHS,
    progress: Progress | None = None,
) -> TrainingReport:
    """Train on pairs and dictionaries and write a sentence-transformers folder.

    Args:
        data: JSON-lines files of pairs and dictionary entries.
        out: the folder to write; replaced as a whole when training is done.
        held_out: pairs to measure on; rows that share a query or positive with them are not
            trained on.
        dimension: length of a vector.
        vocabulary: most tokens.

    Raises:
        TrainingError: a file is missing or ill-formed, there are no pairs, or a size is not
            positive.
    """
    _check(dimension=dimension, vocabulary=vocabulary, epochs=epochs)
    tell = progress or (lambda _: None)
    started = time.monotonic()
    pairs, entries, unseen = _read(data, held_out, tell)
    tokenizer = _tokenizer(pairs, entries, vocabulary)
    english, words = _translated(pairs, entries, seed)
    rows = [*pairs, *english, *words]
    tell(f"{len(rows)} rows, {tokenizer.get_vocab_size()} tokens")
    weights, loss = fit(rows, tokenizer, dimension, seed=seed, epochs=epochs, tell=tell)
    _write(out, tokenizer, weights)
    return TrainingReport(
        pairs=len(pairs),
        english_pairs=len(english),
        dictionary_pairs=len(words),
        tokens=len(weights),
        dimension=dimension,
        epochs=epochs,
        seed=seed,
        loss=round(loss, 4),
        seconds=round(time.monotonic() - started, 1),
        megabytes=round(sum(f.stat().st_size for f in out.iterdir()) / 1e6, 2),
        held_out=len(unseen),
        **_measure(unseen, tokenizer, weights),
    )


def _check(**sizes: int) -> None:
    """Refuse sizes that are not positive."""
    if min(sizes.values()) < 1:
        stated = ", ".join(f"{name} {size}" for name, size in sizes.items())
        raise TrainingError(f"not positive: {stated}.", hint="Give each as 1 or more.")


def _read(
    data: Sequence[Path], held_out: Sequence[Path], tell: Progress
) -> tuple[list[Pair], list[Entry], list[Pair]]:
    """Pairs without what is held out, dictionary entries, held-out pairs."""
    tell("reading")
    pairs, entries = read_rows(data)
    unseen, _ = read_rows(held_out)
    pairs = _without(pairs, unseen)
    if not pairs:
        raise TrainingError("no pairs to train on.", hint="Name a file of query-positive rows.")
    tell(f"{len(pairs)} pairs, {len(entries)} dictionary entries; building the vocabulary")
    return pairs, entries, unseen


def _translated(
    pairs: Sequence[Pair], entries: Sequence[Entry], seed: int
) -> tuple[list[Pair], list[Pair]]:
    """As many English-query pairs as there are pairs, and the dictionary's own."""
    if not entries:
        return [], []
    rng = random.Random(seed)
    english = english_pairs(pairs, Translator(entries, rng), rng, count=len(pairs))
    return english, dictionary_pairs(entries)


def _without(pairs: Sequence[Pair], unseen: Sequence[Pair]) -> list[Pair]:
    queries = {p.query for p in unseen}
    positives = {p.positive for p in unseen}
    return [p for p in pairs if p.query not in queries and p.positive not in positives]


def _tokenizer(pairs: Sequence[Pair], entries: Sequence[Entry], size: int) -> Any:
    import jieba

    jieba.setLogLevel(60)

    def cut(text: str) -> list[str]:
        return list(jieba.cut(text, HMM=False))

    counts = han_word_counts(pairs, cut, characters=_WORD_COUNT_CHARACTERS)
    for entry in entries:
        if entry.word not in counts:
            counts[entry.word] = 1
    return build_tokenizer(counts, entries, size=size)


def _write(out: Path, tokenizer: Any, weights: Vectors) -> None:
    """Write the folder beside `out`, then put it in its place."""
    from safetensors.numpy import save_file

    new = out.with_name(out.name + ".new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    tokenizer.save(str(new / "tokenizer.json"), pretty=False)
    save_file({"embedding.weight": weights.astype(np.float16)}, str(new / "model.safetensors"))
    module = "sentence_transformers.models.StaticEmbedding"
    modules = [{"idx": 0, "name": "0", "path": "", "type": module}]
    (new / "modules.json").write_text(json.dumps(modules), encoding="utf8")
    settings = {"prompts": {}, "similarity_fn_name": "cosine"}
    (new / "config_sentence_transformers.json").write_text(json.dumps(settings), encoding="utf8")
    old = out.with_name(out.name + ".old")
    shutil.rmtree(old, ignore_errors=True)
    if out.exists():
        out.rename(old)
    for file in new.iterdir():
        file.chmod(0o644)  # safetensors writes for the owner alone
    new.rename(out)
    shutil.rmtree(old, ignore_errors=True)


def _measure(unseen: Sequence[Pair], tokenizer: Any, weights: Vectors) -> dict[str, float]:
    """Recall at 1 and 10 and the mean reciprocal rank of each positive among all positives."""
    if not unseen:
        return {"recall_at_1": 0.0, "recall_at_10": 0.0, "mrr": 0.0}
    queries, passages = (
        pool(bags(texts, tokenizer), weights)
        for texts in ([p.query for p in unseen], [p.positive for p in unseen])
    )
    scores = queries @ passages.T
    own = np.diagonal(scores)[:, None]
    # Ties share their ranks: an all-zero query must not count as found.
    ranks = 1 + (scores > own).sum(axis=1) + ((scores == own).sum(axis=1) - 1) / 2
    return {
        "recall_at_1": round(float((ranks <= 1).mean()), 4),
        "recall_at_10": round(float((ranks <= 10).mean()), 4),
        "mrr": round(float((1 / ranks).mean()), 4),
    }


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `minsheng train-embedding`."""
    add = parser.add_argument
    add("data", nargs="+", type=Path, help="配对与词典 (pairs and dictionaries: JSON lines, .xz)")
    add("--out", type=Path, default=Path("var/model"), help="模型文件夹 (the folder to write)")
    add("--held-out", nargs="*", type=Path, default=[], help="留出的配对 (pairs to measure on)")
    add("--dimension", type=int, default=DIMENSION, help="向量维数 (length of a vector)")
    add("--vocabulary", type=int, default=VOCABULARY, help="词表大小 (most tokens)")
    add("--epochs", type=int, default=EPOCHS, help="轮数 (epochs)")
    add("--seed", type=int, default=SEED, help="随机种子 (seed)")


def run(args: argparse.Namespace) -> int:
    """Train: progress on stderr, the report as JSON on stdout.

    Raises:
        TrainingError: bad data or arguments.
    """

    def tell(line: str) -> None:
        sys.stderr.write(f"{line}\n")

    report = train(
        args.data,
        args.out,
        held_out=args.held_out,
        dimension=args.dimension,
        vocabulary=args.vocabulary,
        seed=args.seed,
        epochs=args.epochs,
        progress=tell,
    )
    sys.stdout.write(json.dumps(asdict(report), ensure_ascii=False) + "\n")
    return 0
