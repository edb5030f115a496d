"""Score: one question with its verdict and its part in every measure; the list of the measures."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from eval.cases import Case
from eval.errors import EvalError
from eval.measures.abstention import abstention_precision, abstention_recall, over_abstention
from eval.measures.cited import citation_precision, citation_recall, fully_cited
from eval.measures.containment import containment
from eval.measures.exact_match import exact_match
from eval.measures.f1 import f1
from eval.measures.figure_accuracy import figure_accuracy
from eval.measures.length import length
from eval.measures.retrieval import retrieval_measure
from eval.measures.right import judge, right
from eval.measures.tally import Tally
from eval.measures.verbatim import verbatim
from eval.predictions import Prediction

MEASURES: dict[str, Callable[[Case, Prediction], Tally]] = {
    "right": right,
    "fully_cited": fully_cited,
    "verbatim": verbatim,
    "figure_accuracy": figure_accuracy,
    "citation_precision": citation_precision,
    "citation_recall": citation_recall,
    "abstention_precision": abstention_precision,
    "abstention_recall": abstention_recall,
    "over_abstention": over_abstention,
    "containment": containment,
    "exact_match": exact_match,
    "f1": f1,
    "recall_1": retrieval_measure("R@1"),
    "recall_3": retrieval_measure("R@3"),
    "recall_5": retrieval_measure("R@5"),
    "recall_10": retrieval_measure("R@10"),
    "mrr": retrieval_measure("RR"),
    "ndcg_10": retrieval_measure("nDCG@10"),
    "length": length,
}


@dataclass(frozen=True, slots=True)
class Score:
    """What one question adds: the groups it belongs to, its verdict, a tally for each measure.

    `why` and `detail` say what is wrong: Verdict's, or "uncited" for a right answer whose
    citations do not bear it. `right` is None where the question could not be judged.
    """

    id: str
    question: str
    category: str
    style: str
    file: str
    documents: tuple[str, ...]
    right: bool | None
    why: str
    detail: str
    latency_ms: float | None
    confidence: float | None
    abstained: bool
    tallies: dict[str, Tally]


def score(case: Case, prediction: Prediction) -> Score:
    """The score of one prediction."""
    verdict = judge(case, prediction)
    tallies = {name: measure(case, prediction) for name, measure in MEASURES.items()}
    uncited = tallies["fully_cited"] == (0.0, 1.0)
    return Score(
        case.id, case.question, case.category, case.style, case.file, case.documents,
        verdict.right, "uncited" if uncited else verdict.why, verdict.detail,
        prediction.latency_ms, prediction.confidence, prediction.abstained, tallies,
    )  # fmt: skip


def score_all(cases: Sequence[Case], predictions: Iterable[Prediction]) -> Iterator[Score]:
    """The scores in the order of the cases; a case without a prediction counts as wrong.

    Predictions may come one by one as long as they follow the cases' order; those out of it
    are kept until their case comes.
    """
    coming = iter(predictions)
    early: dict[str, Prediction] = {}
    for case in cases:
        while case.id not in early and (prediction := next(coming, None)):
            early[prediction.id] = prediction
        yield score(case, early.pop(case.id, Prediction(case.id)))


def score_line(one: Score) -> str:
    """A score as a line of scores.jsonl, the same at every run: latency is left out."""
    data = {k: v for k, v in asdict(one).items() if k != "latency_ms"}
    data["tallies"] = {name: t for name, t in one.tallies.items() if t[1]}
    return json.dumps(data, ensure_ascii=False) + "\n"


def read_scores(path: Path) -> list[Score]:
    """The scores that an earlier run wrote.

    Raises:
        EvalError: there is no such file, or it is not ours.
    """
    try:
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        return [
            Score(**line | {"documents": tuple(line["documents"]), "latency_ms": None,
                            "tallies": {k: (t[0], t[1]) for k, t in line["tallies"].items()}})
            for line in lines
        ]  # fmt: skip
    except OSError as error:
        reason = error.strerror or str(error)
        hint = "给出已完成的结果文件夹 (the --out folder of a finished run)."
        raise EvalError(f"无法读取 cannot read {str(path)!r}: {reason}.", hint=hint) from None
    except (ValueError, KeyError, TypeError) as error:
        hint = "重跑该次评测 (measure that run again)."
        raise EvalError(
            f"不是计分文件 not a file of scores: {str(path)!r}, {error}.", hint=hint
        ) from None
