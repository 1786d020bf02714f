"""Which versions were read from a document, and which of them hide something: both are asked before it is served."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

HIDES = sa.text("canonical LIKE '%\"masks\":[%' OR sealed_at IS NOT NULL")


def upgrade() -> None:
    op.create_index("ix_version_document_sha256", "version", ["document_sha256"])
    op.create_index("ix_version_hides", "version", ["record_number"], sqlite_where=HIDES, postgresql_where=HIDES)


def downgrade() -> None:
    op.drop_index("ix_version_hides", "version")
    op.drop_index("ix_version_document_sha256", "version")
