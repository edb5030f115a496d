"""Our verdicts against the counts that the scorer prints, on random predictions."""

import json
import random
import re
import subprocess
import sys
from pathlib import Path

import pytest

from eval.predictions import prediction_from
from eval.readers import read_cases
from eval.scores import score_all

SCORER = Path(__file__).resolve().parents[2] / "shared" / "eval" / "score.py"
WORDS = [
    "12家",
    "120家",
    "３０００元",
    "0.3万",
    "市民政局",
    "、",
    "[1]",
    "武漢",
    "。",
    "13家",
    "长" * 280,
]
CATEGORIES = ["number", "list", "content", "responsible", "compare", "unanswerable"]


def random_text(draw: random.Random, most: int) -> str:
    return "".join(draw.choices(WORDS, k=draw.randint(0, most)))


@pytest.mark.skipif(not SCORER.is_file(), reason="the scorer of ../shared/eval is not here")
def test_right_and_cited_counts_are_the_scorers(tmp_path: Path) -> None:
    draw = random.Random(11)
    questions, predictions = [], []
    for i in range(400):
        category = draw.choice(CATEGORIES)
        answerable = category != "unanswerable"
        evidence = [{"doc": draw.choice(["000", "001"]), "quote": random_text(draw, 5) or "空"}]
        gold = [draw.sample(WORDS[:5], draw.randint(1, 2)) for _ in range(draw.randint(1, 2))]
        questions.append({
            "id": f"q{i}", "question": "问", "history": [], "category": category, "style": "plain",
            "answerable": answerable, "gold": gold if answerable else [],
            "forbidden": ["13家"], "evidence": evidence if answerable else [],
        })  # fmt: skip
        quotes = [random_text(draw, 5) for _ in range(draw.randint(0, 3))]
        citations = [{"source": f"{draw.choice(['000', '001'])}_x.txt", "quote": q} for q in quotes]
        if draw.random() < 0.95:
            abstained = draw.random() < 0.15
            line = {"answer": random_text(draw, 8), "abstained": abstained, "citations": citations}
            predictions.append({"id": f"q{i}"} | line)
    asked, told = tmp_path / "q.jsonl", tmp_path / "p.jsonl"
    asked.write_text("\n".join(json.dumps(q) for q in questions), encoding="utf-8")
    told.write_text("\n".join(json.dumps(p) for p in predictions), encoding="utf-8")
    command = [sys.executable, str(SCORER), str(told), str(asked)]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout

    cases, _ = read_cases([asked])
    scores = list(score_all(cases, (prediction_from(p) for p in predictions)))

    def total(name: str) -> str:
        tallies = [score.tallies[name] for score in scores]
        return f"{sum(t[0] for t in tallies):.0f}/{sum(t[1] for t in tallies):.0f}"

    def shown(line: str) -> str:
        found = re.search(rf"^{line}\s+(\d+/\d+)", printed, re.MULTILINE)
        assert found, printed
        return found[1]

    assert total("right") == shown("OVERALL")
    assert total("fully_cited") == shown("right answers fully cited")
    assert total("over_abstention") == shown("abstained on the answerable")
    for category in CATEGORIES:
        mine = [s.right for s in scores if s.category == category]
        assert f"{sum(map(bool, mine))}/{len(mine)}" == shown(f"category:{category}")
    assert 20 < sum(bool(s.right) for s in scores) < 380
