"""When the current version of each record was recorded: by it the store lists what changed, when no engine answers."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

FILL = sa.text(
    "UPDATE record SET changed_at = (SELECT recorded_at FROM version "
    "WHERE record_number = record.number AND version.version_no = record.version_no)"
)


def upgrade() -> None:
    op.add_column("record", sa.Column("changed_at", sa.String(length=20), nullable=False, server_default=""))
    op.get_bind().execute(FILL)
    op.create_index("ix_record_changed_at", "record", ["changed_at", "number"])


def downgrade() -> None:
    op.drop_index("ix_record_changed_at", "record")
    op.drop_column("record", "changed_at")
