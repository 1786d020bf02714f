"""The first tables: agencies, sources, jobs, documents, records with their versions, the log and the issues."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agency",
        sa.Column("id", sa.String(length=13), nullable=False),
        sa.Column("slug", sa.String(length=100), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency")),
        sa.UniqueConstraint("slug", name=op.f("uq_agency_slug")),
    )
    op.create_table(
        "document",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("recorded", sa.Boolean(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("body_bytes", sa.BigInteger(), nullable=False),
        sa.Column("headers", sa.JSON(), nullable=False),
        sa.Column("fetched_at", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_document")),
        sa.UniqueConstraint("sha256", "address", "recorded", name=op.f("uq_document_sha256_address_recorded")),
    )
    op.create_table(
        "log",
        sa.Column(
            "log_index", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("record_id", sa.String(length=13), nullable=False),
        sa.Column("version_no", sa.Integer(), nullable=False),
        sa.Column("change_kind", sa.String(length=12), nullable=False),
        sa.Column("recorded_at", sa.String(length=20), nullable=False),
        sa.Column("commitment", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("log_index", name=op.f("pk_log")),
    )
    op.create_index(op.f("ix_log_record_id"), "log", ["record_id"], unique=False)
    op.create_table(
        "source",
        sa.Column("id", sa.String(length=100), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("agency", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("protocol", sa.String(length=20), nullable=False),
        sa.Column("coverage", sa.String(length=10), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("config_sha256", sa.String(length=64), nullable=False),
        sa.Column("last_complete_at", sa.String(length=20), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source")),
    )
    op.create_table(
        "job",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("source_id", sa.String(length=100), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.Column("recorded", sa.Boolean(), nullable=False),
        sa.Column("started_at", sa.String(length=20), nullable=False),
        sa.Column("ended_at", sa.String(length=20), nullable=True),
        sa.Column("config_sha256", sa.String(length=64), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "state IN ('queued', 'running', 'succeeded', 'partial', 'failed', 'aborted')", name=op.f("ck_job_state")
        ),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_job_source_id_source")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_job")),
    )
    op.create_index("ix_job_source_id_number", "job", ["source_id", "number"], unique=False)
    op.create_index(
        "uq_job_running",
        "job",
        ["source_id"],
        unique=True,
        sqlite_where=sa.text("state = 'running'"),
        postgresql_where=sa.text("state = 'running'"),
    )
    op.create_table(
        "record",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=13), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("source_id", sa.String(length=100), nullable=False),
        sa.Column("native_id", sa.Text(), nullable=False),
        sa.Column("agency", sa.String(length=100), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("leading_day", sa.String(length=10), nullable=True),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("source_status", sa.String(length=11), nullable=False),
        sa.Column("version_no", sa.Integer(), nullable=False),
        sa.Column("fields_digest", sa.String(length=64), nullable=False),
        sa.Column("raw_digest", sa.String(length=64), nullable=False),
        sa.Column("first_seen_at", sa.String(length=20), nullable=False),
        sa.Column("last_seen_at", sa.String(length=20), nullable=True),
        sa.CheckConstraint("kind IN ('dataset', 'decision', 'notice')", name=op.f("ck_record_kind")),
        sa.CheckConstraint(
            "source_status IN ('present', 'missing', 'gone', 'unreachable', 'unknown')",
            name=op.f("ck_record_source_status"),
        ),
        sa.CheckConstraint("status IN ('published', 'withdrawn')", name=op.f("ck_record_status")),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_record_source_id_source")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_record")),
        sa.UniqueConstraint("id", name=op.f("uq_record_id")),
        sa.UniqueConstraint("source_id", "native_id", name=op.f("uq_record_source_id_native_id")),
    )
    op.create_index("ix_record_status_agency_kind", "record", ["status", "agency", "kind"], unique=False)
    op.create_index("ix_record_status_kind", "record", ["status", "kind"], unique=False)
    op.create_table(
        "issue",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("source_id", sa.String(length=100), nullable=False),
        sa.Column("first_job", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("last_job", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("stage", sa.String(length=10), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("native_id", sa.Text(), nullable=True),
        sa.Column("document_sha256", sa.String(length=64), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("excerpt", sa.Text(), nullable=True),
        sa.Column("message_fa", sa.Text(), nullable=False),
        sa.Column("message_en", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("first_seen_at", sa.String(length=20), nullable=False),
        sa.Column("last_seen_at", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["first_job"], ["job.number"], name=op.f("fk_issue_first_job_job")),
        sa.ForeignKeyConstraint(["last_job"], ["job.number"], name=op.f("fk_issue_last_job_job")),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_issue_source_id_source")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_issue")),
    )
    op.create_index("ix_issue_source_id_is_open", "issue", ["source_id", "is_open"], unique=False)
    op.create_table(
        "version",
        sa.Column("record_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version_no", sa.Integer(), nullable=False),
        sa.Column("canonical", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("card", sa.Text(), nullable=False),
        sa.Column("change_kind", sa.String(length=12), nullable=False),
        sa.Column("schema_version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.String(length=20), nullable=False),
        sa.Column("log_index", sa.BigInteger(), nullable=False),
        sa.Column("job_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("document_sha256", sa.String(length=64), nullable=True),
        sa.Column("document_address", sa.Text(), nullable=True),
        sa.Column("fetched_at", sa.String(length=20), nullable=True),
        sa.Column("recorded", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "change_kind IN ('first', 'source_edit', 'correction', 'metadata', 'reparse', 'redaction', 'withdrawal', 'return')",
            name=op.f("ck_version_change_kind"),
        ),
        sa.ForeignKeyConstraint(["job_number"], ["job.number"], name=op.f("fk_version_job_number_job")),
        sa.ForeignKeyConstraint(["record_number"], ["record.number"], name=op.f("fk_version_record_number_record")),
        sa.PrimaryKeyConstraint("record_number", "version_no", name=op.f("pk_version")),
        sa.UniqueConstraint("log_index", name=op.f("uq_version_log_index")),
    )
    op.create_table(
        "tag",
        sa.Column("key", sa.String(length=512), nullable=False),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_tag")),
    )


def downgrade() -> None:
    op.drop_table("tag")
    op.drop_table("version")
    op.drop_index("ix_issue_source_id_is_open", "issue")
    op.drop_table("issue")
    op.drop_index("ix_record_status_kind", "record")
    op.drop_index("ix_record_status_agency_kind", "record")
    op.drop_table("record")
    op.drop_index(
        "uq_job_running",
        "job",
        sqlite_where=sa.text("state = 'running'"),
        postgresql_where=sa.text("state = 'running'"),
    )
    op.drop_index("ix_job_source_id_number", "job")
    op.drop_table("job")
    op.drop_table("source")
    op.drop_index(op.f("ix_log_record_id"), "log")
    op.drop_table("log")
    op.drop_table("document")
    op.drop_table("agency")
