"""Conversations of signed-in staff, turn by turn."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """A conversation belongs to one person; its id need not be unique beyond that."""
    op.create_table(
        "talks",
        sa.Column("person", sa.Text, primary_key=True),
        sa.Column("id", sa.Text, primary_key=True),
        *(sa.Column(n, sa.Text, nullable=False) for n in ("title", "changed")),
    )
    op.create_table(
        "turns",
        sa.Column("person", sa.Text, primary_key=True),
        sa.Column("talk", sa.Text, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("data", sa.JSON, nullable=False),
    )
