"""A store on a PostgreSQL server, as the commands see it; nobody listens at the addresses of these tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from deploy.cli import main
from deploy.settings import Settings, SettingsError

SECRET = "گذرواژه-sesame"
NOBODY = f"postgresql://dastras:{SECRET}@127.0.0.1:1/dastras"


def typed(data: Path, *arguments: str, store: str = NOBODY) -> Result:
    """The command, run to its end in this process."""
    return CliRunner().invoke(main, arguments, env={"DASTRAS_DATA": str(data), "DASTRAS_STORE": store})


@pytest.mark.parametrize(
    "address",
    [
        "sqlite:////srv/dastras.sqlite",
        "postgresql://host/dastras",
        "postgres://user:word@[::1]:5433/dastras?sslmode=require",
        "postgresql+psycopg:///dastras?host=/run/postgresql",
    ],
)
def test_sqlite_and_postgresql_may_be_stores(address: str) -> None:
    assert Settings.from_env({"DASTRAS_STORE": address}).store == address


@pytest.mark.parametrize(
    "address",
    [
        f"mysql://u:{SECRET}@host/x",
        f"postgresql+asyncpg://u:{SECRET}@host/x",
        f"postgresql://u:{SECRET}@host",
        f"postgresql://u:{SECRET}@host:port/x",
        f"{SECRET}",
        f"host=a password={SECRET}",
    ],
)
def test_other_stores_are_refused_in_both_languages_without_their_passwords(address: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.from_env({"DASTRAS_STORE": address})
    (line,) = caught.value.lines
    assert line.startswith("DASTRAS_STORE: ") and " | " in line and SECRET not in line


def test_the_address_stands_in_no_text_of_the_settings() -> None:
    assert SECRET not in repr(Settings.from_env({"DASTRAS_STORE": NOBODY}))


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_a_backup_of_a_server_is_made_by_its_own_tools(tmp_path: Path, command: str) -> None:
    done = typed(tmp_path / "data", command, str(tmp_path / "b.tar"))
    assert done.exit_code == 2 and "pg_dump" in done.stderr and "پشتیبان" in done.stderr
    assert SECRET not in done.output and not (tmp_path / "b.tar").exists()


@pytest.mark.parametrize("arguments", [("verify",), ("migrate",), ("audit",), ("harvest", "--all", "--recorded")])
@pytest.mark.parametrize("more", ["", "?application_name=x", "?nonsense=1"])
def test_a_server_that_does_not_answer_is_told_without_the_password(
    tmp_path: Path, arguments: tuple[str, ...], more: str
) -> None:
    done = typed(tmp_path / "data", *arguments, store=NOBODY + more)
    assert done.exit_code == 2 and "the store" in done.stderr
    assert SECRET not in done.output and isinstance(done.exception, SystemExit)
