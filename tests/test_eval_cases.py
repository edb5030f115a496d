"""Question files: what is read, and what is said of a line that cannot be."""

import json
import lzma
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from eval.cases import Case, Evidence
from eval.errors import EvalError
from eval.forms import contexts_of
from eval.readers import read_cases
from eval.scripts import with_other_script


def write(path: Path, *lines: dict[str, Any] | str) -> Path:
    texts = [x if isinstance(x, str) else json.dumps(x, ensure_ascii=False) for x in lines]
    path.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return path


def test_all_fields_of_our_form_are_read(tmp_path: Path) -> None:
    line = {
        "id": "a", "question": "几家?", "history": ["食堂?"], "category": "number",
        "style": "terse", "answerable": True, "gold": [["12家", "十二家"]], "forbidden": ["13家"],
        "evidence": [{"doc": "900", "quote": "新建12家"}], "note": "n",
        "reference": "r",
    }  # fmt: skip
    cases, problems = read_cases([write(tmp_path / "q.jsonl", line)])
    assert cases == [
        Case("a", "几家?", ("食堂?",), "number", "terse", True, (("12家", "十二家"),), ("13家",),
             (Evidence("900", "新建12家"),), "n", "r", "", "q.jsonl")
    ]  # fmt: skip
    assert problems == []


def test_a_question_of_id_and_text_alone_is_asked_but_not_judged(tmp_path: Path) -> None:
    cases, _ = read_cases([write(tmp_path / "q.jsonl", {"id": "a", "question": "几家?"})])
    assert cases == [Case("a", "几家?", answerable=None, file="q.jsonl")]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "q.jsonl:2: 不是 JSON not JSON"),
        ("[1]", "q.jsonl:2: 不是 JSON 对象 not a JSON object: list"),
        ({"id": "b"}, "q.jsonl:2: question 缺失 is missing"),
        ({"id": "b", "question": " "}, "q.jsonl:2: question 为空 is empty"),
        ({"id": 7, "question": "q"}, "q.jsonl:2: id 应为字符串 must be a string: 7"),
        ({"id": "a", "question": "q"}, "q.jsonl:2: id 重复 'a' again, first at q.jsonl:1"),
        ({"id": "b", "question": "q", "category": "leed"}, "unknown category 'leed'"),
        ({"id": "b", "question": "q", "style": "loud"}, "unknown style 'loud'"),
        ({"id": "b", "question": "q", "answer": "x"}, "unknown field 'answer'"),
        ({"id": "b", "question": "q", "gold": ["x"]}, "gold 应为字符串列表"),
        ({"id": "b", "question": "q", "gold": [[]]}, "gold 有空组"),
        ({"id": "b", "question": "q", "answerable": "no"}, "answerable 应为"),
        ({"id": "b", "question": "q", "evidence": [{"doc": "9"}]}, "quote 缺失 is missing"),
    ],
)
def test_a_faulty_line_is_named_with_its_number_and_fault(
    tmp_path: Path, line: dict[str, Any] | str, said: str
) -> None:
    path = write(tmp_path / "q.jsonl", {"id": "a", "question": "q"}, line)
    with pytest.raises(EvalError) as caught:
        read_cases([path])
    assert said in caught.value.message
    assert "\n" not in str(caught.value)
    assert "--lenient" in caught.value.hint
    cases, problems = read_cases([path], lenient=True)
    assert [case.id for case in cases] == ["a"]
    assert len(problems) == 1 and problems[0].startswith("q.jsonl:2: ")


def test_a_file_that_is_missing_empty_or_binary_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").write_text("\n\n")
    (tmp_path / "binary.jsonl").write_bytes(b"\xff\xfe\x00\x80")
    (tmp_path / "cut.jsonl.xz").write_bytes(lzma.compress(b"{}" * 99)[:20])
    for name, said in [
        ("none.jsonl", "无法读取 cannot read"),
        ("empty.jsonl", "没有问题 no question in empty.jsonl"),
        ("binary.jsonl", "不是题集 not a question file 'binary.jsonl'"),
        ("cut.jsonl.xz", "不是题集 not a question file 'cut.jsonl.xz'"),
    ]:
        with pytest.raises(EvalError) as caught:
            read_cases([tmp_path / name], lenient=True)
        assert said in caught.value.message


