"""Jobs that ask only for what changed, and when each source was last listed whole."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def new_columns() -> list[tuple[str, sa.Column[Any]]]:
    """(table, column), made anew at each call: a column belongs to one table only."""
    return [
        ("job", sa.Column("changes_since", sa.String(length=20), nullable=True)),
        ("job", sa.Column("reading_sha256", sa.String(length=64), nullable=True)),
        ("source", sa.Column("last_whole_at", sa.String(length=20), nullable=True)),
    ]


def upgrade() -> None:
    for table, column in new_columns():
        op.add_column(table, column)
    op.execute("UPDATE source SET last_whole_at = last_complete_at")  # until now every good job read everything


def downgrade() -> None:
    for table, column in reversed(new_columns()):
        op.drop_column(table, column.name)
