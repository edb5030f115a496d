"""Conversations of signed-in staff in the database: each person's own, deleted with their turns."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select, update

from assistant.store import tables
from assistant.store.store import Store

PASSWORD = "correct horse 电池"


@pytest.fixture
def store(memory):
    return Store(memory)


@pytest.fixture
def one(store):
    return store.people.redeem(store.people.first_link(), "王一", PASSWORD)


@pytest.fixture
def two(store, one):
    return store.people.redeem(store.people.add("李二", "reader", by="王一"), "", PASSWORD)


def _turn(name, question="公交几条?"):
    return {"id": name, "question": question, "answer": {"text": "12条"}}


def test_turns_are_added_once_and_in_order(store, one):
    store.talks.keep(one, "talk0001", [_turn("a", "谁管13912345678?")])
    store.talks.keep(one, "talk0001", [_turn("a"), _turn("b"), _turn("c")])
    store.talks.keep(one, "talk0001", [_turn("c"), _turn("d")])  # the oldest were dropped meanwhile
    assert [t["id"] for t in store.talks.turns(one, "talk0001")] == ["a", "b", "c", "d"]
    (talk,) = store.talks.all(one)
    assert (talk.id, talk.title) == ("talk0001", "谁管[手机号]?")


def test_nobody_reaches_the_conversations_of_another(store, one, two):
    store.talks.keep(one, "talk0001", [_turn("a")])
    assert store.talks.all(two) == [] and store.talks.turns(two, "talk0001") == []
    assert not store.talks.rename(two, "talk0001", "我的")
    assert not store.talks.remove(two, "talk0001")
    store.talks.keep(two, "talk0001", [_turn("z")])  # the same id is another conversation
    assert [t["id"] for t in store.talks.turns(one, "talk0001")] == ["a"]


def test_a_conversation_is_renamed_and_deleted_with_its_turns(store, one):
    store.talks.keep(one, "talk0001", [_turn("a")])
    store.talks.keep(one, "talk0002", [_turn("b")])
    assert store.talks.rename(one, "talk0001", "食堂" * 60)
    assert {t.id: t.title for t in store.talks.all(one)}["talk0001"] == "食堂" * 30
    assert store.talks.remove(one, "talk0001") and not store.talks.remove(one, "talk0001")
    assert [t.id for t in store.talks.all(one)] == ["talk0002"]
    assert store.talks.turns(one, "talk0001") == []
    assert store.audit.entries(1)[0].what == "talks.remove"


def test_what_is_too_old_is_deleted_with_its_turns(store, one, two):
    for person in (one, two):
        for talk in ("talk0001", "talk0002"):
            store.talks.keep(person, talk, [_turn("a"), _turn("b")])
    old = (tables.talks.c.id == "talk0001") & (tables.talks.c.person == one.id)
    with store.database.writing() as connection:
        connection.execute(update(tables.talks).where(old).values(changed=tables.now(days=-9)))
    assert store.forget(5, who="王一")["talks"] == 1
    assert [t.id for t in store.talks.all(one)] == ["talk0002"] and len(store.talks.all(two)) == 2
    with store.database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(tables.turns)).scalar() == 6
