"""The sweep finds bugs that are there: those of planted.py, by both layers."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.faults.crashing import INSIDE, TRACING, Command, Layer, Point, Runner
from tests.faults.laboratory import EVERY_POINT, Laboratory
from tests.faults.promises import Breaks, Seen, broken_store, seen_in, unkept

KIND_OF = {TRACING: "pwrite64", INSIDE: "commit"}
STEP_OF = {TRACING: 1 if EVERY_POINT else 5, INSIDE: 1}


@pytest.mark.timeout(0 if EVERY_POINT else 120)
@pytest.mark.parametrize("layer", [TRACING, INSIDE], ids=lambda layer: layer.name)
@pytest.mark.parametrize(("bug", "promise"), [("ack-first", "lost"), ("two-writes", "torn")])
def test_the_sweep_finds_a_planted_bug(
    bug: str, promise: str, layer: Layer, laboratory: Laboratory, tmp_path: Path
) -> None:
    if reason := layer.unusable():
        pytest.skip(f"no kill at system calls: {reason}")
    command, runner = Command((bug,), {}, "planted"), laboratory.runner
    ended, counted = runner.counted(tmp_path / "alone", command, layer)
    assert ended.code == 0, ended.output
    wanted = seen_in(tmp_path / "alone")
    assert broken_store(tmp_path / "alone", wanted, wanted) == Breaks()
    found = []
    for number in range(counted[KIND_OF[layer]], 0, -STEP_OF[layer]):
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
    breaks = broken_store(data, before, before)
    breaks.lost += unkept(killed.output, (), Seen(), before)
    return breaks
