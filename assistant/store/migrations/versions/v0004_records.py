"""Questions that found no answer, and, where the office keeps them, questions with answers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """A question without answer is one row however often it is asked."""
    op.create_table(
        "unanswered",
        sa.Column("key", sa.Text, primary_key=True),
        *(sa.Column(n, sa.Text, nullable=False)
          for n in ("question", "reason", "first", "last", "state")),
        sa.Column("count", sa.Integer, nullable=False),
    )  # fmt: skip
    op.create_table(
        "answers",
        sa.Column("id", sa.Text, primary_key=True),
        *(sa.Column(n, sa.Text, nullable=False)
          for n in ("time", "who", "question", "answer", "mode", "official", "corpus")),
        sa.Column("abstained", sa.Boolean, nullable=False),
        sa.Column("citations", sa.JSON, nullable=False),
    )  # fmt: skip
    op.create_index("answers_time", "answers", ["time"])
