"""Benchmarks and the published page: values and forms, never a time."""

import argparse
import json
import lzma
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.settings import Settings
from assistant.wiring import open_assistant
from corpus.records import Heading, Passage
from eval import bench, command, pages, publish, shared_data, systems, trials
from eval.bench_pages import Report, Speed, benchmark_lines
from eval.cases import Case, Evidence
from eval.errors import EvalError
from eval.faulty_writer import FaultReport
from eval.growth import Growth, grow, write_growth
from eval.legs import MEASURES, Found, compare_ways, plain_questions, ways
from eval.pages import END, table, write_page
from eval.pasted import Pasted
from eval.peers import absent
from eval.pictures import grouped_bars, log_lines
from eval.probe import probe
from eval.readers import read_cases
from eval.reading import lay_out
from eval.retrieval_pages import Retrieval, ablation_picture, recall_picture
from eval.shared_data import rows, sample, write_laws
from eval.timing import Spread, machine, run_python
from index.build import build_index
from index.embedder import load_embedder
from index.retriever import Retriever
from tests.eval_fakes import LEAD, ROAD, TEXT, passage

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bench")
    (folder / "900_notice.txt").write_text(TEXT, encoding="utf-8")
    build_index([folder / "900_notice.txt"], folder / "index", load_embedder(None))
    return folder / "index"


def evidenced(name: str, question: str, *quotes: str, **more: str) -> Case:
    evidence = tuple(Evidence("900", quote) for quote in quotes)
    return Case(name, question, answerable=True, evidence=evidence, **more)


def found(value: float) -> Found:
    return Found(
        4, dict.fromkeys(MEASURES, value), dict.fromkeys(MEASURES, (0.1, 0.9)), 50.0, 1.0, 2.0
    )


def retrieved() -> Retrieval:
    lacking = {"全部 whole": found(0.75), "无词面 no lexical": found(0.5)}
    return Retrieval(
        {"甲": {"混合 hybrid": found(0.5)}}, {"甲": {"": {"混合 hybrid": found(0.25)}}},
        {"甲": Pasted(1000, ("漏",))}, ablations={"": lacking, "english": lacking},
        sets={"乙": {"检索 search": found(0.125)}}, absent_sets=("丙",),
    )  # fmt: skip


def report() -> Report:
    pair = {"p50": 1.25, "p95": 2.5, "max": 9.0}
    speed = Speed(
        9, 4, Spread(1, 2, 3), 200, Spread(0.5, 0.75, 1), 150, False, 12.0, 90.0, pair, pair
    )
    return Report(
        "2030-01-01", "一台机器", 0.5, 3, {"甲": speed},
        retrieved(), {"甲": "documents 1"},
    )  # fmt: skip


SEARCHED = {"p50": 1.0, "p95": 2.0, "max": 3.0}
ANSWERED = {"p50": 10.0, "p95": 20.0, "max": 30.0}
GROWN = tuple(
    Growth(n, n * 100, n / 100, 300, 0.4, 5, 20, 900, 250, SEARCHED, ANSWERED)
    for n in (1_000, 10_000)
)


def test_each_way_is_measured_on_the_same_evidence() -> None:
    cases = [evidenced("a", "谁牵头", LEAD), evidenced("b", "两样", LEAD, ROAD), Case("c", "没有")]
    right = [passage(LEAD), passage(ROAD, "二、道路")]
    results = compare_ways(
        {"both": lambda words, k: right, "none": lambda words, k: []}, cases, seed=1
    )
    assert results["both"].questions == 2
    values = results["both"].values
    assert values["R@1"] == pytest.approx((1 + 0.5) / 2)
    assert values["R@5"] == values["all@5"] == values["RR"] == values["nDCG@10"] == 1.0
    assert results["both"].characters == pytest.approx((len(LEAD) + len(ROAD)) / 2)
    assert set(results["none"].values.values()) == {0.0}
    assert results["none"].intervals["R@5"] == (0.0, 0.0)


def test_half_of_the_evidence_is_not_all_of_it() -> None:
    case = evidenced("b", "两样", LEAD, ROAD)
    (one,) = compare_ways({"x": lambda words, k: [passage(LEAD)]}, [case]).values()
    assert one.values["R@5"] == 0.5 and one.values["all@5"] == 0.0


