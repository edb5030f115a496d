"""The command: the contract's subcommands, exit statuses, and bad input that loses nothing."""

import json
import os
import subprocess
import sys

import pytest

from assistant.cli import COMMANDS, main

ROW = """# 东山市任务清单

1.新建社区食堂12家。(牵头单位:市民政局)

2.改造老旧小区85个。(牵头单位:市住建局)
"""


@pytest.fixture()
def docs(tmp_path):
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "a.md").write_text(ROW, encoding="utf8")
    return folder


@pytest.fixture()
def index(docs, tmp_path, capsys):
    folder = tmp_path / "index"
    assert main(["index", str(docs), "--index", str(folder)]) == 0
    capsys.readouterr()
    return folder


def run(capsys, *arguments):
    status = main(list(arguments))
    out, err = capsys.readouterr()
    return status, out, err


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command, capsys):
    with pytest.raises(SystemExit) as caught:
        main([command, "--help"])
    assert caught.value.code == 0
    assert f"minsheng {command}" in capsys.readouterr().out


def test_ask_prints_the_notes_below_the_answer(docs, tmp_path, capsys):
    (docs / "a.md").write_text(ROW + "\n3.到2020年建公厕9座。\n", encoding="utf8")
    run(capsys, "index", str(docs), "--index", str(tmp_path / "dated"))
    _, out, _ = run(capsys, "ask", "公厕建几座?", "--index", str(tmp_path / "dated"))
    assert out.splitlines()[1].startswith("  * 所写期限“2020年”已过(今天是")


def test_ask_prints_the_contract(index, capsys):
    status, out, _ = run(capsys, "ask", "社区食堂谁牵头?", "--index", str(index), "--json")
    answer = json.loads(out)
    assert status == 0
    assert (answer["abstained"], answer["mode"]) == (False, "structured")
    assert "市民政局" in answer["answer"]
    citation = answer["citations"][0]
    assert (citation["source"], citation["marker"]) == ("a.md", 1)
    assert "市民政局" in citation["quote"]


def test_an_abstention_is_an_answer_and_exits_0(index, capsys):
    status, out, _ = run(capsys, "ask", "黄石市社区食堂谁牵头?", "--index", str(index))
    assert status == 0
    assert "资料中没有说明" in out


def test_history_is_taken_up(index, capsys):
    arguments = ["ask", "老旧小区改造呢?", "--history", "社区食堂谁牵头?", "--index", str(index)]
    _, out, _ = run(capsys, *arguments)
    assert "市住建局" in out


def test_search_prints_passages_best_first(index, capsys):
    _, out, _ = run(capsys, "search", "老旧小区", "--index", str(index), "--k", "2", "--json")
    lines = [json.loads(line) for line in out.splitlines()]
    assert [line["rank"] for line in lines] == [1, 2]
    assert lines[0]["fields"]["牵头单位"] == ["市住建局"]
    assert lines[0]["score"] > lines[1]["score"]


def test_corpus_show_prints_a_line_a_passage(docs, capsys):
    _, out, _ = run(capsys, "corpus", "show", str(docs), "--json")
    items = [p for p in map(json.loads, out.splitlines()) if p["kind"] == "item"]
    assert [p["fields"]["牵头单位"] for p in items] == [["市民政局"], ["市住建局"]]


def test_a_second_build_reads_only_what_changed(docs, index, capsys):
    (docs / "b.md").write_text(ROW.replace("东山", "西山"), encoding="utf8")
    _, out, _ = run(capsys, "index", str(docs), "--index", str(index))
    assert "2 份文件" in out
    assert "1 份未变" in out


@pytest.mark.parametrize(
    ("name", "content", "part"),
    [
        pytest.param("empty.txt", b"", "empty.txt", id="empty file"),
        pytest.param("binary.txt", bytes(range(256)) * 20, "binary.txt", id="binary file"),
        pytest.param("bad.txt", "政策".encode() + b"\xff\xfe\x00\x80", "bad.txt", id="broken"),
    ],
)
def test_an_unreadable_file_is_named_and_the_rest_goes_on(
    docs, tmp_path, capsys, name, content, part
):
    (docs / name).write_bytes(content)
    status, out, err = run(capsys, "index", str(docs), "--index", str(tmp_path / "i"))
    assert status == 0
    assert part in err
    assert "1 份跳过" in out


