"""Score: one question with its verdict and its part in every measure; the list of the measures."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from types import MappingProxyType

from eval.cases import Case
from eval.errors import EvalError
from eval.measures.abstention import abstention_precision, abstention_recall, over_abstention
from eval.measures.cited import citation_precision, citation_recall, fully_cited
from eval.measures.consistency import CONSISTENCY, consistency, stance
from eval.measures.containment import containment
from eval.measures.cost import tokens
from eval.measures.exact_match import exact_match
from eval.measures.f1 import f1
from eval.measures.figure_accuracy import figure_accuracy
from eval.measures.judged import judge_agreement, judged_right
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
    "tokens": tokens,
    "judged_right": judged_right,
    "judge_agreement": judge_agreement,
}
NAMES = (*MEASURES, CONSISTENCY)  # the last is of pairs of questions: with_consistency


@dataclass(frozen=True, slots=True)
class Score:
    """What one question adds: the groups it belongs to, its verdict, a tally for each measure.

    `why` and `detail` say what is wrong: Verdict's, or "uncited" for a right answer whose
    citations do not bear it. `right` is None where the question could not be judged. `regions`
    are those of the documents that bear the answer; `stance` is measures/consistency.py's.
    """

    id: str
    question: str
    category: str
    style: str
    file: str
    documents: tuple[str, ...]
    regions: tuple[str, ...]
    same_as: str
    stance: str
    right: bool | None
    why: str
    detail: str
    latency_ms: float | None
    confidence: float | None
    abstained: bool
    tallies: dict[str, Tally]


def score(
    case: Case, prediction: Prediction, regions: Mapping[str, str] = MappingProxyType({})
) -> Score:
    """The score of one prediction; `regions` by the documents' sources, where known."""
    verdict = judge(case, prediction)
    tallies = {name: measure(case, prediction) for name, measure in MEASURES.items()}
    uncited = tallies["fully_cited"] == (0.0, 1.0)
    return Score(
        case.id, case.question, case.category, case.style, case.file, case.documents,
        _regions(case, regions), case.same_as, stance(case, prediction),
        verdict.right, "uncited" if uncited else verdict.why, verdict.detail,
        prediction.latency_ms, prediction.confidence, prediction.abstained, tallies,
    )  # fmt: skip


def _regions(case: Case, regions: Mapping[str, str]) -> tuple[str, ...]:
    found = {
        r for source, r in regions.items() if r and source.startswith(case.documents or (" ",))
    }
    return tuple(sorted(found))


def with_consistency(scores: Sequence[Score]) -> list[Score]:
    """The scores, those of questions that put another one again with their consistency."""
    stances = {one.id: one.stance for one in scores}

    def compared(one: Score) -> Score:
        tally = consistency(one.same_as, one.stance, stances)
        return replace(one, tallies=one.tallies | {CONSISTENCY: tally}) if tally[1] else one

    return [compared(one) for one in scores]


def score_all(
    cases: Sequence[Case],
    predictions: Iterable[Prediction],
    regions: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[Score]:
    """The scores in the order of the cases; a case without a prediction counts as wrong.

    Predictions may come one by one as long as they follow the cases' order; those out of it
    are kept until their case comes.
    """
    coming = iter(predictions)
    early: dict[str, Prediction] = {}
    for case in cases:
        while case.id not in early and (prediction := next(coming, None)):
            early[prediction.id] = prediction
        yield score(case, early.pop(case.id, Prediction(case.id)), regions)


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
                            "regions": tuple(line["regions"]),
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
