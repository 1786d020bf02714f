"""Migrations make exactly the tables of the models, and may be run again."""

from __future__ import annotations

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from catalogue.models import Base
from deploy.opening import migrate, open_store
from deploy.settings import Settings


def test_the_migrations_make_the_tables_of_the_models(tmp_path: Path) -> None:
    settings = Settings.from_env({"DASTRAS_DATA": str(tmp_path / "data")})
    migrate(settings)
    migrate(settings)
    engine = open_store(settings)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "render_as_batch": True})
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()
