"""Staff, links, sessions, the audit log and retention, in SQLite and in PostgreSQL."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text, update

from assistant.answers import Answer
from assistant.cli import main
from assistant.golden.records import GoldenAnswer
from assistant.store import tables
from assistant.store.errors import ConflictError
from assistant.store.feedback import Feedback
from assistant.store.people import PeopleError, SignInError
from assistant.store.questions import corpus_hash, record_of
from assistant.store.store import Store
from tests.web_fakes import LIST, PASSAGES, cite

PASSWORD = "correct horse 电池"


@pytest.fixture
def store(memory):
    return Store(memory)


@pytest.fixture
def admin(store):
    return store.people.redeem(store.people.first_link(), "王一", PASSWORD)


def run(capsys, *arguments):
    code = main(list(arguments))
    out, err = capsys.readouterr()
    return code, out, err


def test_the_first_link_makes_an_administrator_and_then_there_is_none(store):
    assert store.people.all() == []
    older, token = store.people.first_link(), store.people.first_link()
    assert store.people.invited(older) is None and store.people.invited(token) == ""
    person = store.people.redeem(token, " 王一 ", PASSWORD)
    assert (person.name, person.role, person.may("admin")) == ("王一", "admin", True)
    assert store.people.first_link() == ""
    with pytest.raises(SignInError, match="链接无效"):
        store.people.redeem(token, "赵三", PASSWORD)


def test_who_is_added_sets_a_password_by_link_and_signs_in(store, admin):
    token = store.people.add("李二", "editor", by=admin.name)
    assert store.people.invited(token) == "李二"
    with pytest.raises(SignInError):
        store.people.sign_in("李二", "")
    store.people.redeem(token, "ignored", PASSWORD)
    person = store.people.sign_in(" 李二 ", PASSWORD)
    assert (person.role, person.may("editor"), person.may("admin")) == ("editor", True, False)
    for name, word in (("李二", "wrong password"), ("nobody", PASSWORD), ("李二", "")):
        with pytest.raises(SignInError, match="姓名或密码不对"):
            store.people.sign_in(name, word)


def test_no_password_link_or_session_token_stands_in_the_database(store, admin):
    link = store.people.add("李二", "reader", by="王一")
    token = store.sessions.start(admin)
    with store.database.reading() as connection:
        everything = "".join(
            str(row) for table in tables.metadata.sorted_tables
            for row in connection.execute(table.select())
        )  # fmt: skip
    assert "$argon2id$v=19$m=19456,t=2,p=1$" in everything
    assert not any(secret in everything for secret in (PASSWORD, link, token))


@pytest.mark.parametrize("password", ["short", "x" * 201, "王一王一王一王一王一"])
def test_a_poor_password_is_refused_and_the_link_still_holds(store, password):
    token = store.people.first_link()
    with pytest.raises(PeopleError):
        store.people.redeem(token, "王一王一王一王一王一", password)
    assert store.people.all() == []
    assert store.people.redeem(token, "王一", PASSWORD).ready


@pytest.mark.parametrize("name", ["", "  ", "!?", "长" * 61])
def test_a_name_that_is_none_is_refused(store, name):
    with pytest.raises(PeopleError, match="will not do"):
        store.people.add(name, "reader", by="王一")


def test_the_same_name_twice_and_an_unknown_role_are_refused(store, admin):
    with pytest.raises(PeopleError, match="已有此人"):
        store.people.add("王一", "reader", by="王一")
    with pytest.raises(PeopleError, match="没有这个角色"):
        store.people.add("赵三", "king", by="王一")


def test_a_link_that_is_too_old_is_void(store):
    token = store.people.first_link()
    with store.database.writing() as connection:
        connection.execute(update(tables.links).values(expires=tables.now(days=-1)))
    assert store.people.invited(token) is None
    with pytest.raises(SignInError):
        store.people.redeem(token, "王一", PASSWORD)


def test_the_last_administrator_stays_and_two_administrators_notice_each_other(store, admin):
    with pytest.raises(PeopleError, match="须留一名管理员"):
        store.people.change("王一", role="editor", active=True, by="王一")
    with pytest.raises(PeopleError, match="须留一名管理员"):
        store.people.change("王一", role="admin", active=False, by="王一")
    store.people.add("李二", "reader", by="王一")
    store.people.change("李二", role="editor", active=True, by="王一", version=1)
    with pytest.raises(ConflictError):
        store.people.change("李二", role="reader", active=True, by="赵三", version=1)
    assert {p.name: p.role for p in store.people.all()}["李二"] == "editor"


def test_a_session_is_found_until_it_ends(store, admin):
    token = store.sessions.start(admin)
    found = store.sessions.find(token)
    assert found is not None and found.person.name == "王一" and len(found.csrf) > 30
    assert store.sessions.find("") is store.sessions.find("other") is None
    store.sessions.end(token, who="王一")
    assert store.sessions.find(token) is None


@pytest.mark.parametrize("ends", ["idle", "whole", "reset", "shut out"])
def test_time_a_reset_and_being_shut_out_end_a_session(store, admin, ends):
    store.people.redeem(store.people.add("李二", "admin", by="王一"), "", PASSWORD)
    person = store.people.sign_in("李二", PASSWORD)
    token = store.sessions.start(person)
    if ends == "reset":
        store.people.reset("李二", by="王一")
    elif ends == "shut out":
        store.people.change("李二", role="admin", active=False, by="王一")
    else:
        column = {"idle": "seen", "whole": "expires"}[ends]
        with store.database.writing() as connection:
            old = {column: tables.now(days=-1)}
            connection.execute(update(tables.sessions).values(**old))
    assert store.sessions.find(token) is None


def test_a_request_keeps_a_session_alive(store, admin):
    token = store.sessions.start(admin)
    with store.database.writing() as connection:
        connection.execute(update(tables.sessions).values(seen=tables.now(days=-0.03)))
    assert store.sessions.find(token) is not None
    with store.database.reading() as connection:
        seen = connection.execute(text("SELECT seen FROM sessions")).scalar()
    assert seen > tables.now(days=-0.01)


def test_what_is_done_is_logged_in_a_chain_that_holds(store, admin):
    draft = store.golden.save(GoldenAnswer("谁?", "市民政局", "", note="来函"), by="王一")
    store.golden.approve(draft.id, 1, by="李二")
    known = store.feedback.keep(Feedback("问", "答", "down"))
    store.feedback.settle(known, by="王一")
    with pytest.raises(SignInError):
        store.people.sign_in("13912345678", "x")
    store.people.sign_in("王一", PASSWORD)
    done = [(e.who, e.what) for e in reversed(store.audit.entries())]
    assert done == [
        ("王一", "people.password"), ("王一", "golden.save"), ("李二", "golden.approve"),
        ("王一", "feedback.done"), ("[手机号]", "sign-in.failed"), ("王一", "sign-in"),
    ]  # fmt: skip
    found = store.audit.verify()
    assert (found.entries, found.broken) == (6, None)
    assert found.head == store.audit.entries(1)[0].hash


def test_many_writers_at_once_keep_one_chain(memory):
    def note(number):
        Store(memory).audit.note(f"人{number}", "test", detail=number)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(note, range(24)))
    store = Store(memory)
    assert [e.seq for e in store.audit.entries()] == list(range(24, 0, -1))
    assert store.audit.verify().broken is None


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        ("UPDATE audit SET who = '李二' WHERE seq = 3", 3),
        ("UPDATE audit SET detail = '{}' WHERE seq = 2", 2),
        ("DELETE FROM audit WHERE seq = 4", 5),
        ("DELETE FROM audit WHERE seq = 1", 2),
        ("UPDATE audit SET seq = 9 WHERE seq = 5", 9),
    ],
)
def test_a_changed_or_missing_entry_is_found(store, memory, capsys, change, broken):
    for number in range(5):
        store.audit.note("王一", "test", str(number), n=number)
    head = store.audit.verify().head
    assert run(capsys, "audit", "verify", "--memory", memory, "--head", head)[0] == 0
    with store.database.writing() as connection:
        connection.execute(text(change))
    assert store.audit.verify().broken == broken
    code, _, err = run(capsys, "audit", "verify", "--memory", memory)
    assert code == 1 and str(broken) in err


def test_a_cut_end_is_found_by_the_head_noted_before(store):
    for number in range(3):
        store.audit.note("王一", "test", str(number))
    head = store.audit.verify().head
    with store.database.writing() as connection:
        connection.execute(text("DELETE FROM audit WHERE seq = 3"))
    assert store.audit.verify().broken is None
    assert store.audit.verify(head).broken == 3


def test_what_is_too_old_is_forgotten_and_the_chain_still_holds(store, capsys, memory):
    for number in range(4):
        store.audit.note("王一", "test", str(number))
    store.feedback.keep(Feedback("旧", "", "up"))
    store.questions.missed("旧问题", "没有")
    store.questions.keep(record_of(Answer("旧", "答", False, None, "extractive"), ()))
    old = tables.now(days=-10)
    with store.database.writing() as connection:
        for table, column in (("feedback", "time"), ("unanswered", "last"), ("answers", "time")):
            connection.execute(text(f"UPDATE {table} SET {column} = '{old}'"))
    store.feedback.keep(Feedback("新", "", "up"))
    assert store.forget(5, who="王一") == {
        "feedback": 1, "unanswered": 1, "answers": 1, "sessions": 0, "links": 0, "talks": 0,
        "audit": 0,
    }  # fmt: skip
    assert [f.question for f in store.feedback.all()] == ["新"]
    boundary = store.audit.entries(2)[0].time
    assert store.audit.forget(boundary, who="王一") == 4
    found = store.audit.verify()
    assert (found.entries, found.broken) == (2, None)
    assert [e.what for e in store.audit.entries()] == ["audit.forget", "records.forget"]
    with store.database.writing() as connection:  # cut more off and move the anchor by hand
        last = store.audit.entries()[1]
        connection.execute(text("DELETE FROM audit WHERE seq = 5"))
        connection.execute(text(f"UPDATE audit_anchor SET seq = 5, hash = '{last.hash}'"))
    assert store.audit.verify().broken == 5
    assert run(capsys, "records", "forget", "--days", "0", "--memory", memory)[0] == 2


def test_questions_without_answer_are_counted_and_masked(store):
    for question in ("谁管13912345678?", "谁管 13912345678?", "别的?"):
        store.questions.missed(question, "没有")
    first, second = store.questions.unanswered()
    assert (first.question, first.count, second.question) == ("谁管[手机号]?", 2, "别的?")
    store.questions.settle(first.key, by="王一")
    assert [u.question for u in store.questions.unanswered()] == ["别的?"]
    assert [u.question for u in store.questions.unanswered("done")] == ["谁管[手机号]?"]
    store.questions.missed("谁管13912345678?", "没有")
    assert store.questions.unanswered()[0].count == 3


def test_a_kept_answer_ties_to_the_index_and_the_hashes_of_its_sources(store, capsys, memory):
    cited = cite(1, LIST, PASSAGES["d1"][0], "江河市民政局")
    answer = Answer("谁13912345678?", "江河市民政局[1]", False, None, "structured", (cited,))
    record = record_of(answer, (LIST,), "王一")
    store.questions.keep(record)
    assert store.questions.kept() == [record]
    assert (record.who, record.question) == ("王一", "谁[手机号]?")
    assert record.corpus == corpus_hash((LIST,))
    assert record.citations == ({"marker": 1, "source": "list.txt", "sha256": "0" * 64,
                                 "start": cited.start, "end": cited.end},)  # fmt: skip
    line = json.loads(run(capsys, "records", "export", "--memory", memory)[1])
    assert line["citations"][0]["sha256"] == "0" * 64
    assert "removed" in run(capsys, "records", "remove", record.id, "--memory", memory)[1]
    assert store.questions.kept() == []
    assert store.audit.entries(1)[0].what == "answers.remove"


def test_the_hash_of_the_corpus_is_that_of_the_manifest(invented):
    assert corpus_hash(invented.documents) == invented._retriever.manifest["corpus"]


def test_the_command_adds_resets_changes_and_shuts_out(memory, capsys):
    code, out, _ = run(capsys, "people", "add", "王一", "--role", "admin", "--memory", memory)
    token = out.splitlines()[0].partition("token=")[2]
    assert code == 0 and out.startswith("http://127.0.0.1:7860/staff/link?token=")
    people = Store(memory).people
    assert people.redeem(token, "", PASSWORD).role == "admin"
    run(capsys, "people", "add", "李二", "--memory", memory)
    run(capsys, "people", "role", "李二", "editor", "--memory", memory)
    assert run(capsys, "people", "list", "--memory", memory)[1] == (
        "李二\teditor\t未设密码 no password\n王一\tadmin\n"
    )
    run(capsys, "people", "shut-out", "李二", "--memory", memory)
    assert "停用" in run(capsys, "people", "list", "--memory", memory)[1]
    run(capsys, "people", "reset", "王一", "--memory", memory)
    with pytest.raises(SignInError):
        people.sign_in("王一", PASSWORD)
    assert run(capsys, "people", "shut-out", "王一", "--memory", memory)[0] == 2
    code, _, err = run(capsys, "people", "reset", "nobody", "--memory", memory)
    assert code == 2 and "没有此人" in err
