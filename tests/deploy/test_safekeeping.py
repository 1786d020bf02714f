"""backup, restore and verify: clear words in both languages, exit codes, nothing half done.

Only the first test starts processes; in the others the command runs in this one, which saves its start each time.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from click.testing import CliRunner, Result

from catalogue.models import Base
from deploy.cli import main
from deploy.opening import open_store
from deploy.settings import Settings, shipped_sources
from tests.backing_up import tree
from tests.running import dastras

CLEAN = "index: missing 0, extra 0, stale 0\nstore: faults 0\narchive: missing 0, damaged 0\n"
OLDEST = "0001"


def typed(data: Path, *arguments: str, **more: str) -> Result:
    """The command, run to its end in this process."""
    return CliRunner().invoke(main, arguments, env={"DASTRAS_DATA": str(data), **more})


def refused(done: Result, words: str) -> bool:
    """Whether a command said no in one line of both languages."""
    (line,) = done.stderr.splitlines()
    return done.exit_code == 2 and words in line and " | " in line and bool(re.search("[آ-ی]", line))


def expected_records() -> int:
    """How many records the shipped examples have."""
    files = (shipped_sources() / "recorded").glob("*/expected.jsonl")
    return sum(file.read_bytes().count(b"\n") for file in files)


def test_a_backup_comes_back_whole_with_its_index_and_its_counts(examples: Path, tmp_path: Path) -> None:
    made = dastras(examples, "backup", str(tmp_path / "b.tar"))
    counts = re.search(r"log (\d+), (documents \d+)", made.stdout)
    assert made.returncode == 0 and counts and int(counts[1]) == expected_records()
    restored = dastras(tmp_path / "new", "restore", str(tmp_path / "b.tar"))
    assert restored.returncode == 0, restored.stderr
    assert f"records {counts[1]}, versions {counts[1]}, {counts[2]}" in restored.stdout
    verified = dastras(tmp_path / "new", "verify")
    assert (verified.returncode, verified.stdout, verified.stderr) == (0, CLEAN, "")
    assert tree(tmp_path / "new" / "archive") == tree(examples / "archive")
    assert tree(tmp_path) >= {"b.tar"} and not [name for name in tree(tmp_path) if "/.dastras" in f"/{name}"]


def test_the_store_that_is_configured_is_backed_up_and_put_back(examples: Path, tmp_path: Path) -> None:
    elsewhere, back = tmp_path / "an other" / "my%store.db", tmp_path / "back" / "my store.db"
    elsewhere.parent.mkdir()
    with closing(sqlite3.connect(examples / "dastras.sqlite")) as held:
        held.execute("VACUUM INTO ?", (str(elsewhere),))
    (examples / "dastras.sqlite").write_bytes(b"not this one")
    made = typed(examples, "backup", str(tmp_path / "b.tar"), DASTRAS_STORE=f"sqlite:///{elsewhere}")
    assert made.exit_code == 0, made.stderr
    store = f"sqlite:///{back}"
    restored = typed(tmp_path / "new", "restore", str(tmp_path / "b.tar"), DASTRAS_STORE=store)
    assert restored.exit_code == 0, restored.stderr
    assert back.is_file() and not (tmp_path / "new" / "dastras.sqlite").exists()
    assert typed(tmp_path / "new", "verify", DASTRAS_STORE=store).stdout == CLEAN
    assert refused(typed(tmp_path / "new", "restore", str(tmp_path / "b.tar"), DASTRAS_STORE=store), "is there already")


@pytest.mark.parametrize("command_", ["backup", "verify"])
def test_a_configured_store_that_is_not_there_is_told_and_not_made(tmp_path: Path, command_: str) -> None:
    file = [str(tmp_path / "b.tar")] if command_ == "backup" else []
    done = typed(tmp_path / "data", command_, *file, DASTRAS_STORE=f"sqlite:///{tmp_path}/none.db")
    assert done.exit_code == 2 and "no store" in done.stderr
    assert tree(tmp_path) == set()


def test_a_backup_that_cannot_be_written_is_told_in_one_line(examples: Path, tmp_path: Path) -> None:
    (tmp_path / "b.tar").write_bytes(b"mine")
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    before = tree(tmp_path)
    assert refused(typed(examples, "backup", str(tmp_path / "b.tar")), "exists")
    assert refused(typed(examples, "backup", str(tmp_path / "dangling")), "exists")
    assert refused(typed(examples, "backup", str(tmp_path)), "exists")
    assert refused(typed(examples, "backup", str(tmp_path / "none" / "b.tar")), "no folder")
    assert refused(typed(examples, "backup", str(tmp_path / "b.tar" / "b.tar")), "no folder")
    assert refused(typed(examples, "backup", "/proc/b.tar"), "No backup was written")  # nobody may write there
    assert refused(typed(examples, "backup", str(tmp_path / ("x" * 300))), "No backup was written")
    assert tree(tmp_path) == before and (tmp_path / "b.tar").read_bytes() == b"mine"


def test_a_restore_that_cannot_be_done_is_told_in_one_line(examples: Path, tmp_path: Path) -> None:
    file = tmp_path / "b.tar"
    assert typed(examples, "backup", str(file)).exit_code == 0
    whole = file.read_bytes()
    assert refused(typed(examples, "restore", str(file)), "is there already")
    assert refused(typed(tmp_path / "new", "restore", str(tmp_path / "none.tar")), "No such file")
    assert refused(typed(tmp_path / "new", "restore", str(tmp_path)), "directory")
    for bytes_, words in ((whole[:-60_000], "cut short"), (b"\0" * 20_000, "no backup of Dastras")):
        file.write_bytes(bytes_)
        assert refused(typed(tmp_path / "new", "restore", str(file)), words)
    assert not (tmp_path / "new").exists()
    file.write_bytes(whole.replace("مصوبه".encode(), "مسوبه".encode(), 1))
    assert refused(typed(tmp_path / "new", "restore", str(file)), "damaged at dastras.sqlite")
    assert not (tmp_path / "new" / "dastras.sqlite").exists()


def test_a_damaged_document_makes_a_backup_something_to_look_at(examples: Path, tmp_path: Path) -> None:
    damaged = next((examples / "archive").glob("??/*"))
    damaged.write_bytes(b"rot")
    made = typed(examples, "backup", str(tmp_path / "b.tar"))
    assert made.exit_code == 1 and damaged.parent.name + damaged.name in made.stderr
    assert typed(tmp_path / "new", "restore", str(tmp_path / "b.tar")).exit_code == 0
    assert "archive: missing 1, damaged 0" in typed(tmp_path / "new", "verify").stdout


def test_a_backup_of_an_older_store_is_migrated_by_the_restore_and_not_before(tmp_path: Path) -> None:
    old, new = (Settings.from_env({"DASTRAS_DATA": str(tmp_path / name)}) for name in ("old", "new"))
    config = Config()
    config.set_main_option("script_location", "deploy:migrations")
    engine = open_store(old)
    with engine.connect() as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, OLDEST)
    engine.dispose()
    assert typed(old.data, "backup", str(tmp_path / "b.tar")).exit_code == 0
    with closing(sqlite3.connect(old.data / "dastras.sqlite")) as held:
        assert held.execute("SELECT version_num FROM alembic_version").fetchall() == [(OLDEST,)]
    restored = typed(new.data, "restore", str(tmp_path / "b.tar"))
    assert restored.exit_code == 0, restored.stderr
    engine = open_store(new)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "render_as_batch": True})
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_a_backup_of_a_newer_store_is_refused_and_leaves_none(examples: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(examples / "dastras.sqlite")) as held:
        held.execute("UPDATE alembic_version SET version_num = '9999'")
        held.commit()
    assert typed(examples, "backup", str(tmp_path / "b.tar")).exit_code == 0
    done = typed(tmp_path / "new", "restore", str(tmp_path / "b.tar"))
    assert done.exit_code == 2 and "update Dastras" in done.stderr and "Traceback" not in done.stderr
    assert not [name for name in tree(tmp_path / "new") if "sqlite" in name]


def test_verify_names_missing_and_damaged_documents_and_ends_with_one(examples: Path) -> None:
    paths = sorted((examples / "archive").glob("??/*"))
    paths[0].unlink()
    paths[1].write_bytes(paths[1].read_bytes()[:-1])
    (paths[2].parent / ("0" * 62)).write_bytes(b"no row names me")
    done = typed(examples, "verify")
    assert done.exit_code == 1
    assert done.stdout == CLEAN.replace("missing 0, damaged 0", "missing 1, damaged 1")
    told = {line.split()[0]: line.split()[-1] for line in done.stderr.splitlines()}
    assert told == {paths[0].parent.name + paths[0].name: "missing", paths[1].parent.name + paths[1].name: "damaged"}


def test_verify_names_a_hundred_documents_and_counts_the_rest(examples: Path) -> None:
    paths = sorted((examples / "archive").glob("??/*"))
    for path in paths[:103]:
        path.unlink()
    done = typed(examples, "verify")
    assert done.exit_code == 1 and "archive: missing 103, damaged 0" in done.stdout
    assert len(done.stderr.splitlines()) == 101 and "and 3 more" in done.stderr


def test_what_was_restored_is_harvested_on_without_a_change(examples: Path, tmp_path: Path) -> None:
    assert typed(examples, "backup", str(tmp_path / "b.tar")).exit_code == 0
    assert typed(tmp_path / "new", "restore", str(tmp_path / "b.tar")).exit_code == 0
    again = typed(tmp_path / "new", "harvest", "--all", "--recorded")
    sources = len(list(shipped_sources().glob("*.yaml")))
    assert again.stdout.count("added 0, changed 0") == sources, again.stdout + again.stderr