def test_squad_form_gives_gold_and_the_sentence_as_evidence(tmp_path: Path) -> None:
    context = "甲地修路。乙地建桥三座,工期两年。丙地植树。"
    line = {"id": "s", "question": "几座?", "context": context, "answers": ["三座", "桥三座"]}
    none = {"id": "n", "question": "几天?", "context": context, "answers": []}
    squad = {"id": "t", "question": "几座?", "context": context,
             "answers": {"text": ["三座"], "answer_start": [8]}}  # fmt: skip
    path = tmp_path / "q.jsonl.xz"
    with lzma.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(x) + "\n" for x in (line, none, squad))
    cases, _ = read_cases([path])
    evidence = (Evidence("", "乙地建桥三座,工期两年"),)
    assert [(c.gold, c.answerable, c.evidence) for c in cases] == [
        ((("三座", "桥三座"),), True, evidence), ((), False, ()), ((("三座",),), True, evidence)
    ]  # fmt: skip


def test_csv_needs_question_and_answer_and_an_empty_answer_is_not_judged(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text('﻿question,answer\n"几家,几个?",12家\n谁?,\n', encoding="utf-8")
    cases, _ = read_cases([path])
    assert [(c.id, c.question, c.gold, c.answerable) for c in cases] == [
        ("t-2", "几家,几个?", (("12家",),), True), ("t-3", "谁?", (), None)
    ]  # fmt: skip
    path.write_text("question,reply\na,b\n", encoding="utf-8")
    with pytest.raises(EvalError, match=r"t.csv:1: 首行没有列 no column 'answer'"):
        read_cases([path])


def test_rgb_form_asks_for_every_element_in_one_of_its_wordings(tmp_path: Path) -> None:
    whole = {"id": 3, "query": "谁在几时?", "answer": ["甲队", ["2022年1月2日", "一月二日"]],
             "positive": [["开赛。甲队胜。"], ["一月二日闭幕!散场。"]],
             "negative": ["乙队。"]}  # fmt: skip
    noise = {"id": 4, "query": "谁?", "answer": "甲队", "positive": [], "negative": ["乙队。"]}
    cases, _ = read_cases([write(tmp_path / "rgb.json.jsonl", whole, noise)])
    assert [(c.id, c.question, c.gold, c.answerable) for c in cases] == [
        ("3", "谁在几时?", (("甲队",), ("2022年1月2日", "一月二日")), True), ("4", "谁?", (), False)
    ]  # fmt: skip
    assert [e.quote for e in cases[0].evidence] == ["甲队胜", "一月二日闭幕!散场"]
    assert contexts_of(whole) == ["开赛。甲队胜。", "一月二日闭幕!散场。", "乙队。"]


def test_lecoqa_form_keeps_the_free_answer_as_reference_and_asks_for_its_articles(
    tmp_path: Path,
) -> None:
    line = {"id": "9", "question": "能退吗?", "answer": "您好,可以退。", "keywords": "退",
            "positives": [{"title": "某法第一条", "text": "可以退货。\n(一)七日内。"}]}  # fmt: skip
    cases, _ = read_cases([write(tmp_path / "l.jsonl", line)])
    assert cases == [
        Case("9", "能退吗?", answerable=True, reference="您好,可以退。",
             evidence=(Evidence("", "可以退货"),), file="l.jsonl")
    ]  # fmt: skip
    assert contexts_of(line) == ["某法第一条\n可以退货。\n(一)七日内。"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ({"id": 1, "query": "谁?", "answer": [[1]], "positive": []}, "answer 应为字符串或其列表"),
        ({"id": 1, "query": " ", "answer": ["a"], "positive": []}, "question 为空"),
        ({"id": "1", "question": "谁?", "answer": "a", "positives": ["x"]}, "positives 应为"),
        ({"id": "1", "question": "谁?", "context": 1, "answers": []}, "context 或 answers"),
    ],
)
def test_a_faulty_line_of_a_public_form_is_named(
    tmp_path: Path, line: dict[str, Any], said: str
) -> None:
    with pytest.raises(EvalError, match=r"p.jsonl:1: .*" + said):
        read_cases([write(tmp_path / "p.jsonl", line)])


