"""Feedback in SQLite and PostgreSQL: masked, replaced, taken over; every fault one clear error."""

import json
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Timer

import pytest
from sqlalchemy import text

from assistant.cli import main
from assistant.store import migrating, tables
from assistant.store.errors import StoreError
from assistant.store.feedback import Feedback
from assistant.store.store import Store
from eval.cases import case_from

GIVEN = Feedback("谁牵头?", "市民政局[1]。", "down", "不全")
LEGACY = """CREATE TABLE feedback (
    id TEXT PRIMARY KEY, time TEXT NOT NULL, question TEXT NOT NULL, answer TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('up', 'down')), reason TEXT NOT NULL)"""


@pytest.fixture
def book(memory):
    return Store(memory).feedback


def test_what_is_kept_is_masked_everywhere_and_dated(book):
    number = "13912345678"
    book.keep(Feedback(f"问{number}", f"答{number}", "up", f"因{number}"))
    (kept,) = book.all()
    assert (kept.question, kept.answer, kept.reason) == ("问[手机号]", "答[手机号]", "因[手机号]")
    assert kept.time.endswith("+00:00") and len(kept.id) == 32
    assert kept.state == "open"


def test_an_id_replaces_verdict_and_reason_and_nothing_else(book):
    known = book.keep(GIVEN)
    assert book.keep(Feedback("另一问", "另一答", "up", "好", id=known)) == known
    (kept,) = book.all()
    assert (kept.question, kept.verdict, kept.reason) == ("谁牵头?", "up", "好")


def test_many_writers_at_once_of_a_new_database_lose_nothing(memory):
    start = Barrier(8)

    def writer(number):
        start.wait()  # all are first: each of them may be the one that makes the tables
        return [Store(memory).feedback.keep(Feedback(f"{number}-{n}", "", "up")) for n in range(5)]

    with ThreadPoolExecutor(8) as pool:
        ids = {known for written in pool.map(writer, range(8)) for known in written}
    assert len(ids) == 40
    wanted = {f"{number}-{n}" for number in range(8) for n in range(5)}
    assert {given.question for given in Store(memory).feedback.all()} == wanted


def test_a_first_writer_waits_for_another_one(tmp_path):
    path = tmp_path / "memory.sqlite3"
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    release = Timer(0.2, other.close)
    release.start()
    Store(path).feedback.keep(GIVEN)
    release.join()
    assert [given.question for given in Store(path).feedback.all()] == [GIVEN.question]


def test_the_newest_step_is_the_one_that_the_program_expects():
    _, steps = migrating.scripts(migrating.FOLDER)
    assert steps.get_current_head() == migrating.HEAD


def test_the_steps_make_the_tables_that_the_code_speaks_of(memory):
    store = Store(memory)
    with store.database.reading() as connection:
        from alembic.autogenerate import compare_metadata
        from alembic.migration import MigrationContext

        assert compare_metadata(MigrationContext.configure(connection), tables.metadata) == []


def test_a_file_of_the_form_before_is_taken_over_with_all_it_holds(tmp_path):
    path = tmp_path / "memory.sqlite3"
    with sqlite3.connect(path) as connection:
        connection.execute(LEGACY)
        row = ("a" * 32, "2026-01-02T03:04:05+00:00", "谁牵头?", "市民政局[1]。", "down", "不全")
        connection.execute("INSERT INTO feedback VALUES (?, ?, ?, ?, ?, ?)", row)
        connection.execute("PRAGMA user_version = 1")
    connection.close()
    (kept,) = Store(path).feedback.all()
    assert kept == Feedback("谁牵头?", "市民政局[1]。", "down", "不全",
                            "2026-01-02T03:04:05+00:00", "a" * 32)  # fmt: skip
    Store(path).feedback.keep(Feedback("谁负责?", "", "up"))
    assert [given.question for given in Store(path).feedback.all()] == ["谁牵头?", "谁负责?"]