def test_headings_above_a_passage_count_as_part_of_it() -> None:
    heading = Heading("一、餐饮", 0, 4)
    one = Passage("p", "d1", "row", (heading,), (), LEAD, 5, 5 + len(LEAD))
    (result,) = compare_ways(
        {"x": lambda words, k: [one]}, [evidenced("h", "谁", "餐饮" + LEAD)]
    ).values()
    assert result.values["R@1"] == 1.0


def test_plain_questions_are_single_turn_without_compare_and_list() -> None:
    cases = [
        evidenced("a", "q", LEAD, style="plain", category="lead"),
        evidenced("b", "q", LEAD, style="english", category="lead"),
        evidenced("c", "q", LEAD, style="colloquial", category="compare"),
        Case("d", "q", history=("p",), evidence=(Evidence("9", LEAD),)),
        Case("e", "q", style="english"),
    ]
    parts = plain_questions(cases)
    names = {style: [c.id for c in part] for style, part in parts.items()}
    assert names == {"": ["a", "b"], "english": ["b"]}


def test_the_ways_over_a_real_index_find_the_sentence(index: Path) -> None:
    compared = ways(open_assistant(Settings(index=str(index))))
    assert len(compared) == 9 - len(absent())
    for name, find in compared.items():
        texts = [p.text for p in find("老年食堂由谁牵头", 3)]
        assert any("市民政局" in text for text in texts), name


