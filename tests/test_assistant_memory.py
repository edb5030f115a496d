"""Feedback in SQLite: masked, replaced, migrated, and every fault of the file one clear error."""

import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Timer

import pytest

from assistant.cli import main
from assistant.mask import masked
from assistant.memory import MIGRATIONS, Feedback, Memory, StoreError
from eval.cases import case_from

GIVEN = Feedback("谁牵头?", "市民政局[1]。", "down", "不全")


@pytest.fixture()
def memory(tmp_path):
    return Memory(tmp_path / "new" / "memory.sqlite3")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("证号11010519491231002X。", "证号[身份证号]。"),
        ("110105 19491231 0021", "[身份证号]"),
        ("１１０１０５１９４９１２３１００２Ｘ", "[身份证号]"),
        ("电话13912345678,谢谢", "电话[手机号],谢谢"),
        ("+86 139-1234-5678", "[手机号]"),
        ("8613912345678", "[手机号]"),
        ("１３９１２３４５６７８", "[手机号]"),
        ("12345热线,12912345678,139123456789", "12345热线,12912345678,139123456789"),
        ("2024年投入1391234万元", "2024年投入1391234万元"),
    ],
)
def test_personal_numbers_are_masked_and_others_are_not(text, kept):
    assert masked(text) == kept


def test_what_is_kept_is_masked_everywhere_and_dated(memory):
    number = "13912345678"
    memory.keep(Feedback(f"问{number}", f"答{number}", "up", f"因{number}"))
    (kept,) = memory.feedback()
    assert (kept.question, kept.answer, kept.reason) == ("问[手机号]", "答[手机号]", "因[手机号]")
    assert kept.time.endswith("+00:00") and len(kept.id) == 32


def test_an_id_replaces_verdict_and_reason_and_nothing_else(memory):
    known = memory.keep(GIVEN)
    assert memory.keep(Feedback("另一问", "另一答", "up", "好", id=known)) == known
    (kept,) = memory.feedback()
    assert (kept.question, kept.verdict, kept.reason) == ("谁牵头?", "up", "好")


def test_a_file_that_is_not_there_holds_nothing_and_is_not_made(memory, tmp_path):
    assert memory.feedback() == []
    assert list(tmp_path.iterdir()) == []


def test_the_file_carries_its_version(memory, tmp_path):
    memory.keep(GIVEN)
    connection = sqlite3.connect(tmp_path / "new" / "memory.sqlite3")
    assert connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
    connection.close()


def test_many_writers_at_once_of_a_new_file_lose_nothing(tmp_path):
    path, start = tmp_path / "memory.sqlite3", Barrier(8)

    def writer(number):
        start.wait()  # all are first: each of them may be the one that makes the tables
        return [Memory(path).keep(Feedback(f"{number}-{n}", "", "up")) for n in range(5)]

    with ThreadPoolExecutor(8) as pool:
        ids = {known for written in pool.map(writer, range(8)) for known in written}
    assert len(ids) == 40
    wanted = {f"{number}-{n}" for number in range(8) for n in range(5)}
    assert {given.question for given in Memory(path).feedback()} == wanted


def test_a_first_writer_waits_for_another_one(tmp_path):
    path = tmp_path / "memory.sqlite3"
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    release = Timer(0.2, other.close)
    release.start()
    Memory(path).keep(GIVEN)
    release.join()
    assert [given.question for given in Memory(path).feedback()] == [GIVEN.question]


def _locked(path):
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    return connection


@pytest.mark.parametrize("fault", ["locked", "folder", "garbage", "newer", "under a file"])
def test_a_file_that_cannot_be_used_is_one_clear_error(tmp_path, monkeypatch, fault):
    path = tmp_path / "memory.sqlite3"
    monkeypatch.setattr("assistant.memory._WAIT_S", 0.05)
    lock = None
    if fault == "locked":
        lock = _locked(path)
    elif fault == "folder":
        path.mkdir()
    elif fault == "garbage":
        path.write_bytes(b"not a database at all" * 100)
    elif fault == "newer":
        connection = sqlite3.connect(path)
        connection.execute("PRAGMA user_version = 99")
        connection.close()
    else:
        path.write_text("")
        path = path / "memory.sqlite3"
    with pytest.raises(StoreError, match="feedback file") as caught:
        Memory(path).keep(GIVEN)
    assert caught.value.hint and "\n" not in str(caught.value)
    if lock is not None:
        lock.close()


def test_a_migration_that_fails_leaves_the_version_before(tmp_path, monkeypatch):
    path = tmp_path / "memory.sqlite3"
    Memory(path).keep(GIVEN)
    steps = (*MIGRATIONS, "ALTER TABLE feedback ADD COLUMN more TEXT", "ALTER TABLE gone ADD x")
    monkeypatch.setattr("assistant.memory.MIGRATIONS", steps)
    with pytest.raises(StoreError, match="gone"):
        Memory(path).feedback()
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA user_version").fetchone() == (2,)
    connection.close()
    monkeypatch.setattr("assistant.memory.MIGRATIONS", steps[:2])
    assert Memory(path).feedback()[0].question == "谁牵头?"


def test_export_prints_lines_and_with_questions_what_eval_reads(tmp_path, capsys):
    path = tmp_path / "memory.sqlite3"
    known = Memory(path).keep(GIVEN)
    assert main(["feedback", "export", "--memory", str(path)]) == 0
    line = json.loads(capsys.readouterr().out)
    assert line.pop("time")
    assert line == {"id": known, "question": "谁牵头?", "answer": "市民政局[1]。",
                    "verdict": "down", "reason": "不全"}  # fmt: skip
    assert main(["feedback", "export", "--memory", str(path), "--questions"]) == 0
    case = case_from(json.loads(capsys.readouterr().out))
    assert (case.question, case.note) == ("谁牵头?", "down: 不全 | 市民政局[1]。")


def test_export_of_nothing_is_nothing_and_of_a_broken_file_exits_2(tmp_path, capsys):
    assert main(["feedback", "export", "--memory", str(tmp_path / "none.sqlite3")]) == 0
    assert capsys.readouterr().out == ""
    assert main(["feedback", "export", "--memory", str(tmp_path)]) == 2
    assert "feedback file" in capsys.readouterr().err
