"""`minsheng train-ranker`: trains the trees that order sentences and those that judge confidence.

Both learn from public reading comprehension (SQuAD's form): a sentence that holds the answer is
right, the others of the same question are wrong; for confidence each question is asked again with
its sentence, then its passage taken away. The files are written only where the trees put the right
sentence first more often than the rules do, on every held-out set.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from assistant.finding.features import NAMES
from assistant.finding.sureness import NAMES as SURENESS
from assistant.finding.trees import DATA, Trees
from eval.candidate_pools import Pool, Scorer, boosted, pools_of
from eval.collect import write_whole

SEED, QUESTIONS, HELD, FOLDS = 0, 4500, 400, 3
ABSENT = 0.25  # weight of a question whose answer was taken away, beside the question itself
_RANKER = {"max_iter": 240, "max_leaf_nodes": 8, "learning_rate": 0.08, "min_samples_leaf": 60}
_CONFIDENCE = {"max_iter": 80, "max_leaf_nodes": 6, "learning_rate": 0.06, "min_samples_leaf": 80}
_KEPT = 0.95  # share of the right answers that a threshold keeps, for the report


def fit_ranker(pools: Sequence[Pool], *, seed: int) -> Any:
    """Trees that tell right candidates from wrong ones.

    Questions none of whose candidates is right teach nothing; the right candidates of a question
    weigh as much as one.
    """
    weight = [np.where(p.right, 1 / max(1, p.right.sum()), 1.0) * p.right.any() for p in pools]
    rows, right = (np.concatenate(x) for x in ([p.rows for p in pools], [p.right for p in pools]))
    return boosted(rows, right, np.concatenate(weight), NAMES, random_state=seed, **_RANKER)


def fit_confidence(pools: Sequence[Pool], *, seed: int) -> Any:
    """Trees that tell how likely the first candidate answers.

    The ranker whose order they judge is each time trained on the other questions.
    """
    folds = [pools[i::FOLDS] for i in range(FOLDS)]
    seen = []
    for i, fold in enumerate(folds):
        others = [p for j, other in enumerate(folds) if j != i for p in other]
        seen += examples(fold, Trees.of(fit_ranker(others, seed=seed), NAMES).scores)
    rows, right, weight = (np.array(column) for column in zip(*seen, strict=True))
    return boosted(rows, right, weight, SURENESS, random_state=seed, **_CONFIDENCE)


def examples(pools: Sequence[Pool], scorer: Scorer) -> list[tuple[Any, bool, float]]:
    """What confidence sees, whether that is right, and its weight: with answers and without."""
    out = []
    for pool in pools:
        out.append((*pool.first(scorer), 1.0))
        out += [(*less.first(scorer), ABSENT) for less in pool.without_answer()]
    return out


def report(name: str, pools: Sequence[Pool], ranker: Trees, confidence: Trees) -> bool:
    """Print what the trees do on a held-out set; whether they order better than the rules."""
    before, after = (
        float(np.mean([p.right[p.best(scorer)] for p in pools])) for scorer in (None, ranker.scores)
    )
    rows, right, weight = (
        np.array(column) for column in zip(*examples(pools, ranker.scores), strict=True)
    )
    _say(f"{name}: 首句正确 first sentence right {before:.1%} → {after:.1%}")
    for what, sure in (
        ("词的覆盖 coverage", rows[:, SURENESS.index("coverage")]),
        ("学得的把握 learned confidence", confidence.scores(rows)),
    ):
        least = np.quantile(sure[right], 1 - _KEPT)
        shown = sure >= least
        absent = shown[weight < 1].mean()
        wrong = shown[(weight == 1) & ~right].mean()
        _say(f"  {what}: 留住 {_KEPT:.0%} 答对的题时 keeping so many right answers:")
        _say(f"    无据而答 answers where none is {absent:.1%}")
        _say(f"    答错照答 wrong answers shown {wrong:.1%}")
    return after > before


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `minsheng train-ranker`."""
    add = parser.add_argument
    add("data", type=Path, help="SQuAD 形式的训练题集 questions to learn from, SQuAD's form")
    add(
        "--held", nargs="+", type=Path, required=True, metavar="FILE", help="留存题集 held-out sets"
    )
    add("--out", type=Path, default=DATA, help="写到哪个文件夹 the folder to write into")
    add("--questions", type=int, default=QUESTIONS, metavar="N", help="学多少题 how many to learn")
    add("--held-questions", type=int, default=HELD, metavar="N", help="每套留存多少题 of each set")
    add("--seed", type=int, default=SEED, help="抽题与训练的种子 seed of drawing and training")


def run(args: argparse.Namespace) -> int:
    """Train, report, and write where the order is better; 1 where it is not."""
    begun = time.perf_counter()
    held = {path: pools_of(path, args.held_questions, seed=args.seed + 1) for path in args.held}
    pools = pools_of(args.data, args.questions, seed=args.seed)
    found: Mapping[str, Any] = {
        "ranker": fit_ranker(pools, seed=args.seed),
        "confidence": fit_confidence(pools, seed=args.seed),
    }
    ranker = Trees.of(found["ranker"], NAMES)
    confidence = Trees.of(found["confidence"], SURENESS)
    better = [report(f.parent.name, some, ranker, confidence) for f, some in held.items()]
    _say(f"{len(pools)} 题 questions, {time.perf_counter() - begun:.0f} s")
    if not all(better):
        _say("没有胜过规则,没有写入 no better than the rules, not written")
        return 1
    for name, trees in found.items():
        write_whole(args.out / f"{name}.json", json.dumps(trees, separators=(",", ":")) + "\n")
    return 0


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")