def test_a_file_in_gb18030_is_read(tmp_path, capsys):
    (tmp_path / "gb.txt").write_bytes(ROW.encode("gb18030"))
    status, out, _ = run(capsys, "corpus", "show", str(tmp_path / "gb.txt"))
    assert status == 0
    assert "新建社区食堂12家" in out


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["index", "no/such/path"], "no/such/path"),
        (["ask", "谁牵头?", "--index", "nowhere"], "minsheng index"),
        (["ask", ""], "空"),
        (["ask", "?!。"], "没有文字"),
        (["ask", "问" * 100_000], "100000"),
        (["search", "词", "--index", "nowhere"], "nowhere"),
        (["index", "--embedder", "no/such/model"], "no/such/model"),
    ],
)
def test_bad_input_is_one_line_on_stderr_and_exit_2(index, capsys, monkeypatch, arguments, part):
    monkeypatch.setenv("MINSHENG_INDEX", str(index))
    status, out, err = run(capsys, *arguments)
    assert status == 2
    assert out == ""
    assert part in err
    assert len(err.strip().splitlines()) == 1


def test_a_failed_build_leaves_the_old_index_as_it_was(index, tmp_path, capsys):
    (tmp_path / "bad.txt").write_bytes(b"")
    status, _, err = run(capsys, "index", str(tmp_path / "bad.txt"), "--index", str(index))
    assert status == 2
    assert "bad.txt" in err
    _, out, _ = run(capsys, "ask", "社区食堂谁牵头?", "--index", str(index))
    assert "市民政局" in out


def test_an_unwritable_index_folder_says_so(docs, tmp_path, capsys):
    (tmp_path / "file").write_text("not a folder")
    status, _, err = run(capsys, "index", str(docs), "--index", str(tmp_path / "file" / "index"))
    assert status == 2
    assert "--index DIR" in err


@pytest.mark.parametrize(
    "damage", ["no manifest", "half", "broken manifest", "other schema", "file"]
)
def test_a_damaged_index_is_a_clear_error_that_says_how_to_rebuild(index, capsys, damage):
    manifest = index / "manifest.json"
    written = json.loads(manifest.read_text(encoding="utf8"))
    if damage == "no manifest":
        manifest.unlink()
    elif damage == "half":
        (index / written["generation"] / "dense.faiss").unlink()
    elif damage == "broken manifest":
        manifest.write_text("{")
    elif damage == "other schema":
        manifest.write_text(json.dumps(written | {"schema": 99}))
    else:
        (index / written["generation"] / "dense.faiss").write_bytes(b"not an index")
    status, _, err = run(capsys, "ask", "社区食堂谁牵头?", "--index", str(index))
    assert status == 2
    assert "minsheng index" in err


def test_search_takes_filters_and_refuses_what_the_index_lacks(index, capsys):
    status, out, _ = run(capsys, "search", "市民", "--index", str(index), "--json",
                         "--unit", "民政局", "--kind", "item")  # fmt: skip
    assert status == 0
    lines = [json.loads(line) for line in out.splitlines()]
    assert lines and all("市民政局" in str(line["fields"]) for line in lines)
    status, out, err = run(capsys, "search", "市民", "--index", str(index), "--document", "无.txt")
    assert (status, out) == (2, "")
    assert "unknown document: '无.txt'" in err


def test_an_index_of_another_embedding_is_refused(index, capsys):
    manifest = index / "manifest.json"
    written = json.loads(manifest.read_text(encoding="utf8"))
    manifest.write_text(json.dumps(written | {"embedder_fingerprint": "other"}))
    status, _, err = run(capsys, "ask", "社区食堂谁牵头?", "--index", str(index))
    assert status == 2
    assert "built with another embedding" in err


def test_a_cold_ask_imports_neither_torch_nor_langchain_nor_gradio(index):
    code = (
        "import sys; from assistant.cli import main;"
        f"main(['ask', '社区食堂谁牵头?', '--index', {str(index)!r}]);"
        "print([m for m in ('torch', 'langchain', 'langchain_core', 'gradio') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True,
                          env=os.environ | {"PYTHONIOENCODING": "utf8"}, check=True)  # fmt: skip
    assert done.stdout.strip().endswith("[]")
