"""Question files: what is read, and what is said of a line that cannot be."""

import json
import lzma
from pathlib import Path
from typing import Any

import pytest

from eval.cases import Case, Evidence
from eval.errors import EvalError
from eval.readers import read_cases


def write(path: Path, *lines: dict[str, Any] | str) -> Path:
    texts = [x if isinstance(x, str) else json.dumps(x, ensure_ascii=False) for x in lines]
    path.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return path


def test_all_fields_of_our_form_are_read(tmp_path: Path) -> None:
    line = {
        "id": "a", "question": "几家?", "history": ["食堂?"], "category": "number",
        "style": "terse", "answerable": True, "gold": [["12家", "十二家"]], "forbidden": ["13家"],
        "evidence": [{"doc": "900", "quote": "新建12家"}], "note": "n",
    }  # fmt: skip
    cases, problems = read_cases([write(tmp_path / "q.jsonl", line)])
    assert cases == [
        Case("a", "几家?", ("食堂?",), "number", "terse", True, (("12家", "十二家"),), ("13家",),
             (Evidence("900", "新建12家"),), "n", "q.jsonl")
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
