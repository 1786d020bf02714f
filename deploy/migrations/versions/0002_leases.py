"""Leases and reports of jobs, schedules of sources, what an open job fetched, validators of documents."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def new_columns() -> list[tuple[str, sa.Column[Any]]]:
    """(table, column), made anew at each call: a column belongs to one table only."""
    return [
        ("job", sa.Column("lane", sa.String(length=5), nullable=False, server_default="short")),
        ("job", sa.Column("priority", sa.Integer(), nullable=False, server_default="0")),
        ("job", sa.Column("run_at", sa.String(length=20), nullable=False, server_default="")),
        ("job", sa.Column("started_at", sa.String(length=20), nullable=True)),
        ("job", sa.Column("worker", sa.String(length=100), nullable=True)),
        ("job", sa.Column("attempts", sa.Integer(), nullable=False, server_default="1")),
        ("job", sa.Column("losses", sa.Integer(), nullable=False, server_default="0")),
        ("job", sa.Column("retries_left", sa.Integer(), nullable=False, server_default="0")),
        ("job", sa.Column("beat", sa.Integer(), nullable=False, server_default="0")),
        ("job", sa.Column("seconds", sa.Float(), nullable=False, server_default="0")),
        ("job", sa.Column("requests", sa.Integer(), nullable=False, server_default="0")),
        ("job", sa.Column("stages", sa.JSON(), nullable=False, server_default="{}")),
        ("job", sa.Column("body_bytes", sa.BigInteger(), nullable=False, server_default="0")),
        ("document", sa.Column("status_line", sa.Text(), nullable=True)),
        ("document", sa.Column("received_at", sa.String(length=20), nullable=True)),
        ("document", sa.Column("etag", sa.Text(), nullable=True)),
        ("document", sa.Column("last_modified", sa.Text(), nullable=True)),
        ("source", sa.Column("schedule", sa.Text(), nullable=True)),
        ("source", sa.Column("next_run_at", sa.String(length=20), nullable=True)),
        ("source", sa.Column("paused_at", sa.String(length=20), nullable=True)),
        ("issue", sa.Column("refuses", sa.Boolean(), nullable=False, server_default=sa.false())),
    ]


RUNNING = sa.text("state = 'running'")
OPEN = sa.text("state IN ('queued', 'running')")
BIG_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.drop_index("uq_job_running", "job", sqlite_where=RUNNING, postgresql_where=RUNNING)
    op.execute("ALTER TABLE job RENAME COLUMN started_at TO queued_at")
    for table, column in new_columns():
        op.add_column(table, column)
    op.execute("UPDATE job SET run_at = queued_at, started_at = queued_at")
    op.create_index("uq_job_open", "job", ["source_id"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_index("ix_document_address", "document", ["address"])
    op.create_index("ix_version_job_number", "version", ["job_number"])
    op.create_table(
        "unchanged",
        sa.Column("job_number", BIG_KEY, nullable=False),
        sa.Column("records", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["job_number"], ["job.number"], name=op.f("fk_unchanged_job_number_job")),
        sa.PrimaryKeyConstraint("job_number", name=op.f("pk_unchanged")),
    )
    op.create_table(
        "fetch",
        sa.Column("job_number", BIG_KEY, nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("document_number", BIG_KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["document_number"], ["document.number"], name=op.f("fk_fetch_document_number_document")
        ),
        sa.ForeignKeyConstraint(["job_number"], ["job.number"], name=op.f("fk_fetch_job_number_job")),
        sa.PrimaryKeyConstraint("job_number", "asked", name=op.f("pk_fetch")),
    )


def downgrade() -> None:
    op.drop_table("fetch")
    op.drop_table("unchanged")
    op.drop_index("ix_version_job_number", "version")
    op.drop_index("ix_document_address", "document")
    op.drop_index("uq_job_open", "job", sqlite_where=OPEN, postgresql_where=OPEN)
    for table, column in reversed(new_columns()):
        op.drop_column(table, column.name)
    op.execute("ALTER TABLE job RENAME COLUMN queued_at TO started_at")
    op.create_index("uq_job_running", "job", ["source_id"], unique=True, sqlite_where=RUNNING, postgresql_where=RUNNING)