def test_each_system_opens_over_one_index_and_the_command_measures_it(
    index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = Settings(index=str(index))
    for system in systems.SYSTEMS:
        answer = systems.open_system(system, settings).ask("老年食堂由谁牵头?")
        assert "市民政局" in answer.text and len(answer.citations) == 1, system
    questions = tmp_path / "q.jsonl"
    line = {"id": "a", "question": "老年食堂由谁牵头?", "gold": [["市民政局"]]}
    questions.write_text(json.dumps(line), encoding="utf-8")
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    flags = ["--questions", str(questions), "--index", str(index), "--out", str(tmp_path / "o")]
    assert command.run(parser.parse_args([*flags, "--system", "bm25"])) == 0
    assert "100.0 % 1/1" in capsys.readouterr().out
    (said,) = (tmp_path / "o" / "predictions.jsonl").read_text("utf-8").splitlines()
    assert json.loads(said)["answer"] == LEAD + "[1]"


def test_a_probe_says_what_it_opened(index: Path) -> None:
    seen = probe(index, [Case("a", "老年食堂由谁牵头")])
    assert seen["passages"] == len(Retriever.open(index, load_embedder(None)))
    assert set(seen) == {"passages", "open_ms", "ready_ms", "search_ms", "answer_ms"}
    assert set(seen["search_ms"]) == set(seen["answer_ms"]) == {"p50", "p95", "max"}


def test_a_run_reports_what_was_printed_and_a_failed_one_is_an_error() -> None:
    run = run_python("-c", "print('好')")
    assert run.out == "好\n" and run.peak_mb > 1 and not run.torch
    with pytest.raises(EvalError, match=r"exit 3: .* 坏了"):
        run_python("-c", "import sys; sys.stderr.write('坏了'); sys.exit(3)")
    assert "Python 3.11" in machine()


def test_laws_grow_by_a_seed_and_come_again_as_copies(tmp_path: Path) -> None:
    source = tmp_path / "laws.xz"
    laws = [{"id": f"l{i}", "title": f"法{i}", "text": "\n".join("一二三四")} for i in range(3)]
    with lzma.open(source, "wt", encoding="utf8") as file:
        file.writelines(json.dumps(law) + "\n" for law in laws)
    characters = write_laws(source, tmp_path / "a", 2, seed=5)
    (only,) = (tmp_path / "a").iterdir()
    assert characters == len(only.read_text(encoding="utf-8")) == len("法0\n一\n二\n三\n四\n")
    write_laws(source, tmp_path / "b", 9, seed=5)
    titles = [f.read_text("utf-8").splitlines()[0] for f in sorted((tmp_path / "b").iterdir())]
    assert titles[0] == only.read_text("utf-8").splitlines()[0]
    assert titles[3] == f"{titles[0]}(副本1)" and len(titles) == 4


def test_a_sample_is_the_same_for_a_seed_and_in_the_files_order(tmp_path: Path) -> None:
    source = tmp_path / "q.xz"
    with lzma.open(source, "wt", encoding="utf8") as file:
        file.writelines(json.dumps({"id": i}) + "\n" for i in range(50))
    drawn = [row["id"] for row in sample(source, 5, seed=2)]
    assert drawn == [row["id"] for row in sample(source, 5, seed=2)] == sorted(drawn)
    assert len(sample(source, 99, seed=2)) == 50
    source.write_bytes(b"no archive")
    with pytest.raises(EvalError, match=r"无法读取 cannot read 'q\.xz'"):
        list(rows(source))


def test_contexts_are_laid_out_once_without_their_titles(tmp_path: Path) -> None:
    source = tmp_path / "set.xz"
    made = [
        {"id": f"q{i}", "question": f"问{i}", "context": f"文{i // 2}。", "answers": ["文"],
         "title": "题"}
        for i in range(4)
    ]  # fmt: skip
    with lzma.open(source, "wt", encoding="utf8") as file:
        file.writelines(json.dumps(row) + "\n" for row in made)
    documents, questions = lay_out(source, tmp_path / "out", 4)
    assert [f.read_text("utf-8") for f in sorted(documents.iterdir())] == ["文0。\n", "文1。\n"]
    cases = [json.loads(line) for line in questions.read_text("utf-8").splitlines()]
    assert [case["id"] for case in cases] == ["q0", "q1", "q2", "q3"]
    assert set(cases[0]) == {"id", "question", "context", "answers"}
    pooled, _ = lay_out(source, tmp_path / "out", 1, pooled=True)
    assert len(list(pooled.iterdir())) == 2


def test_the_texts_of_a_public_set_are_written_into_a_new_folder_only(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    row = {
        "id": 1,
        "query": "谁?",
        "answer": ["甲"],
        "positive": ["甲来。"],
        "negative": ["乙去。"],
    }
    (tmp_path / "rgb.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    flags = ["documents", "--questions", str(tmp_path / "rgb.jsonl"), "--out", str(tmp_path / "d")]
    assert command.run(parser.parse_args(flags)) == 0
    texts = [f.read_text("utf-8") for f in sorted((tmp_path / "d").iterdir())]
    assert texts == ["甲来。\n", "乙去。\n"]
    assert command.run(parser.parse_args(flags)) == 2
    assert "文件夹不空 not empty" in capsys.readouterr().err
    (tmp_path / "own.jsonl").write_text('{"id": "a", "question": "q"}\n', encoding="utf-8")
    for name, said in (("own", "bring no texts along"), ("none", "无法读取 cannot read")):
        flags = ["documents", "--questions", str(tmp_path / f"{name}.jsonl")]
        assert command.run(parser.parse_args([*flags, "--out", str(tmp_path / name)])) == 2
        assert said in capsys.readouterr().err


def test_a_page_keeps_what_a_person_wrote_around_the_figures(tmp_path: Path) -> None:
    page = tmp_path / "docs" / "page.md"
    write_page(page, ["甲"], command="make x", title="题")
    assert page.read_text("utf-8").startswith("# 题\n\n<!-- 以下由命令写出")
    page.write_text(page.read_text("utf-8").replace("# 题", "# 题\n\n说明") + "\n尾", "utf-8")
    write_page(page, ["乙"], command="make x", title="题")
    text = page.read_text("utf-8")
    assert "说明" in text and "乙" in text and "甲" not in text
    assert text.endswith(f"{END}\n\n尾") and text.count(END) == 1


def test_tables_are_markdown_with_bars_escaped() -> None:
    lines = table(["名", "值"], [["a|b", "1"]])
    assert lines == ["| 名 | 值 |", "| --- | ---: |", "| a\\|b | 1 |"]


def test_the_commit_is_named_only_where_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    said = {"rev-parse": "abc1234", "status": " M eval/bench.py"}
    monkeypatch.setattr(pages, "_git", lambda *words: said[words[0]])
    assert pages.commit() == "abc1234+"
    monkeypatch.setattr(pages, "_git", lambda *words: "")
    assert pages.commit() == "?"


def test_plots_are_whole_svg_files_with_a_mark_for_every_value() -> None:
    bars = ET.fromstring(grouped_bars(["R@1", "R@5"], {"a": [0.5, 1.0], "<b>": [0.25, 0]}, "t"))
    texts = [t.text for t in bars.iter(f"{SVG}text")]
    assert {"50", "100", "25", "0", "<b>", "R@5"} <= set(texts)
    assert len(list(bars.iter(f"{SVG}rect"))) == 1 + 2 + 4  # paper, legend, bars
    lines = ET.fromstring(log_lines({"a": [(1000.0, 2.0), (100000.0, 20.0)]}, "t", x_label="x",
                                    y_label="ms"))  # fmt: skip
    assert len(list(lines.iter(f"{SVG}circle"))) == 2
    assert {"1,000", "100,000", "20"} <= {t.text for t in lines.iter(f"{SVG}text")}


def test_the_benchmark_page_shows_every_figure() -> None:
    text = "\n".join(benchmark_lines(report()))
    assert "| 建索引 build, s | 1.00 / 2.00 / 3.00 |" in text
    assert "| 首次提问载入 torch? torch imported | 否 no |" in text
    assert "| 回答 answer p50 / p95 / max, ms | 1.2 / 2.5 / 9.0 |" in text
    assert "| 混合 hybrid | 50.0 (10–90) |" in text and "| 混合 hybrid | 25.0 (10–90) |" in text
    assert "- 甲: 999 / 1,000" in text
    assert "| 无词面 no lexical | 50.0 (10–90) |" in text
    assert "| 检索 search | 12.5 (10–90) |" in text and "not measured: 丙。" in text
    assert "50" in recall_picture(retrieved()) and "无词面" in ablation_picture(retrieved())


def test_growth_has_a_page_of_its_own(tmp_path: Path) -> None:
    write_growth(tmp_path / "growth.md", GROWN)
    assert "| 10,000 | 1,000,000 | 100.0 | 0.4 | 300 |" in (tmp_path / "growth.md").read_text(
        "utf-8"
    )
    assert "10,000" in (tmp_path / "pictures" / "bench-growth.svg").read_text("utf-8")


def test_an_index_grows_by_the_products_own_build(tmp_path: Path) -> None:
    law = {"id": "a", "title": "助餐条例", "text": "第一条 社区设老年助餐点。\n第二条 冬季供暖。"}
    asked = {"id": "1", "question": "老年助餐点设在哪里?"}
    for path, row in ((shared_data.LAWS, law), (shared_data.LAY_QUESTIONS, asked)):
        (tmp_path / path).parent.mkdir(parents=True)
        with lzma.open(tmp_path / path, "wt", encoding="utf8") as file:
            file.write(json.dumps(row) + "\n")
    (one,) = grow(tmp_path, tmp_path, [2], seed=0)
    assert one.passages >= 3 and one.characters > 20
    assert min(one.build_s, one.disk_mb, one.open_ms, one.query_mb, one.search_ms["p95"]) > 0
    assert not (tmp_path / "2").exists()
    (kept,) = grow(tmp_path, tmp_path / "kept", [2], seed=0, keep=True)
    (again,) = grow(tmp_path, tmp_path / "kept", [2], seed=0, keep=True)
    assert (again.build_s, again.build_load) == (kept.build_s, kept.build_load)  # not built again
    with pytest.raises(EvalError, match="没有法律全文 no laws"):
        next(grow(tmp_path / "none", tmp_path, [2], seed=0))


def test_the_benchmark_page_shows_what_the_checks_caught() -> None:
    faults = FaultReport(changed=200, caught=199, true=50, shown=49, kinds={"year": [20, 19]})
    text = "\n".join(benchmark_lines(replace(report(), faults={"甲": faults})))
    assert "| 查出 caught | 99.5 % |" in text
    assert "| 误删 withheld | 2.0 % |" in text
    assert "| year: 查出/改过 caught/changed | 19/20 |" in text
    assert "生成文字" not in "\n".join(benchmark_lines(report()))


def test_injected_changes_are_measured_over_a_corpus_with_its_questions(
    index: Path, tmp_path: Path
) -> None:
    questions = tmp_path / "q.jsonl"
    line = {"id": "a", "question": "老年食堂由谁牵头?", "gold": [["市民政局"]]}
    questions.write_text(json.dumps(line), encoding="utf-8")
    corpus = bench.Corpus("试", index.parent, questions)
    found = bench.injected(corpus, index, 5)
    assert found.changed >= 5
    assert found.caught == found.changed


def test_without_shared_data_only_the_sample_is_measured(tmp_path: Path) -> None:
    assert [c.name for c in bench.corpora(tmp_path)] == ["示例语料 sample"]
    assert [t.name for t in trials.trials(tmp_path)] == [
        "示例题集 sample set", "县级题集 county set", "县级留存题集 untouched county set"
    ]  # fmt: skip
    assert all(t.questions.is_file() and t.documents.is_dir() for t in trials.trials(tmp_path))
    for found in (trials.reading_trials, trials.legal_trials, trials.guide_trials):
        assert found(tmp_path, tmp_path / "w", most=3, seed=0) == []


def test_reworded_questions_are_put_in_both_scripts(tmp_path: Path, index: Path) -> None:
    questions, again = tmp_path / "q.jsonl", tmp_path / "again.jsonl"
    asked = {"id": "a", "question": "老年食堂由谁牵头?", "gold": [["市民政局"]], "style": "plain"}
    questions.write_text(json.dumps(asked), encoding="utf-8")
    other = asked | {"id": "b", "question": "谁牵头老年食堂?", "same_as": "a"}
    again.write_text(json.dumps(other), encoding="utf-8")
    trial = trials.Trial(
        "试", index.parent / "900_notice.txt", questions, ("minsheng",), again, scripts=True
    )
    outcome = publish.measure(trial, tmp_path / "work", seed=0)
    measures = outcome.metrics["minsheng"]["measures"]
    assert (measures["right"]["of"], measures["consistency"]["of"]) == (4, 3)
    lines = publish.published_lines([], [outcome], [], [], [], seed=0)
    assert any(row.startswith("| 试, 4 题 questions | 回答一致 consistency |") for row in lines)


def test_questions_that_the_embedding_was_trained_on_are_not_published(tmp_path: Path) -> None:
    made = [
        {"id": str(i), "question": f"问{i}", "answer": "答", "keywords": "",
         "positives": [{"title": f"某法第{i}条", "text": f"条文{i}。"}]}
        for i in range(4)
    ]  # fmt: skip
    for path, lines in ((shared_data.LEGAL, made), (shared_data.TRAINED_ON, [{"query": "问1"}])):
        (tmp_path / path).parent.mkdir(parents=True)
        with lzma.open(tmp_path / path, "wt", encoding="utf8") as file:
            file.writelines(json.dumps(line) + "\n" for line in lines)
    (trial,) = trials.legal_trials(tmp_path, tmp_path / "w", most=9, seed=0)
    cases, _ = read_cases([trial.questions])
    assert [(c.question, c.reference, c.evidence[0].quote) for c in cases] == [
        (f"问{i}", "答", f"条文{i}") for i in (0, 2, 3)
    ]
    assert len(list(trial.documents.iterdir())) == 4


def test_the_published_table_has_a_row_for_each_system(tmp_path: Path, index: Path) -> None:
    questions = tmp_path / "q.jsonl"
    line = {"id": "a", "question": "老年食堂由谁牵头?", "gold": [["市民政局"]],
            "evidence": [{"doc": "900", "quote": LEAD}]}  # fmt: skip
    questions.write_text(json.dumps(line), encoding="utf-8")
    trial = trials.Trial("试", index.parent / "900_notice.txt", questions, trials.SYSTEMS)
    outcome = publish.measure(trial, tmp_path / "work", seed=0)
    lines = publish.published_lines(*[[outcome]] * 5, seed=0)
    for name in publish.NAMES.values():
        assert sum(row.startswith(f"| {name} |") for row in lines) == 5
    best = next(row for row in lines if row.startswith("| BM25 最佳句"))
    assert "1/1" in best
    assert best.count("100.0 % (100.0–100.0") == 4  # right, cited, verbatim, recall
    assert (
        best.count("| — |") + best.count("— | —") == 2
    )  # no figures in it, and nothing unanswerable was asked
    assert any("embedder default" in row for row in lines)
