"""A full disk: writing is refused in plain words, reading goes on, and all is well again when there is room (R4)."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from tests.faults.crashing import TRACING, Point, Tracing
from tests.faults.laboratory import EVERY_POINT, HARVEST, Laboratory
from tests.faults.promises import broken, seen_in, unkept
from tests.faults.source import Decisions, publisher
from tests.running import allowing, dastras, site

MEGABYTES = 24
SHARE = 3
"""So many points fail when not all are tried."""
FAILING = ("pwrite64", "fsync", "fdatasync", "mkdir")
"""Not `write`: what the command says is written too, and who cannot say anything is not heard."""
CONVERGED = "index: missing 0, extra 0, stale 0\nstore: faults 0\narchive: missing 0, damaged 0\n"


@contextmanager
def small_disk(folder: Path) -> Iterator[Sequence[str]]:
    """A disk of 24 MB at a folder, which only commands with the prefix that is given see; skips without the right."""
    if shutil.which("unshare") is None or shutil.which("nsenter") is None:
        pytest.skip("no small disk: unshare and nsenter are not installed")
    folder.mkdir()
    mount = f'mount -t tmpfs -o size={MEGABYTES}m small "$0" && echo mounted && exec sleep 600'
    holder = subprocess.Popen(
        ["unshare", "-m", "sh", "-c", mount, str(folder)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    try:
        assert holder.stdout and holder.stderr
        if holder.stdout.readline() != b"mounted\n":
            pytest.skip(f"no small disk: {holder.stderr.read().decode().strip()}")
        yield ("nsenter", "-t", str(holder.pid), "-m", "--")
    finally:
        holder.kill()
        holder.communicate()


@pytest.mark.long
def test_a_full_disk_refuses_writes_answers_reads_and_recovers(harvested: Path, tmp_path: Path) -> None:
    data = tmp_path / "disk"
    with small_disk(data) as prefix, publisher(acts=Decisions(30)) as source:
        sources = {"DASTRAS_SOURCES": str(source.write_files(tmp_path / "sources")), **allowing(source.address)}
        _shell(prefix, f"cp -r {harvested}/. {data}")
        with site(data, {"DASTRAS_WEB_WORKERS": "1"}, prefix=prefix) as (address, _):
            before = _total(address)
            _shell(prefix, f"dd if=/dev/zero of={data}/filler bs=64k 2>/dev/null; sync")
            refused = dastras(data, "harvest", "acts", prefix=prefix, **sources)
            assert refused.returncode == 2, refused.stdout + refused.stderr
            assert len(refused.stderr.splitlines()) == 1 and "full" in refused.stderr, refused.stderr
            _assert_readable(address)
            assert _total(address) == before
            _shell(prefix, f"rm {data}/filler")
            again = dastras(data, "harvest", "acts", prefix=prefix, **sources)
            assert again.returncode == 0, again.stdout + again.stderr
            assert "added 30" in again.stdout
            assert _wait_for(address, before + 30)
            _assert_readable(address)
        verified = dastras(data, "verify", prefix=prefix)
        assert verified.stdout == CONVERGED, verified.stdout + verified.stderr


def _assert_readable(address: str) -> None:
    record = requests.get(f"{address}/api/v1/search?limit=1", timeout=10).json()["items"][0]["id"]
    for path in ("", f"/{record}", "/search?q=نمونه", f"/api/v1/records/{record}", "/api/v1/status", "/api/v1/jobs"):
        assert requests.get(address + path, timeout=10).status_code == 200, path


def _total(address: str) -> int:
    return int(requests.get(f"{address}/api/v1/search?limit=0", timeout=10).json()["total"])


def _wait_for(address: str, total: int, seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if _total(address) == total:
            return True
        time.sleep(0.2)
    return False


def _shell(prefix: Sequence[str], line: str) -> None:
    subprocess.run([*prefix, "sh", "-c", line], check=False, timeout=60)


@pytest.mark.timeout(0 if EVERY_POINT else 120)
@pytest.mark.parametrize("and_on", [False, True], ids=["once", "for-good"])
def test_no_room_for_a_write_is_told_plainly_and_breaks_nothing(laboratory: Laboratory, and_on: bool) -> None:
    if reason := TRACING.unusable():
        pytest.skip(f"no write can be made to fail: {reason}")
    layer = Tracing("error=ENOSPC", and_on=and_on)
    alone = laboratory.copy("old", "alone")
    _, counted = laboratory.runner.counted(alone, laboratory.command(alone, HARVEST), layer)
    every = [Point(kind, number) for kind in FAILING for number in range(1, counted[kind] + 1)]
    step = 1 if EVERY_POINT else len(every) // SHARE
    found = {point: _without_room(laboratory, layer, point) for point in every[step // 2 :: step]}
    print(f"{len(found)} points, {sum(map(bool, found.values()))} of them break something")  # noqa: T201 - shown by -s
    assert not {point: lines for point, lines in found.items() if lines}


def _without_room(laboratory: Laboratory, layer: Tracing, point: Point) -> list[str]:
    """What does not hold of a harvest whose write finds no room at a point, and of the next one."""
    data = laboratory.copy("old", "full")
    refused = laboratory.run(data, *HARVEST, layer=layer, point=point)
    before = seen_in(data)
    again = laboratory.run(data, *HARVEST)
    breaks = broken(data, before, laboratory.seen["new"])
    breaks.lost += unkept(refused.output, (), laboratory.seen["old"], before)
    for ended in (refused, again):
        if "Traceback" in ended.output or ended.code not in (0, 2):
            breaks.other.append(f"{ended.code}: {ended.output}")
    return breaks.all()
