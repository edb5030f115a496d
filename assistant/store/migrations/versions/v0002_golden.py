"""Golden answers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """One row a golden answer; lists are JSON."""
    op.create_table(
        "golden",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("quotes", sa.JSON, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("paraphrases", sa.JSON, nullable=False),
        sa.Column("negatives", sa.JSON, nullable=False),
        sa.Column("expires", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("approver", sa.Text, nullable=False),
        sa.Column("approved", sa.Text, nullable=False),
        sa.Column("changed", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
