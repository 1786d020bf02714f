"""What heads of records tell besides: when the current version was recorded, and in which Jalali month it is listed.

By the one the store lists what changed last when no engine answers, by the other the coverage of a source is counted.
"""

import json

import sqlalchemy as sa
from alembic import op

from catalogue.cards import jalali_year_and_month

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

AT_ONCE = 1_000
CHANGED = sa.text(
    "UPDATE record SET changed_at = (SELECT recorded_at FROM version "
    "WHERE record_number = record.number AND version.version_no = record.version_no)"
)
PUBLISHED = sa.text(
    "SELECT number, canonical FROM record "
    "JOIN version ON record_number = number AND version.version_no = record.version_no "
    "WHERE number > :after AND status = 'published' ORDER BY number LIMIT :most"
)
LIST = sa.text("UPDATE record SET listed_month = :month WHERE number = :number")


def upgrade() -> None:
    op.add_column("record", sa.Column("listed_month", sa.Integer(), nullable=True))
    op.add_column("record", sa.Column("changed_at", sa.String(length=20), nullable=False, server_default=""))
    op.get_bind().execute(CHANGED)
    fill(op.get_bind())
    op.create_index("ix_record_changed_at", "record", ["changed_at", "number"])


def downgrade() -> None:
    op.drop_index("ix_record_changed_at", "record")
    op.drop_column("record", "changed_at")
    op.drop_column("record", "listed_month")


def fill(connection: sa.Connection) -> None:
    """Read every published record once."""
    after = 0
    while rows := connection.execute(PUBLISHED, {"after": after, "most": AT_ONCE}).all():
        months = [{"number": number, "month": jalali_year_and_month(json.loads(text))[1]} for number, text in rows]
        if found := [one for one in months if one["month"]]:
            connection.execute(LIST, found)
        after = rows[-1][0]
