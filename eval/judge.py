"""A language model's verdicts on answers: asked only on demand, shown only beside the rule's.

They are collected as predictions are (judge/predictions.jsonl), so that they can be continued.
Abstentions, faults and questions without a reference are left to the rule.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from assistant.errors import GenerationError
from assistant.writing.llm import ChatModel
from eval.cases import Case
from eval.collect import PREDICTIONS, collect
from eval.errors import AssistantGoneError
from eval.normalise import without_marks
from eval.predictions import Prediction, read_predictions
from prompts import load

FOLDER = "judge"
_VERDICT = re.compile(r"RIGHT|WRONG")
_SAID = 300  # characters of the model's reason that are kept


def judge_answers(
    chat: ChatModel, cases: Sequence[Case], out: Path, *, workers: int = 1, progress: bool = True
) -> None:
    """Put each answer of the finished predictions in `out` to the model.

    Raises:
        EvalError: the model does not answer; the verdicts given stay.
    """
    answers = {p.id: p.answer for p in read_predictions(out / PREDICTIONS)
               if not p.abstained and not p.error}  # fmt: skip
    fitting = [case for case in cases if case.id in answers and reference(case)]
    prompt = load("judge")
    digest = hashlib.sha256((out / PREDICTIONS).read_bytes()).hexdigest()

    def observe(case: Case) -> dict[str, Any]:
        answer = without_marks(answers[case.id])
        texts = prompt.render(question=case.question, reference=reference(case), answer=answer)
        try:
            said = "".join(piece for piece in chat.stream(*texts) if isinstance(piece, str))
        except GenerationError as error:
            raise AssistantGoneError(f"评判模型 judge: {error.message}.", hint=error.hint) from None
        return {"id": case.id, "verdict": verdict(said), "said": said.strip()[-_SAID:]}

    run = f"{chat.name} {prompt.version} {digest}"
    collect(observe, fitting, out / FOLDER, run=run, workers=workers, progress=progress)


def reference(case: Case) -> str:
    """What the answer is held against, in words; "" where there is nothing."""
    points = ";".join(" 或 ".join(group) for group in case.gold)
    return case.reference or points


def verdict(said: str) -> bool | None:
    """The model's last word, None where it gives none.

    >>> verdict("不是 WRONG,数字一致。\\nRIGHT"), verdict("不好说")
    (True, None)
    """
    words = _VERDICT.findall(said)
    return words[-1] == "RIGHT" if words else None


def read_verdicts(out: Path) -> dict[str, bool | None]:
    """The verdicts by question."""
    lines = (out / FOLDER / PREDICTIONS).read_text(encoding="utf-8").splitlines()
    return {line["id"]: line["verdict"] for line in map(json.loads, lines)}


def with_verdict(prediction: Prediction, verdicts: dict[str, bool | None]) -> Prediction:
    """The prediction with the model's verdict on it."""
    return replace(prediction, judged=verdicts.get(prediction.id))
