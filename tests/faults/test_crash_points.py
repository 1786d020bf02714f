"""SIGKILL at every point of each role, then the role again: every promise holds (reliability.md section 6.1).

The normal run takes a few points of each role, spread evenly. `POINTS=all pytest tests/faults/test_crash_points.py -s`
lets the point advance until a run ends untouched, and shows what was found; POINTS=20 takes 20 points of each role.
"""

from __future__ import annotations

import os
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count, takewhile
from pathlib import Path
from typing import TypeGuard

import pytest

from tests.faults.crashing import INSIDE, TRACING, Command, Ended, Layer, Point, Runner
from tests.faults.promises import Breaks, Seen, broken, seen_in, unkept
from tests.faults.source import Decisions, Publisher, publisher

EVERY_POINT = os.environ.get("POINTS") == "all"
SHARE = 3 if EVERY_POINT else int(os.environ.get("POINTS", "3"))
"""So many points of each role and layer when not all are tried."""
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
    Role("harvest", ("harvest", "acts", "rules"), "old", "new"),
    Role("follow", ("verify",), "behind", "new"),
    Role("reindex", ("reindex",), "new", "new"),
    Role("migrate", ("migrate",), "empty", "empty", then=("verify",)),
    Role("backup", ("backup", "{file}"), "new", "new", then=("restore", "{file}")),
    Role("restore", ("restore", "{backup}"), "empty", "new", then=("verify",)),
)


@dataclass
class Laboratory:
    """Data folders to begin with, what stands in them, and the publisher they were harvested from."""

    folder: Path
    runner: Runner
    publisher: Publisher
    settings: dict[str, str]
    seen: dict[str, Seen] = field(default_factory=dict)
    results: dict[tuple[str, str, str], list[Breaks]] = field(default_factory=lambda: defaultdict(list))

    def run(self, data: Path, *arguments: str, layer: Layer | None = None, point: Point | None = None) -> Ended:
        """Run `dastras`."""
        return self.runner.run(data, self.command(data, arguments), layer, point)

    def command(self, data: Path, arguments: tuple[str, ...]) -> Command:
        """The command with the names of files in it."""
        files = {"{backup}": str(self.folder / "new.tar"), "{file}": str(data.with_name("backup.tar"))}
        return Command(tuple(files.get(argument, argument) for argument in arguments), self.settings)

    def copy(self, begins: str, name: str) -> Path:
        """A fresh data folder."""
        data = self.folder / "runs" / name
        shutil.rmtree(data.parent, ignore_errors=True)
        data.parent.mkdir()
        return Path(shutil.copytree(self.folder / begins, data))

    def show(self) -> None:
        """Print what was found, a line for each role and kind of point."""
        columns = ("layer", "role", "point", "points", *Breaks.__dataclass_fields__)
        lines = [columns, *(self._line(*key, found) for key, found in self.results.items())]
        lines.append(self._line("all", "", "", [breaks for found in self.results.values() for breaks in found]))
        print("\n" + "\n".join(" ".join(f"{cell:>9}" for cell in line) for line in lines))  # noqa: T201 - asked for

    def _line(self, layer: str, role: str, kind: str, found: list[Breaks]) -> tuple[str, ...]:
        sums = [sum(len(getattr(breaks, name)) for breaks in found) for name in Breaks.__dataclass_fields__]
        return (layer, role, kind, str(len(found)), *map(str, sums))


@pytest.fixture(scope="module")
def laboratory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laboratory]:
    """Folders: `empty`; `old`, harvested once; `new`, harvested again after changes; `behind`, the index of `old`."""
    folder = tmp_path_factory.mktemp("laboratory")
    with Runner() as runner, publisher(acts=Decisions(4, per_page=2), rules=Decisions(2)) as source:
        made = Laboratory(folder, runner, source, {"DASTRAS_SOURCES": str(source.write_files(folder / "sources"))})
        (folder / "empty").mkdir()
        harvest = ROLES[0].arguments
        assert made.run(folder / "old", *harvest).code == 0
        source.sources["acts"].edited["2"] += 1
        source.sources["acts"].count += 2
        shutil.copytree(folder / "old", folder / "new")
        assert made.run(folder / "new", *harvest).code == 0
        assert made.run(folder / "new", "backup", "{backup}").code == 0
        shutil.copytree(folder / "new", folder / "behind")
        shutil.rmtree(folder / "behind" / "search")
        shutil.copytree(folder / "old" / "search", folder / "behind" / "search")
        made.seen = {name: seen_in(folder / name) for name in ("empty", "old", "new", "behind")}
        yield made
        if EVERY_POINT:
            made.show()


@pytest.mark.timeout(0 if EVERY_POINT else 120)
@pytest.mark.parametrize("layer", [TRACING, INSIDE], ids=lambda layer: layer.name)
@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.name)
def test_a_kill_at_any_point_breaks_no_promise(role: Role, layer: Layer, laboratory: Laboratory) -> None:
    if reason := layer.unusable():
        pytest.skip(f"no kill at system calls: {reason}")
    found = {}
    for point, breaks in _sweep(laboratory, role, layer):
        laboratory.results[layer.name, role.name, point.kind].append(breaks)
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
    step = max(1, len(every) // SHARE)
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
    breaks.lost += unkept(killed.output, asked, laboratory.seen[role.begins], before)
    breaks.other += _asked_again(asked, laboratory.publisher.paths()[len(asked) :], before)
    if again.code not in _codes(role):
        breaks.other.append(f"ended with {again.code} when it was run again: {again.output}")
    return point, breaks


def _codes(role: Role) -> tuple[int, ...]:
    """A backup or restore that was whole at the kill is refused when it is asked for again, and may be used."""
    return (0, WRONG_USE) if role.name in ("backup", "restore") else (0,)


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
