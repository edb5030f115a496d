"""The tables as the newest step leaves them; times are ISO 8601 in UTC, to the second."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import JSON, Column, Integer, MetaData, Table, Text

metadata = MetaData()

feedback = Table(
    "feedback", metadata,
    Column("id", Text, primary_key=True),
    Column("time", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("state", Text, nullable=False, server_default="open"),
)  # fmt: skip

golden = Table(
    "golden", metadata,
    Column("id", Text, primary_key=True),
    *(Column(n, Text, nullable=False) for n in ("question", "answer", "author")),
    Column("quotes", JSON, nullable=False),
    Column("note", Text, nullable=False),
    *(Column(n, JSON, nullable=False) for n in ("paraphrases", "negatives")),
    *(Column(n, Text, nullable=False)
      for n in ("expires", "state", "approver", "approved", "changed")),
    Column("version", Integer, nullable=False),
)  # fmt: skip


def now() -> str:
    """The present time as the tables have it."""
    return datetime.now(UTC).isoformat(timespec="microseconds")
