"""Data folders to try faults on, made by the real commands from a publisher on this machine, and a warm runner."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.crashing import Command, Ended, Layer, Point, Runner
from tests.faults.promises import Seen, seen_in
from tests.faults.source import Decisions, Publisher, publisher
from tests.faults.source.contents import Act
from tests.running import allowing

EVERY_POINT = os.environ.get("POINTS") == "all"
"""Try every point instead of a few."""

HARVEST = ("harvest", "acts", "rules")
WITHDRAW = ("withdraw", "{id}", "--reason", "personal_data")
NAMED = "مصوبه شماره 9/ش مورخ 1401/01/20"
"""What the first decision says it follows."""
REFUSE = ("relation", "refuse", "{id}", "cites", NAMED)


@dataclass
class Laboratory:
    """Data folders to begin with, what stands in them, and the publisher they were harvested from.

    `empty`; `old`, harvested once; `new`, harvested again after changes; `behind`, the same with the index of `old`;
    `sealed`, `new` with the record `first_id` withdrawn for good.
    """

    folder: Path
    runner: Runner
    publisher: Publisher
    settings: dict[str, str]
    seen: dict[str, Seen] = field(default_factory=dict)
    first_id: str = ""

    def run(self, data: Path, *arguments: str, layer: Layer | None = None, point: Point | None = None) -> Ended:
        """Run `dastras`."""
        return self.runner.run(data, self.command(data, arguments), layer, point)

    def command(self, data: Path, arguments: tuple[str, ...]) -> Command:
        """The command with the names of files in it."""
        named = {
            "{backup}": str(self.folder / "new.tar"),
            "{file}": str(data.with_name("backup.tar")),
            "{id}": self.first_id,
        }
        return Command(tuple(named.get(argument, argument) for argument in arguments), self.settings)

    def copy(self, begins: str, name: str) -> Path:
        """A fresh data folder."""
        data = self.folder / "runs" / name
        shutil.rmtree(data.parent, ignore_errors=True)
        data.parent.mkdir()
        return Path(shutil.copytree(self.folder / begins, data))


def _first_id(data: Path) -> str:
    with closing(sqlite3.connect(data / "dastras.sqlite")) as store:
        return str(store.execute("SELECT id FROM record ORDER BY number").fetchone()[0])


def _acts() -> Decisions:
    return Decisions(4, per_page=2, acts={"1": Act(text=f"متن مصوبهٔ 1 بر پایهٔ {NAMED}.")})


@contextmanager
def open_laboratory(folder: Path) -> Iterator[Laboratory]:
    """A laboratory while the context lasts."""
    with Runner() as runner, publisher(acts=_acts(), rules=Decisions(2)) as source:
        settings = {"DASTRAS_SOURCES": str(source.write_files(folder / "sources")), **allowing(source.address)}
        made = Laboratory(folder, runner, source, settings)
        (folder / "empty").mkdir()
        assert made.run(folder / "old", *HARVEST).code == 0
        source.sources["acts"].edited["2"] += 1
        source.sources["acts"].count += 2
        shutil.copytree(folder / "old", folder / "new")
        assert made.run(folder / "new", *HARVEST).code == 0
        assert made.run(folder / "new", "backup", "{backup}").code == 0
        shutil.copytree(folder / "new", folder / "behind")
        shutil.rmtree(folder / "behind" / "search")
        shutil.copytree(folder / "old" / "search", folder / "behind" / "search")
        made.first_id = _first_id(folder / "new")
        shutil.copytree(folder / "new", folder / "sealed")
        assert made.run(folder / "sealed", *WITHDRAW).code == 0
        made.seen = {name: seen_in(folder / name) for name in ("empty", "old", "new", "behind", "sealed")}
        yield made
