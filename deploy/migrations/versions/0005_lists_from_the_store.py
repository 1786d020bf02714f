"""What lists of records need when no engine answers: by which day, and under which further agencies."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

AT_ONCE = 1_000
BIG_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ORDERED = {
    "ix_record_listed_by_kind": ["status", "kind", "listed_day", "number"],
    "ix_record_listed_by_agency": ["status", "agency", "kind", "listed_day", "number"],
    "ix_record_listed_by_source": ["status", "source_id", "kind", "listed_day", "number"],
}
REPLACED = {"ix_record_status_kind": ["status", "kind"], "ix_record_status_agency_kind": ["status", "agency", "kind"]}

PUBLISHED = sa.text(
    "SELECT number, agency, leading_day, canonical FROM record "
    "JOIN version ON record_number = number AND version.version_no = record.version_no "
    "WHERE number > :after AND status = 'published' ORDER BY number LIMIT :most"
)
LIST = sa.text("UPDATE record SET listed_day = :day WHERE number = :number")
NAME = sa.text("INSERT INTO named_agency (agency, record_number) VALUES (:agency, :number)")


def upgrade() -> None:
    op.add_column("record", sa.Column("listed_day", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "named_agency",
        sa.Column("agency", sa.String(length=100), nullable=False),
        sa.Column("record_number", BIG_KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["record_number"], ["record.number"], name=op.f("fk_named_agency_record_number_record")
        ),
        sa.PrimaryKeyConstraint("agency", "record_number", name=op.f("pk_named_agency")),
    )
    op.create_index("ix_named_agency_record_number", "named_agency", ["record_number"])
    for name in REPLACED:
        op.drop_index(name, "record")
    fill(op.get_bind())
    for name, columns in ORDERED.items():
        op.create_index(name, "record", columns)


def downgrade() -> None:
    for name in ORDERED:
        op.drop_index(name, "record")
    for name, columns in REPLACED.items():
        op.create_index(name, "record", columns)
    op.drop_table("named_agency")
    op.drop_column("record", "listed_day")


def fill(connection: sa.Connection) -> None:
    """Write what the published records are listed by."""
    after = 0
    while rows := connection.execute(PUBLISHED, {"after": after, "most": AT_ONCE}).all():
        connection.execute(LIST, [{"number": row.number, "day": days_since_1600(row.leading_day)} for row in rows])
        if named := [one for row in rows for one in named_agencies(row)]:
            connection.execute(NAME, named)
        after = rows[-1].number


def days_since_1600(day: str | None) -> int:
    """0 for none, and for a day before."""
    return max(0, (date.fromisoformat(day) - date(1600, 1, 1)).days) if day else 0


def named_agencies(row: sa.Row[Any]) -> Sequence[dict[str, object]]:
    """The agencies that a record names in its roles beside its own."""
    roles = json.loads(row.canonical).get("roles", ())
    named = {role["agency"] for role in roles if "agency" in role} - {row.agency}
    return [{"agency": agency, "number": row.number} for agency in sorted(named)]
