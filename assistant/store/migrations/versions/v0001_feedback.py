"""Feedback, taken over from a file of the form before Alembic where there is one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from alembic.util import CommandError

revision = "0001"
down_revision = None


def upgrade() -> None:
    """The table of feedback, with a mark for what was dealt with."""
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        before = connection.exec_driver_sql("PRAGMA user_version").scalar() or 0
        if before > 1:
            raise CommandError("written by a newer version of this program")
    if not sa.inspect(connection).has_table("feedback"):
        op.create_table(
            "feedback",
            sa.Column("id", sa.Text, primary_key=True),
            sa.Column("time", sa.Text, nullable=False),
            sa.Column("question", sa.Text, nullable=False),
            sa.Column("answer", sa.Text, nullable=False),
            sa.Column("verdict", sa.Text, sa.CheckConstraint("verdict IN ('up', 'down')"),
                      nullable=False),
            sa.Column("reason", sa.Text, nullable=False),
        )  # fmt: skip
    op.add_column("feedback", sa.Column("state", sa.Text, nullable=False, server_default="open"))
