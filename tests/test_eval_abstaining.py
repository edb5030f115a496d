"""Abstention measured: each question is put to its own text, and to no other."""

import json
import lzma

import pytest

from eval.abstaining import Put, abstaining_lines, put_all, tallies
from eval.publish import abstaining

ROWS = [
    (
        "游船何时停靠东码头?",
        "经查明,游船于2021年5月3日停靠东码头,次日离开。",
        ["2021年5月3日"],
        "span",
    ),
    ("船长的手机号码是多少?", "经查明,游船于2021年5月3日停靠东码头,次日离开。", [], "unanswerable"),
    (
        "值班员的电话号码是多少?",
        "经查明,值班员电话为0719-8012345,已留存。",
        ["0719-8012345"],
        "span",
    ),
    ("值班员是否在岗?", "经查明,值班员电话为0719-8012345,已留存。", [], "yesno"),
]


@pytest.fixture
def court(tmp_path):
    path = tmp_path / "data" / "cail2019" / "dev.jsonl.xz"
    path.parent.mkdir(parents=True)
    names = ("question", "context", "answers", "kind")
    lines = [json.dumps({"id": str(i), **dict(zip(names, row, strict=True))}, ensure_ascii=False)
             for i, row in enumerate(ROWS)]  # fmt: skip
    path.write_bytes(lzma.compress("\n".join(lines).encode()))
    return path


def test_a_question_is_answered_by_its_own_text_alone(court, tmp_path):
    found = put_all(court, tmp_path / "work", 9, seed=0)
    assert sorted((p.answerable, p.abstained, p.contained) for p in found) == [
        (False, True, False), (True, False, True), (True, False, True),
    ]  # fmt: skip
    assert abstaining(tmp_path, tmp_path / "again", most=9, seed=0) == {"CAIL 2019 dev": found}
    assert abstaining(tmp_path / "none", tmp_path / "again", most=9, seed=0) == {}


def test_the_measures_count_what_they_name():
    found = [Put(False, True, False), Put(False, False, False), Put(True, False, True),
             Put(True, True, False)]  # fmt: skip
    sums = {n: [sum(c) for c in zip(*t, strict=True)] for n, t in tallies(found).items()}
    assert sums == {"declined": [1, 2], "refused": [1, 2], "contained": [1, 2], "borne": [1, 2]}
    line = abstaining_lines("甲", found, seed=0)[-1]
    assert line.startswith("| 民生问答 Minsheng | 50.0% (")
    assert line.count("1/2)") == 4
