"""Documents and fetches are found by hashes: an address may be longer than what an index of PostgreSQL holds."""

import hashlib

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

BIG_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AT_ONCE = 1000
DOCUMENT = sa.table("document", *map(sa.column, ("number", "sha256", "address", "recorded", "place_sha256")))
FETCH = sa.table("fetch", *map(sa.column, ("job_number", "asked", "asked_sha256", "document_number")))


def upgrade() -> None:
    fetches = op.get_bind().execute(sa.select(FETCH.c.job_number, FETCH.c.asked, FETCH.c.document_number)).all()
    op.drop_table("fetch")  # nothing may refer to documents while SQLite makes their table anew
    op.drop_index("ix_document_address", "document")
    op.add_column("document", sa.Column("place_sha256", sa.String(length=64), nullable=True))
    fill_places(op.get_bind())
    with op.batch_alter_table("document") as batch:
        batch.drop_constraint("uq_document_sha256_address_recorded", type_="unique")
        batch.alter_column("place_sha256", existing_type=sa.String(length=64), nullable=False)
        batch.create_unique_constraint("uq_document_place_sha256", ["place_sha256"])
    op.create_index("ix_document_address", "document", ["address"], postgresql_using="hash")
    create_fetch(sa.Column("asked_sha256", sa.String(length=64), nullable=False))
    rows = [
        {"job_number": job, "asked_sha256": sha256_of(asked), "document_number": document}
        for job, asked, document in fetches
    ]
    if rows:
        op.get_bind().execute(FETCH.insert(), rows)


def downgrade() -> None:
    op.drop_table("fetch")  # open jobs ask once more: what they asked for cannot be read from its hash
    op.drop_index("ix_document_address", "document")
    with op.batch_alter_table("document") as batch:
        batch.drop_constraint("uq_document_place_sha256", type_="unique")
        batch.create_unique_constraint("uq_document_sha256_address_recorded", ["sha256", "address", "recorded"])
        batch.drop_column("place_sha256")
    op.create_index("ix_document_address", "document", ["address"])
    create_fetch(sa.Column("asked", sa.Text(), nullable=False))


def fill_places(connection: sa.Connection) -> None:
    """Write the hash of each document's place: what catalogue.documents.place_of gives."""
    columns = (DOCUMENT.c.number, DOCUMENT.c.sha256, DOCUMENT.c.recorded, DOCUMENT.c.address)
    page = sa.select(*columns).order_by(DOCUMENT.c.number).limit(AT_ONCE)
    write = DOCUMENT.update().where(DOCUMENT.c.number == sa.bindparam("its")).values(place_sha256=sa.bindparam("place"))
    last = 0
    while rows := connection.execute(page.where(DOCUMENT.c.number > last)).all():
        places = [{"its": row[0], "place": sha256_of(f"{row[1]} {int(row[2])} {row[3]}")} for row in rows]
        connection.execute(write, places)
        last = rows[-1][0]


def sha256_of(text: str) -> str:
    """64 hex digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def create_fetch(asked: sa.Column[str]) -> None:
    """The table of fetches with the column by which one is found."""
    op.create_table(
        "fetch",
        sa.Column("job_number", BIG_KEY, nullable=False),
        asked,
        sa.Column("document_number", BIG_KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["document_number"], ["document.number"], name=op.f("fk_fetch_document_number_document")
        ),
        sa.ForeignKeyConstraint(["job_number"], ["job.number"], name=op.f("fk_fetch_job_number_job")),
        sa.PrimaryKeyConstraint("job_number", asked.name, name=op.f("pk_fetch")),
    )
