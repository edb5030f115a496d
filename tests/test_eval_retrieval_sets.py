"""Public retrieval sets and ablations: values on small invented data, never a time."""

import json
import lzma
from pathlib import Path

import pytest

from assistant.settings import Settings
from corpus.records import Passage
from eval import bench, retrieval_sets
from eval.ablations import WHOLE, ablated
from eval.cases import Case, Evidence
from eval.retrieval_sets import each_text_once
from index.build import build_index
from index.embedder import load_embedder

PAIRS = [
    ("The city will build canteens for the elderly.", "全市新建老年食堂。"),
    ("Roads will be repaired before winter.", "入冬前修好道路。"),
]


def write(path: Path, rows: list[dict[str, object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with lzma.open(path, "wt", encoding="utf8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)


def piece(number: int, doc_id: str) -> Passage:
    return Passage(str(number), doc_id, "paragraph", (), (), f"文{number}", 0, 2)


def test_sets_whose_data_are_absent_are_named(tmp_path: Path) -> None:
    found, absent = retrieval_sets.retrieval_sets(tmp_path, seed=0)
    assert found == [] and len(absent) == 5


def test_an_english_sentence_finds_the_text_that_it_translates(tmp_path: Path) -> None:
    reports = [{"query": q, "positive": p} for q, p in PAIRS]
    write(tmp_path / retrieval_sets.REPORTS, reports)
    (one,), absent = retrieval_sets.retrieval_sets(tmp_path, seed=0)
    assert one.texts == {"00000.txt": PAIRS[0][1], "00001.txt": PAIRS[1][1]}
    assert [c.evidence for c in one.cases] == [
        (Evidence("00000.txt", ""),), (Evidence("00001.txt", ""),)
    ]  # fmt: skip
    assert len(absent) == 4
    found = bench.of_set(one, tmp_path / "work")
    assert found["检索 search"].values["R@1"] == 1.0
    assert found["检索无向量 no dense"].questions == found["检索 search"].questions
    assert found["BM25 句 sentences"].values["R@10"] == 0.0


def test_an_article_is_looked_up_in_its_whole_law(tmp_path: Path) -> None:
    law = {"id": "l1", "title": "助餐条例", "text": "第一条 设助餐点。\n第二条 助餐点每日开放。"}
    article = {"id": "l1#第二条", "law_id": "l1", "text": "助餐点每日开放。"}
    asked = {"id": "q", "question": "助餐条例第二条的内容是什么?", "relevant": ["l1#第二条"]}
    for path, row in (
        (retrieval_sets.LAWS, law),
        (retrieval_sets.ARTICLES, article),
        (retrieval_sets.LOOK_UP, asked),
    ):
        write(tmp_path / path, [row])
    (one,), _ = retrieval_sets.retrieval_sets(tmp_path, seed=0)
    assert not one.whole and one.cases[0].evidence == (Evidence("l1.txt", "助餐点每日开放"),)
    assert bench.of_set(one, tmp_path / "work")["检索 search"].values["R@1"] == 1.0


def test_of_each_text_the_best_piece_counts() -> None:
    pieces = [piece(0, "a"), piece(1, "a"), piece(2, "b"), piece(3, "c")]
    found = each_text_once(lambda words, k: pieces[:k])("问", 2)
    assert [p.id for p in found] == ["0", "2"]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ablations")
    first, second = "1.新建老年食堂。(牵头单位:市民政局)", "2.修好道路。(牵头单位:市交通局)"
    text = f"某市工作任务\n一、养老\n{first}\n{second}\n"
    (folder / "a.txt").write_text(text, encoding="utf-8")
    build_index([folder / "a.txt"], folder / "index", load_embedder(None))
    return folder / "index"


def test_each_ablation_takes_one_part_away(index: Path) -> None:
    found = ablated(index, Settings(index=str(index)))
    assert next(iter(found)) == WHOLE and len(found) == 9
    for name, find in found.items():
        assert "老年食堂" in find("老年食堂由谁牵头", 3)[0].text, name
    english = "who leads the canteens for the elderly"
    assert "老年食堂" in found[WHOLE](english, 1)[0].text
    assert found["无词面 no lexical"]("zzz", 3) == found["无向量 no dense"]("zzz", 3) == []


def test_ablations_are_measured_by_style(index: Path, tmp_path: Path) -> None:
    line = {"id": "a", "question": "老年食堂由谁牵头?", "gold": [["市民政局"]],
            "evidence": [{"doc": "a", "quote": "新建老年食堂"}]}  # fmt: skip
    (tmp_path / "q.jsonl").write_text(json.dumps(line), encoding="utf-8")
    corpus = bench.Corpus("试", index.parent, tmp_path / "q.jsonl")
    (plain,) = bench.ablations(corpus, index).values()
    assert {name: one.values["R@1"] for name, one in plain.items()} == dict.fromkeys(plain, 1.0)


def test_long_messages_are_cut() -> None:
    case: Case = retrieval_sets._case("1", "长" * 900, [])
    assert len(case.question) == retrieval_sets.MOST_ASKED
