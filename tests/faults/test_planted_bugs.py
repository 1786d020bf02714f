"""The sweep finds bugs that are there: those of planted.py, by both layers."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.crashing import INSIDE, TRACING, Command, Layer, Point, Runner
from tests.faults.laboratory import EVERY_POINT
from tests.faults.promises import Breaks, Seen, broken, seen_in, unkept

KIND_OF = {TRACING: "pwrite64", INSIDE: "commit"}
STEP_OF = {TRACING: 1 if EVERY_POINT else 23, INSIDE: 1}


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    with Runner() as running:
        yield running


@pytest.mark.timeout(0 if EVERY_POINT else 120)
@pytest.mark.parametrize("layer", [TRACING, INSIDE], ids=lambda layer: layer.name)
@pytest.mark.parametrize(("bug", "promise"), [("ack-first", "lost"), ("two-writes", "torn")])
def test_the_sweep_finds_a_planted_bug(bug: str, promise: str, layer: Layer, runner: Runner, tmp_path: Path) -> None:
    if reason := layer.unusable():
        pytest.skip(f"no kill at system calls: {reason}")
    command = Command((bug,), {}, "planted")
    ended, counted = runner.counted(tmp_path / "alone", command, layer)
    assert ended.code == 0, ended.output
    wanted = seen_in(tmp_path / "alone")
    assert _broken(runner, tmp_path / "alone", wanted, wanted) == Breaks()
    found = []
    for number in range(STEP_OF[layer], counted[KIND_OF[layer]] + 1, STEP_OF[layer]):
        data = tmp_path / str(number)
        if getattr(_kill(runner, data, command, layer, number), promise):
            found.append(number)
        shutil.rmtree(data)
        if found and not EVERY_POINT:
            break
    print(f"{layer.name}: {bug} at {len(found)} of {counted[KIND_OF[layer]]} points")  # noqa: T201 - shown by -s
    assert found


def _kill(runner: Runner, data: Path, command: Command, layer: Layer, number: int) -> Breaks:
    killed = runner.run(data, command, layer, Point(KIND_OF[layer], number))
    before = seen_in(data)
    runner.run(data, command)  # may end badly: that is the bug
    breaks = _broken(runner, data, before, before)
    breaks.lost += unkept(killed.output, (), Seen(), before)
    return breaks


def _broken(runner: Runner, data: Path, before: Seen, wanted: Seen) -> Breaks:
    shown = runner.run(data, Command(("reindex",), {}))
    assert shown.code == 0, shown.output
    return broken(data, before, wanted)
