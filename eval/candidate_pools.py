"""Candidate sentences of public questions, with which of them hold the answer: to learn from."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from assistant.finding.evidence import LIKENED, sentences
from assistant.finding.features import GAPS, NAMES, features
from assistant.finding.ranker import LEARNED
from assistant.finding.sureness import sureness_rows
from assistant.pipeline import Assistant
from assistant.settings import Settings
from assistant.wiring import open_assistant
from eval.cases import Case
from eval.errors import EvalError
from eval.normalise import holds_any, normalised_answer
from eval.readers import read_cases
from eval.reading import lay_out
from index.build import build_index
from index.embedder import load_embedder

Rows = NDArray[np.float32]
Truth = NDArray[np.bool_]
Scorer = Callable[[Rows], NDArray[np.float64]]
_RULES = NAMES.index("rules")


@dataclass(frozen=True, slots=True)
class Pool:
    """The candidates of one question, in the order of the rules.

    Attributes:
        rows: shape (candidates, features).
        right: whether each candidate holds the answer.
        passages: ids of their passages.
    """

    rows: Rows
    right: Truth
    passages: tuple[str, ...]

    def best(self, scorer: Scorer | None) -> int:
        """The number of the first candidate: by rules, or by rules and trees together."""
        scores = self.rows[:, _RULES]
        return int(np.argmax(scores if scorer is None else scores + LEARNED * scorer(self.rows)))

    def first(self, scorer: Scorer) -> tuple[Rows, bool]:
        """What the trees of confidence see of the first candidate, and whether it is right."""
        at = self.best(scorer)
        seen = sureness_rows(self.rows, scorer(self.rows), self.passages)
        return seen[at], bool(self.right[at])

    def without_answer(self) -> Iterator[Pool]:
        """The question as one without an answer: the right sentences away, then their passages."""
        holding = {p for p, right in zip(self.passages, self.right, strict=True) if right}
        for kept in (~self.right, np.array([p not in holding for p in self.passages])):
            if holding and kept.any():
                yield self._only(kept)

    def _only(self, kept: Truth) -> Pool:
        rows = self.rows[kept]
        for name in GAPS:
            own = rows[:, NAMES.index(name)]
            rows[:, NAMES.index(f"{name}_gap")] = own - own.max()
        ids = tuple(p for p, keep in zip(self.passages, kept, strict=True) if keep)
        return Pool(rows, self.right[kept], ids)


def pools_of(source: Path, most: int, *, seed: int) -> list[Pool]:
    """Pools of questions drawn from a set, found in the texts of these questions.

    Raises:
        EvalError: the set cannot be read, or no question of it finds anything.
    """
    with tempfile.TemporaryDirectory() as folder:
        documents, questions = lay_out(source, Path(folder), most, seed=seed)
        build_index([documents], Path(folder, "index"), load_embedder(None))
        assistant = open_assistant(Settings(index=str(Path(folder, "index"))))
        cases, _ = read_cases([questions])
        found = [_pool(c, assistant) for c in tqdm(cases, desc=source.parent.name)]
    pools = [pool for pool in found if pool is not None]
    if not pools:
        raise EvalError(
            f"没有候选句 no candidates in {source.name!r}.", hint="换一个题集 (another)."
        )
    return pools


def _pool(case: Case, assistant: Assistant) -> Pool | None:
    bench = assistant.bench(case.question)
    found = sentences(bench.question, bench.retriever, bench.ranked, bench.bonus)[:LIKENED]
    if not found or bench.question.english:
        return None
    texts = [normalised_answer(c.text) for c in found]
    right = np.array([all(holds_any(text, group) for group in case.gold) for text in texts])
    rows = features(bench.question, found, bench.retriever)
    return Pool(rows, right, tuple(c.passage.id for c in found))


def boosted(rows: Any, right: Any, weight: Any, names: tuple[str, ...], **size: Any) -> Any:
    """Boosted trees that tell right rows from wrong ones, as `Trees.of` takes them.

    Args:
        rows, right: shapes (rows, features) and (rows,).
        weight: of each row; rows of no weight teach nothing.
        size: settings of scikit-learn's HistGradientBoostingClassifier.
    """
    from sklearn.ensemble import HistGradientBoostingClassifier  # only training pays for it
    from threadpoolctl import threadpool_limits

    taught = np.asarray(weight) > 0
    model = HistGradientBoostingClassifier(l2_regularization=1.0, early_stopping=False, **size)
    with threadpool_limits(1):  # threads of so small a task wait for each other on a busy machine
        model.fit(rows[taught], right[taught], sample_weight=np.asarray(weight)[taught])
    nodes = [stage[0].nodes for stage in model._predictors]
    widest = max(map(len, nodes))
    trees = [_tree(one, widest) for one in nodes]
    columns = {name: [tree[name] for tree in trees] for name in trees[0]}
    return {"names": list(names), "start": float(model._baseline_prediction.item()),
            "depth": max(int(one["depth"].max()) for one in nodes), **columns}  # fmt: skip


def _tree(nodes: Any, widest: int) -> dict[str, list[Any]]:
    """The nodes of one of scikit-learn's trees as lists of one length; a leaf points at itself."""
    leaf, own = nodes["is_leaf"].astype(bool), np.arange(len(nodes))
    columns = {
        "feature": np.where(leaf, 0, nodes["feature_idx"]).tolist(),
        "threshold": [_short(t) for t in np.where(leaf, 0, nodes["num_threshold"])],
        "left": np.where(leaf, own, nodes["left"]).tolist(),
        "right": np.where(leaf, own, nodes["right"]).tolist(),
        "value": [_short(v) for v in np.where(leaf, nodes["value"], 0)],
    }
    return {name: [*column, *[0] * (widest - len(nodes))] for name, column in columns.items()}


def _short(value: float) -> float:
    return float(f"{value:.9g}")
