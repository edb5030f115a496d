"""The tables as the newest step leaves them; times are ISO 8601 in UTC, to the second."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import JSON, Boolean, Column, Index, Integer, MetaData, Table, Text

metadata = MetaData()


def _texts(*names: str) -> list[Column[str]]:
    return [Column(name, Text, nullable=False) for name in names]


feedback = Table(
    "feedback", metadata,
    Column("id", Text, primary_key=True),
    *_texts("time", "question", "answer", "verdict", "reason"),
    Column("state", Text, nullable=False, server_default="open"),
)  # fmt: skip

golden = Table(
    "golden", metadata,
    Column("id", Text, primary_key=True),
    *_texts("question", "answer", "author"),
    Column("quotes", JSON, nullable=False),
    Column("note", Text, nullable=False),
    *(Column(n, JSON, nullable=False) for n in ("paraphrases", "negatives")),
    *_texts("expires", "state", "approver", "approved", "changed"),
    Column("version", Integer, nullable=False),
)  # fmt: skip


people = Table(
    "people", metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    *_texts("role", "password"),
    Column("active", Boolean, nullable=False),
    *_texts("created"),
    Column("version", Integer, nullable=False),
)  # fmt: skip

links = Table(
    "links", metadata, Column("hash", Text, primary_key=True), *_texts("person", "expires")
)  # fmt: skip

sessions = Table(
    "sessions", metadata,
    Column("hash", Text, primary_key=True),
    *_texts("person", "csrf", "expires", "seen"),
)  # fmt: skip

audit = Table(
    "audit", metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    *_texts("time", "who", "what", "about", "detail", "before", "hash"),
)  # fmt: skip

audit_anchor = Table(
    "audit_anchor", metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    *_texts("hash"),
)  # fmt: skip

unanswered = Table(
    "unanswered", metadata,
    Column("key", Text, primary_key=True),
    *_texts("question", "reason", "first", "last", "state"),
    Column("count", Integer, nullable=False),
)  # fmt: skip

answers = Table(
    "answers", metadata,
    Column("id", Text, primary_key=True),
    *_texts("time", "who", "question", "answer", "mode", "official", "corpus"),
    Column("abstained", Boolean, nullable=False),
    Column("citations", JSON, nullable=False),
    Index("answers_time", "time"),
)  # fmt: skip


talks = Table(
    "talks", metadata,
    Column("person", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    *_texts("title", "changed"),
)  # fmt: skip

turns = Table(
    "turns", metadata,
    Column("person", Text, primary_key=True),
    Column("talk", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    *_texts("id"),
    Column("data", JSON, nullable=False),
)  # fmt: skip


def now(*, days: float = 0) -> str:
    """The present time as the tables have it, or that many days from it."""
    when = datetime.now(UTC) + timedelta(days=days)
    return when.isoformat(timespec="microseconds")
