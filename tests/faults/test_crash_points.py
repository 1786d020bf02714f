"""SIGKILL at every point of each role, then the role again: every promise holds (reliability.md section 6.1).

The normal run takes a few points of each role, spread evenly. `POINTS=all pytest tests/faults/test_crash_points.py -s`
lets the point advance until a run ends untouched, and shows what was found; POINTS=20 takes 20 points of each role.
"""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, takewhile
from pathlib import Path
from typing import TypeGuard

import pytest

from tests.faults.crashing import INSIDE, TRACING, Layer, Point
from tests.faults.laboratory import EVERY_POINT, HARVEST, REFUSE, WITHDRAW, Laboratory
from tests.faults.promises import Breaks, Seen, broken, seen_in, unkept

SHARE = 3 if EVERY_POINT else int(os.environ.get("POINTS", "3"))
"""So many points of each role when not all are tried; where system calls can be seen, one from inside is enough."""
WRONG_USE = 2


@dataclass(frozen=True, slots=True)
class Role:
    """A command that is killed. `begins` and `ends` name folders of the laboratory: what it finds, and what a run that
    is left alone ends with. `{backup}` is a backup of `new`, `{file}` a new file."""

    name: str
    arguments: tuple[str, ...]
    begins: str
    ends: str
    then: tuple[str, ...] = ()  # the command that shows the result, where the index is not up to date by itself


ROLES = (
    Role("harvest", HARVEST, "old", "new"),
    Role("follow", ("verify",), "behind", "new"),
    Role("reindex", ("reindex",), "new", "new"),
    Role("migrate", ("migrate",), "empty", "empty", then=("verify",)),
    Role("backup", ("backup", "{file}"), "new", "new", then=("restore", "{file}")),
    Role("restore", ("restore", "{backup}"), "empty", "new", then=("verify",)),
    Role("withdraw", WITHDRAW, "new", "sealed", then=("verify",)),
    Role("relation", REFUSE, "new", "new", then=("verify",)),
)


Results = dict[tuple[str, str, str], list[Breaks]]
"""What was found by layer, role and kind of point."""


@pytest.fixture(scope="module")
def results() -> Iterator[Results]:
    """All that the module finds; shown in the end when every point is tried."""
    found: Results = defaultdict(list)
    yield found
    if EVERY_POINT:
        columns = ("layer", "role", "point", "points", *Breaks.__dataclass_fields__)
        lines = [columns, *(_line(*key, breaks) for key, breaks in found.items())]
        lines.append(_line("all", "", "", [breaks for each in found.values() for breaks in each]))
        print("\n" + "\n".join(" ".join(f"{cell:>9}" for cell in line) for line in lines))  # noqa: T201 - asked for


def _line(layer: str, role: str, kind: str, found: list[Breaks]) -> tuple[str, ...]:
    sums = [sum(len(getattr(breaks, name)) for breaks in found) for name in Breaks.__dataclass_fields__]
    return (layer, role, kind, str(len(found)), *map(str, sums))


@pytest.mark.timeout(0 if EVERY_POINT else 120)
@pytest.mark.parametrize("layer", [TRACING, INSIDE], ids=lambda layer: layer.name)
@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.name)
def test_a_kill_at_any_point_breaks_no_promise(
    role: Role, layer: Layer, laboratory: Laboratory, results: Results
) -> None:
    if reason := layer.unusable():
        pytest.skip(f"no kill at system calls: {reason}")
    found = {}
    for point, breaks in _sweep(laboratory, role, layer):
        results[layer.name, role.name, point.kind].append(breaks)
        found[point] = breaks.all()
    assert found
    assert not {point: lines for point, lines in found.items() if lines}


def _sweep(laboratory: Laboratory, role: Role, layer: Layer) -> Iterator[tuple[Point, Breaks]]:
    """The points of a role, and what a kill at each of them breaks."""
    counted = _counted(laboratory, role, layer)
    if EVERY_POINT:
        for kind in layer.kinds:
            yield from takewhile(_was_killed, (_kill(laboratory, role, layer, Point(kind, n)) for n in count(1)))
        return
    every = [Point(kind, number) for kind in layer.kinds for number in range(1, counted[kind] + 1)]
    step = max(1, len(every) // (1 if layer is INSIDE and not TRACING.unusable() else SHARE))
    yield from filter(_was_killed, (_kill(laboratory, role, layer, point) for point in every[step // 2 :: step]))


def _was_killed(result: tuple[Point, Breaks | None]) -> TypeGuard[tuple[Point, Breaks]]:
    return result[1] is not None


def _counted(laboratory: Laboratory, role: Role, layer: Layer) -> Counter[str]:
    """The points by kind, of a run that is left alone and breaks nothing."""
    data = laboratory.copy(role.begins, "alone")
    ended, counted = laboratory.runner.counted(data, laboratory.command(data, role.arguments), layer)
    assert ended.code == 0, ended.output
    assert _broken(laboratory, role, data, laboratory.seen[role.begins]) == Breaks()
    return counted


def _kill(laboratory: Laboratory, role: Role, layer: Layer, point: Point) -> tuple[Point, Breaks | None]:
    """What a kill at this point breaks when the command is run again after it; None when the run ended before it."""
    data = laboratory.copy(role.begins, "killed")
    laboratory.publisher.asked.clear()
    killed = laboratory.run(data, *role.arguments, layer=layer, point=point)
    asked = laboratory.publisher.paths()
    if not killed.was_killed:
        assert killed.code == 0, killed.output
        return point, None
    before = seen_in(data)
    again = laboratory.run(data, *role.arguments)
    breaks = _broken(laboratory, role, data, before)
    given = [str(laboratory.publisher.page(path)) for path in asked]
    breaks.lost += unkept(killed.output, given, laboratory.seen[role.begins], before)
    breaks.other += _asked_again(asked, laboratory.publisher.paths()[len(asked) :], before)
    if again.code not in _codes(role):
        breaks.other.append(f"ended with {again.code} when it was run again: {again.output}")
    return point, breaks


def _codes(role: Role) -> tuple[int, ...]:
    """What was done at the kill is refused when it is asked for again."""
    return (0, WRONG_USE) if role.name in ("backup", "restore", "withdraw") else (0,)


def _broken(laboratory: Laboratory, role: Role, data: Path, before: Seen) -> Breaks:
    """What does not hold after the work was done; of a backup, in what it restores to."""
    shown = data.with_name("restored") if role.name == "backup" else data
    if role.then:
        ended = laboratory.run(shown, *role.then)
        assert ended.code == 0, ended.output
    breaks = broken(shown, before, laboratory.seen[role.ends])
    breaks.other += [f"left behind: {left.name}" for left in data.parent.glob(".dastras-*")]
    return breaks


def _asked_again(before_kill: list[str], after: list[str], found: Seen) -> list[str]:
    """A job that was lost goes on with what it had fetched: only what was on its way may be asked for again."""
    running = [path for path in before_kill if path.split("/")[1] in found.open]
    twice = set(running) & set(after) - {before_kill[-1] if before_kill else ""}
    return [f"{path} was asked for again" for path in sorted(twice)]
