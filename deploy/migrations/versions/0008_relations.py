"""Edges between records: what current versions say of others, as what records are known, what operators said."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

from catalogue.edges import edges_of, known_as

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

AT_ONCE = 500
BIG_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PUBLISHED = sa.text(
    "SELECT number, agency, canonical FROM record "
    "JOIN version ON record_number = number AND version.version_no = record.version_no "
    "WHERE number > :after AND status = 'published' ORDER BY number LIMIT :most"
)
VERSIONS = sa.text("SELECT canonical, recorded_at FROM version WHERE record_number = :number ORDER BY version_no")
EDGES = sa.text(
    "SELECT number, record_number, target_key, day FROM relation WHERE number > :after ORDER BY number LIMIT 500"
)
KNOWN = sa.text("SELECT record_number, days FROM known_as WHERE key = :key AND record_number <> :own")
POINT = sa.text("UPDATE relation SET to_number = :to WHERE number = :number")
RELATION = sa.table(
    "relation",
    *map(sa.column, ("record_number", "place", "type", "raw_key", "target_key", "day", "first_seen_at")),
)
KNOWN_AS = sa.table("known_as", *map(sa.column, ("key", "record_number", "days")))


def upgrade() -> None:
    create_relation()
    op.create_table(
        "known_as",
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("record_number", BIG_KEY, nullable=False),
        sa.Column("days", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["record_number"], ["record.number"], name=op.f("fk_known_as_record_number_record")),
        sa.PrimaryKeyConstraint("key", "record_number", name=op.f("pk_known_as")),
    )
    op.create_index("ix_known_as_record_number", "known_as", ["record_number"])
    op.create_table(
        "verdict",
        sa.Column("record_number", BIG_KEY, nullable=False),
        sa.Column("type", sa.String(length=20), nullable=False),
        sa.Column("raw_key", sa.String(length=32), nullable=False),
        sa.Column("said", sa.String(length=9), nullable=False),
        sa.Column("said_at", sa.String(length=20), nullable=False),
        sa.CheckConstraint("said IN ('confirmed', 'refused')", name=op.f("ck_verdict_said")),
        sa.ForeignKeyConstraint(["record_number"], ["record.number"], name=op.f("fk_verdict_record_number_record")),
        sa.PrimaryKeyConstraint("record_number", "type", "raw_key", name=op.f("pk_verdict")),
    )
    fill(op.get_bind())
    resolve(op.get_bind())


def downgrade() -> None:
    for name in ("verdict", "known_as", "relation"):
        op.drop_table(name)


def create_relation() -> None:
    op.create_table(
        "relation",
        sa.Column("number", BIG_KEY, autoincrement=True, nullable=False),
        sa.Column("record_number", BIG_KEY, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(length=20), nullable=False),
        sa.Column("raw_key", sa.String(length=32), nullable=False),
        sa.Column("target_key", sa.String(length=32), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=True),
        sa.Column("to_number", BIG_KEY, nullable=True),
        sa.Column("first_seen_at", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["record_number"], ["record.number"], name=op.f("fk_relation_record_number_record")),
        sa.ForeignKeyConstraint(["to_number"], ["record.number"], name=op.f("fk_relation_to_number_record")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_relation")),
        sa.UniqueConstraint("record_number", "type", "raw_key", name=op.f("uq_relation_record_number_type_raw_key")),
    )
    op.create_index("ix_relation_target_key", "relation", ["target_key"])
    op.create_index("ix_relation_to_number", "relation", ["to_number", "number"])


def fill(connection: sa.Connection) -> None:
    """Write the edges of the published records, and as what those are known."""
    after = 0
    while rows := connection.execute(PUBLISHED, {"after": after, "most": AT_ONCE}).all():
        for table, made in ((RELATION, edge_rows), (KNOWN_AS, known_rows)):
            if found := [one for row in rows for one in made(connection, row)]:
                connection.execute(table.insert(), found)
        after = rows[-1].number


def edge_rows(connection: sa.Connection, row: sa.Row[Any]) -> list[dict[str, object]]:
    """The edges of a record, each with the time of the first version that has it."""
    edges = edges_of(json.loads(row.canonical), row.agency)
    if not edges:
        return []
    first: dict[tuple[str, str], str] = {}
    for version in connection.execute(VERSIONS, {"number": row.number}):
        if version.canonical:  # a sealed one says nothing
            for edge in edges_of(json.loads(version.canonical), row.agency):
                first.setdefault((edge.type, edge.raw_key), version.recorded_at)
    return [
        {
            "record_number": row.number,
            "place": edge.place,
            "type": edge.type,
            "raw_key": edge.raw_key,
            "target_key": edge.target_key,
            "day": edge.day,
            "first_seen_at": first[edge.type, edge.raw_key],
        }
        for edge in edges
    ]


def known_rows(connection: sa.Connection, row: sa.Row[Any]) -> list[dict[str, object]]:
    """As what a record is known."""
    known = known_as(json.loads(row.canonical), row.agency)
    return [{"key": key, "record_number": row.number, "days": days} for key, days in known.items()]


def resolve(connection: sa.Connection) -> None:
    """Point each edge to the one record that it can mean."""
    after = 0
    while rows := connection.execute(EDGES, {"after": after}).all():
        for row in rows:
            others = connection.execute(KNOWN, {"key": row.target_key, "own": row.record_number}).all()
            fitting = [one for one in others if not row.day or not one.days or row.day in one.days.split()]
            if len(fitting) == 1:
                connection.execute(POINT, {"number": row.number, "to": fitting[0].record_number})
        after = rows[-1].number