def test_chinese_columns_spreadsheet_encodings_and_workbooks_are_read(tmp_path: Path) -> None:
    rows = [["题号", "问题", "答案"], [7, "新建食堂几家?", "12家"], [None, "谁负责牵头?", None]]
    text = "题号,问题,标准答案\r\n7,新建食堂几家?,12家\r\n,谁负责牵头?,\r\n"
    (tmp_path / "t.csv").write_bytes(text.encode("gb18030"))
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "t.xlsx")
    for name in ("t.csv", "t.xlsx"):
        cases, _ = read_cases([tmp_path / name])
        assert [(c.id, c.question, c.gold, c.answerable) for c in cases] == [
            ("7", "新建食堂几家?", (("12家",),), True), ("t-3", "谁负责牵头?", (), None)
        ], name  # fmt: skip


def test_an_unknown_column_is_named_and_left_out_only_when_lenient(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("question,answer,colour\nq,a,red\n,b,\n", encoding="utf-8")
    with pytest.raises(EvalError, match=r"t.csv:1: 未知列 unknown column 'colour'"):
        read_cases([path])
    cases, problems = read_cases([path], lenient=True)
    assert [c.question for c in cases] == ["q"]
    assert [p.split(":")[1] for p in problems] == ["1", "3"]
    (tmp_path / "t.xlsx").write_bytes(b"no workbook")
    with pytest.raises(EvalError, match=r"不是工作簿 not a workbook 't\.xlsx'"):
        read_cases([tmp_path / "t.xlsx"])


def test_a_question_can_only_put_again_one_that_is_there(tmp_path: Path) -> None:
    lines = [{"id": "a", "question": "q", "same_as": "b"}, {"id": "b", "question": "p"}]
    cases, _ = read_cases([write(tmp_path / "q.jsonl", *lines)])
    assert [c.same_as for c in cases] == ["b", ""]
    lines[1]["same_as"] = "c"
    with pytest.raises(EvalError, match=r"q.jsonl:2: same_as 'c'"):
        read_cases([write(tmp_path / "q.jsonl", *lines)])
    cases, problems = read_cases([tmp_path / "q.jsonl"], lenient=True)
    assert [c.id for c in cases] == ["a", "b"] and problems[0].startswith("q.jsonl:2: same_as 'c'")


def test_every_question_is_put_in_the_other_script_once(tmp_path: Path) -> None:
    cases = [
        Case("a", "谁牵头?", history=("养老?",), style="plain", file="q"),
        Case("b", "誰牽頭?", style="traditional", file="q"),
        Case("c", "who leads", style="english", file="q"),
    ]
    twins = with_other_script(cases)[3:]
    assert twins == [
        Case("a~script", "誰牽頭?", history=("養老?",), style="traditional", same_as="a",
             file="q~script"),
        Case("b~script", "谁牵头?", style="plain", same_as="b", file="q~script"),
    ]  # fmt: skip


def test_squads_nested_form_and_lists_are_read_from_json_files(tmp_path: Path) -> None:
    asked = [{"id": "s", "question": "几座?", "answers": [{"text": "三座", "answer_start": 4}]},
             {"id": "n", "question": "几天?", "answers": []}]  # fmt: skip
    nested = {"version": "v", "data": [{"title": "t", "paragraphs": [
        {"context": "乙地建桥三座。丙地植树。", "qas": asked}]}]}  # fmt: skip
    path = tmp_path / "squad.json"
    path.write_text(json.dumps(nested, indent=1), encoding="utf-8")
    cases, _ = read_cases([path])
    assert [(c.id, c.gold, [e.quote for e in c.evidence]) for c in cases] == [
        ("s", (("三座",),), ["乙地建桥三座"]), ("n", (), [])
    ]  # fmt: skip
    path.write_text(json.dumps([{"id": "a", "question": "q"}], indent=1), encoding="utf-8")
    assert [c.id for c in read_cases([path])[0]] == ["a"]
    path.write_text('{"id": "a", "question": "q"}\n{"id": "b", "question": "p"}\n', "utf-8")
    assert [c.id for c in read_cases([path])[0]] == ["a", "b"]
    path.write_text('{"data": [{"title": "t"}]}', encoding="utf-8")
    with pytest.raises(EvalError, match=r"不是题集 not a question file 'squad\.json'"):
        read_cases([path])
