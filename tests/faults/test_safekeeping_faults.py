"""kill -9 of backup and restore at any moment, writers beside a backup, and disks that fill up."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from catalogue.archive import Archive
from catalogue.identity import sha256_hex
from tests.backing_up import put_back, tree
from tests.running import COMMAND, dastras, environment, kill_group, start

KILLS = int(os.environ.get("KILLS", "6"))
MORE_DOCUMENTS, DOCUMENT_BYTES = 400, 50_000
CLEAN = "index: missing 0, extra 0, stale 0\nstore: faults 0\narchive: missing 0, damaged 0\n"


@pytest.fixture
def large(examples: Path) -> Path:
    """The examples with some documents more, so that a kill meets a backup at work."""
    archive, random = Archive(examples / "archive"), Random(1402)
    for _ in range(MORE_DOCUMENTS):
        body = random.randbytes(DOCUMENT_BYTES)
        archive.put(sha256_hex(body), body, durably=True)
    return examples


def killed(data: Path, arguments: tuple[str, ...], has_begun: Callable[[], bool], after_seconds: float) -> None:
    """Start a command and kill it some time after it has begun to write."""
    process = start(data, *arguments)
    end = time.monotonic() + 20
    while not has_begun() and process.poll() is None and time.monotonic() < end:
        time.sleep(0.002)
    time.sleep(after_seconds)
    kill_group(process)


@pytest.mark.long
def test_a_killed_backup_leaves_no_file_or_a_whole_one_and_the_next_one_cleans(large: Path, tmp_path: Path) -> None:
    out, random, left = tmp_path / "out", Random(1402), 0
    out.mkdir()
    for turn in range(KILLS):
        file = out / f"{turn}.tar"
        killed(large, ("backup", str(file)), lambda: any(out.glob(".dastras-backup-*")), random.uniform(0, 0.4))
        left += len(list(out.glob(".dastras-backup-*")))
        if file.exists():
            put_back(file, tmp_path / f"whole-{turn}")
    assert left, "no kill met a backup at work"
    assert dastras(large, "backup", str(out / "last.tar")).returncode == 0
    assert all(name.endswith(".tar") and name[0] != "." for name in tree(out))
    put_back(out / "last.tar", tmp_path / "whole")


@pytest.mark.long
def test_a_killed_restore_leaves_no_store_or_a_whole_one_and_is_run_again(large: Path, tmp_path: Path) -> None:
    file, new, random, met = tmp_path / "b.tar", tmp_path / "new", Random(1403), 0
    assert dastras(large, "backup", str(file)).returncode == 0
    work = new / ".dastras.sqlite.restoring"
    for _ in range(KILLS):
        killed(new, ("restore", str(file)), work.exists, random.uniform(0, 1.0))
        met += work.exists()
        if (new / "dastras.sqlite").exists():  # the kill came when only the index was missing
            assert dastras(new, "verify").stdout == CLEAN
            shutil.rmtree(new)
    assert met, "no kill met a restore at work"
    if not (new / "dastras.sqlite").exists():
        again = dastras(new, "restore", str(file))
        assert again.returncode == 0, again.stderr
    assert dastras(new, "verify").stdout == CLEAN
    assert not [name for name in tree(new) if "restoring" in name or ".tmp-" in name]


@pytest.mark.long
def test_backups_beside_a_harvest_and_its_kill_restore_clean(tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert dastras(data, "migrate").returncode == 0
    harvest = start(data, "harvest", "--all", "--recorded")
    for turn in range(3):
        made = dastras(data, "backup", str(tmp_path / f"{turn}.tar"))
        assert made.returncode == 0, made.stderr
    kill_group(harvest)
    for turn in range(3):
        restored = dastras(tmp_path / f"new-{turn}", "restore", str(tmp_path / f"{turn}.tar"))
        assert restored.returncode == 0, restored.stderr
        assert dastras(tmp_path / f"new-{turn}", "verify").stdout == CLEAN


def on_small_disk(disk: Path, bytes_: int, data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command that sees a small disk of its own at `disk`; what lies on it afterwards ends its stdout."""
    script = (
        'mount -t tmpfs -o size="$1" tmpfs "$2" || exit 77; disk="$2"; shift 2; "$@"; code=$?; find "$disk"; exit $code'
    )
    return subprocess.run(
        ["unshare", "-m", "sh", "-c", script, "sh", str(bytes_), str(disk), *COMMAND, *arguments],
        env=environment(data),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    """A place for a small disk; skips where we may not mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    if not shutil.which("unshare"):
        pytest.skip("no unshare on this machine: a full disk cannot be made")
    tried = on_small_disk(place, 1 << 20, place, "--version")
    if tried.returncode:
        pytest.skip(f"not allowed to mount a small disk: {tried.stderr.strip()[:100]}")
    return place


@pytest.mark.parametrize("share", [0.3, *(pytest.param(share, marks=pytest.mark.long) for share in (0.01, 0.6, 0.95))])
def test_a_backup_onto_a_full_disk_is_told_and_leaves_nothing(
    examples: Path, disk: Path, tmp_path: Path, share: float
) -> None:
    assert dastras(examples, "backup", str(tmp_path / "b.tar")).returncode == 0
    size = int((tmp_path / "b.tar").stat().st_size * share)
    done = on_small_disk(disk, size, examples, "backup", str(disk / "b.tar"))
    (line,) = done.stderr.splitlines()
    assert done.returncode == 2 and "No backup was written" in line and " | " in line
    assert done.stdout.splitlines()[-1] == str(disk)


@pytest.mark.parametrize("share", [0.3, *(pytest.param(share, marks=pytest.mark.long) for share in (0.01, 0.6, 0.95))])
def test_a_restore_onto_a_full_disk_is_told_and_leaves_no_store(
    examples: Path, disk: Path, tmp_path: Path, share: float
) -> None:
    assert dastras(examples, "backup", str(tmp_path / "b.tar")).returncode == 0
    size = int((tmp_path / "b.tar").stat().st_size * share)
    done = on_small_disk(disk, size, disk / "data", "restore", str(tmp_path / "b.tar"))
    (line,) = done.stderr.splitlines()
    assert done.returncode == 2 and " | " in line
    assert "sqlite" not in done.stdout and ".tmp-" not in done.stdout
