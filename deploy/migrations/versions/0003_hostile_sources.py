"""Absence marks and withheld withdrawals, sealed versions, redactions, the audit, agreements with publishers."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from alembic.util import CommandError

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BIG_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def new_columns() -> list[tuple[str, sa.Column[Any]]]:
    """(table, column), made anew at each call: a column belongs to one table only."""
    return [
        ("source", sa.Column("robots_agreed", sa.Text(), nullable=True)),
        ("job", sa.Column("approved_at", sa.String(length=20), nullable=True)),
        ("record", sa.Column("absent_jobs", sa.Integer(), nullable=False, server_default="0")),
        ("record", sa.Column("absent_since", sa.String(length=20), nullable=True)),
        ("version", sa.Column("sealed_at", sa.String(length=20), nullable=True)),
    ]


def upgrade() -> None:
    for table, column in new_columns():
        op.add_column(table, column)
    # what was missing already had been absent from one whole listing at least
    last = "(SELECT last_complete_at FROM source WHERE source.id = record.source_id)"
    op.execute(f"UPDATE record SET absent_jobs = 1, absent_since = {last} WHERE source_status = 'missing'")
    op.create_table(
        "withheld",
        sa.Column("job_number", BIG_KEY, nullable=False),
        sa.Column("records", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["job_number"], ["job.number"], name=op.f("fk_withheld_job_number_job")),
        sa.PrimaryKeyConstraint("job_number", name=op.f("pk_withheld")),
    )
    op.create_table(
        "redaction",
        sa.Column("number", BIG_KEY, autoincrement=True, nullable=False),
        sa.Column("record_number", BIG_KEY, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("redacted_at", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["record_number"], ["record.number"], name=op.f("fk_redaction_record_number_record")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_redaction")),
    )
    op.create_index("ix_redaction_record_number", "redaction", ["record_number"])
    op.create_table(
        "audit",
        sa.Column("number", BIG_KEY, autoincrement=True, nullable=False),
        sa.Column("at", sa.String(length=20), nullable=False),
        sa.Column("operator", sa.Text(), nullable=False),
        sa.Column("command", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit")),
    )


def downgrade() -> None:
    sealed = "SELECT count(*) FROM version WHERE sealed_at IS NOT NULL"
    if op.get_bind().scalar(sa.text(sealed)) or op.get_bind().scalar(sa.text("SELECT count(*) FROM redaction")):
        raise CommandError(
            "versions were sealed or words taken out: older tables cannot say so, and would bring them back"
        )
    op.drop_table("audit")
    op.drop_index("ix_redaction_record_number", "redaction")
    op.drop_table("redaction")
    op.drop_table("withheld")
    for table, column in reversed(new_columns()):
        op.drop_column(table, column.name)