def test_a_step_that_fails_leaves_the_database_as_it_was(memory, tmp_path, monkeypatch):
    store = Store(memory)
    store.feedback.keep(GIVEN)
    versions = tmp_path / "steps" / "versions"
    versions.mkdir(parents=True)
    for step in (migrating.FOLDER / "versions").glob("v*.py"):
        (versions / step.name).write_text(step.read_text("utf8"), "utf8")
    (versions / "v9999_bad.py").write_text(
        "from alembic import op\n"
        f"revision = '9999'\ndown_revision = {migrating.HEAD!r}\n"
        "def upgrade():\n"
        "    op.execute('ALTER TABLE feedback ADD COLUMN more TEXT')\n"
        "    op.execute('ALTER TABLE gone ADD COLUMN x TEXT')\n"
    )
    with monkeypatch.context() as patched:
        patched.setattr("assistant.store.migrating.FOLDER", tmp_path / "steps")
        patched.setattr("assistant.store.database.HEAD", "9999")
        with pytest.raises(StoreError, match="gone"):
            Store(memory).feedback.all()
    with Store(memory).database.reading() as connection:
        columns = connection.execute(text("SELECT * FROM feedback")).keys()
        assert "more" not in columns
    assert Store(memory).feedback.all()[0].question == "谁牵头?"


def test_a_database_of_a_newer_program_is_an_error_and_stays_as_it_is(memory):
    store = Store(memory)
    store.feedback.keep(GIVEN)
    with store.database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="9999"):
        Store(memory).feedback.all()


def test_a_file_that_is_taken_away_is_made_anew_with_the_next_thing_kept(tmp_path):
    path = tmp_path / "memory.sqlite3"
    store = Store(path)
    store.feedback.keep(GIVEN)
    path.unlink()
    store.feedback.keep(Feedback("谁负责?", "", "up"))
    assert [given.question for given in store.feedback.all()] == ["谁负责?"]


@pytest.mark.parametrize("fault", ["locked", "folder", "garbage", "newer", "under a file"])
def test_a_file_that_cannot_be_used_is_one_clear_error(tmp_path, monkeypatch, fault):
    path = tmp_path / "memory.sqlite3"
    monkeypatch.setattr("assistant.store.database._WAIT_S", 0.05)
    lock = None
    if fault == "locked":
        lock = sqlite3.connect(path, isolation_level=None)
        lock.execute("BEGIN EXCLUSIVE")
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
    with pytest.raises(StoreError, match="database") as caught:
        Store(path).feedback.keep(GIVEN)
    assert caught.value.hint and "\n" not in str(caught.value)
    if lock is not None:
        lock.close()


def test_a_full_disk_is_one_clear_error_and_what_was_kept_stays(tmp_path):
    path = tmp_path / "memory.sqlite3"
    Store(path).feedback.keep(GIVEN)
    size = path.stat().st_size
    code = f"""
import resource
from assistant.store.errors import StoreError
from assistant.store.feedback import Feedback
from assistant.store.store import Store
resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))
try:
    Store({str(path)!r}).feedback.keep(Feedback("长" * 100_000, "", "up"))
except StoreError as error:
    print(error.message)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "memory.sqlite3" in done.stdout and len(done.stdout.splitlines()) == 1
    assert [given.question for given in Store(path).feedback.all()] == ["谁牵头?"]


@pytest.mark.parametrize(
    "url", ["postgresql://nobody:secret@127.0.0.1:1/none", "mysql://u:secret@h/d", "nothing://"]
)
def test_a_server_that_is_not_there_is_one_clear_error_without_the_password(url):
    with pytest.raises(StoreError, match="database") as caught:
        Store(url).feedback.keep(GIVEN)
    assert "secret" not in str(caught.value) and "\n" not in str(caught.value)


def test_export_prints_lines_and_with_questions_what_eval_reads(memory, capsys):
    known = Store(memory).feedback.keep(GIVEN)
    assert main(["feedback", "export", "--memory", memory]) == 0
    line = json.loads(capsys.readouterr().out)
    assert line.pop("time")
    assert line == {"id": known, "question": "谁牵头?", "answer": "市民政局[1]。",
                    "verdict": "down", "reason": "不全"}  # fmt: skip
    assert main(["feedback", "export", "--memory", memory, "--questions"]) == 0
    case = case_from(json.loads(capsys.readouterr().out))
    assert (case.question, case.note) == ("谁牵头?", "down: 不全 | 市民政局[1]。")


def test_export_of_nothing_is_nothing_and_of_a_broken_file_exits_2(tmp_path, capsys):
    assert main(["feedback", "export", "--memory", str(tmp_path / "none.sqlite3")]) == 0
    assert capsys.readouterr().out == ""
    assert list(tmp_path.iterdir()) == []
    assert main(["feedback", "export", "--memory", str(tmp_path)]) == 2
    assert "database" in capsys.readouterr().err
